"""What a language model may decide of the words: a line for every phrase that the melody offers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from pydantic import Field

from ..agent import Contribution
from ..document import Plain
from ..lyrics import Line, Vocals
from ..minds.decision import Case, Decision, Offer, ReplyForm, UnfitError, require
from .bench import ComposingBench
from .lyrics.fitting import fewest_syllables, most_syllables
from .lyrics.lyricist import mood_at, phrases_by_cue, songs, sung_with, vocals_of, words_at
from .lyrics.song import Phrase
from .lyrics.syllables import line_of
from .lyrics.verse import Laid, sings

_MOST_PHRASES = 60
_BEATS = {3: "X", 2: "X", 1: "x", 0: "."}


class PhraseWords(ReplyForm):
    """The words of one phrase."""

    phrase: str
    text: str = Field(min_length=1, max_length=200)


class LyricSheet(ReplyForm):
    """Words for every phrase."""

    phrases: list[PhraseWords]
    why: str = Field(max_length=200)


@dataclass(frozen=True)
class _Slot:
    """A phrase that is sung, and what the rules sing to it."""

    cue: str
    phrase: Phrase
    rules: Line


def _offer(case: Case[ComposingBench]) -> Offer | None:
    bench = case.done
    vocals = sung_with(bench)
    if vocals is None or vocals.words:
        return None
    slots = _slots(bench, vocals)
    if not slots:
        return None
    most = _MOST_PHRASES
    require(len(slots) <= most, f"there are {len(slots)} phrases; {most} are the most that are shown")
    refrains = _refrains(slots)
    shown: list[Plain] = [_shown(bench, name, slot, refrains.get(name, 0)) for name, slot in slots.items()]
    facts: dict[str, Plain] = {
        "language": vocals.language,
        "voice": vocals.voice,
        "wish": bench.brief.wish,
        "moods": list(bench.brief.moods),
        "summary": bench.scene.summary,
        "phrases": shown,
    }
    return Offer(facts, {"phrase": list(slots)}, {"phrases": (len(slots), len(slots))})


def _slots(bench: ComposingBench, vocals: Vocals) -> dict[str, _Slot]:
    """The phrases that the rules sing, by the names that the model calls them by: '1m1 line 3'."""
    slots: dict[str, _Slot] = {}
    for cue, phrases in phrases_by_cue(bench).items():
        own = vocals_of(bench, cue)
        if own is None or own.words or own.language != vocals.language:
            continue  # the model writes one language at a time, and none of the user's own words
        song = next(plan.song for plan in bench.plans if plan.name == cue)
        starts = {phrase.start: phrase for phrase in phrases}
        if song is None:
            continue
        for number, ((start, _), line) in enumerate(zip(song.spans, song.lyrics.lines, strict=True), 1):
            slots[f"{cue} line {number}"] = _Slot(cue, starts[start], line)
    return slots


def _refrains(slots: Mapping[str, _Slot]) -> dict[str, int]:
    """Phrases that share their words get one number."""
    texts = list(dict.fromkeys(slot.rules.text for slot in slots.values() if slot.rules.refrain))
    return {name: texts.index(s.rules.text) + 1 for name, s in slots.items() if s.rules.refrain}


def _shown(bench: ComposingBench, name: str, slot: _Slot, refrain: int) -> Plain:
    plan = next(plan for plan in bench.plans if plan.name == slot.cue)
    own = bench.for_cue(slot.cue)
    return {
        "phrase": name,
        "fewest": fewest_syllables(slot.phrase),
        "best": len(slot.phrase.notes),
        "most": most_syllables(slot.phrase),
        "beats": "".join(_BEATS[strength] for strength in slot.phrase.strengths),
        "mood": mood_at(own, plan, slot.phrase),
        "seen": " ".join(sorted(words_at(own, plan, slot.phrase))[:20]),
        "refrain": refrain or None,
        "rules": slot.rules.text,
    }


def _settle(sheet: LyricSheet, case: Case[ComposingBench]) -> Contribution[ComposingBench]:
    bench = case.done
    vocals = sung_with(bench)
    assert vocals is not None, "only what is sung is offered"
    slots = _slots(bench, vocals)
    given = {one.phrase: one.text for one in sheet.phrases}
    require(set(given) == set(slots), "phrases: give each phrase once.")
    refrains = _refrains(slots)
    _check_repeats(given, refrains)
    laid: dict[str, list[Laid]] = {}
    for name, slot in slots.items():
        line = line_of(given[name], vocals.language, refrain=name in refrains)
        laid.setdefault(slot.cue, []).append(_laid(name, line, slot.phrase))
    written = songs(bench, laid, "model")
    plans = tuple(
        plan if plan.name in laid else usual for plan, usual in zip(written, bench.plans, strict=True)
    )
    return Contribution(
        lambda b: replace(case.usual.apply(b), plans=plans),
        f"{len(slots)} lines to sing.",
        (*(f"{name}: {text}" for name, text in given.items()), sheet.why),
    )


def _check_repeats(given: Mapping[str, str], refrains: Mapping[str, int]) -> None:
    sung: dict[str, str] = {}
    for name, text in given.items():
        same = sung.setdefault(text.casefold().strip(), name)
        allowed = same == name or (name in refrains and refrains.get(same) == refrains[name])
        require(allowed, f"{name}: “{text[:60]}” is sung in {same} already.")
    for number in set(refrains.values()):
        texts = {given[name].casefold().strip() for name, own in refrains.items() if own == number}
        require(len(texts) == 1, f"refrain {number}: give all its phrases the same text.")


def _laid(name: str, line: Line, phrase: Phrase) -> Laid:
    count = len(line.syllables)
    fewest, most = fewest_syllables(phrase), most_syllables(phrase)
    require(
        fewest <= count <= most,
        f"{name}: “{line.text[:60]}” has {count} syllables; {fewest} to {most} can be sung.",
    )
    fitted = sings(line, phrase)
    if fitted is None:
        raise UnfitError(f"{name}: “{line.text[:60]}” goes against the beats; move its stressed syllables.")
    return phrase, line, fitted


LYRICS_DECISION = Decision(LyricSheet, _offer, _settle)
"""The lyricist's."""
