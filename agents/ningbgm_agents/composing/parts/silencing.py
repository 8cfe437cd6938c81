"""Silences inside a cue: parts stop where they begin and take up again, to the sample, where they end.

Tails of instruments and of the room are cut by the performer; here no note is left that would sound there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ...score import Note, Part

_LEAST = 48 * 60
"""A note that would sound for less than 60 ms is not begun."""
_SUSTAINED = 48_000 // 2
"""What is held for so long sounds again after a silence that it outlasts."""
_NOT_RESUMED = ("riser", "noise", "impact")

Pause = tuple[int, int]
"""First and last sample of a silence, in samples of the cue; the last one excluded."""


def silenced(part: Part, pauses: Sequence[Pause]) -> Part:
    """The part with nothing in its pauses."""
    notes = list(part.notes)
    for pause in pauses:
        notes = sorted(_around(part, notes, pause), key=lambda note: (note.start, note.pitch))
    return replace(part, notes=tuple(notes))


def _around(part: Part, notes: Sequence[Note], pause: Pause) -> Iterator[Note]:
    start, end = pause
    struck = {note.pitch for note in notes if end <= note.start < end + _LEAST}
    for note in notes:
        stop = note.start + note.duration
        if stop <= start or note.start >= end:
            yield note
            continue
        if note.start < start and (start - note.start >= _LEAST or note.hit):
            yield replace(note, duration=start - note.start)
        if _resumes(part, note, stop - end) and note.pitch not in struck:
            struck.add(note.pitch)
            yield replace(note, start=end, duration=stop - end, hit=False, slide=0.0)


def _resumes(part: Part, note: Note, left: int) -> bool:
    """Whether a note is taken up again after a silence that it outlasts by `left` samples."""
    if part.instrument.kit or part.instrument.patch in _NOT_RESUMED or note.hit:
        return False
    return left >= _SUSTAINED and note.duration >= _SUSTAINED
