"""Faults between voices: parallel fifths and octaves, crossed voices, mud."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from critique.fault import SECOND, Fault, Page, line_of, note_name
from ningbgm_agents.score import Note

_TOGETHER = SECOND // 25
"""Notes within 40 ms begin together."""
_SIXTEENTH = SECOND // 9
_MUDDY_UNDER, _CLOSE = 48, 4
"""Below C3 nothing stands nearer than a fourth (the low interval limit of `craft.md` 2)."""


def parallels(page: Page) -> Iterator[Fault]:
    """Melody and bass that move together from a fifth to a fifth, or from an octave to an octave."""
    if page.palette.parallels:
        return
    together = list(moving_together(line_of(page.parts("melody")), line_of(page.parts("bass"))))
    for (upper, lower), (upper2, lower2) in pairwise(together):
        was, now = (upper.pitch - lower.pitch) % 12, (upper2.pitch - lower2.pitch) % 12
        up, down = upper2.pitch - upper.pitch, lower2.pitch - lower.pitch
        if was == now and was in (0, 7) and up * down > 0:
            name = "octaves" if was == 0 else "fifths"
            sentence = f"parallel {name}: {_pair(upper, lower)} to {_pair(upper2, lower2)}"
            yield page.fault("parallels", upper2.start, sentence)


def moving_together(upper: tuple[Note, ...], lower: tuple[Note, ...]) -> Iterator[tuple[Note, Note]]:
    """What both voices sound whenever either begins a note, while both are heard."""
    for start in sorted({note.start for note in (*upper, *lower)}):
        above, below = _sounding(upper, start), _sounding(lower, start)
        if above is not None and below is not None:
            yield above, below


def _sounding(line: tuple[Note, ...], sample: int) -> Note | None:
    """The note of a line that sounds at a sample or begins a moment later: the last one begun."""
    begun = [n for n in line if n.start <= sample + _TOGETHER and n.start + n.duration > sample + _TOGETHER]
    return begun[-1] if begun else None


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
    page: Page, lower: tuple[Note, ...], upper: tuple[Note, ...], below: str, above: str
) -> Iterator[Fault]:
    for note in lower:
        over = [n for n in upper if _overlap(n, note) > _SIXTEENTH and n.pitch < note.pitch]
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
