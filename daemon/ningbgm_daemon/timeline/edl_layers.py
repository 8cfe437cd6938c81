"""Lays the events of an edit list on tracks of picture and sound."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Literal

from ningbgm_agents.errors import TimelineError
from ningbgm_agents.timeline import FrameRate, Media

from . import limits
from .edl_clock import count, day
from .edl_comments import Names, names_in
from .edl_events import Event
from .edl_speed import speed_and_start
from .joining import joined, stretched
from .looks import is_overlay, is_title
from .media_path import MediaFinder
from .pieces import Layer, Piece, over

_BLACK = ("BL", "BLK", "BLACK")
_NO_REEL = ("", "AX", "GEN", "UNKNOWN", "NONE", "N/A", "001AX")
_FILE = re.compile(r"\.[A-Za-z][A-Za-z0-9]{1,4}$")
_PLAIN = re.compile(r"^(slug|black( video)?|colou?r matte|bars( and tone)?|matte)$", re.I)


@dataclass(frozen=True)
class _Line:
    """An event with its times in frames."""

    event: Event
    source: tuple[int, int]
    record: tuple[int, int]
    name: str
    file: str


@dataclass
class EdlFlattener:
    """Turns events into layers; knows the rate, the media, and how the record timecode ran on."""

    rate: FrameRate
    media: MediaFinder
    media_start_s: Callable[[str], Fraction]
    start: int = field(default=0, init=False)
    """Record timecode of the first event, in frames; known after `layers`."""

    def layers(self, events: Sequence[Event]) -> tuple[Layer, dict[int, Layer]]:
        """The picture, and the audio tracks by number.

        Raises:
            TimelineError: timecodes that do not exist at this rate, or events without end over each other.
        """
        lines = list(self._lines(events))
        self.start = min(line.record[0] for group in lines for line in group)
        lines.sort(key=lambda group: group[0].record[0])
        videos = sorted({line.event.video for group in lines for line in group if line.event.video})
        audios = sorted({number for group in lines for line in group for number in line.event.audio})
        pieces: tuple[Piece, ...] = ()
        for number in videos:
            on_track = [group for group in lines if group[-1].event.video == number]
            keys = [key for group in on_track for key in self._keys(group)]
            pieces = over(over(pieces, self._track(on_track, sound=False)), keys)
        sounds = {
            number: self._track([group for group in lines if number in group[-1].event.audio], sound=True)
            for number in audios
        }
        return _layer(pieces), {number: _layer(track) for number, track in sounds.items()}

    def _lines(self, events: Sequence[Event]) -> Iterator[list[_Line]]:
        """Events in frames, those of one number and track together: a dissolve takes two lines."""
        whole_day, added, latest = day(self.rate), 0, 0
        for group in _groups(events):
            names = names_in(comment for event in group for comment in event.comments)
            motions = [motion for event in group for motion in event.motions]
            lines = []
            for number, event in enumerate(group):
                source = self._count(event.clocks[0], event), self._count(event.clocks[1], event)
                record = self._record(event.clocks[2]) + added, self._record(event.clocks[3]) + added
                if record[0] < latest - whole_day // 2:
                    added, record = added + whole_day, (record[0] + whole_day, record[1] + whole_day)
                source = source if source[0] <= source[1] else (source[0], source[1] + whole_day)
                record = record if record[0] <= record[1] else (record[0], record[1] + whole_day)
                latest = record[0]
                name, file = _called(event, names, incoming=number > 0, alone=len(group) == 1)
                mine = [m for m in motions if len(group) == 1 or m.reel.upper() == event.reel.upper()]
                lines.append(_Line(replace(event, motions=mine), source, record, name, file))
            yield lines

    def _track(self, groups: Sequence[list[_Line]], sound: bool) -> tuple[Piece, ...]:
        pieces: list[Piece] = []
        for group in groups:
            for line in group:
                if line.event.effect in ("key", "key out"):
                    continue
                first = Fraction(line.record[0] - self.start)
                piece = self._piece(line, sound)
                if line.event.effect in ("dissolve", "wipe"):
                    self._dissolve(pieces, piece, line, group, first, sound)
                elif piece is not None:
                    _lay(pieces, piece)
        return tuple(pieces)

    def _dissolve(
        self,
        pieces: list[Piece],
        piece: Piece | None,
        line: _Line,
        group: list[_Line],
        first: Fraction,
        sound: bool,
    ) -> None:
        """The incoming clip begins with the dissolve; the outgoing one runs on to its end."""
        length = Fraction(min(line.event.frames, line.record[1] - line.record[0]))
        while pieces and pieces[-1].start >= first:
            pieces.pop()
        if pieces and pieces[-1].end > first:
            pieces[-1] = replace(pieces[-1], end=first)
        left = pieces[-1] if pieces and pieces[-1].end == first else None
        if left is None and group[0] is not line and not _is_black(group[0]):
            outgoing = self._piece(replace(group[0], record=(line.record[0], line.record[1])), sound)
            left = replace(outgoing, end=first) if outgoing is not None else None
            if left is not None:
                pieces.append(replace(left, start=first))
        elif left is not None and group[0] is not line and _is_black(group[0]):
            left = None
        said = "wipe" if line.event.effect == "wipe" else ""
        if piece is None:
            if left is not None:
                pieces[-1:] = joined(pieces[-1:], _layer(()), first, Fraction(0), length, said)[0]
            return
        arriving = Layer((piece,), piece.end)
        if left is None:
            pieces.extend(joined([], arriving, first, Fraction(0), length, said)[1].pieces)
            return
        middle = first + length / 2
        if middle < piece.end:
            before = [stretched(pieces[-1], pieces[-1].start, middle)]
            after = Layer((stretched(piece, middle, piece.end),), piece.end)
            pieces[-1:], arriving = joined(before, after, middle, length / 2, length / 2, said)
        pieces.extend(arriving.pieces)

    def _keys(self, group: list[_Line]) -> Iterator[Piece]:
        """What is keyed over the picture: it lets the picture through."""
        for line in group:
            if line.event.effect in ("key", "key out"):
                piece = self._piece(line, sound=False)
                if piece is not None:
                    yield replace(piece, transparent=True)

    def _piece(self, line: _Line, sound: bool) -> Piece | None:
        start, end = line.record[0] - self.start, line.record[1] - self.start
        if end <= start or _is_black(line):
            return None
        media, kind = self._source(line)
        if sound and media is None:
            return None
        held = not sound and any("FREEZE" in comment.upper() for comment in line.event.comments)
        event = replace(line.event, video=None) if sound else line.event
        speed, first = speed_and_start(event, *line.source, end - start, self.rate.fps, held)
        zero = self.media_start_s(media.path) if media is not None and not media.offline else Fraction(0)
        source = first / self.rate.fps
        return Piece(
            Fraction(start),
            Fraction(end),
            kind,
            line.name,
            media,
            max(source - (zero if source >= zero else 0), Fraction(0)),
            speed / self.rate.fps,
            transparent=is_overlay(media),
        )

    def _source(self, line: _Line) -> tuple[Media | None, Literal["clip", "title", "generator"]]:
        if line.event.reel.upper() == "GEN" or _PLAIN.match(line.name):
            return None, "title" if is_title(line.name) else "generator"
        if not line.file:
            return None, "title" if is_title(line.name) else "clip"
        return self.media.find(line.file), "clip"

    def _count(self, clock: str, event: Event) -> int:
        drop = self.rate.drop_frame and (event.drop is not False or ";" in clock)
        return count(clock, self.rate.nominal, drop)

    def _record(self, clock: str) -> int:
        return count(clock, self.rate.nominal, self.rate.drop_frame)


def _groups(events: Sequence[Event]) -> Iterator[list[Event]]:
    group: list[Event] = []
    for event in events:
        if group and len(group) < 3 and _belong(group[-1], event):
            group.append(event)
            continue
        if group:
            yield group
        group = [event]
    if group:
        yield group


def _belong(before: Event, event: Event) -> bool:
    same = before.number == event.number and (before.video, before.audio) == (event.video, event.audio)
    return same and event.effect != "cut"


def _called(event: Event, names: Names, incoming: bool, alone: bool) -> tuple[str, str]:
    """The clip's name, and the file to look for, as far as the comments tell."""
    if event.effect in ("key", "key out"):
        name = names.key or names.incoming
    elif incoming:
        name = names.incoming
    elif alone and event.effect in ("dissolve", "wipe"):
        name = names.incoming or names.outgoing
    else:
        name = names.outgoing
    source = ""
    if names.sources:
        source = names.sources[-1] if incoming and len(names.sources) > 1 else names.sources[0]
        source = "" if incoming and len(names.sources) == 1 and names.incoming != names.outgoing else source
    reel = "" if event.reel.upper() in _NO_REEL else event.reel
    if event.effect in ("key", "key out"):
        source = ""
    file = source or (name if _FILE.search(name) else "") or reel or name
    return name or reel or source, file


def _is_black(line: _Line) -> bool:
    return line.event.reel.upper() in _BLACK


def _lay(pieces: list[Piece], piece: Piece) -> None:
    """Record over what lies there, as a tape machine does."""
    covered: list[Piece] = []
    while pieces and pieces[-1].end > piece.start:
        covered.insert(0, pieces.pop())
        if len(covered) > limits.MAX_OVERLAPS:
            raise TimelineError(
                f"more than {limits.MAX_OVERLAPS} events of the edit list lie over each other"
            )
    pieces.extend(over(covered, [replace(piece, transparent=False)]) if covered else [piece])


def _layer(pieces: Sequence[Piece]) -> Layer:
    return Layer(tuple(pieces), max((piece.end for piece in pieces), default=Fraction(0)))
