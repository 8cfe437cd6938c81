"""The lyricist: gives every cue's sung line its words, the user's own or those of the house."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ...lyrics import Author, Line, Lyrics, Vocals
from ..bench import ComposingBench, CuePlan
from ..parts.voice import sung_phrases
from ..write import make_frame
from .book import LyricMood, mood_of
from .singers import singer_of
from .song import Phrase, Song
from .syllables import lines_of
from .verse import Laid, Moment, Poet, own_words, placed

_SHORTEST_CUE_S = 8.0
"""Shorter cues are over before a line is sung."""
_WORD = re.compile(r"\w+")

Phrases = dict[str, tuple[Phrase, ...]]
"""The phrases of every cue that is sung, by its name."""


def with_songs(bench: ComposingBench) -> tuple[tuple[CuePlan, ...], tuple[str, ...]]:
    """The plans with their songs, and sentences about words that could not be sung."""
    vocals = sung_with(bench)
    if vocals is None:
        return bench.plans, ()
    phrases = phrases_by_cue(bench, vocals)
    if vocals.words:
        return _own(bench, vocals, phrases)
    poet = Poet(vocals.language, bench.dice("lyrics"))
    laid = {name: poet.underlay(_moments(bench, name, found)) for name, found in phrases.items()}
    return songs(bench, vocals, laid, "rules"), _unsung(phrases, laid)


def sung_with(bench: ComposingBench) -> Vocals | None:
    """What is asked of the voice, if anything is written that is to be sung."""
    return next((found for plan in bench.plans if (found := bench.for_cue(plan.name).brief.vocals)), None)


def phrases_by_cue(bench: ComposingBench, vocals: Vocals) -> Phrases:
    """What could be sung in every cue that is long enough and wanted sung."""
    found: Phrases = {}
    for plan in bench.plans:
        own = bench.for_cue(plan.name)
        long = float(bench.edit.rate.seconds(plan.span.duration)) >= _SHORTEST_CUE_S
        if own.brief.vocals is not None and long:
            phrases = sung_phrases(make_frame(own, plan), singer_of(vocals.voice))
            if phrases:
                found[plan.name] = phrases
    return found


def songs(
    bench: ComposingBench, vocals: Vocals, laid: Mapping[str, Sequence[Laid]], author: Author
) -> tuple[CuePlan, ...]:
    """The plans with the words that were laid under their phrases."""
    return tuple(replace(plan, song=_song(vocals, laid.get(plan.name, ()), author)) for plan in bench.plans)


def _song(vocals: Vocals, laid: Sequence[Laid], author: Author) -> Song | None:
    if not laid:
        return None
    lines: list[Line] = []
    count = 0
    for one in laid:
        lines.append(placed(one, count))
        count += len(one[2].notes)
    return Song(
        vocals.voice,
        singer_of(vocals.voice),
        tuple(note for _, _, fitted in laid for note in fitted.notes),
        Lyrics(vocals.language, author, vocals.voice, tuple(lines)),
        tuple((phrase.start, phrase.end) for phrase, _, _ in laid),
    )


def _own(
    bench: ComposingBench, vocals: Vocals, phrases: Phrases
) -> tuple[tuple[CuePlan, ...], tuple[str, ...]]:
    lines = list(lines_of(vocals.words, vocals.language))
    laid = {name: own_words(lines, found) for name, found in phrases.items()}
    left = f"not sung for want of room: “{lines[0].text}”" if lines else ""
    more = f" and {len(lines) - 1} more line(s)" if len(lines) > 1 else ""
    return songs(bench, vocals, laid, "user"), (left + more,) if left else ()


def _unsung(phrases: Phrases, laid: Mapping[str, Sequence[Laid]]) -> tuple[str, ...]:
    if not phrases:
        return ("there is no room to sing: too short, or somebody speaks throughout",)
    return tuple(f"{name}: no line of the book fits its melody" for name in phrases if not laid.get(name))


def _moments(bench: ComposingBench, name: str, phrases: Sequence[Phrase]) -> list[Moment]:
    plan = next(plan for plan in bench.plans if plan.name == name)
    own = bench.for_cue(name)
    return [Moment(phrase, mood_at(own, plan, phrase), words_at(own, plan, phrase)) for phrase in phrases]


def mood_at(bench: ComposingBench, plan: CuePlan, phrase: Phrase) -> LyricMood:
    """What the film feels while a phrase is sung."""
    start, end = seconds_of(bench, plan, phrase)
    scene = bench.scene
    return mood_of(
        scene.valence.mean(start, end), scene.arousal.mean(start, end), scene.tension.mean(start, end)
    )


def words_at(bench: ComposingBench, plan: CuePlan, phrase: Phrase) -> frozenset[str]:
    """What is seen while a phrase is sung, and what was wished for, as single words."""
    start, _ = seconds_of(bench, plan, phrase)
    record = bench.scene.record_at(bench.edit.rate.frame_at(start))
    text = " ".join((record.subject, record.background, record.background_style, bench.brief.wish))
    return frozenset(_WORD.findall(text.lower()))


def seconds_of(bench: ComposingBench, plan: CuePlan, phrase: Phrase) -> tuple[float, float]:
    """When a phrase is sung, in seconds of the edit."""
    origin = bench.edit.sample(plan.span.start)
    first, last = plan.tempo.sample(phrase.start), plan.tempo.sample(phrase.end)
    return (origin + first) / 48_000, (origin + last) / 48_000
