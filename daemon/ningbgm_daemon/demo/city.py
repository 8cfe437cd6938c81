"""The city at night in the rain: the skyline from the bridge, and a window to come home to."""

from __future__ import annotations

import math

import cv2
import numpy as np

from .paint import (
    HEIGHT,
    VIGNETTE,
    WIDTH,
    Colour,
    Layer,
    Picture,
    dithered,
    ease,
    glow,
    gradient,
    tone,
)
from .walker import Pose, draw_walker
from .weather import drift, fall, rain_sheet

_WARM, _COLD = (255, 206, 128), (176, 214, 255)
_WATERLINE = 372


class Skyline:
    """Towers with lit windows over a wet road; cars pass with their lights."""

    def __init__(self) -> None:
        self._sky = dithered(gradient([(0, (8, 12, 30)), (0.4, (26, 30, 62)), (0.72, (84, 58, 84))]))
        self._rows = [
            (_towers(1150, 200, 110, (38, 40, 72), 0.16, 111), 4.0),
            (_towers(1300, 250, 130, (22, 24, 48), 0.30, 112), 11.0),
            (_towers(1500, 300, 100, (10, 11, 26), 0.34, 113), 22.0),
        ]
        self._head = _lamp((255, 240, 206), 26)
        self._tail = _lamp((255, 40, 30), 20)
        self._rain = rain_sheet(620, 20, 66, -0.16, seed=114)
        self._wet = np.linspace(0.62, 0.2, HEIGHT - _WATERLINE, dtype=np.float32)[:, None, None]
        self._wave = np.mgrid[0 : HEIGHT - _WATERLINE, 0:WIDTH].astype(np.float32)

    def at(self, seconds: float) -> Picture:
        """The picture some seconds into the shot."""
        canvas = self._sky.copy()
        for layer, speed in self._rows:
            drift(layer, canvas, 30 + speed * seconds)
        self._reflect(canvas, seconds)
        for i in range(5):
            self._car(canvas, -180 + 330 * seconds - 265 * i, 436, self._head, 1)
            self._car(canvas, 1180 - 250 * seconds + 240 * i, 404, self._tail, -1)
        fall(canvas, self._rain, seconds, 2.0)
        cv2.multiply(canvas, VIGNETTE, canvas, scale=1 / 255)
        return canvas

    def _reflect(self, canvas: Picture, seconds: float) -> None:
        depth = HEIGHT - _WATERLINE
        rows, columns = self._wave
        sway = np.sin(rows * 0.55 + 4 * seconds) * (1 + rows * 0.04)
        above = canvas[_WATERLINE - depth : _WATERLINE][::-1].copy()
        mirror = cv2.remap(above, columns + sway, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        streaks = np.asarray(cv2.blur(mirror, (3, 19)), np.float32)
        canvas[_WATERLINE:] = (streaks * self._wet + tone((8, 9, 18))).astype(np.uint8)

    def _car(self, canvas: Picture, x: float, y: float, lamp: Picture, facing: int) -> None:
        body = [
            (-34, 0),
            (-32, -11),
            (-18, -13),
            (-10, -23),
            (12, -23),
            (22, -12),
            (36, -10),
            (37, 0),
        ]
        points = [(x + px * facing, y + py) for px, py in body]
        cv2.fillPoly(canvas, [(np.array(points) * 16).astype(np.int32)], (7, 8, 15), cv2.LINE_AA, shift=4)
        front = x + 35 * facing if lamp is self._head else x - 34 * facing
        _shine(canvas, lamp, front, y - 6, 1.0)
        long = np.asarray(cv2.resize(lamp, None, fx=0.8, fy=2.6), np.uint8)
        _shine(canvas, long, front, y + 34, 0.34)


class Window:
    """Close: a dark room, drops run down the pane, the lights of the city swim behind it."""

    def __init__(self) -> None:
        rng = np.random.default_rng(121)
        self._night = dithered(gradient([(0, (10, 14, 34)), (0.7, (44, 34, 62)), (1, (66, 44, 60))]))
        self._discs = [
            (
                rng.uniform(0, WIDTH),
                rng.uniform(150, 470),
                rng.uniform(14, 42),
                rng.uniform(0.2, 0.75),
                (_WARM, _COLD, (255, 120, 90), (255, 170, 90))[i % 4],
                rng.uniform(-14, 14),
            )
            for i in range(44)
        ]
        self._drops = [
            (
                rng.uniform(60, 900),
                rng.uniform(-260, 500),
                rng.uniform(1, 11) ** 2,
                rng.uniform(1.2, 3.4),
            )
            for _ in range(190)
        ]
        self._lamp = dithered(glow(1010, 480, 420, (120, 74, 26), 1.4))

    def at(self, seconds: float) -> Picture:
        """The picture some seconds into the shot."""
        canvas = self._night.copy()
        light = np.zeros_like(canvas)
        for x, y, radius, bright, colour, pace in self._discs:
            centre = (int((x + pace * seconds) * 16), int(y * 16))
            shade = tuple(float(c) * bright * 0.55 for c in colour)
            _disc(light, centre, radius, shade)
        cv2.add(canvas, cv2.GaussianBlur(light, (0, 0), 2.2), canvas)
        for x, y, speed, size in self._drops:
            self._drop(canvas, x, y, speed, size, seconds)
        self._frame(canvas, seconds)
        cv2.add(canvas, self._lamp, canvas)
        cv2.multiply(canvas, VIGNETTE, canvas, scale=1 / 255)
        return canvas

    def _drop(self, canvas: Picture, x: float, y: float, speed: float, size: float, seconds: float) -> None:
        slide = speed * seconds * (0.6 + 0.4 * math.sin(1.3 * seconds + x))
        at = (int((x + 2 * math.sin((y + slide) / 30)) * 16), int((y + slide) % 560 * 16))
        if speed > 70:
            cv2.line(
                canvas,
                at,
                (int(x * 16), at[1] - int(speed * 2.6 * 2)),
                (74, 78, 106),
                1,
                cv2.LINE_AA,
                shift=4,
            )
        cv2.circle(canvas, at, int(size * 16), (126, 132, 158), -1, cv2.LINE_AA, shift=4)
        cv2.circle(
            canvas,
            (at[0] - 12, at[1] - 14),
            int(size * 7),
            (226, 232, 246),
            -1,
            cv2.LINE_AA,
            shift=4,
        )

    def _frame(self, canvas: Picture, seconds: float) -> None:
        dark = (9, 8, 13)
        for left, right in ((0, 54), (470, 488), (906, WIDTH)):
            cv2.rectangle(canvas, (left, 0), (right, HEIGHT), dark, -1)
        for top, bottom in ((0, 34), (488, HEIGHT)):
            cv2.rectangle(canvas, (0, top), (WIDTH, bottom), dark, -1)
        breath = 1.5 * math.sin(1.4 * seconds)
        turn = ease((seconds - 1.4) / 0.6)
        draw_walker(
            canvas,
            690 - 12 * turn,
            640 + breath,
            430,
            Pose(stride=0.1, swing=0.1, lean=0.02, laden=False),
            dark,
            facing=-1,
        )
        cv2.rectangle(canvas, (0, 488), (WIDTH, HEIGHT), dark, -1)


def _towers(width: int, top: int, spread: int, wall: Colour, lit: float, seed: int) -> Layer:
    """A row of buildings with windows, some of them lit."""
    rng = np.random.default_rng(seed)
    colour = np.zeros((HEIGHT, width, 3), np.float32)
    cover = np.zeros((HEIGHT, width), np.float32)
    x = -10
    while x < width:
        wide, roof = int(rng.uniform(46, 104)), int(rng.uniform(top - spread, top + spread * 0.6))
        left, right = max(x, 0), min(x + wide, width)
        cover[roof:, left:right] = 1
        shade = tone(wall) * rng.uniform(0.85, 1.2)
        colour[roof:, left:right] = shade
        if rng.random() < 0.3:
            cv2.line(cover, (x + wide // 2, roof), (x + wide // 2, roof - 34), 1.0, 2)
            cv2.line(colour, (x + wide // 2, roof), (x + wide // 2, roof - 34), shade.tolist(), 2)
        for wx in range(x + 7, x + wide - 9, 11):
            for wy in range(roof + 9, _WATERLINE - 8, 14):
                if rng.random() < lit and 0 <= wx < width - 6:
                    light = tone(_WARM if rng.random() < 0.8 else _COLD)
                    colour[wy : wy + 7, wx : wx + 5] = light * rng.uniform(0.35, 1.0)
        x += wide + int(rng.uniform(0, 16))
    bloom = cv2.GaussianBlur(np.clip(colour - 60, 0, 255), (0, 0), 5)
    return Layer.of(np.clip(colour + bloom * 0.8, 0, 255), cover)


def _lamp(colour: Colour, radius: int) -> Picture:
    """A light as a small square picture to be added."""
    size = radius * 6
    return np.asarray(
        np.clip(
            glow(size / 2, size / 2, radius * 0.9, colour, 0.9, size, size) * 0.8
            + glow(size / 2, size / 2, radius * 0.22, colour, 2, size, size),
            0,
            255,
        ),
        np.uint8,
    )


def _shine(canvas: Picture, lamp: Picture, x: float, y: float, bright: float) -> None:
    """Add a lamp with its middle at (x, y)."""
    height, width = lamp.shape[:2]
    left, top = int(x - width / 2), int(y - height / 2)
    x0, y0, x1, y1 = max(0, left), max(0, top), min(WIDTH, left + width), min(HEIGHT, top + height)
    if x1 > x0 and y1 > y0:
        part = cv2.convertScaleAbs(lamp[y0 - top : y1 - top, x0 - left : x1 - left], alpha=bright)
        cv2.add(canvas[y0:y1, x0:x1], part, canvas[y0:y1, x0:x1])


def _disc(light: Picture, centre: tuple[int, int], radius: float, shade: tuple[float, ...]) -> None:
    """Add one soft disc of light; discs that overlap shine through each other."""
    x, y, reach = centre[0] // 16, centre[1] // 16, int(radius) + 2
    x0, y0, x1, y1 = (
        max(0, x - reach),
        max(0, y - reach),
        min(WIDTH, x + reach),
        min(HEIGHT, y + reach),
    )
    if x1 > x0 and y1 > y0:
        part = np.zeros((y1 - y0, x1 - x0, 3), np.uint8)
        at = (centre[0] - x0 * 16, centre[1] - y0 * 16)
        cv2.circle(part, at, int(radius * 16), shade, -1, cv2.LINE_AA, shift=4)
        cv2.circle(part, at, int(radius * 16), tuple(c * 1.35 for c in shade), 1, cv2.LINE_AA, shift=4)
        cv2.add(light[y0:y1, x0:x1], part, light[y0:y1, x0:x1])
