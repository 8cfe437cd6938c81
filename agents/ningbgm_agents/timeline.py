"""Exact time, and the edit: frame rates, timecodes, spans of frames, shots, markers, tracks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Literal

from .errors import RangeError, TimelineError

SAMPLE_RATE_HZ = 48_000
"""Every sample position in NingBGM counts at this rate."""

_TIMECODE = re.compile(r"^(-?)(\d{1,2}):(\d{2}):(\d{2})([:;.,])(\d{1,3})$")
_RATE = re.compile(r"^[0-9]{1,9}(\.[0-9]{0,18}|/0*[1-9][0-9]{0,8})?$", re.ASCII)
_NTSC = {
    24: Fraction(24000, 1001),
    30: Fraction(30000, 1001),
    60: Fraction(60000, 1001),
    48: Fraction(48000, 1001),
    120: Fraction(120000, 1001),
}
_DROPPING = (_NTSC[30], _NTSC[60], _NTSC[120])
_WHOLE = (24, 25, 30, 48, 50, 60, 100, 120)


@dataclass(frozen=True)
class FrameRate:
    """Frames per second, exact, and whether timecodes drop frame numbers (SMPTE ST 12-1)."""

    fps: Fraction
    drop_frame: bool = False

    def __post_init__(self) -> None:
        if not 1 <= self.fps <= 1000:
            raise TimelineError(f"a rate of {self.fps} is outside 1 to 1000 frames per second")
        if self.drop_frame and self.fps not in _DROPPING:
            raise TimelineError(f"drop-frame timecode does not exist at {float(self.fps):.3f} fps")

    @classmethod
    def parse(cls, text: str) -> FrameRate:
        """Read '25', '29.97 DF', '30000/1001'; decimals close to a standard rate become exact."""
        words = text.strip().lower().replace("fps", "").strip()
        drop = words.endswith("df") and not words.endswith("ndf")
        number = words.removesuffix("ndf").removesuffix("df").strip()
        if _RATE.match(number) is None:
            raise TimelineError(f"{text[:40]!r} is no frame rate; write 25, 23.976 or 30000/1001")
        value = Fraction(number)
        return cls(snap_rate(value), drop)

    @property
    def nominal(self) -> int:
        """The whole number of frames that a timecode second counts."""
        return -(-self.fps.numerator // self.fps.denominator)

    def seconds(self, frame: int) -> Fraction:
        """The exact time of a frame's start, in seconds."""
        return frame / self.fps

    def frame_at(self, seconds: Fraction | float) -> int:
        """The frame whose start is nearest to a time in seconds."""
        exact = Fraction(seconds) * self.fps
        return (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)

    def sample(self, frame: int) -> int:
        """The 48 kHz sample nearest to a frame's start."""
        exact = frame * SAMPLE_RATE_HZ / self.fps
        return (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)

    def frame_of_sample(self, sample: int) -> int:
        """The frame whose start is nearest to a 48 kHz sample."""
        return self.frame_at(Fraction(sample, SAMPLE_RATE_HZ))

    def __str__(self) -> str:
        number = f"{float(self.fps):.3f}".rstrip("0").rstrip(".")
        return f"{number} DF" if self.drop_frame else number


def snap_rate(fps: Fraction) -> Fraction:
    """The standard rate within 0.02 % of `fps`, else `fps` itself."""
    for standard in (*map(Fraction, _WHOLE), *_NTSC.values()):
        if abs(fps - standard) / standard < Fraction(1, 5000):
            return standard
    return fps.limit_denominator(1_000_000)


@dataclass(frozen=True)
class Timecode:
    """A frame count read as hours, minutes, seconds and frames (SMPTE ST 12-1)."""

    frame: int
    rate: FrameRate

    @classmethod
    def parse(cls, text: str, rate: FrameRate) -> Timecode:
        """Read '01:00:00:00', as drop-frame if the rate is or, where it can be, by a semicolon."""
        match = _TIMECODE.match(text.strip())
        if match is None:
            raise TimelineError(f"{text!r} is not a timecode; write it as 01:00:00:00")
        sign, hours, minutes, seconds, mark, frames = match.groups()
        h, m, s, f = int(hours), int(minutes), int(seconds), int(frames)
        if m > 59 or s > 59 or f >= rate.nominal:
            raise TimelineError(f"{text!r} is not a timecode at {rate} frames per second")
        count = ((h * 60 + m) * 60 + s) * rate.nominal + f
        if rate.drop_frame or (mark == ";" and rate.fps in _DROPPING):
            dropped = rate.nominal // 15
            if s == 0 and m % 10 and f < dropped:
                raise TimelineError(f"{text!r} does not exist in drop-frame timecode")
            total_minutes = h * 60 + m
            count -= dropped * (total_minutes - total_minutes // 10)
        return cls(-count if sign else count, rate)

    def __str__(self) -> str:
        count, nominal = abs(self.frame), self.rate.nominal
        if self.rate.drop_frame:
            dropped = nominal // 15
            per_ten = 600 * nominal - 9 * dropped
            tens, rest = divmod(count, per_ten)
            count += 9 * dropped * tens
            if rest >= 60 * nominal:
                count += dropped * (1 + (rest - 60 * nominal) // (60 * nominal - dropped))
        seconds, frames = divmod(count, nominal)
        sign, mark = "-" if self.frame < 0 else "", ";" if self.rate.drop_frame else ":"
        clock = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
        return f"{sign}{clock}{mark}{frames:02}"


@dataclass(frozen=True, order=True)
class Span:
    """Frames from `start` up to but not including `end`."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise RangeError(f"a span cannot end ({self.end}) before it starts ({self.start})")

    @property
    def duration(self) -> int:
        """Number of frames."""
        return self.end - self.start

    def __contains__(self, frame: int) -> bool:
        return self.start <= frame < self.end

    def overlap(self, other: Span) -> Span | None:
        """The frames in both, or None."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Span(start, end) if start < end else None

    def shifted(self, frames: int) -> Span:
        """The same span, later by `frames`."""
        return Span(self.start + frames, self.end + frames)

    def without(self, others: Iterable[Span]) -> tuple[Span, ...]:
        """What is left of it outside other spans, in order."""
        left, position = [], self.start
        for other in joined(others):
            if other.start > position and position < self.end:
                left.append(Span(position, min(other.start, self.end)))
            position = max(position, other.end)
        return (*left, Span(position, self.end)) if position < self.end else tuple(left)


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The spans in order, those that touch or overlap as one."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return tuple(found)


TransitionKind = Literal["cut", "dissolve", "fade_in", "fade_out", "wipe"]
TrackKind = Literal["video", "audio"]
TrackUse = Literal["picture", "dialogue", "music", "effects", "unknown"]


@dataclass(frozen=True)
class Media:
    """A file that shots are taken from."""

    path: str
    """Absolute path as the timeline or the user gave it."""
    offline: bool = False
    """True where no such file is on this machine."""


@dataclass(frozen=True)
class Shot:
    """A piece of picture between two cuts, and where it was taken from."""

    record: Span
    """Frames of the edit that it fills."""
    name: str = ""
    media: Media | None = None
    """None for gaps, titles and generators."""
    source_start_s: Fraction = Fraction(0)
    """Where in the media the first frame is found: seconds after the media's first frame."""
    speed: Fraction = Fraction(1)
    """Media seconds per edit second; negative plays backwards, zero holds a frame."""
    transition_in: TransitionKind = "cut"
    transition_frames: int = 0
    """Frames that the transition takes; `record` starts in its middle."""
    kind: Literal["clip", "gap", "title", "generator"] = "clip"
    confidence: float = 1.0
    """How sure it is that the shot starts here: 1 from a timeline, less from detection."""


@dataclass(frozen=True)
class Sound:
    """A piece of sound on an audio track."""

    record: Span
    media: Media
    source_start_s: Fraction = Fraction(0)
    speed: Fraction = Fraction(1)
    name: str = ""


@dataclass(frozen=True)
class Track:
    """A track of the timeline that carries sound."""

    name: str
    use: TrackUse = "unknown"
    sounds: tuple[Sound, ...] = ()


@dataclass(frozen=True)
class Marker:
    """A note of the editor's at a frame."""

    frame: int
    name: str = ""
    note: str = ""
    colour: str = ""
    duration: int = 0


@dataclass(frozen=True)
class Caption:
    """Words that the timeline itself shows or carries: a title, a caption, a subtitle."""

    record: Span
    """Frames of the edit over which they are seen."""
    text: str
    kind: Literal["title", "caption"] = "caption"


@dataclass(frozen=True)
class Edit:
    """A picture edit: what is seen when, at which rate, and what of it is to be scored.

    Frames count from the first frame of the edit (0); `start_frame` is the timecode of that frame.
    """

    name: str
    rate: FrameRate
    duration: int
    start_frame: int = 0
    shots: tuple[Shot, ...] = ()
    tracks: tuple[Track, ...] = ()
    markers: tuple[Marker, ...] = ()
    scored: Span | None = None
    """The range to score; None for all."""
    source: str = ""
    """The file that it was read from."""
    width: int = 0
    """Width of the displayed picture in pixels; 0 where there is no picture."""
    height: int = 0
    """Height of the displayed picture in pixels; 0 where there is no picture."""
    captions: tuple[Caption, ...] = ()
    """Titles and captions of the timeline, in order."""
    notes: tuple[str, ...] = ()
    """What the reader of the timeline could not find or honour, each as a sentence."""

    def __post_init__(self) -> None:
        if self.duration <= 0:
            raise TimelineError(f"the edit {self.name!r} has no frames")
        scored = self.scored
        if scored is not None and not 0 <= scored.start < scored.end <= self.duration:
            raise RangeError(
                f"the range {self.timecode(scored.start)} to {self.timecode(scored.end)} is empty"
                f" or outside the edit, which ends at {self.timecode(self.duration)}"
            )

    @cached_property
    def span(self) -> Span:
        """The frames to score."""
        return self.scored or Span(0, self.duration)

    def timecode(self, frame: int) -> Timecode:
        """The timecode of a frame of the edit."""
        return Timecode(self.start_frame + frame, self.rate)

    def sample(self, frame: int) -> int:
        """The 48 kHz sample of a frame of the edit, counted from the edit's first frame."""
        return self.rate.sample(frame)
