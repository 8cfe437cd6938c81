"""FCPXML's times: rational seconds, frame rates by format, conformed rates and retimes of clips."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from xml.etree.ElementTree import Element

from ningbgm_agents.errors import TimelineError
from ningbgm_agents.timeline import snap_rate

from . import limits

_TIME = re.compile(r"^(-?[0-9]{1,19}(?:\.[0-9]{1,12})?)(?:/([0-9]{1,19}))?s?$", re.ASCII)
_LONGEST_S = 100 * limits.MAX_DURATION_S
_CONFORMED = Fraction(1, 20)
"""Final Cut conforms rates closer than this, 24 to 25 among them, 25 to 29.97 not."""
_EASING_STEPS = 4


def time_of(item: Element, attribute: str) -> Fraction | None:
    """A time in exact seconds, as '1001/24000s', '5s' or '2.5s' say it; None where there is none.

    Raises:
        TimelineError: a text that is no time.
    """
    said = item.get(attribute)
    if said is None:
        return None
    match = _TIME.match(said.strip())
    below = int(match.group(2) or 1) if match else 0
    if match is None or below == 0 or abs(time := Fraction(match.group(1)) / below) > _LONGEST_S:
        raise TimelineError(
            f"the {attribute} {said[:40]!r} of {name_of(item)} is no time; export the timeline again"
        )
    return time


def time_or(item: Element, attribute: str, otherwise: Fraction = Fraction(0)) -> Fraction:
    """A time in exact seconds, or another where there is none.

    Raises:
        TimelineError: a text that is no time.
    """
    time = time_of(item, attribute)
    return otherwise if time is None else time


def name_of(item: Element) -> str:
    """What to call an element in a sentence."""
    name = item.get("name")
    return f"{name[:80]!r}" if name else f"a <{item.tag}>"


def conformed_speed(source_fps: Fraction, fps: Fraction) -> Fraction:
    """Source seconds a second, where Final Cut plays a rate as the nearest one of the timeline.

    By Apple's chart of rate conforming (FCPXML reference, `conform-rate`): 25 in 24 plays as 24, 50 in
    24 as 48, 29.97 in 60 as 30; rates that are further apart keep their speed.
    """
    for times in (Fraction(1), Fraction(2), Fraction(1, 2)):
        if abs(fps * times / source_fps - 1) < _CONFORMED:
            return fps * times / source_fps
    return Fraction(1)


@dataclass(frozen=True)
class Stretch:
    """A part of a clip that plays at one speed: seconds from the clip's start, its content's time."""

    start_s: Fraction
    end_s: Fraction
    content_s: Fraction
    """The time of the content at `start_s`."""
    speed: Fraction


@dataclass(frozen=True)
class ClipTime:
    """How the time of a clip runs, against the storyline that it lies in and against its content."""

    start_s: Fraction
    """The clip's own time at its first frame; offsets of connected clips and markers count in it."""
    length_s: Fraction
    """How long it lasts in the storyline."""
    speed: Fraction = Fraction(1)
    """Seconds of its own time a second of the storyline: other than 1 where its rate is conformed."""
    points: tuple[tuple[Fraction, Fraction], ...] = ()
    """Where it is retimed: its own time, and the time of its content then."""

    def since_start_s(self, own_s: Fraction) -> Fraction:
        """Seconds of the storyline from the clip's start to a moment of its own time."""
        return (own_s - self.start_s) / self.speed

    def holds(self, own_s: Fraction) -> bool:
        """Whether a moment of its own time is inside what the clip shows."""
        return 0 <= self.since_start_s(own_s) < self.length_s

    def stretches(self, start_s: Fraction | None = None, length_s: Fraction | None = None) -> list[Stretch]:
        """What it plays, in parts of one speed; another start and length for its sound."""
        first = self.since_start_s(self.start_s if start_s is None else start_s)
        last = first + (self.length_s if length_s is None else length_s)
        borders = [self.since_start_s(own) for own, _ in self.points[1:-1]]
        times = [first, *(time for time in borders if first < time < last), last]
        return [self._stretch(*pair) for pair in pairwise(times) if pair[0] < pair[1]]

    def _stretch(self, start_s: Fraction, end_s: Fraction) -> Stretch:
        own = self.start_s + start_s * self.speed
        if len(self.points) < 2:
            return Stretch(start_s, end_s, own, self.speed)
        middle = self.start_s + (start_s + end_s) / 2 * self.speed
        index = next((i for i in range(1, len(self.points) - 1) if middle < self.points[i][0]), -1)
        (own_a, content_a), (own_b, content_b) = self.points[index - 1], self.points[index]
        slope = (content_b - content_a) / (own_b - own_a)
        return Stretch(start_s, end_s, content_a + (own - own_a) * slope, slope * self.speed)


def clip_time(
    item: Element, start_s: Fraction, length_s: Fraction, zero_s: Fraction, fps: Fraction
) -> ClipTime:
    """The time of a clip in a storyline that counts in `fps`, by its `conform-rate` and `timeMap`.

    `zero_s` is the time of its content's first frame. A `timeMap` that ends before the clip starts was
    counted from there by the program that wrote it.
    """
    if length_s < 0:
        raise TimelineError(f"{name_of(item)} in the timeline has a negative length")
    points = retimed(item)
    if points and points[-1][0] <= start_s < points[-1][0] + zero_s:
        points = tuple((own + zero_s, content + zero_s) for own, content in points)
    return ClipTime(start_s, length_s, _speed(item, fps), points)


def retimed(item: Element) -> tuple[tuple[Fraction, Fraction], ...]:
    """The points of a clip's `timeMap`: its own time, and the time of its content then.

    Between points time runs evenly, which is exact for linear retimes, holds and reverse play. A smooth
    change of speed, `inTime` before a point and `outTime` after it, is the quadratic curve that leaves
    with the one speed and arrives with the other, laid as four straight parts.
    """
    time_map = item.find("timeMap")
    if time_map is None:
        return ()
    points: list[tuple[Fraction, Fraction]] = []
    eases: list[tuple[Fraction, Fraction]] = []
    for point in time_map.iter("timept"):
        own, content = time_of(point, "time"), time_of(point, "value")
        if own is None or content is None or (points and own <= points[-1][0]):
            continue
        points.append((own, content))
        smooth = point.get("interp", "smooth2") != "linear"
        eases.append(_eases(point) if smooth else (Fraction(0), Fraction(0)))
    return _eased(points, eases) if len(points) > 1 else ()


def _eases(point: Element) -> tuple[Fraction, Fraction]:
    before, after = (time_or(point, name) for name in ("inTime", "outTime"))
    return max(before, Fraction(0)), max(after, Fraction(0))


def _eased(
    points: list[tuple[Fraction, Fraction]], eases: list[tuple[Fraction, Fraction]]
) -> tuple[tuple[Fraction, Fraction], ...]:
    laid = points[:1]
    for index in range(1, len(points) - 1):
        before, point, after = points[index - 1 : index + 2]
        lead = min(eases[index][0], (point[0] - before[0]) / 2)
        tail = min(eases[index][1], (after[0] - point[0]) / 2)
        if lead > 0 and tail > 0:
            laid.extend(_curve(_towards(point, before, lead), point, _towards(point, after, tail)))
        else:
            laid.append(point)
    laid.append(points[-1])
    return (*(a for a, b in pairwise(laid) if a[0] < b[0]), laid[-1])


def _towards(
    point: tuple[Fraction, Fraction], other: tuple[Fraction, Fraction], by: Fraction
) -> tuple[Fraction, Fraction]:
    share = by / abs(other[0] - point[0])
    return point[0] + (other[0] - point[0]) * share, point[1] + (other[1] - point[1]) * share


def _curve(
    first: tuple[Fraction, Fraction], control: tuple[Fraction, Fraction], last: tuple[Fraction, Fraction]
) -> list[tuple[Fraction, Fraction]]:
    laid = []
    for step in range(_EASING_STEPS + 1):
        t = Fraction(step, _EASING_STEPS)
        weights = (1 - t) ** 2, 2 * t * (1 - t), t**2
        own = sum((w * p[0] for w, p in zip(weights, (first, control, last), strict=True)), Fraction(0))
        content = sum((w * p[1] for w, p in zip(weights, (first, control, last), strict=True)), Fraction(0))
        laid.append((own, content))
    return laid


def _speed(item: Element, fps: Fraction) -> Fraction:
    conform = item.find("conform-rate")
    if conform is None or conform.get("scaleEnabled") == "0":
        return Fraction(1)
    try:
        source_fps = snap_rate(Fraction(conform.get("srcFrameRate", "").strip()))
    except (ValueError, ZeroDivisionError):
        return Fraction(1)
    plausible = limits.MIN_RATE <= source_fps <= limits.MAX_RATE
    return conformed_speed(source_fps, fps) if plausible else Fraction(1)
