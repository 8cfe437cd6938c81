"""Faults between voices: parallel fifths and octaves, crossed voices, mud."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ...score import Note
from .page import SECOND, Fault, Page, line_of, note_name

_TOGETHER = SECOND // 25
"""Notes within 40 ms begin together."""
_LONGEST_REST = 2 * SECOND
_SIXTEENTH = SECOND // 9
_MUDDY_UNDER, _CLOSE = 48, 4
"""Below C3 nothing stands nearer than a fourth (the low interval limit of `craft.md` 2)."""


def parallels(page: Page) -> Iterator[Fault]:
    """Melody and bass that move together from a fifth to a fifth, or from an octave to an octave.

    What lies on two sides of a rest that is longer than two seconds is not heard as one move.
    """
    if page.palette.parallels:
        return
    together = list(moving_together(line_of(page.parts("melody")), line_of(page.parts("bass"))))
    for (upper, lower), (upper2, lower2) in pairwise(together):
        was, now = (upper.pitch - lower.pitch) % 12, (upper2.pitch - lower2.pitch) % 12
        up, down = upper2.pitch - upper.pitch, lower2.pitch - lower.pitch
        ended = min(note.start + note.duration for note in (upper, lower))
        joined = max(upper2.start, lower2.start) - ended <= _LONGEST_REST
        if was == now and was in (0, 7) and up * down > 0 and joined:
            name = "octaves" if was == 0 else "fifths"
            sentence = f"parallel {name}: {_pair(upper, lower)} to {_pair(upper2, lower2)}"
            yield page.fault("parallels", upper2.start, sentence)


def moving_together(upper: Sequence[Note], lower: Sequence[Note]) -> Iterator[tuple[Note, Note]]:
    """What both voices sound whenever either begins a note, while both are heard."""
    above, below = _Heard(upper), _Heard(lower)
    for start in sorted({note.start for note in (*upper, *lower)}):
        high, low = above.at(start), below.at(start)
        if high is not None and low is not None:
            yield high, low


class _Heard:
    """A line as it is heard from its beginning on."""

    def __init__(self, line: Sequence[Note]) -> None:
        self._line = line
        self._begun = 0
        self._sounding: list[Note] = []

    def at(self, sample: int) -> Note | None:
        """The note that sounds at a sample or begins a moment later, the last one begun; samples rise."""
        now = sample + _TOGETHER
        while self._begun < len(self._line) and self._line[self._begun].start <= now:
            self._sounding.append(self._line[self._begun])
            self._begun += 1
        self._sounding = [note for note in self._sounding if note.start + note.duration > now]
        return self._sounding[-1] if self._sounding else None


def _pair(upper: Note, lower: Note) -> str:
    return f"{note_name(upper.pitch)} over {note_name(lower.pitch)}"


def crossings(page: Page) -> Iterator[Fault]:
    """A bass over the melody or over the lowest note of the chord; a counter-line that changes sides.

    A counter-line that mostly lies over the melody is a descant, and crosses where it falls under it.
    """
    bass, lead = line_of(page.parts("bass")), line_of(page.parts("melody"))
    for part in page.parts("pad"):
        yield from _crossed(page, bass, part.notes, "bass", part.name)
    yield from _crossed(page, bass, lead, "bass", "melody")
    for part in page.parts("counter"):
        under = list(_crossed(page, lead, part.notes, "melody", part.name))
        over = list(_crossed(page, part.notes, lead, part.name, "melody"))
        yield from min(under, over, key=len)


def _crossed(
    page: Page, lower: Sequence[Note], upper: Sequence[Note], below: str, above: str
) -> Iterator[Fault]:
    longest = max((note.duration for note in upper), default=0)
    starts = [note.start for note in upper]
    for note in lower:
        first = bisect_left(starts, note.start - longest)
        last = bisect_left(starts, note.start + note.duration)
        over = [n for n in upper[first:last] if n.pitch < note.pitch and _overlap(n, note) > _SIXTEENTH]
        if over:
            lowest = min(over, key=lambda n: n.pitch)
            sentence = f"{below} {note_name(note.pitch)} lies over {above} {note_name(lowest.pitch)}"
            yield page.fault("crossing", max(note.start, lowest.start), sentence)


def _overlap(one: Note, other: Note) -> int:
    """Samples in which both sound."""
    return min(one.start + one.duration, other.start + other.duration) - max(one.start, other.start)


def mud(page: Page) -> Iterator[Fault]:
    """Two held notes under C3 nearer than a fourth: nobody hears a chord, only a growl."""
    held = [n for n in line_of(page.parts("pad", "bass", "counter", "motion")) if n.pitch < _MUDDY_UNDER]
    for number, note in enumerate(held):
        for other in held[number + 1 :]:
            if other.start >= note.start + note.duration:
                break
            if 0 < abs(other.pitch - note.pitch) <= _CLOSE and _overlap(note, other) > SECOND // 2:
                sentence = f"{note_name(note.pitch)} and {note_name(other.pitch)} together, held and low"
                yield page.fault("mud", other.start, sentence)
