"""After the night: the sun rises over the mountains, and somebody waits on the last hill."""

from __future__ import annotations

import cv2
import numpy as np

from .landscape import STRIDES_PER_S, grass
from .paint import (
    HEIGHT,
    VIGNETTE,
    WIDTH,
    Colour,
    Picture,
    darkened,
    dithered,
    ease,
    glow,
    gradient,
    mixed,
    ridge,
    skyline,
)
from .walker import Pose, draw_walker
from .weather import add_light, birds, clouds, drift, mist


class Sunrise:
    """After the night: mountains in mist, the sky turns from blue to gold, the sun comes up."""

    def __init__(self) -> None:
        self._night = dithered(gradient([(0, (16, 24, 58)), (0.5, (66, 66, 112)), (0.8, (150, 104, 122))]))
        self._morning = dithered(
            gradient([(0, (84, 120, 178)), (0.45, (238, 180, 150)), (0.72, (255, 214, 140))])
        )
        sun = glow(WIDTH, HEIGHT, 300, (120, 66, 14), 1.2, 2 * HEIGHT, 2 * WIDTH)
        self._sun = dithered(sun + glow(WIDTH, HEIGHT, 40, (255, 236, 190), 6, 2 * HEIGHT, 2 * WIDTH))
        self._clouds = clouds(1300, 280, (255, 196, 150), (120, 96, 128), 0.34, seed=71)
        colours: list[tuple[Colour, Colour]] = [
            ((150, 112, 130), (226, 168, 140)),
            ((98, 74, 106), (180, 124, 120)),
            ((54, 44, 76), (116, 80, 92)),
            ((24, 22, 44), (34, 28, 48)),
        ]
        self._hills = [
            ridge(skyline(1200, 330 + 48 * i, 90 - 14 * i, 330 - 50 * i, 72 + i), *pair)
            for i, pair in enumerate(colours)
        ]
        self._mist = mist(1400, 170, (255, 214, 178), 0.8, seed=79)

    def at(self, seconds: float) -> Picture:
        """The picture some seconds into the shot."""
        dawn = ease(seconds / 4.6)
        canvas = mixed(self._morning, self._night, dawn)
        add_light(canvas, self._sun, WIDTH - 520, HEIGHT - (392 - 150 * ease(seconds / 6.0)))
        drift(self._clouds, canvas, 60 + 10 * seconds, 10)
        for i, layer in enumerate(self._hills):
            drift(layer, canvas, 90 - (3 + 4 * i) * seconds)
            if i < 3:
                drift(self._mist, canvas, 200 + (14 - 24 * (i % 2)) * seconds, -330.0 - 36 * i)
        birds(canvas, seconds, 820 - 62 * seconds, 190 - 5 * seconds, 7, 9, (58, 44, 70), seed=8)
        cv2.multiply(canvas, VIGNETTE, canvas, scale=1 / 255)
        return darkened(canvas, 0.62 + 0.38 * dawn)


class Home:
    """The last hill against the sun: the walker climbs, a friend by the house raises an arm."""

    WAVE_S = 1.5
    """When the friend waves."""

    def __init__(self) -> None:
        sky = gradient([(0, (226, 140, 96)), (0.5, (255, 196, 120)), (0.85, (255, 230, 170))])
        sun = glow(610, 330, 150, (90, 70, 50), 12) + glow(610, 330, 420, (60, 36, 10), 1.4)
        self._sky = dithered(sky + sun)
        clouds(WIDTH, 260, (255, 222, 178), (214, 140, 112), 0.26, seed=82).over(self._sky)
        ridge(skyline(WIDTH, 430, 30, 300, 83), (206, 124, 92), (226, 150, 100)).over(self._sky)
        columns = np.arange(WIDTH, dtype=np.float32)
        self._line = 446 - 44 * np.exp(-(((columns - 640) / 250) ** 2)) + skyline(WIDTH, 0, 3, 90, 84)
        self._hill = ridge(self._line.astype(np.float32), (58, 30, 38), (22, 12, 22))
        self._grass = grass(1500, seed=85, colour=(16, 8, 16))

    def at(self, seconds: float) -> Picture:
        """The picture some seconds into the shot."""
        canvas = self._sky.copy()
        birds(canvas, seconds, 300 + 34 * seconds, 150, 5, 8, (120, 64, 56), seed=4)
        _house(canvas, 742, float(self._line[742]) + 8)
        raised = ease((seconds - self.WAVE_S) / 0.25)
        friend = Pose(stride=seconds * 0.9, swing=0, lean=0, wave=raised, laden=False)
        draw_walker(canvas, 676, float(self._line[676]) + 5, 92, friend, (52, 26, 34), facing=-1)
        x = 330 + 44 * seconds
        draw_walker(
            canvas,
            x,
            float(self._line[int(x)]) + 5,
            100,
            Pose(stride=seconds * STRIDES_PER_S),
            (46, 22, 32),
        )
        self._hill.over(canvas)
        drift(self._grass, canvas, 60 + 14 * seconds, -26)
        cv2.multiply(canvas, VIGNETTE, canvas, scale=1 / 255)
        return canvas


def _house(canvas: Picture, x: float, y: float) -> None:
    """A small house with a lit window and a chimney."""

    def shape(points: list[tuple[float, float]], colour: Colour) -> None:
        moved = np.add(points, (x, y))
        cv2.fillPoly(canvas, [(moved * 16).astype(np.int32)], colour, cv2.LINE_AA, shift=4)

    shape([(-4, 0), (-4, -52), (86, -52), (86, 0)], (56, 28, 36))
    shape([(-16, -50), (14, -92), (70, -92), (98, -50)], (40, 20, 30))
    shape([(58, -88), (58, -112), (70, -112), (70, -88)], (40, 20, 30))
    shape([(44, -20), (44, -38), (60, -38), (60, -20)], (255, 226, 150))
    shape([(10, 0), (10, -36), (28, -36), (28, 0)], (255, 206, 120))
