"""Which progression carries the theme: the harmony listens to the melody before it decides."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..score import Chord, Key, Section
from .bench import ComposingBench, CuePlan
from .laying import Laid, lay
from .progression import progression, spell
from .scale import is_major, pitch_of

_TENSE_FROM = 0.62
_AGAIN = 0.8
"""Price of a progression each time that it has been used in this cue."""
_BAD = 1.5
"""Offence of a chord against the melody, a bar, from which another one takes its place."""
_STANDING_STILL = 1.6
"""Offence of a bar on the root that was there before."""
_HOMELESS = 0.7
"""Price of chords that never touch the tonic in a cue's first section: the ear has to know where home is."""
_WORTH_IT = 0.8
"""How much less another chord must offend."""
_MAJOR_FOR = {"i": "I", "iv": "IV", "v": "V", "bIII": "iii", "bVI": "vi", "bVII": "V"}
_COLOURS = {
    ("I", "9"): "maj9",
    ("IV", "9"): "add9",
    ("I", "7"): "maj7",
    ("IV", "7"): "maj7",
    ("V", "maj7"): "7",
    ("vi", "maj7"): "7",
    ("iii", "maj7"): "7",
}
"""Colours that a chord changes with its third."""
_MAJOR = ("I", "vi7", "IV", "V", "ii7", "iii7")
_MINOR = ("i", "bVI", "iv", "bIII", "bVII", "v7")


@dataclass(frozen=True)
class Choice:
    """A progression and how it is varied when it comes back."""

    name: str
    variant: int
    """0 as written, 1 from its middle, 2 with other colours."""

    def numerals(self, key: Key) -> tuple[str, ...]:
        """Its chords in the mode of the key."""
        chords = _in_mode(progression(self.name).chords, key)
        if self.variant == 1:
            chords = chords[len(chords) // 2 :] + chords[: len(chords) // 2]
        elif self.variant == 2:
            chords = tuple(_coloured(chord) if n % 2 else chord for n, chord in enumerate(chords))
        return chords


def chords_under(
    bench: ComposingBench,
    plan: CuePlan,
    section: Section,
    bounds: Sequence[Fraction],
    chosen: dict[int, Choice],
) -> list[Chord]:
    """The chords of a section between these beats: of the palette's progressions the one that fits best.

    `chosen` is what the sections before have, by their first bars; a section that brings one of them again
    has the same, and each one's choice is put down there.
    """
    end = bounds[-1]
    theme = next((t for t in bench.themes if t.name == section.theme), None)
    notes = (
        lay(plan.tempo, section, theme, end, bench.speech_in(plan))
        if theme and section.transformation
        else ()
    )
    ordered = _named(bench, plan, section)
    tense = _is_tense(bench, plan, section)
    used = Counter(chosen.values())
    if ordered is not None:
        best = Choice(ordered, sum(n for choice, n in used.items() if choice.name == ordered) % 3)
    elif section.recalls in chosen:
        best = chosen[section.recalls]
    else:
        best = _best(bench, plan, section, bounds, notes, used)
    chosen[section.start_bar] = best
    chords = _spelt(best, section.key, bounds)
    if ordered is not None:
        return chords
    others: tuple[str, ...] = _MAJOR if is_major(section.key) else _MINOR
    if tense:
        others = tuple(dict.fromkeys(n for name in bench.palette.tense for n in progression(name).chords))
    return _carried(chords, section.key, notes, others)


def _best(
    bench: ComposingBench,
    plan: CuePlan,
    section: Section,
    bounds: Sequence[Fraction],
    notes: tuple[Laid, ...],
    used: Counter[Choice],
) -> Choice:
    palette = bench.palette
    tense = _is_tense(bench, plan, section)
    family = palette.tense if tense else palette.major if is_major(section.key) else palette.minor
    order = list(family)
    bench.dice("progressions", plan.name).shuffle(order)
    options = [Choice(name, variant) for name in order for variant in (0, 1, 2)]

    def price(choice: Choice) -> float:
        chords = _spelt(choice, section.key, bounds)
        again = sum(count for known, count in used.items() if known.name == choice.name)
        offence = sum(_offence(chord, section.key, notes) for chord in chords) / max(1, len(notes))
        homeless = not section.start_bar and all(chord.root != section.key.tonic % 12 for chord in chords)
        known = used.get(choice, 0) + 0.5 * again
        return 4.0 * offence + _AGAIN * known + 0.15 * order.index(choice.name) + _HOMELESS * homeless

    return min(options, key=lambda choice: (price(choice), order.index(choice.name), choice.variant))


def _spelt(choice: Choice, key: Key, bounds: Sequence[Fraction]) -> list[Chord]:
    numerals = choice.numerals(key)
    return [
        spell(numerals[number % len(numerals)], key, a, b)
        for number, (a, b) in enumerate(itertools.pairwise(bounds))
    ]


def _offence(chord: Chord, key: Key, notes: tuple[Laid, ...]) -> float:
    """How much the melody has against a chord: its strong and long notes that are not in it."""
    offence = 0.0
    for note in notes:
        if chord.start_beat <= note.beat < chord.end_beat:
            pitch = pitch_of(key, note.degree) % 12
            if pitch not in chord.pitches:
                weight = (1.0 if note.strong else 0.3) + (0.7 if note.length >= Fraction(3, 2) else 0.0)
                offence += weight + 0.6 * (note.length >= 1 and (pitch - 1) % 12 in chord.pitches)
    return offence


def _carried(
    chords: list[Chord], key: Key, notes: tuple[Laid, ...], numerals: tuple[str, ...]
) -> list[Chord]:
    """The chords, with one of these in place of each that the melody cannot live with."""
    carried: list[Chord] = []
    for chord in chords:
        bars = max(1.0, float(chord.end_beat - chord.start_beat) / 4)
        before = carried[-1].root if carried else -1

        def price(c: Chord, before: int = before, bars: float = bars) -> float:
            return _offence(c, key, notes) + _STANDING_STILL * bars * (c.root == before)

        if price(chord) >= _BAD * bars:
            options = [spell(numeral, key, chord.start_beat, chord.end_beat) for numeral in numerals]
            better = min(options, key=price)
            chord = better if price(better) + _WORTH_IT <= price(chord) else chord
        carried.append(chord)
    return carried


def _named(bench: ComposingBench, plan: CuePlan, section: Section) -> str | None:
    """The progression that a mind chose."""
    for cue, bar, chosen in bench.progressions:
        if (cue, bar) == (plan.name, section.start_bar):
            return chosen
    return None


def _is_tense(bench: ComposingBench, plan: CuePlan, section: Section) -> bool:
    offset, bars = bench.edit.sample(plan.span.start), plan.tempo.bars
    start_s = (plan.tempo.sample(bars[section.start_bar].start_beat) + offset) / 48_000
    end_s = (plan.tempo.sample(bars[section.end_bar].start_beat) + offset) / 48_000
    return bench.scene.tension.mean(start_s, end_s) > _TENSE_FROM


def _coloured(numeral: str) -> str:
    """The same chord with a colour: a suspended fifth, a ninth, a third in the bass."""
    if numeral in ("V", "v"):
        return f"{numeral}sus4"
    if numeral in ("I", "IV"):
        return f"{numeral}add9"
    return f"{numeral}/3" if numeral in ("i", "vi", "iv", "bVI") else numeral


def _in_mode(numerals: tuple[str, ...], key: Key) -> tuple[str, ...]:
    """A progression written for the other mode is read in this one."""
    if is_major(key) and re.match(r"i(?![iv])", numerals[0]):
        return tuple(_in_major(numeral) for numeral in numerals)
    return numerals


def _in_major(numeral: str) -> str:
    """The chord of major that does what this one does in minor, with its colour."""
    for minor, major in _MAJOR_FOR.items():
        if re.match(rf"{minor}(?![ivIV])", numeral):
            colour = numeral.removeprefix(minor)
            return major + _COLOURS.get((major, colour), colour)
    return numeral
