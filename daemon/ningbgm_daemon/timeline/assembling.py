"""Assembles an `Edit` from the layers of pieces that every dialect's reader lays."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path, PureWindowsPath

from ningbgm_agents.errors import TimelineError
from ningbgm_agents.timeline import Caption, Edit, FrameRate, Marker, Shot, Sound, Span, Track, TrackUse

from . import limits
from .pieces import Layer, Note, Piece
from .track_use import guess_use

_NAMED = 3
_SEQUENCE = re.compile(r"#+\.[A-Za-z0-9]{2,5}$")
"""Image sequences, of which the reader tells itself."""
OWN_TRACK = "NingBGM"
"""Audio tracks whose names begin so were placed by NingBGM and are no part of the edit."""


@dataclass(frozen=True)
class Lane:
    """An audio track as read: its name, what lies on it, and its use where the dialect names it."""

    name: str
    layer: Layer
    use: TrackUse | None = None
    """What the dialect says that it is for (a role); None to guess from names."""


def assemble(
    path: Path,
    name: str,
    rate: FrameRate,
    start_frame: int,
    picture: Layer,
    lanes: Sequence[Lane] = (),
    captions: Sequence[Caption] = (),
    notes: Sequence[str] = (),
    length: Fraction = Fraction(0),
) -> Edit:
    """The edit of a timeline file: the picture as seen, the sound as placed, the markers of both.

    Lanes that NingBGM placed itself are left out, and lanes that only repeat another: a stereo
    sound on two tracks is one sound. `notes` are what the reader could not honour; offline media is
    added to them.

    Raises:
        TimelineError: neither picture nor sound, or longer than a day.
    """
    heard = [lane for lane in lanes if not lane.name.startswith(OWN_TRACK)]
    duration = _duration([picture, *(lane.layer for lane in heard)])
    duration = max(duration, _frame(length)) if duration else 0
    if duration == 0:
        raise TimelineError(f"{path.name} holds neither picture nor sound", path=str(path))
    if duration > limits.MAX_DURATION_S * rate.fps:
        raise TimelineError(f"{path.name} is longer than 24 hours", path=str(path))
    marks = [*picture.notes, *(note for lane in heard for note in lane.layer.notes)]
    edit = Edit(
        name=name or path.stem,
        rate=rate,
        duration=duration,
        start_frame=start_frame,
        shots=_shots(picture.pieces, duration, rate),
        tracks=tuple(_track(lane, rate) for lane in _distinct(heard)),
        markers=_markers(marks, duration),
        source=str(path.absolute()),
        captions=tuple(captions),
        notes=tuple(dict.fromkeys(notes)),
    )
    return replace(edit, notes=(*edit.notes, *_temp_note(edit), *_offline_note(edit)))


def _distinct(lanes: list[Lane]) -> list[Lane]:
    """Lanes that hold something, without those of which every piece lies on an earlier one too."""
    seen: set[tuple[object, ...]] = set()
    kept = []
    for lane in lanes:
        places = {(p.start, p.end, p.media, _rounded(p.source_start_s)) for p in lane.layer.pieces}
        if places - seen:
            kept.append(lane)
        seen |= places
    return kept


def _temp_note(edit: Edit) -> tuple[str, ...]:
    names = [track.name or "unnamed" for track in edit.tracks if track.use == "music"]
    if not names:
        return ()
    return (f"The music on {', '.join(names[:_NAMED])} was taken as temp music: it is not listened to.",)


def _offline_note(edit: Edit) -> tuple[str, ...]:
    """One sentence that counts the files that are not at hand and names the first of them."""
    placed = (sound.media for track in edit.tracks for sound in track.sounds)
    media = dict.fromkeys([*(shot.media for shot in edit.shots if shot.media is not None), *placed])
    media = {found: None for found in media if not _SEQUENCE.search(found.path)}
    missing = list(dict.fromkeys(PureWindowsPath(m.path).name for m in media if m.offline))
    if not missing:
        return ()
    if len(missing) < len(media):
        told = f"{len(missing)} of {len(media)} media files {'is' if len(missing) == 1 else 'are'} not"
    else:
        told = "The media file is not" if len(media) == 1 else f"None of the {len(media)} media files is"
    more = len(missing) - _NAMED
    listed = ", ".join(missing[:_NAMED]) + (f" and {more} more" if more > 0 else "")
    return (f"{told} on this machine: {listed}; name the folder to search with --media-root.",)


def _duration(layers: list[Layer]) -> int:
    ends = [piece.end + piece.fade_out_frames / 2 for layer in layers for piece in layer.pieces]
    return _frame(max(ends, default=Fraction(0)))


def _shots(pieces: tuple[Piece, ...], duration: int, rate: FrameRate) -> tuple[Shot, ...]:
    """Shots that fill the whole edit, gaps included; none where there is no picture at all."""
    shots: list[Shot] = []
    position, fades = 0, 0
    for piece in pieces:
        start, end = max(_frame(piece.start), position), _frame(piece.end)
        if end <= start:
            continue
        if start > position:
            shots.append(_gap(position, start, fades))
        shots.append(_shot(piece, start, end, rate))
        position, fades = end, _frame(piece.fade_out_frames)
    if shots and position < duration:
        shots.append(_gap(position, duration, fades))
    return tuple(shots)


def _gap(start: int, end: int, fades: int) -> Shot:
    return Shot(
        Span(start, end), kind="gap", transition_in="fade_out" if fades else "cut", transition_frames=fades
    )


def _shot(piece: Piece, start: int, end: int, rate: FrameRate) -> Shot:
    moved = piece.source_start_s + (start - piece.start) * piece.source_per_frame_s
    return Shot(
        Span(start, end),
        piece.name,
        piece.media,
        _rounded(max(moved, Fraction(0))),
        _rounded(piece.source_per_frame_s * rate.fps),
        piece.transition_in,
        _frame(piece.transition_frames),
        piece.kind,
    )


def _track(lane: Lane, rate: FrameRate) -> Track:
    sounds = []
    for piece in lane.layer.pieces:
        span = Span(_frame(piece.start), _frame(piece.end))
        if piece.media is not None and span.duration:
            source = _rounded(piece.source_start_s)
            speed = _rounded(piece.source_per_frame_s * rate.fps)
            sounds.append(Sound(span, piece.media, source, speed, piece.name))
    names = (text for sound in sounds for text in {sound.name, Path(sound.media.path).name})
    return Track(lane.name, lane.use or guess_use(lane.name, names), tuple(sounds))


def _markers(notes: list[Note], duration: int) -> tuple[Marker, ...]:
    """The editor's markers inside the edit, in order, each once (linked clips carry copies)."""
    markers = {
        Marker(_frame(note.frame), note.name, note.note, note.colour, _frame(note.duration))
        for note in notes
        if 0 <= _frame(note.frame) < duration
    }
    ordered = sorted(markers, key=lambda m: (m.frame, m.name, m.note, m.colour, m.duration))
    return tuple(ordered[: limits.MAX_MARKERS])


def _frame(position: Fraction) -> int:
    return (2 * position.numerator + position.denominator) // (2 * position.denominator)


def _rounded(value: Fraction) -> Fraction:
    return value if value.denominator < 10**6 else value.limit_denominator(10**6)
