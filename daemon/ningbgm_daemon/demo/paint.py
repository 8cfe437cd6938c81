"""Brushes: skies, ridges, glows and layers, all as 8-bit RGB pictures.

Pictures are uint8, shape (height, width, 3), RGB. Colours are (red, green, blue), 0 to 255.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

WIDTH, HEIGHT = 960, 540
"""Size of the film in pixels."""

Picture = NDArray[np.uint8]
Field = NDArray[np.float32]
Colour = tuple[float, float, float]


@dataclass(frozen=True)
class Layer:
    """Something painted on glass: colour times opacity, and what is let through."""

    colour: Picture
    through: Picture
    """255 where the glass is clear; same shape as `colour`."""
    first_row: int = 0
    """The row that the pictures begin with; all above is clear."""

    @classmethod
    def of(cls, colour: Field, opacity: Field) -> Layer:
        """From colour (h, w, 3), 0 to 255, and opacity (h, w), 0 to 1."""
        first_row = int(np.argmax(opacity.max(axis=1) > 0))
        cover = np.repeat(np.clip(opacity[first_row:], 0, 1)[:, :, None], 3, axis=2)
        through = np.asarray(255 * (1 - cover) + 0.5, np.uint8)
        return cls(dithered(colour[first_row:] * cover), through, first_row)

    def over(self, canvas: Picture, x: float = 0.0, y: float = 0.0) -> None:
        """Lay the glass on the canvas, its pixel (x, y) at the canvas's upper left corner."""
        y -= self.first_row
        top = max(0, int(-y))
        colour = shifted(self.colour, x, y, top)
        through = shifted(self.through, x, y, top)
        part = canvas[top : top + colour.shape[0]]
        cv2.multiply(part, through, part, scale=1 / 255)
        cv2.add(part, colour, part)


def shifted(picture: Picture, x: float, y: float, top: int = 0) -> Picture:
    """The canvas-wide window of a picture from (x, y), between pixels, below canvas row `top`."""
    rows = min(HEIGHT - top, int(picture.shape[0] - y - top))
    if float(x).is_integer() and float(y).is_integer():
        first = int(y) + top
        return picture[first : first + rows, int(x) : int(x) + WIDTH]
    move = np.array([[1, 0, -x], [0, 1, -(y + top)]], np.float32)
    return np.asarray(cv2.warpAffine(picture, move, (WIDTH, rows), borderMode=cv2.BORDER_REPLICATE), np.uint8)


def tone(colour: Sequence[float]) -> Field:
    """A colour to calculate with: float32, shape (3,)."""
    return np.array(colour, np.float32)


def dithered(picture: Field) -> Picture:
    """Eight bits without bands: a fixed, fine noise decides the rounding."""
    noise = np.random.default_rng(7).random(picture.shape[:2], np.float32)[:, :, None]
    return np.asarray(np.clip(picture + noise, 0, 255), np.uint8)


def gradient(stops: list[tuple[float, Colour]], height: int = HEIGHT, width: int = WIDTH) -> Field:
    """A vertical gradient through (place 0 to 1, colour) stops."""
    places = np.array([place for place, _ in stops])
    rows = np.linspace(0, 1, height)
    columns = [np.interp(rows, places, [colour[i] for _, colour in stops]) for i in range(3)]
    return np.repeat(np.stack(columns, axis=1)[:, None, :], width, axis=1).astype(np.float32)


def glow(
    x: float,
    y: float,
    radius: float,
    colour: Colour,
    power: float = 2.0,
    height: int = HEIGHT,
    width: int = WIDTH,
) -> Field:
    """Light around a point, to be added: full at the point, fading over `radius` pixels."""
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    distance = np.hypot(columns - x, rows - y) / radius
    return np.asarray(np.exp(-(distance**power))[:, :, None] * tone(colour), np.float32)


def noise(height: int, width: int, cell: int, seed: int, octaves: int = 5) -> Field:
    """Cloudy noise, 0 to 1: octaves of enlarged random values, the largest `cell` pixels wide."""
    rng = np.random.default_rng(seed)
    total, weight = np.zeros((height, width), np.float32), 0.0
    for octave in range(octaves):
        size = max(2, cell >> octave)
        coarse = rng.random((height // size + 3, width // size + 3), np.float32)
        fine = cv2.resize(coarse, None, fx=size, fy=size, interpolation=cv2.INTER_CUBIC)
        total += fine[:height, :width] * 0.5**octave
        weight += 0.5**octave
    return np.asarray(np.clip(total / weight, 0, 1), np.float32)


def skyline(width: int, base: float, swing: float, cell: int, seed: int) -> Field:
    """Heights (pixels from the top) of a rolling ridge, shape (width,)."""
    row = noise(4, width, cell, seed, octaves=6)[1]
    return np.asarray(base - swing * (row - 0.5) * 2, np.float32)


def ridge(heights: Field, top: Colour, bottom: Colour, height: int = HEIGHT) -> Layer:
    """Ground below a line of heights, shaded from `top` to `bottom` at the canvas's foot."""
    rows = np.arange(height, dtype=np.float32)[:, None]
    opacity = np.clip(rows - heights[None, :] + 0.5, 0, 1)
    depth = np.repeat(np.clip((rows - heights.min()) / (height - heights.min()), 0, 1), len(heights), axis=1)[
        :, :, None
    ]
    return Layer.of(tone(top) * (1 - depth) + tone(bottom) * depth, opacity)


def wooded(heights: Field, count: int, size: tuple[float, float], seed: int) -> Field:
    """The same line with conifers standing on it."""
    rng = np.random.default_rng(seed)
    line = heights.copy()
    columns = np.arange(len(heights), dtype=np.float32)
    for _ in range(count):
        x, tall = rng.uniform(0, len(heights)), rng.uniform(*size)
        half = tall * rng.uniform(0.16, 0.24)
        reach = np.abs(columns - x)
        near = reach < half
        tier = (reach[near] / half * 5) % 1 * tall * 0.07
        foot = heights[min(int(x), len(heights) - 1)]
        line[near] = np.minimum(line[near], foot - tall * (1 - reach[near] / half) - tier + 2)
    return line


def ease(share: float) -> float:
    """0 to 1 with a soft start and a soft landing."""
    share = min(max(share, 0.0), 1.0)
    return share * share * (3 - 2 * share)


def mixed(one: Picture, other: Picture, share: float) -> Picture:
    """`share` of one picture and the rest of another."""
    return np.asarray(cv2.addWeighted(one, share, other, 1 - share, 0), np.uint8)


def darkened(canvas: Picture, light: float) -> Picture:
    """The canvas under less (or, over 1, more) light."""
    return canvas if light == 1 else np.asarray(cv2.convertScaleAbs(canvas, alpha=light), np.uint8)


VIGNETTE = np.asarray(
    255
    - 90
    * np.clip(
        np.hypot(*np.meshgrid(np.linspace(-0.8, 0.8, WIDTH), np.linspace(-0.8, 0.8, HEIGHT))) - 0.45,
        0,
        1,
    )[:, :, None].repeat(3, axis=2),
    np.uint8,
)
"""What a lens takes away towards the corners; multiply by it over 255."""
