"""The open country by day: valley, path, lake."""

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
    darkened,
    dithered,
    ease,
    glow,
    gradient,
    ridge,
    skyline,
    tone,
    wooded,
)
from .walker import Pose, draw_walker
from .weather import birds, clouds, drift, mist

STRIDES_PER_S = 0.95
"""Pace of the walk: strides (two steps) a second."""


class Valley:
    """A bright morning: ridges in the haze, clouds, a flock of birds; the camera glides right."""

    def __init__(self) -> None:
        sky = gradient([(0, (74, 144, 205)), (0.45, (158, 205, 228)), (0.75, (246, 232, 200))])
        self._sky = dithered(sky + glow(730, 250, 330, (70, 52, 10)) + glow(730, 250, 46, (60, 60, 50), 3))
        self._clouds = clouds(1500, 300, (255, 253, 246), (196, 212, 226), 0.5, seed=11)
        shades: list[tuple[Colour, Colour]] = [
            ((171, 199, 207), (205, 216, 205)),
            ((126, 170, 178), (176, 198, 178)),
            ((82, 137, 132), (128, 168, 130)),
            ((47, 105, 84), (78, 130, 78)),
            ((22, 66, 48), (30, 80, 44)),
        ]
        self._hills: list[tuple[Layer, float]] = []
        for i, (top, bottom) in enumerate(shades):
            line = skyline(1500, 270 + 55 * i, 70 - 6 * i, 420 - 50 * i, seed=20 + i)
            if i >= 3:
                line = wooded(line, 70, (16 + 22 * (i - 3), 34 + 44 * (i - 3)), seed=30 + i)
            self._hills.append((ridge(line, top, bottom), 5.0 * 1.75**i))
        self._mist = mist(1500, 160, (250, 244, 226), 0.75, seed=5)

    def at(self, seconds: float) -> Picture:
        """The picture some seconds into the shot."""
        canvas = self._sky.copy()
        drift(self._clouds, canvas, 200 + 9 * seconds, 6)
        for i, (layer, speed) in enumerate(self._hills):
            drift(layer, canvas, 20 + speed * seconds)
            if i == 2:
                drift(self._mist, canvas, 150 - 12 * seconds, -330)
        birds(canvas, seconds, 250 + 72 * seconds, 190 - 9 * seconds, 9, 10, (40, 60, 72))
        cv2.multiply(canvas, VIGNETTE, canvas, scale=1 / 255)
        return darkened(canvas, ease(seconds / 0.9))


class Path:
    """The walker on the ridge path, followed by the camera; tall grass passes close by."""

    def __init__(self) -> None:
        sky = gradient([(0, (96, 166, 214)), (0.6, (224, 226, 196)), (0.8, (255, 226, 170))])
        self._sky = dithered(sky + glow(240, 330, 380, (60, 38, 0)))
        self._clouds = clouds(1300, 260, (255, 250, 238), (206, 208, 210), 0.44, seed=46)
        self._far = ridge(skyline(1400, 360, 50, 380, 51), (150, 184, 176), (190, 202, 170))
        self._middle = ridge(
            wooded(skyline(1700, 410, 34, 300, 52), 90, (14, 36), 53), (84, 130, 96), (120, 156, 92)
        )
        self._near = ridge(
            np.full(2400, 452, np.float32) + skyline(2400, 0, 7, 260, 54),
            (52, 88, 42),
            (20, 44, 26),
        )
        self._grass = grass(2700, seed=55)

    def at(self, seconds: float) -> Picture:
        """The picture some seconds into the shot."""
        canvas = self._sky.copy()
        drift(self._clouds, canvas, 30 + 8 * seconds, 20)
        drift(self._far, canvas, 20 + 16 * seconds)
        drift(self._middle, canvas, 40 + 60 * seconds)
        drift(self._near, canvas, 60 + 175 * seconds)
        x = 400 + 34 * seconds
        pose = Pose(stride=seconds * STRIDES_PER_S)
        draw_walker(canvas, x, 462, 176, pose, (34, 44, 40))
        drift(self._grass, canvas, 40 + 430 * seconds)
        cv2.multiply(canvas, VIGNETTE, canvas, scale=1 / 255)
        return canvas


class Lake:
    """Still water with the hills upside down, glitter, a sail; the afternoon turns warm."""

    def __init__(self) -> None:
        sky = gradient([(0, (104, 150, 190)), (0.3, (206, 206, 190)), (0.5, (255, 222, 160))])
        picture = dithered(sky + glow(640, 220, 260, (90, 56, 6)) + glow(640, 220, 34, (120, 110, 80), 4))
        clouds(WIDTH, 240, (255, 244, 222), (200, 190, 186), 0.3, seed=61).over(picture)
        for base, top, bottom, seed in (
            (230, (142, 160, 166), (200, 190, 170), 62),
            (252, (84, 112, 112), (150, 150, 130), 63),
        ):
            ridge(skyline(WIDTH, base, 42, 320, seed), top, bottom).over(picture)
        ridge(wooded(skyline(WIDTH, 268, 8, 200, 64), 80, (10, 26), 65), (38, 64, 60), (44, 66, 60)).over(
            picture
        )
        self._land = picture[:280]
        self._rows = np.mgrid[0:260, 0:WIDTH].astype(np.float32)
        self._glitter = np.random.default_rng(66).random((260, WIDTH), np.float32)

    def at(self, seconds: float) -> Picture:
        """The picture some seconds into the shot."""
        rows, columns = self._rows
        depth = rows / 260
        ripple = np.sin(rows * (0.9 - 0.55 * depth) - 5 * seconds) * (1 + 5 * depth)
        ripple += np.sin(columns * 0.02 + rows * 0.3 + 2.1 * seconds) * 2 * depth
        mirror = cv2.remap(
            self._land[::-1].copy(),
            columns + ripple,
            rows + np.abs(ripple) * 0.4,
            cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REPLICATE,
        )
        mirror = cv2.addWeighted(mirror, 0.8, np.full_like(mirror, (44, 84, 104)), 0.2, 0)
        track = np.exp(-(((columns - 640) / (22 + 100 * depth)) ** 2))
        spark = np.clip(
            (np.sin(rows * 1.1 - 6 * seconds + 7 * self._glitter) - 0.35) * track * self._glitter * 420,
            0,
            190,
        )
        cv2.add(mirror, (spark[:, :, None] * tone((1, 0.86, 0.6))).astype(np.uint8), mirror)
        canvas = np.concatenate([self._land, mirror[: HEIGHT - 280]])
        _sail(
            canvas,
            250 + 15 * seconds,
            300 + 1.5 * math.sin(2 * seconds),
            0.03 * math.sin(1.6 * seconds),
        )
        cv2.multiply(canvas, VIGNETTE, canvas, scale=1 / 255)
        return canvas


def grass(width: int, seed: int, colour: Colour = (12, 30, 18)) -> Layer:
    """Blades close to the camera along the foot of the canvas."""
    rng = np.random.default_rng(seed)
    cover = np.zeros((HEIGHT, width), np.uint8)
    for x in rng.uniform(0, width, width // 3):
        tall, bend = rng.uniform(20, 74) * (0.4 + 0.6 * math.sin(x / 130) ** 2), rng.normal(5, 11)
        points = [
            (x - 2.5, HEIGHT + 4),
            (x + bend * 0.35, HEIGHT - tall * 0.55),
            (x + bend, HEIGHT - tall),
            (x + bend * 0.35 + 2.2, HEIGHT - tall * 0.5),
            (x + 3, HEIGHT + 4),
        ]
        cv2.fillPoly(cover, [(np.array(points) * 16).astype(np.int32)], 255, cv2.LINE_AA, shift=4)
    soft = cv2.GaussianBlur(cover, (0, 0), 1.6)
    plain = np.broadcast_to(tone(colour), (HEIGHT, width, 3)).astype(np.float32)
    return Layer.of(plain, np.asarray(soft / np.float32(255), np.float32))


def _sail(canvas: Picture, x: float, y: float, tilt: float) -> None:
    """A small boat at (x, y) and its reflection."""
    for flip, hull, sail in (
        (-1, (66, 74, 84), (196, 190, 170)),
        (1, (40, 40, 48), (255, 248, 230)),
    ):
        for colour, outline in (
            (hull, [(-26, 0), (24, 0), (17, -7 * -1), (-19, 7)]),
            (sail, [(-1, -4), (1 + 60 * tilt, -58), (20, -5)]),
            (sail, [(-3, -4), (0 + 60 * tilt, -52), (-16, -5)]),
        ):
            points = [(x + px, y + py * flip if flip > 0 else y + 8 - py * 0.7) for px, py in outline]
            cv2.fillPoly(canvas, [(np.array(points) * 16).astype(np.int32)], colour, cv2.LINE_AA, shift=4)
