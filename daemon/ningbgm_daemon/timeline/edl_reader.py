"""Reads CMX3600 edit lists, in all their dialects, into an `Edit`."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

from ningbgm_agents.errors import TimelineError
from ningbgm_agents.timeline import Edit, FrameRate

from . import limits
from .assembling import Lane, assemble
from .bounded_file import read_bounded
from .edl_clock import count
from .edl_comments import is_marker, markers_in, names_in
from .edl_events import EditList, parse_edl
from .edl_layers import EdlFlattener
from .edl_rate import guess_rate
from .media_path import MediaFinder
from .pieces import Layer, Note

_ENCODINGS = ("utf-8-sig", "cp1252", "latin-1")


def _unknown_start(_path: str) -> Fraction:
    return Fraction(0)


def _unknown_rate(_path: str) -> Fraction | None:
    return None


def read_edl(
    path: Path,
    media: MediaFinder | None = None,
    media_start_s: Callable[[str], Fraction] = _unknown_start,
    media_fps: Callable[[str], Fraction | None] = _unknown_rate,
    rate: FrameRate | None = None,
) -> Edit:
    """The edit that a CMX3600 edit list describes: the picture as seen, the sound as placed.

    An edit list does not say its frame rate: `rate` does, else it is inferred and the notes tell how.
    `media` finds files by the names that comments give; `media_start_s` and `media_fps` tell the start
    timecode, in seconds, and the rate of a file that is at hand.

    Raises:
        TimelineError: no edit list, or one that says nonsense, with the reason in one sentence.
    """
    found = parse_edl(_text(path), path.name)
    events = [event for event in found.events if not is_marker(event)]
    if not events:
        raise TimelineError(
            f"{path.name} holds markers only; export the EDL of the timeline itself", path=str(path)
        )
    finder = media or MediaFinder(path.parent)
    if rate is None:
        rate, notes = guess_rate(found, lambda: _media_fps(found, finder, media_fps))
    else:
        notes = ()
        rate = _dropping(rate, found)
    flattener = EdlFlattener(rate, finder, media_start_s)
    picture, sounds = flattener.layers(events)
    marks = _marks(found, rate, flattener.start)
    picture = Layer(picture.pieces, picture.length, marks)
    lanes = [Lane(f"A{number}", layer) for number, layer in sounds.items()]
    start = flattener.start if flattener.start < limits.MAX_DURATION_S * rate.nominal else 0
    return assemble(path, found.title, rate, start, picture, lanes, notes=notes)


def _text(path: Path) -> str:
    content = read_bounded(path)
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", errors="replace")
    for encoding in _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise TimelineError(f"{path.name} is not text", path=str(path))


def _dropping(rate: FrameRate, found: EditList) -> FrameRate:
    """The rate as the user said it, dropping frames where the list says so and the rate can."""
    can_drop = rate.fps.denominator == 1001 and rate.nominal % 30 == 0
    return FrameRate(rate.fps, drop_frame=True) if found.drop and can_drop else rate


def _media_fps(
    found: EditList, finder: MediaFinder, media_fps: Callable[[str], Fraction | None]
) -> Fraction | None:
    """The rate of the first file that the list names and that is at hand."""
    for event in found.events:
        names = names_in(event.comments)
        for name in (*names.sources, names.outgoing):
            media = finder.find(name) if name else None
            fps = media_fps(media.path) if media is not None and not media.offline else None
            if fps is not None:
                return fps
    return None


def _marks(found: EditList, rate: FrameRate, start: int) -> tuple[Note, ...]:
    notes = []
    for marker in markers_in(found):
        frame = count(marker.clock, rate.nominal, rate.drop_frame) - start
        notes.append(Note(Fraction(frame), marker.name, marker.note, marker.colour, Fraction(marker.frames)))
    return tuple(notes[: limits.MAX_MARKERS])
