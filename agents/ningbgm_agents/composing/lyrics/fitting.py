"""Words laid under a phrase: which syllable begins on which note, and how well it sings.

Fewer syllables than notes are drawn over several notes, more divide long ones. Dynamic programming finds
the cheapest way; stressed syllables want strong beats, and a line wants to end on a long note.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from ...lyrics import Line
from .song import Phrase, SungNote

_MOST_NOTES = 4
"""Notes that one syllable may be drawn over."""
_FEW = 3
"""Notes a syllable to which a phrase is shortened that has many more."""
_LONG = Fraction(1)
_STRESSED_OFF = {3: 0.0, 2: 0.0, 1: 0.7, 0: 2.2}
"""Price of a stressed syllable by the strength of its beat."""
_UNSTRESSED_ON = {3: 1.1, 2: 0.3, 1: 0.0, 0: 0.0}
"""Price of an unstressed syllable by the strength of its beat."""
_DRAWN, _DRAWN_UNSTRESSED = 0.55, 0.5
"""Price of each further note of a syllable, and what is added where it is unstressed."""
_SHORT_END = 2.0
_DIVIDED = 0.35
"""Price of each note that is divided to make room."""


@dataclass(frozen=True)
class Fit:
    """A line under a phrase."""

    cost: float
    """Price of all that is not ideal; about 0.5 a syllable still sings well."""
    notes: tuple[SungNote, ...]
    """The phrase's notes as the words need them."""
    starts: tuple[int, ...]
    """By syllable, the number of its first note in `notes`."""


def fit(line: Line, phrase: Phrase) -> Fit | None:
    """The best way to sing a line to a phrase, or None where it has no room for so many syllables."""
    syllables = line.syllables
    divided = _divided(phrase, len(syllables)) if syllables else None
    if divided is None:
        return None
    notes, strengths = divided
    stresses = [syllable.stressed for syllable in syllables]
    knows_stress = any(stresses)
    best = _cheapest(stresses if knows_stress else [None] * len(stresses), notes, strengths)
    if best is None:
        return None
    cost, starts = best
    extra = _DIVIDED * (len(notes) - len(phrase.notes))
    return _joined(Fit(cost + extra, notes, starts))


def most_syllables(phrase: Phrase) -> int:
    """How many syllables a phrase has room for."""
    count = len(phrase.notes)
    while _divided(phrase, count + 1) is not None:
        count += 1
    return count


def fewest_syllables(phrase: Phrase) -> int:
    """How few syllables a phrase can be sung with."""
    return -(-len(phrase.notes) // _MOST_NOTES)


def shortened(phrase: Phrase, count: int) -> Phrase:
    """The phrase's beginning, with a long last note, where it has too many notes for so few syllables."""
    most = _FEW * count
    if len(phrase.notes) <= most:
        return phrase
    last, following = phrase.notes[most - 1], phrase.notes[most]
    length = max(last.length, phrase.held(last.beat, following.end) - last.beat)
    notes = (*phrase.notes[: most - 1], replace(last, length=length))
    return replace(phrase, notes=notes, strengths=phrase.strengths[:most])


def _cheapest(
    stresses: Sequence[bool | None], notes: Sequence[SungNote], strengths: Sequence[int]
) -> tuple[float, tuple[int, ...]] | None:
    """Dynamic programming over syllables and notes: the cost, and each syllable's first note."""
    count, size = len(stresses), len(notes)
    rows: list[dict[int, tuple[float, tuple[int, ...]]]] = [{0: (0.0, ())}]
    for number, stressed in enumerate(stresses):
        row: dict[int, tuple[float, tuple[int, ...]]] = {}
        for first, (cost, starts) in rows[-1].items():
            for drawn in range(1, _MOST_NOTES + 1):
                end = first + drawn
                if end > size - (count - number - 1) or (number == count - 1 and end != size):
                    continue
                price = cost + _price(stressed, strengths[first], drawn)
                if number == count - 1 and sum(note.length for note in notes[first:]) < _LONG:
                    price += _SHORT_END
                if end not in row or price < row[end][0]:
                    row[end] = price, (*starts, first)
        rows.append(row)
    return rows[-1].get(size)


def _price(stressed: bool | None, strength: int, drawn: int) -> float:
    price = _DRAWN * (drawn - 1)
    if stressed is None:
        return price
    if stressed:
        return price + _STRESSED_OFF[strength]
    return price + _UNSTRESSED_ON[strength] + _DRAWN_UNSTRESSED * (drawn > 1)


def _divided(phrase: Phrase, count: int) -> tuple[tuple[SungNote, ...], tuple[int, ...]] | None:
    """The phrase with its longest notes divided until it has `count`; None where that is too many."""
    notes, strengths = list(phrase.notes), list(phrase.strengths)
    while len(notes) < count:
        options = [
            (shorter, -number, cut)
            for number, note in enumerate(notes)
            if (cut := _cut(note, phrase, last=number == len(notes) - 1)) is not None
            and (shorter := min(cut - note.beat, note.end - cut)) > 0
        ]
        if not options:
            return None
        _, negative, cut = max(options)
        number = -negative
        note = notes[number]
        later = replace(note, beat=cut, length=note.end - cut, force=note.force * 0.94)
        notes[number : number + 1] = [replace(note, length=cut - note.beat), later]
        strengths.insert(number + 1, 3 if cut in phrase.bars else 1 if cut.denominator == 1 else 0)
    return tuple(notes), tuple(strengths)


def _cut(note: SungNote, phrase: Phrase, last: bool) -> Fraction | None:
    """Where a note is divided: at its middle, the last one so that its end stays long."""
    least = phrase.shortest
    half = Fraction(round(note.length * 2), 4) if note.length.denominator in (1, 2) else note.length / 2
    cut = note.beat + (least if last and note.length - least >= _LONG else half)
    if cut - note.beat < least or note.end - cut < (max(least, _LONG) if last else least):
        return None
    return None if any(a <= cut < b for a, b in phrase.barred) else cut


def _joined(fitted: Fit) -> Fit:
    """Notes of one pitch under one syllable are one long note."""
    notes: list[SungNote] = []
    starts: list[int] = []
    for number, note in enumerate(fitted.notes):
        begins = fitted.starts[bisect_right(fitted.starts, number) - 1] == number
        if begins:
            starts.append(len(notes))
        elif notes and notes[-1].pitch == note.pitch and notes[-1].end == note.beat:
            notes[-1] = replace(notes[-1], length=notes[-1].length + note.length)
            continue
        notes.append(note)
    return Fit(fitted.cost, tuple(notes), tuple(starts))
