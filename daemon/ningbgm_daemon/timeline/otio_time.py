"""Exact time from OpenTimelineIO's floats: rate, drop-frame, start timecode, source offsets."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from fractions import Fraction
from functools import lru_cache

import opentimelineio as otio

from ningbgm_agents.errors import TimelineError
from ningbgm_agents.timeline import FrameRate, snap_rate

from . import limits

_DROP_KEYS = {"dropframe", "isdropframe"}
_NOISE_FRAMES = Fraction(1, 8)
"""Float noise in source ranges that real files carry (OpenTimelineIO #1822, hiero exports)."""


@lru_cache(maxsize=64)
def exact_rate(rate: float) -> Fraction:
    """A rate as a fraction, snapped to the standard one where it is close.

    Raises:
        TimelineError: not a rate.
    """
    if not math.isfinite(rate) or not 1e-3 <= rate <= 1e7:
        raise TimelineError(f"the timeline has a rate of {rate} per second, which is no rate")
    return snap_rate(Fraction(rate))


def seconds(time: otio.opentime.RationalTime) -> Fraction:
    """An OTIO time in exact seconds.

    Raises:
        TimelineError: a value or rate that is not a number.
    """
    if not math.isfinite(time.value) or abs(time.value) > 1e13:
        raise TimelineError(f"the timeline holds a time of {time.value}, which is no time")
    return Fraction(time.value) / exact_rate(time.rate)


def available_range(clip: otio.schema.Clip) -> otio.opentime.TimeRange | None:
    """What the clip's media holds, where the timeline says it."""
    return None if clip.media_reference is None else clip.media_reference.available_range


def source_offset_s(start: otio.opentime.RationalTime, available: otio.opentime.TimeRange | None) -> Fraction:
    """Seconds from the media's first frame to a source time.

    Resolve counts `start` in the timeline's rate and the available range, which begins at the
    media's timecode, in the media's; so both are compared in seconds (ynput/ayon-core,
    `qt_embedded_tc.json`).
    Where both count at one rate the difference is a whole number of frames, whatever the noise.
    """
    if available is None:
        return seconds(start)
    first = available.start_time
    offset = seconds(start) - seconds(first)
    fps = exact_rate(start.rate)
    if fps == exact_rate(first.rate) and fps <= limits.MAX_RATE:
        # 23.976 and 23.976024 in one file: the values were converted by the rates as written.
        written = _as_written(start) - _as_written(first)
        frames = min((offset * fps, written * fps), key=lambda count: abs(count - round(count)))
        if abs(frames - round(frames)) <= _NOISE_FRAMES:
            offset = round(frames) / fps
    length = seconds(available.duration)
    # A source range that counts from zero although the media starts at a timecode.
    counts_from_zero = offset < -length and 0 <= seconds(start) <= length
    return seconds(start) if counts_from_zero else offset


def edit_rate(root: otio.core.SerializableObject, items: list[otio.core.Item]) -> FrameRate:
    """The rate in which the timeline counts, by its start time or by most of its items."""
    fps = next(_plausible(_declared_rates(root)), None)
    if fps is None:
        counted = Counter(_plausible(_item_rates(items)))
        fps = counted.most_common(1)[0][0] if counted else Fraction(limits.SOUND_ONLY_FPS)
    return _with_drop_frame(fps, root)


def start_frame(root: otio.core.SerializableObject, rate: FrameRate) -> int:
    """The timecode of the first frame, as a frame count."""
    if not isinstance(root, otio.schema.Timeline) or root.global_start_time is None:
        return 0
    frame = rate.frame_at(seconds(root.global_start_time))
    return frame if 0 <= frame < limits.MAX_DURATION_S * rate.nominal else 0


def _as_written(time: otio.opentime.RationalTime) -> Fraction:
    return Fraction(time.value) / Fraction(time.rate)


def _declared_rates(root: otio.core.SerializableObject) -> Iterator[float]:
    if not isinstance(root, otio.schema.Timeline):
        return
    premiere = root.tracks.metadata.get("PremierePro_OTIO", {})
    declared = premiere.get("VideoFrameRate") if hasattr(premiere, "get") else None
    if isinstance(declared, (int, float, str)):
        with suppress(ValueError):
            yield float(declared)
    if root.global_start_time is not None:
        yield root.global_start_time.rate


def _item_rates(items: list[otio.core.Item]) -> Iterator[float]:
    for item in items:
        if item.source_range is not None:
            yield item.source_range.duration.rate
        elif isinstance(item, otio.schema.Clip) and (given := available_range(item)) is not None:
            yield given.duration.rate


def _plausible(rates: Iterator[float]) -> Iterator[Fraction]:
    for rate in rates:
        if math.isfinite(rate) and limits.MIN_RATE <= rate <= limits.MAX_RATE:
            yield exact_rate(rate)


def _with_drop_frame(fps: Fraction, root: otio.core.SerializableObject) -> FrameRate:
    try:
        return FrameRate(fps, drop_frame=_tells_drop_frame(root))
    except TimelineError:
        return FrameRate(fps)


def _tells_drop_frame(root: otio.core.SerializableObject) -> bool:
    """Whether the metadata of the timeline or its stack say drop-frame, in any dialect."""
    stores: list[object] = [getattr(root, "metadata", {})]
    if isinstance(root, otio.schema.Timeline):
        stores.append(root.tracks.metadata)
    depth = 0
    while stores and depth < 1000:
        depth += 1
        store = stores.pop()
        if not hasattr(store, "items"):
            continue
        for key, value in store.items():
            name = str(key).lower().replace("_", "").replace(" ", "").replace("-", "")
            told = str(value).strip().lower()
            if name in _DROP_KEYS and told in ("true", "1"):
                return True
            if name in ("displayformat", "tcformat", "timecodeformat") and told == "df":
                return True
            stores.append(value)
    return False
