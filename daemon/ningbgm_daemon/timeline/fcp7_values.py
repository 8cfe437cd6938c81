"""What the elements of FCP7 XML say: numbers, rates, timecodes, truths."""

from __future__ import annotations

from contextlib import suppress
from fractions import Fraction
from xml.etree.ElementTree import Element

from ningbgm_agents.errors import TimelineError
from ningbgm_agents.timeline import FrameRate, Timecode, snap_rate

from . import limits

TICKS_PER_S = 254_016_000_000
"""Premiere's ticks in a second, which every frame rate divides."""
_LONGEST = 24


def text(element: Element, path: str) -> str:
    """The text of the element at a path below, trimmed; empty where there is none."""
    return (element.findtext(path) or "").strip()


def number(element: Element, path: str) -> Fraction | None:
    """The number at a path below, or None where there is none."""
    said = text(element, path)
    if not said or len(said) > _LONGEST:
        return None
    try:
        value = Fraction(said)
    except (ValueError, ZeroDivisionError):
        return None
    return value if abs(value) < 10**15 else None


def frame(element: Element, path: str) -> Fraction | None:
    """A frame number, where -1 and less stand for none."""
    value = number(element, path)
    return value if value is not None and value >= 0 else None


def is_true(element: Element, path: str, otherwise: bool = True) -> bool:
    """A truth value, or what holds where nothing is said."""
    said = text(element, path).upper()
    return otherwise if said not in ("TRUE", "FALSE", "1", "0") else said in ("TRUE", "1")


def rate_of(element: Element) -> Fraction | None:
    """Frames per second by `<rate>`: the timebase, slowed by 1000/1001 where it is NTSC."""
    timebase = number(element, "rate/timebase")
    if timebase is None or not limits.MIN_RATE <= timebase <= limits.MAX_RATE:
        return None
    ntsc = is_true(element, "rate/ntsc", otherwise=False)
    exact = snap_rate(timebase)
    return snap_rate(exact * 1000 / 1001) if ntsc and exact.denominator == 1 else exact


def ticks_s(element: Element, path: str) -> Fraction | None:
    """Premiere's ticks as seconds, more exact than frames."""
    value = number(element, path)
    return value / TICKS_PER_S if value is not None and value >= 0 else None


def start_of(sequence: Element, fps: Fraction) -> tuple[FrameRate, int]:
    """The rate with its way of counting, and the timecode of the first frame as a frame count."""
    said, shown = text(sequence, "timecode/string"), text(sequence, "timecode/displayformat").upper()
    rate = FrameRate(fps)
    if shown == "DF" or (not shown and ";" in said):
        with suppress(TimelineError):
            rate = FrameRate(fps, drop_frame=True)
    counted = frame(sequence, "timecode/frame")
    if counted is not None and counted.denominator == 1:
        start = int(counted)
    else:
        with suppress(TimelineError):
            return rate, max(0, Timecode.parse(said.replace(";", ":"), rate).frame)
        start = 0
    return rate, start if start < limits.MAX_DURATION_S * rate.nominal else 0
