"""Positions on a timeline, counted from its first frame: the range to score, the frame under the playhead."""

from fractions import Fraction

from .edition import can
from .errors import PluginError


def rate_of(setting):
    """A frame rate as Resolve tells it, 23.976 or "29.97 DF", as the fraction that it is."""
    value = float(str(setting).split()[0])
    whole = int(value + 0.5)
    return Fraction(whole) if abs(value - whole) < 0.005 else Fraction(whole * 1000, 1001)


def frames_of(samples, rate):
    """The frames of a sound at 48 kHz; a cue may be a sample shorter than its frames."""
    return int(Fraction(samples, 48000) * rate + Fraction(1, 2))


def scored_range(timeline):
    """(first frame, frame after the last, where that comes from): selection, else marks, else all of it."""
    start = timeline.GetStartFrame()
    length = timeline.GetEndFrame() - start
    chosen = timeline.GetSelectedClips() if can(timeline, "GetSelectedClips") else None
    marks = (timeline.GetMarkInOut() if can(timeline, "GetMarkInOut") else None) or {}
    marked = marks.get("video") or marks.get("audio")
    first, end, source = 0, length, "the whole timeline"
    if chosen:
        first, end = (
            min(one.GetStart() for one in chosen) - start,
            max(one.GetEnd() for one in chosen) - start,
        )
        source = "the selected clips"
    elif marked:  # relative already, and the frame of mark out belongs to the range
        first, end, source = marked.get("in", 0), marked.get("out", length - 1) + 1, "mark in to mark out"
    first, end = max(int(first), 0), min(int(end), length)
    if first >= end:
        raise PluginError(f"there is nothing to score in the range ({source})")
    return first, end, source


def playhead(timeline, rate):
    """The frame under the playhead."""
    said = timeline.GetCurrentTimecode()
    if not said:
        raise PluginError("this page has no playhead: go to the Edit page and try again")
    return _frame(said, rate) - _frame(timeline.GetStartTimecode(), rate)


def _frame(timecode, rate):
    """The frame number of a timecode; one with a semicolon leaves out numbers (SMPTE ST 12-1)."""
    hours, minutes, seconds, frames = (int(part) for part in timecode.replace(";", ":").split(":"))
    nominal, minutes = int(rate + Fraction(1, 2)), hours * 60 + minutes
    dropped = nominal // 15 * (minutes - minutes // 10) if ";" in timecode else 0
    return (minutes * 60 + seconds) * nominal + frames - dropped
