"""The turn of the weather: the sky closes, then rain and lightning on the moor."""

from __future__ import annotations

import cv2
import numpy as np

from .landscape import STRIDES_PER_S
from .paint import (
    VIGNETTE,
    Picture,
    darkened,
    dithered,
    ease,
    glow,
    gradient,
    ridge,
    skyline,
    wooded,
)
from .walker import Pose, draw_walker
from .weather import bolt, clouds, drift, fall, rain_sheet


class Gathering:
    """Heavy clouds slide in over the hills and take the light away; a voice is heard."""

    def __init__(self) -> None:
        sky = gradient([(0, (70, 84, 104)), (0.5, (150, 146, 136)), (0.8, (214, 184, 140))])
        self._sky = dithered(sky + glow(200, 380, 300, (50, 30, 6)))
        self._high = clouds(1900, 420, (150, 152, 158), (66, 72, 88), 0.72, seed=91, cell=380)
        self._low = clouds(2100, 330, (104, 106, 118), (38, 42, 56), 0.56, seed=92, cell=300)
        self._far = ridge(skyline(1200, 396, 44, 360, 93), (104, 112, 112), (128, 126, 112))
        self._middle = ridge(
            wooded(skyline(1300, 432, 30, 280, 94), 60, (12, 30), 95), (58, 70, 66), (66, 74, 56)
        )
        self._near = ridge(
            wooded(skyline(1400, 486, 18, 240, 96), 22, (60, 130), 97), (22, 32, 32), (16, 22, 22)
        )

    def at(self, seconds: float) -> Picture:
        """The picture some seconds into the shot."""
        canvas = self._sky.copy()
        drift(self._high, canvas, 380 - 62 * seconds, 10)
        drift(self._low, canvas, 560 - 118 * seconds, 4)
        drift(self._far, canvas, 60 + 5 * seconds)
        drift(self._middle, canvas, 60 + 10 * seconds)
        drift(self._near, canvas, 60 + 22 * seconds)
        cv2.multiply(canvas, VIGNETTE, canvas, scale=1 / 255)
        return darkened(canvas, 1 - 0.45 * ease(seconds / 3.4))


class Storm:
    """The walker bent into the rain; lightning strikes behind."""

    FLASH_S = 1.0
    """When the lightning strikes, seconds into the shot."""

    def __init__(self) -> None:
        self._sky = dithered(gradient([(0, (30, 36, 52)), (0.6, (64, 72, 88)), (0.85, (88, 94, 102))]))
        self._clouds = clouds(1900, 400, (92, 98, 116), (26, 30, 44), 0.75, seed=101, cell=340)
        self._far = ridge(skyline(1200, 400, 50, 340, 102), (50, 58, 70), (60, 66, 74))
        self._near = ridge(skyline(1300, 462, 12, 260, 103), (18, 23, 31), (8, 11, 17))
        self._bolt = bolt(690, 408, seed=12)
        self._lit = dithered(glow(690, 160, 620, (150, 158, 190), 1.3))
        self._fine = rain_sheet(700, 22, 74, -0.32, seed=105)
        self._coarse = rain_sheet(170, 60, 120, -0.30, seed=106)

    def at(self, seconds: float) -> Picture:
        """The picture some seconds into the shot."""
        canvas = self._sky.copy()
        drift(self._clouds, canvas, 60 + 95 * seconds)
        since = seconds - self.FLASH_S
        light = _flicker(since)
        if light > 0:
            cv2.add(canvas, darkened(self._lit, light), canvas)
            cv2.add(canvas, darkened(self._bolt, min(1.0, light * 1.2)), canvas)
        drift(self._far, canvas, 40 + 6 * seconds)
        fall(canvas, self._fine, seconds, 2.3)
        drift(self._near, canvas, 60 + 26 * seconds)
        pose = Pose(stride=seconds * STRIDES_PER_S * 0.9, lean=0.34)
        draw_walker(canvas, 330 + 26 * seconds, 476, 150, pose, (10, 13, 20))
        fall(canvas, self._coarse, seconds, 3.4)
        cv2.multiply(canvas, VIGNETTE, canvas, scale=1 / 255)
        return darkened(canvas, 1 + 0.8 * max(0.0, light - 0.55)) if light > 0 else canvas


def _flicker(since: float) -> float:
    """How bright the lightning is some seconds after it struck: a blow, then a second one."""
    if since < 0:
        return 0.0
    second = np.exp(-(since - 0.17) / 0.09) * 0.8 if since >= 0.17 else 0.0
    return float(np.exp(-since / 0.10) + second)
