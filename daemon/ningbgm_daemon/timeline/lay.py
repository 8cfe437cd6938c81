"""Lays what was sensed of media files onto the edit that uses parts of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TypeVar

from ningbgm_agents.evidence import (
    Curve,
    Event,
    Evidence,
    FaceSighting,
    Modality,
    Shown,
    SilenceSpan,
    SpeechSpan,
    Words,
    line_of,
)
from ningbgm_agents.timeline import Edit, Media, Shot, Span, TransitionKind

from .lay_curves import integrated_lufs, lay_curves
from .lay_cuts import lay_cuts
from .lay_views import lay_views
from .stretch import Placed, Stretch, picture_stretches, sound_stretches

T = TypeVar("T")
_SHORTEST_SILENCE_S = 0.3
_NEAR_S = 0.1
_GO_ON_S = 5.0
"""Unused seconds between two parts of a file that are sensed along with them."""
_TRANSITIONS: dict[str, TransitionKind] = {
    "cut": "cut", "dissolve": "dissolve", "fade_in": "fade_in", "fade_out": "fade_out",
    "dip": "fade_in",
}  # fmt: skip


def lay_evidence(edit: Edit, found: Mapping[str, Sequence[tuple[Evidence, float]]]) -> Evidence:
    """Evidence in edit time, from evidence of the parts of the edit's media by `Media.path`.

    Each part comes with the second of its file at which it was sensed from: its evidence counts from
    the frame nearest to that.

    The timeline's own cuts are exact and win; those detected inside the used part of a shot join
    them. Sound comes from the audio tracks where there are any, else from the shots' own media.
    """
    placed = _placed(found)
    pictures, sounds = picture_stretches(edit, placed), sound_stretches(edit, placed)
    sensed = [evidence for parts in found.values() for evidence, _ in parts]
    curves = lay_curves(edit, pictures, sounds)
    return Evidence(
        rate=edit.rate,
        duration=edit.duration,
        modalities=_modalities(edit, pictures, sounds),
        cuts=lay_cuts(edit, pictures),
        events=_events(pictures, sounds),
        shots=_shown(pictures),
        faces=_faces(pictures),
        speech=_speech(sounds),
        silences=_silences(edit, sounds),
        curves=curves,
        images=_stills_beside(sensed),
        words=_words(sounds, sensed),
        loudness_lufs=_loudness(edit, sounds, curves),
        notes=_unique((*edit.notes, *(note for evidence in sensed for note in evidence.notes))),
        captions=lay_views(pictures, lambda evidence: evidence.captions),
        tags=lay_views(pictures, lambda evidence: evidence.tags),
        witnesses=_unique(witness for evidence in sensed for witness in evidence.witnesses),
    )


def used_parts(edit: Edit) -> dict[str, tuple[tuple[float, float], ...]]:
    """The parts of each media file, at hand, that the scored range uses, as first and last second.

    Parts closer to each other than a few seconds are one: to go on costs less than to begin again.
    """
    used: dict[str, list[tuple[float, float]]] = {}
    offline = {media.path for media in _media(edit) if media.offline}
    stretches = (*picture_stretches(edit, {}), *(sound_stretches(edit, {}) if edit.tracks else ()))
    for stretch in stretches:
        within = stretch.record.overlap(edit.span)
        if within is None or stretch.path in offline:
            continue
        times = [stretch.media_second(edit.rate.seconds(frame)) for frame in (within.start, within.end)]
        first, last = max(0.0, float(min(times))), float(max(times))
        if stretch.speed == 0:
            last = first + float(edit.rate.seconds(1))
        used.setdefault(stretch.path, []).append((first, last))
    return {path: _merged(parts) for path, parts in used.items()}


def _merged(parts: list[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    merged: list[tuple[float, float]] = []
    for first, last in sorted(parts):
        if merged and first - merged[-1][1] <= _GO_ON_S:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return tuple(merged)


def with_detected_shots(edit: Edit, evidence: Evidence) -> Edit:
    """The edit with its shots divided where cuts were detected; `evidence` is in edit time."""
    shots: list[Shot] = []
    for shot in edit.shots:
        within = Span(min(shot.record.start + 1, shot.record.end), shot.record.end)
        inside = [cut for cut in evidence.cuts if cut.frame in within]
        for cut, end in zip((None, *inside), (*(c.frame for c in inside), shot.record.end), strict=True):
            start = shot.record.start if cut is None else cut.frame
            source = shot.source_start_s + edit.rate.seconds(start - shot.record.start) * shot.speed
            part = replace(shot, record=Span(start, end), source_start_s=source)
            if cut is not None:
                part = replace(
                    part,
                    confidence=cut.confidence,
                    transition_in=_TRANSITIONS[cut.kind],
                    transition_frames=cut.duration,
                )
            shots.append(part)
    return replace(edit, shots=tuple(shots))


def without_detected_shots(edit: Edit) -> Edit:
    """The edit as it was before `with_detected_shots` divided its shots."""
    shots: list[Shot] = []
    for shot in edit.shots:
        if shots and shot.confidence < 1 and shots[-1].media == shot.media:
            shots[-1] = replace(shots[-1], record=Span(shots[-1].record.start, shot.record.end))
        else:
            shots.append(shot)
    return replace(edit, shots=tuple(shots))


def _placed(found: Mapping[str, Sequence[tuple[Evidence, float]]]) -> dict[str, list[Placed]]:
    """Evidence with the media's second at which it begins: that of the frame nearest to what was asked."""
    return {
        path: [
            (evidence, evidence.rate.seconds(evidence.rate.frame_at(start_s))) for evidence, start_s in parts
        ]
        for path, parts in found.items()
    }


def _modalities(
    edit: Edit, pictures: tuple[Stretch, ...], sounds: tuple[Stretch, ...]
) -> tuple[Modality, ...]:
    found: list[Modality] = []
    if edit.shots:
        found.append("picture")
    if any(s.evidence and "sound" in s.evidence.modalities for s in sounds):
        found.append("sound")
    sensed = [s.evidence for s in (*pictures, *sounds) if s.evidence is not None]
    others: tuple[Modality, ...] = ("image", "text")
    found.extend(m for m in others if any(m in evidence.modalities for evidence in sensed))
    return tuple(found)


def _stills_beside(found: Iterable[Evidence]) -> tuple[Shown, ...]:
    """Still images that were given beside the film; those that are shots stand among the shots."""
    beside = (evidence for evidence in found if "picture" not in evidence.modalities)
    return _unique(image for evidence in beside for image in evidence.images)


def _events(pictures: Iterable[Stretch], sounds: Iterable[Stretch]) -> tuple[Event, ...]:
    laid = [
        replace(event, frame=frame)
        for stretches, heard in ((pictures, False), (sounds, True))
        for stretch in stretches
        if stretch.evidence is not None
        for event in stretch.evidence.events
        if (event.kind == "sound") == heard and (frame := stretch.edit_frame(event.frame)) is not None
    ]
    return tuple(sorted(laid, key=lambda event: (event.frame, event.kind, -event.strength)))


def _faces(pictures: Iterable[Stretch]) -> tuple[FaceSighting, ...]:
    laid = [
        replace(face, frame=frame)
        for stretch in pictures
        if stretch.evidence is not None
        for face in stretch.evidence.faces
        if (frame := stretch.edit_frame(face.frame)) is not None
    ]
    return tuple(sorted(laid, key=lambda face: face.frame))


def _shown(pictures: Iterable[Stretch]) -> tuple[Shown, ...]:
    """The looks of the media's own shots, each over the frames of the edit that show it."""
    laid: list[Shown] = []
    for stretch in pictures:
        if stretch.evidence is None:
            continue
        looks, fps = stretch.evidence.shots or stretch.evidence.images[:1], float(stretch.evidence.rate.fps)
        for shown in looks:
            if len(looks) > 1 and not stretch.is_near(shown.start_frame / fps, shown.end_frame / fps):
                continue
            alone = len(looks) == 1
            span = stretch.record if alone else stretch.edit_frames(shown.start_frame, shown.end_frame)
            if span is not None:
                laid.append(replace(shown, start_frame=span.start, end_frame=span.end))
    return tuple(laid)


def _speech(sounds: Iterable[Stretch]) -> tuple[SpeechSpan, ...]:
    """Spoken spans of all tracks but music, those that overlap joined."""
    laid = []
    for stretch in sounds:
        if stretch.evidence is None or stretch.use == "music":
            continue
        for span in stretch.evidence.speech:
            placed = stretch.edit_span_s(span.start_s, span.end_s)
            if placed is not None:
                laid.append(_laid_words(stretch, replace(span, start_s=placed[0], end_s=placed[1])))
    joined: list[SpeechSpan] = []
    for span in sorted(laid, key=lambda span: (span.start_s, span.end_s)):
        if joined and span.start_s < joined[-1].end_s:
            joined[-1] = _joined(joined[-1], span)
        else:
            joined.append(span)
    return tuple(joined)


def _joined(first: SpeechSpan, second: SpeechSpan) -> SpeechSpan:
    return SpeechSpan(
        first.start_s,
        max(first.end_s, second.end_s),
        max(first.confidence, second.confidence),
        max(first.loudness_lufs, second.loudness_lufs),
        " ".join(dict.fromkeys(text for text in (first.text, second.text) if text)),
        tuple(sorted(first.words + second.words, key=lambda word: word.start_s)),
        first.source or second.source,
        first.pitch_hz or second.pitch_hz,
    )


def _laid_words(stretch: Stretch, span: SpeechSpan) -> SpeechSpan:
    """The span with those of its words that the edit uses, at their times in the edit."""
    if not span.words:
        return span
    placed = [(word, stretch.edit_span_s(word.start_s, word.end_s)) for word in span.words]
    words = tuple(replace(word, start_s=at[0], end_s=at[1]) for word, at in placed if at is not None)
    return replace(span, words=words, text=line_of(words))


def _silences(edit: Edit, sounds: tuple[Stretch, ...]) -> tuple[SilenceSpan, ...]:
    """Where all sounds are silent or none is placed; unknown where there is no sound at all."""
    if not any(s.evidence and "sound" in s.evidence.modalities for s in sounds):
        return ()
    heard = sorted(span for stretch in sounds for span in _heard(stretch))
    silences, position = [], 0.0
    for start, end in [*heard, (float(edit.rate.seconds(edit.duration)),) * 2]:
        if start - position >= _SHORTEST_SILENCE_S:
            silences.append(SilenceSpan(position, start))
        position = max(position, end)
    return tuple(silences)


def _heard(stretch: Stretch) -> list[tuple[float, float]]:
    start, end = float(stretch.start_s), float(stretch.end_s)
    if stretch.evidence is None:
        return [(start, end)]
    if "sound" not in stretch.evidence.modalities or stretch.speed == 0:
        return []
    spans = (stretch.edit_span_s(s.start_s, s.end_s) for s in stretch.evidence.silences)
    heard, position = [], start
    for first, last in sorted(span for span in spans if span is not None):
        if first > position:
            heard.append((position, first))
        position = max(position, last)
    return [*heard, (position, end)] if position < end else heard


def _words(sounds: Iterable[Stretch], found: Iterable[Evidence]) -> tuple[Words, ...]:
    timeless = [w for evidence in found for w in evidence.words if w.start_s is None]
    laid = []
    for stretch in sounds:
        for words in stretch.evidence.words if stretch.evidence else ():
            if words.start_s is None:
                continue
            end_s = words.end_s if words.end_s is not None else words.start_s + 1.0
            placed = stretch.edit_span_s(words.start_s, end_s)
            if placed is not None:
                laid.append(replace(words, start_s=placed[0], end_s=placed[1]))
    return _unique((*timeless, *sorted(laid, key=lambda words: words.start_s or 0.0)))


def _loudness(edit: Edit, sounds: tuple[Stretch, ...], curves: tuple[Curve, ...]) -> float | None:
    """The media's own figure where one file is used whole, else measured on the laid curve."""
    if len(sounds) == 1 and sounds[0].evidence is not None:
        only = sounds[0]
        used = only.record.overlap(edit.span)
        first_s = only.media_second(edit.rate.seconds(used.start)) if used else Fraction(-1)
        length_s = float(edit.rate.seconds(used.duration)) if used else 0.0
        whole = abs(first_s) < _NEAR_S and abs(length_s - sounds[0].evidence.duration_s) < _NEAR_S
        if whole and only.speed == 1:
            return sounds[0].evidence.loudness_lufs
    return integrated_lufs(edit, curves)


def _media(edit: Edit) -> list[Media]:
    placed = (sound.media for track in edit.tracks for sound in track.sounds)
    return [*(shot.media for shot in edit.shots if shot.media is not None), *placed]


def _unique(values: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(values))
