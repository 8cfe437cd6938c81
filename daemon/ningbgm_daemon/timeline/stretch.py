"""A stretch of media in use: the one mapping between media time and edit time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from ningbgm_agents.evidence import Evidence
from ningbgm_agents.timeline import Edit, FrameRate, Media, Span, TrackUse

Placed = tuple[Evidence, Fraction]
"""Evidence of a file, and the second of the file at which the evidence begins."""


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

    def edit_frame(self, media_frame: int) -> int | None:
        """The first frame of the edit that shows a frame of the media, or None where none does."""
        if self.evidence is None or self.speed == 0:
            return None
        frame = self.first_frame(self.evidence.rate.seconds(media_frame))
        return frame if frame in self.record else None

    def first_frame(self, media_s: Fraction) -> int:
        """The first frame of the edit at or after a time of the media, even outside the stretch."""
        exact = self.edit_second(media_s) * self.rate.fps
        # A hundredth of a frame absorbs rounding in the timeline's source times.
        return -int((-(exact - Fraction(1, 100))) // 1)


def picture_stretches(edit: Edit, found: Mapping[str, Placed]) -> tuple[Stretch, ...]:
    """The shots that are taken from media, in order."""
    return tuple(
        _stretch(edit, shot.record, shot.media, shot.source_start_s, shot.speed, "picture", found)
        for shot in edit.shots
        if shot.media is not None
    )


def sound_stretches(edit: Edit, found: Mapping[str, Placed]) -> tuple[Stretch, ...]:
    """The sounds of the audio tracks, or the shots' own sound where there are no audio tracks."""
    if not edit.tracks:
        return picture_stretches(edit, found)
    return tuple(
        _stretch(edit, s.record, s.media, s.source_start_s, s.speed, track.use, found)
        for track in edit.tracks
        for s in track.sounds
    )


def _stretch(
    edit: Edit,
    record: Span,
    media: Media,
    source_start_s: Fraction,
    speed: Fraction,
    use: TrackUse,
    found: Mapping[str, Placed],
) -> Stretch:
    evidence, zero_s = found.get(media.path, (None, Fraction(0)))
    return Stretch(record, edit.rate, media.path, source_start_s - zero_s, speed, use, evidence)
