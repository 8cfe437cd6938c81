"""What models saw, held against what was measured, heard and said; this tells and changes nothing."""

from __future__ import annotations

from collections.abc import Iterator

from ..picture_words import Felt, felt_in, picture_word
from ..scene import Finding, SceneRecord
from .bench import UnderstandingBench
from .lexicon import feel, setting
from .pictured import Pictured, pictured, place_images

_BRIGHT, _DARK = 0.6, 0.12
"""Mean brightness from which a picture is no night, and up to which it is no day."""
_STIRRED, _STILL = 0.5, -0.4
"""Arousal from which what was seen is agitated, and up to which it is still."""
_FAST, _UNMOVED = 0.5, 0.04
"""Mean movement of a fast picture, and of one in which nothing moves."""
_LOUD_LUFS, _HUSHED_LUFS = -14.0, -45.0
_APART = 0.35
"""Valence, either way, from which two senses speak of opposite feelings."""


def check_pictures(bench: UnderstandingBench, records: tuple[SceneRecord, ...]) -> list[Finding]:
    """Where what models saw disagrees with light, movement, sound, speech, or with each other."""
    evidence, signals = bench.evidence, bench.signals
    if signals is None or not (evidence.captions or evidence.tags):
        return []
    images = place_images(evidence, bench.edit)
    spans = tuple(record.span for record in records)
    findings = []
    for record, seen in zip(records, pictured(evidence, images, spans), strict=True):
        start, end = (float(bench.edit.rate.seconds(frame)) for frame in (record.span.start, record.span.end))
        findings += [
            Finding("note", check, sentence, record.span)
            for check, sentence in (
                *_light(seen, signals.mean("brightness", start, end)),
                *_movement(seen, signals.mean("motion", start, end)),
                *_sound(seen, signals.mean("loudness", start, end)),
                *_speech(seen, record),
                *_each_other(seen),
            )
        ]
    return findings


def _light(seen: Pictured, brightness: float | None) -> Iterator[tuple[str, str]]:
    if brightness is None:
        return
    for told, light in _lights(seen):
        if (light == "dark" and brightness > _BRIGHT) or (light == "bright" and brightness < _DARK):
            yield (
                "picture_and_light",
                f"{told} speaks of a {light} place; the picture's mean brightness is {brightness:.2f}.",
            )


def _lights(seen: Pictured) -> Iterator[tuple[str, str]]:
    for caption in seen.captions[:1]:
        light = setting(f"{caption.text} {caption.setting}")
        if light is not None:
            yield f"“{caption.text}” ({caption.source})", light
    place = seen.best("setting")
    word = picture_word(place.text) if place is not None else None
    if place is not None and word is not None and word.light is not None:
        yield f"The tag “{word.word}” ({place.source})", word.light


def _movement(seen: Pictured, motion: float | None) -> Iterator[tuple[str, str]]:
    told, arousal = _energy(seen)
    if motion is None or arousal is None:
        return
    if arousal <= _STILL and motion > _FAST:
        yield "picture_and_movement", f"{told} is still; the picture moves fast ({motion:.2f})."
    elif arousal >= _STIRRED and motion < _UNMOVED:
        yield "picture_and_movement", f"{told} is agitated; nothing moves in the picture ({motion:.2f})."


def _sound(seen: Pictured, loudness: float | None) -> Iterator[tuple[str, str]]:
    told, arousal = _energy(seen)
    if loudness is None or arousal is None:
        return
    if arousal <= _STILL and loudness > _LOUD_LUFS:
        yield "picture_and_sound", f"{told} is still; the sound is very loud ({loudness:.0f} LUFS)."
    elif arousal >= _STIRRED and loudness < _HUSHED_LUFS:
        yield "picture_and_sound", f"{told} is agitated; the sound is hardly there ({loudness:.0f} LUFS)."


def _energy(seen: Pictured) -> tuple[str, float | None]:
    """What of the record tells most of its energy, and how agitated that is: what is done, else the mood."""
    activity = seen.best("activity")
    word = picture_word(activity.text) if activity is not None else None
    if word is not None and word.arousal is not None and abs(word.arousal) >= abs(_STILL):
        return f"What is done ({word.word})", word.arousal
    felt = _mood(seen)
    return f"The mood that was seen ({_moods(seen)})", felt.arousal if felt is not None else None


def _speech(seen: Pictured, record: SceneRecord) -> Iterator[tuple[str, str]]:
    felt, said = _mood(seen), feel(record.voice_content)
    if felt is None or said is None:
        return
    if min(abs(felt.valence), abs(said.valence)) >= _APART and felt.valence * said.valence < 0:
        words = ", ".join(said.words[:3])
        yield (
            "picture_and_speech",
            f"The picture's mood is {_moods(seen)}, the words speak of another one ({words}).",
        )


def _each_other(seen: Pictured) -> Iterator[tuple[str, str]]:
    tag = seen.best("mood")
    told = felt_in(seen.captions[0].moods) if seen.captions else None
    word = picture_word(tag.text) if tag is not None else None
    if tag is None or told is None or word is None or word.valence is None:
        return
    if min(abs(told.valence), abs(word.valence)) >= _APART and told.valence * word.valence < 0:
        moods = ", ".join(seen.captions[0].moods)
        yield (
            "caption_and_tag",
            f"{seen.captions[0].source} sees the mood {moods}, {tag.source} sees {tag.text}.",
        )


def _mood(seen: Pictured) -> Felt | None:
    return felt_in(mood.text for mood in seen.moods)


def _moods(seen: Pictured) -> str:
    return ", ".join(dict.fromkeys(mood.text for mood in seen.moods))
