"""The lyricist: gives every cue's sung line its words, the user's own or those of the house."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ...lyrics import HOUSE_LANGUAGES, Author, Line, Lyrics, Vocals
from ..bench import ComposingBench, CuePlan
from ..parts.voice import sung_phrases
from ..write import make_frame
from .book import LyricMood, mood_of
from .refused import without_refused
from .singers import singer_of
from .song import Phrase, Song
from .syllables import lines_of
from .verse import Laid, Moment, Poet, own_words, placed

_SHORTEST_CUE_S = 8.0
"""Shorter cues are over before a line is sung."""
_WORD = re.compile(r"\w+")

Phrases = dict[str, tuple[Phrase, ...]]
"""The phrases of every cue that is sung, by its name."""


def with_songs(bench: ComposingBench, attempt: int = 0) -> tuple[tuple[CuePlan, ...], tuple[str, ...]]:
    """The plans with their songs, and sentences about words that could not be sung.

    A later `attempt` leaves out the phrases that came back, and throws the dice anew.
    """
    asked = [vocals for plan in bench.plans if (vocals := vocals_of(bench, plan.name))]
    if not asked:
        return bench.plans, ()
    phrases = phrases_by_cue(bench)
    if attempt:
        phrases = without_refused(phrases, bench.plans, bench.score)
    laid: dict[str, Sequence[Laid]] = {}
    left: list[str] = []
    for words, language in dict.fromkeys((vocals.words, vocals.language) for vocals in asked):
        there = {
            name: found
            for name, found in phrases.items()
            if (own := vocals_of(bench, name)) and (own.words, own.language) == (words, language)
        }
        if words:
            lines = still_to_sing(lines_of(words, language), sung_before(bench))
            laid |= {name: own_words(lines, found) for name, found in there.items()}
            left += _left(lines)
        else:
            poet = _poet(bench, language, attempt)
            laid |= {name: poet.underlay(_moments(bench, name, found)) for name, found in there.items()}
            left += [f"{name}: no line of the book fits its melody" for name in there if not laid[name]]
    if not phrases:
        left.insert(0, "there is no room to sing: too short, or somebody speaks throughout")
    return songs(bench, laid), tuple(left)


def vocals_of(bench: ComposingBench, name: str) -> Vocals | None:
    """What a cue asks of the voice, if it is to be sung."""
    return bench.for_cue(name).brief.vocals


def sung_with(bench: ComposingBench) -> Vocals | None:
    """What the first cue that is to be sung asks of the voice; None where none of those written is."""
    return next((found for plan in bench.plans if (found := vocals_of(bench, plan.name))), None)


def phrases_by_cue(bench: ComposingBench) -> Phrases:
    """What could be sung in every cue that is long enough and wanted sung."""
    found: Phrases = {}
    for plan in bench.plans:
        own = bench.for_cue(plan.name)
        long = float(bench.edit.rate.seconds(plan.span.duration)) >= _SHORTEST_CUE_S
        if own.brief.vocals is not None and long:
            phrases = sung_phrases(make_frame(own, plan), singer_of(own.brief.vocals.voice))
            if phrases:
                found[plan.name] = phrases
    return found


def songs(
    bench: ComposingBench, laid: Mapping[str, Sequence[Laid]], author: Author | None = None
) -> tuple[CuePlan, ...]:
    """The plans with the words under their phrases; without an author the user's, or the house's."""
    return tuple(
        replace(plan, song=_song(vocals_of(bench, plan.name), laid.get(plan.name, ()), author))
        for plan in bench.plans
    )


def sung_before(bench: ComposingBench) -> tuple[Line, ...]:
    """The lines that cues sing which stand as they are, in order."""
    cues = bench.standing.cues if bench.standing else ()
    return tuple(line for cue in cues if cue.lyrics for line in cue.lyrics.lines)


def still_to_sing(lines: Sequence[Line], sung: Sequence[Line]) -> list[Line]:
    """Lines without those, or those first words of them, that are sung already; each counts once."""
    parts = [tuple(word.text for word in line.words) for line in sung]
    left: list[Line] = []
    for line in lines:
        words = line.words
        while part := next((p for p in parts if p and p == tuple(w.text for w in words[: len(p)])), None):
            parts.remove(part)
            words = words[len(part) :]
        if words:
            left.append(replace(line, words=words))
    return left


def _poet(bench: ComposingBench, language: str, attempt: int) -> Poet:
    """Somebody who knows the book, what is sung already, and which refrain returns."""
    dice = bench.dice("lyrics", attempt) if attempt else bench.dice("lyrics")
    poet = Poet(language, dice)
    if language in HOUSE_LANGUAGES:
        poet.remember({line.text for line in sung_before(bench)})
    return poet


def _song(vocals: Vocals | None, laid: Sequence[Laid], author: Author | None) -> Song | None:
    if vocals is None or not laid:
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
        Lyrics(vocals.language, author or ("user" if vocals.words else "rules"), vocals.voice, tuple(lines)),
        tuple((phrase.start, phrase.end) for phrase, _, _ in laid),
    )


def _left(lines: Sequence[Line]) -> list[str]:
    if not lines:
        return []
    more = f" and {len(lines) - 1} more line(s)" if len(lines) > 1 else ""
    return [f"not sung for want of room: “{lines[0].text}”{more}"]


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
