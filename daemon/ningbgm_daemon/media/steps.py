"""The step from one picture to the next: how much changes, what moves, and what merely zooms."""

from __future__ import annotations

from collections import deque

import cv2
import numpy as np
import numpy.typing as npt

from ningbgm_agents.timeline import FrameRate

from .flow import Flow
from .frames import Step
from .picture import Picture, Plane

Floats = npt.NDArray[np.float32]

_LUMA_BINS, _CHROMA_BINS = 8, 9
_HISTOGRAM_WEIGHT = 30.0
_CHROMA_CLASS = ((np.arange(256) + 16) // 32).astype(np.int64)
_U_CLASS = _CHROMA_CLASS * _CHROMA_BINS
_LUMA_CLASS = (np.arange(256) // 32 * _CHROMA_BINS**2).astype(np.int64)
_FLOW_HZ = 6.0
_ASKS_FROM, _ASKS_RATIO, _MEMORY = 6.0, 1.7, 4
_ZOOMS = (1.15, 1.3, 1.45, 1.6, 1.8, 2.0)
_OFF_CENTRE = 0.12
_LIKENESS_SIDE = 96
_FLAT = 3.0


class Stepper:
    """Walks along the pictures and measures each step; one for each thread.

    `flow_every_s`: least time from one measure of movement to the next.
    """

    def __init__(self, flow_every_s: float = 0.0) -> None:
        self._flow = Flow()
        self._flow_every_s = flow_every_s
        self._flow_s = 0.0
        self._recent: deque[float] = deque(maxlen=_MEMORY)
        self._before: Picture | None = None
        self._shares: Floats | None = None

    def step(self, time_s: float, picture: Picture) -> Step:
        """The step from the picture given last to this one."""
        before, shares_before = self._before, self._shares
        shares = _histogram(picture)
        self._before, self._shares = picture, shares
        if before is None or shares_before is None or before.luma.shape != picture.luma.shape:
            self._flow_s = time_s
            return Step()
        change, luma_change = _change(before, picture, shares_before, shares)
        speed = camera = zoomed = steady = np.nan
        if time_s - self._flow_s >= self._flow_every_s:
            self._flow_s = time_s
            speed, camera = self._flow.measure(before.luma, picture.luma)
        if change >= _ASKS_FROM and change >= _ASKS_RATIO * self._usual():
            zoomed, steady = likeness(before.luma, picture.luma)
        self._recent.append(change)
        return Step(change, luma_change, speed, camera, zoomed, steady)

    def _usual(self) -> float:
        return float(np.median(self._recent)) if self._recent else 0.0


def flow_interval_s(rate: FrameRate) -> float:
    """The least time between two measures of movement, six a second, a frame's unrest allowed."""
    frames = max(round(float(rate.fps) / _FLOW_HZ), 1)
    return (frames - 0.5) / float(rate.fps)


def likeness(before: Plane, after: Plane) -> tuple[float, float]:
    """How much `after` is like a zoom about the centre of `before`, and like `before` itself.

    Correlations, -1 to 1, blind to brightness and contrast. A change of lens in the middle of a
    shot is such a zoom (1.15 to 2 times); a true cut is not.
    """
    scale = _LIKENESS_SIDE / max(before.shape)
    size = (round(before.shape[1] * scale), round(before.shape[0] * scale))
    if min(size) < 16:
        return 0.0, 0.0
    old, new = (_resized(plane, size) for plane in (before, after))
    if min(float(old.std()), float(new.std())) < _FLAT:
        return 0.0, 0.0
    zooms = [max(_found(old, new, zoom), _found(new, old, zoom)) for zoom in _ZOOMS]
    centre = old[size[1] // 16 : -(size[1] // 16), size[0] // 16 : -(size[0] // 16)]
    steady = float(cv2.matchTemplate(new, centre, cv2.TM_CCOEFF_NORMED).max())
    return max(zooms), steady


def _resized(plane: Plane, size: tuple[int, int]) -> Plane:
    return np.asarray(cv2.resize(plane, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _found(wide: Plane, tight: Plane, zoom: float) -> float:
    """The best correlation of `tight`, made smaller by `zoom`, with the middle of `wide`."""
    height, width = wide.shape
    inner = _resized(tight, (round(width / zoom), round(height / zoom)))
    top, left = (height - inner.shape[0]) / 2, (width - inner.shape[1]) / 2
    rows = slice(_floor(top - _OFF_CENTRE * height), _ceil(height - top + _OFF_CENTRE * height))
    columns = slice(_floor(left - _OFF_CENTRE * width), _ceil(width - left + _OFF_CENTRE * width))
    return float(cv2.matchTemplate(wide[rows, columns], inner, cv2.TM_CCOEFF_NORMED).max())


def _floor(value: float) -> int:
    return max(int(np.floor(value)), 0)


def _ceil(value: float) -> int:
    return int(np.ceil(value))


def _histogram(picture: Picture) -> Floats:
    """Shares of joint luma and chroma classes, float32, shape (648,), sum 1."""
    height, width = picture.u.shape
    luma = cv2.resize(picture.luma, (width, height), interpolation=cv2.INTER_AREA)
    bins = _LUMA_CLASS[luma] + _U_CLASS[picture.u] + _CHROMA_CLASS[picture.v]
    counts = np.bincount(bins.ravel(), minlength=_LUMA_BINS * _CHROMA_BINS**2)
    shares: Floats = (counts / bins.size).astype(np.float32)
    return shares


def _change(
    before: Picture, after: Picture, shares_before: Floats, shares_after: Floats
) -> tuple[float, float]:
    """How different two pictures are, in all and in luma alone; levels."""
    luma = cv2.norm(before.luma, after.luma, cv2.NORM_L1) / before.luma.size
    chroma = (
        cv2.norm(before.u, after.u, cv2.NORM_L1) + cv2.norm(before.v, after.v, cv2.NORM_L1)
    ) / before.u.size
    spread = 0.5 * float(np.abs(shares_before - shares_after).sum())
    return luma + chroma + _HISTOGRAM_WEIGHT * spread, luma
