"""An edit in normal form: pieces of sources in frames, the same however the timeline spells them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from ..timeline import Edit, FrameRate, Shot, Sound, Span

EMPTY = "nothing"
"""The source of frames that no shot fills."""
_ZERO = Fraction(0)


@dataclass(frozen=True)
class Piece:
    """A stretch of one source at one speed.

    Its source frames are counted at the edit's rate and at its own speed, so that every frame of the record
    is one further in the source; sub-frame rests of a timeline's arithmetic are rounded away.
    """

    record: Span
    source: str
    speed: Fraction
    first: int
    """Source frame of its first frame."""
    entry: str = ""
    """How it is entered, where that is no plain cut: 'dissolve 12'."""
    name: str = ""

    @property
    def last(self) -> int:
        """Source frame after its last one."""
        return self.first + self.record.duration

    def part(self, record: Span) -> Piece:
        """The part of it inside a span that overlaps it."""
        start, end = max(record.start, self.record.start), min(record.end, self.record.end)
        entry = self.entry if start == self.record.start else ""
        first = self.first + start - self.record.start
        return replace(self, record=Span(start, end), first=first, entry=entry)

    @property
    def lasting(self) -> bool:
        """Whether every frame of it is another one of its source: not a still, a title or a gap."""
        return self.speed != 0


def pictures(edit: Edit, sources: Mapping[str, str]) -> tuple[Piece, ...]:
    """The picture from the first frame to the last: blade cuts healed, detected cuts undone, holes filled.

    Where there is no picture, the first track with sound takes its place.
    """
    pieces = [_picture(shot, edit, sources) for shot in edit.shots]
    if not pieces:
        pieces = list(
            next((_heard(t.sounds, t.use, edit.rate, sources) for t in edit.tracks if t.sounds), ())
        )
    return tuple(_healed(_filled(sorted(pieces, key=lambda piece: piece.record), edit.duration)))


def sounds(edit: Edit, sources: Mapping[str, str]) -> tuple[Piece, ...]:
    """What is heard of the edit's own sound, in order; music is not scored against and left out."""
    found: list[Piece] = []
    for track in edit.tracks:
        if track.use != "music":
            found += _healed(_heard(track.sounds, track.use, edit.rate, sources))
    return tuple(sorted(found, key=lambda piece: (piece.record, piece.source, piece.first)))


def at_rate(edit: Edit, rate: FrameRate) -> Edit:
    """The same edit counted at another rate: every position is the frame nearest to its time."""
    if rate.fps == edit.rate.fps:
        return edit

    def frame(position: int) -> int:
        return rate.frame_at(edit.rate.seconds(position))

    def span(old: Span) -> Span:
        return Span(frame(old.start), max(frame(old.start) + 1, frame(old.end)))

    return replace(
        edit,
        rate=rate,
        duration=max(1, frame(edit.duration)),
        start_frame=frame(edit.start_frame),
        shots=tuple(replace(shot, record=span(shot.record)) for shot in edit.shots),
        tracks=tuple(
            replace(track, sounds=tuple(replace(s, record=span(s.record)) for s in track.sounds))
            for track in edit.tracks
        ),
        markers=tuple(replace(marker, frame=frame(marker.frame)) for marker in edit.markers),
        captions=tuple(replace(caption, record=span(caption.record)) for caption in edit.captions),
        scored=span(edit.scored) if edit.scored else None,
    )


def counted_span(span: Span, old: FrameRate, new: FrameRate) -> Span:
    """Frames of one rate as the nearest frames of another."""
    if old.fps == new.fps:
        return span
    start, end = (new.frame_at(old.seconds(frame)) for frame in (span.start, span.end))
    return Span(start, max(start + 1, end))


def _picture(shot: Shot, edit: Edit, sources: Mapping[str, str]) -> Piece:
    entry = "" if shot.transition_in == "cut" else f"{shot.transition_in} {shot.transition_frames}"
    if shot.confidence < 1:
        entry = _DETECTED
    if shot.media is None:
        source = EMPTY if shot.kind == "gap" else f"{shot.kind} {shot.name}"
        return Piece(shot.record, source, _ZERO, 0, entry, shot.name)
    first = _source_frame(shot.source_start_s, shot.speed, edit.rate)
    source = sources.get(shot.media.path, shot.media.path)
    if shot.speed == 0:
        return Piece(shot.record, f"{source} frame {first}", _ZERO, 0, entry, shot.name)
    return Piece(shot.record, source, shot.speed, first, entry, shot.name)


_DETECTED = "detected"


def _heard(
    placed: Iterable[Sound], use: str, rate: FrameRate, sources: Mapping[str, str]
) -> tuple[Piece, ...]:
    return tuple(
        Piece(
            sound.record,
            f"{use} {sources.get(sound.media.path, sound.media.path)}",
            sound.speed,
            _source_frame(sound.source_start_s, sound.speed, rate),
            "",
            sound.name,
        )
        for sound in placed
    )


def _source_frame(second: Fraction, speed: Fraction, rate: FrameRate) -> int:
    return rate.frame_at(second / speed if speed else second)


def _filled(pieces: Iterable[Piece], duration: int) -> list[Piece]:
    """Pieces without holes or overlaps from 0 to the edit's end."""
    filled: list[Piece] = []
    position = 0
    for piece in pieces:
        if piece.record.start > position:
            filled.append(Piece(Span(position, piece.record.start), EMPTY, _ZERO, 0))
        if piece.record.end > position:
            filled.append(piece.part(Span(position, max(position + 1, piece.record.end))))
            position = piece.record.end
    if position < duration:
        filled.append(Piece(Span(position, duration), EMPTY, _ZERO, 0))
    return filled


def _healed(pieces: Iterable[Piece]) -> list[Piece]:
    """The pieces with cuts undone that change nothing."""
    healed: list[Piece] = []
    for piece in pieces:
        if healed and _continues(healed[-1], piece):
            healed[-1] = replace(healed[-1], record=Span(healed[-1].record.start, piece.record.end))
        else:
            healed.append(piece)
    return healed


def _continues(before: Piece, after: Piece) -> bool:
    """Whether a cut changes nothing: the same source goes on at the same speed."""
    if before.record.end != after.record.start:
        return False
    if before.source != after.source or before.speed != after.speed:
        return False
    return after.entry in ("", _DETECTED) and (not after.lasting or after.first == before.last)
