"""A stretch of media in use: the one mapping between media time and edit time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from ningbgm_agents.evidence import Evidence
from ningbgm_agents.timeline import Edit, FrameRate, Media, Span, TrackUse

Placed = tuple[Evidence, Fraction]
"""Evidence of a part of a file, and the second of the file at which it begins."""
Found = Mapping[str, Sequence[Placed]]
"""The parts of each file that were sensed, by `Media.path`."""


@dataclass(frozen=True)
class Stretch:
    """A part of a media file at its place in the edit, with what was sensed of the file.

    Media times count from where the evidence begins.
    """

    record: Span
    rate: FrameRate
    """Of the edit."""
    path: str
    source_start_s: Fraction
    speed: Fraction
    use: TrackUse
    evidence: Evidence | None
    """None where the media is offline or was not sensed."""

    @property
    def start_s(self) -> Fraction:
        """Where it begins in the edit, in seconds."""
        return self.rate.seconds(self.record.start)

    @property
    def end_s(self) -> Fraction:
        """Where it ends in the edit, in seconds."""
        return self.rate.seconds(self.record.end)

    def media_second(self, edit_s: Fraction) -> Fraction:
        """The media's time that is seen or heard at a time of the edit."""
        return self.source_start_s + (edit_s - self.start_s) * self.speed

    def edit_second(self, media_s: Fraction) -> Fraction:
        """The edit's time of a time of the media; only for stretches that move."""
        return self.start_s + (media_s - self.source_start_s) / self.speed

    def edit_span_s(self, start_s: float, end_s: float) -> tuple[float, float] | None:
        """A span of media time in edit time, clipped to what is used; None outside."""
        if self.speed == 0:
            return None
        ends = sorted((self.edit_second(Fraction(start_s)), self.edit_second(Fraction(end_s))))
        first, last = max(ends[0], self.start_s), min(ends[1], self.end_s)
        return (float(first), float(last)) if first < last else None

    def is_near(self, first_s: float, last_s: float) -> bool:
        """Whether a span of media time may be in what is used: quick, and never False for what is."""
        return first_s < self._used_s[1] and last_s > self._used_s[0]

    @cached_property
    def _used_s(self) -> tuple[float, float]:
        """First and last second of the media that is used, a second more on either side."""
        length_s = float(self.rate.seconds(self.record.duration) * self.speed)
        ends = sorted((float(self.source_start_s), float(self.source_start_s) + length_s))
        return ends[0] - 1.0, ends[1] + 1.0

    def edit_frame(self, media_frame: int) -> int | None:
        """The first frame of the edit that shows a frame of the media, or None where none does."""
        if self.evidence is None or self.speed == 0:
            return None
        frame = self.first_frame(self.evidence.rate.seconds(media_frame))
        return frame if frame in self.record else None

    def edit_frames(self, first: int, end: int) -> Span | None:
        """The frames of the edit that show a span of frames of the media, or None where none does."""
        if self.evidence is None:
            return None
        first_s, end_s = self.evidence.rate.seconds(first), self.evidence.rate.seconds(end)
        if self.speed == 0:
            return self.record if first_s <= self.source_start_s < end_s else None
        frames = sorted((self.first_frame(first_s), self.first_frame(end_s)))
        return Span(*frames).overlap(self.record)

    def first_frame(self, media_s: Fraction) -> int:
        """The first frame of the edit at or after a time of the media, even outside the stretch."""
        exact = self.edit_second(media_s) * self.rate.fps
        # A hundredth of a frame absorbs rounding in the timeline's source times.
        return -int((-(exact - Fraction(1, 100))) // 1)


def picture_stretches(edit: Edit, found: Found) -> tuple[Stretch, ...]:
    """The shots that are taken from media, in order."""
    return tuple(
        _stretch(edit, shot.record, shot.media, shot.source_start_s, shot.speed, "picture", found)
        for shot in edit.shots
        if shot.media is not None
    )


def sound_stretches(edit: Edit, found: Found) -> tuple[Stretch, ...]:
    """The sounds of the audio tracks, or the shots' own sound where there are no audio tracks.

    Tracks of music are left out: that music is temp, and it is to be replaced, not listened to.
    """
    if not edit.tracks:
        return picture_stretches(edit, found)
    return tuple(
        _stretch(edit, s.record, s.media, s.source_start_s, s.speed, track.use, found)
        for track in edit.tracks
        if track.use != "music"
        for s in track.sounds
    )


def _stretch(
    edit: Edit,
    record: Span,
    media: Media,
    source_start_s: Fraction,
    speed: Fraction,
    use: TrackUse,
    found: Found,
) -> Stretch:
    length = edit.rate.seconds(record.duration) * speed
    ends = sorted((source_start_s, source_start_s + length))
    parts = found.get(media.path, ())
    if not parts:
        return Stretch(record, edit.rate, media.path, source_start_s, speed, use, None)
    evidence, zero_s = max(parts, key=lambda part: _shared(part, ends[0], ends[1]))
    return Stretch(record, edit.rate, media.path, source_start_s - zero_s, speed, use, evidence)


def _shared(part: Placed, first_s: Fraction, last_s: Fraction) -> Fraction:
    """How much of a span of the file a part covers; less than nothing where it lies apart."""
    evidence, zero_s = part
    return min(last_s, zero_s + evidence.rate.seconds(evidence.duration)) - max(first_s, zero_s)
