"""The last card: a title in letters drawn by strokes, with sparks rising behind it."""

from __future__ import annotations

import math

import cv2
import numpy as np

from .paint import HEIGHT, VIGNETTE, WIDTH, Picture, darkened, dithered, ease, glow, gradient

TITLE = "THE LONG WAY HOME"
LINE = "A FILM DRAWN BY CODE"
CARD_S = 4.0
"""Length of the card; the last second fades to black."""

_Stroke = list[tuple[float, float]]


def _arc(x: float, y: float, wide: float, high: float, start: float, end: float) -> _Stroke:
    """Part of an ellipse, angles in degrees, clockwise from the right."""
    angles = np.radians(np.linspace(start, end, 40))
    return [(x + wide * math.cos(a), y + high * math.sin(a)) for a in angles]


_LETTERS: dict[str, tuple[float, list[_Stroke]]] = {
    "A": (0.74, [[(0, 1), (0.37, 0), (0.74, 1)], [(0.13, 0.66), (0.61, 0.66)]]),
    "B": (
        0.52,
        [
            [(0, 0), (0, 1)],
            [(0, 0), (0.26, 0), *_arc(0.26, 0.24, 0.22, 0.24, -90, 90), (0, 0.48)],
            [(0, 0.48), (0.28, 0.48), *_arc(0.28, 0.74, 0.24, 0.26, -90, 90), (0, 1)],
        ],
    ),
    "C": (0.82, [_arc(0.5, 0.5, 0.5, 0.5, 312, 48)]),
    "D": (
        0.70,
        [[(0, 0), (0, 1)], [(0, 0), (0.22, 0), *_arc(0.22, 0.5, 0.48, 0.5, -90, 90), (0, 1)]],
    ),
    "E": (0.48, [[(0.48, 0), (0, 0), (0, 1), (0.48, 1)], [(0, 0.48), (0.42, 0.48)]]),
    "F": (0.46, [[(0.46, 0), (0, 0), (0, 1)], [(0, 0.48), (0.40, 0.48)]]),
    "G": (0.92, [_arc(0.5, 0.5, 0.5, 0.5, 318, 0), [(0.56, 0.52), (1.0, 0.52)]]),
    "H": (0.66, [[(0, 0), (0, 1)], [(0.66, 0), (0.66, 1)], [(0, 0.48), (0.66, 0.48)]]),
    "I": (0.0, [[(0, 0), (0, 1)]]),
    "L": (0.44, [[(0, 0), (0, 1), (0.44, 1)]]),
    "M": (0.84, [[(0, 1), (0.08, 0), (0.42, 0.78), (0.76, 0), (0.84, 1)]]),
    "N": (0.68, [[(0, 1), (0, 0), (0.68, 1), (0.68, 0)]]),
    "O": (1.0, [_arc(0.5, 0.5, 0.5, 0.5, 0, 360)]),
    "R": (
        0.52,
        [
            [(0, 0), (0, 1)],
            [(0, 0), (0.26, 0), *_arc(0.26, 0.26, 0.24, 0.26, -90, 90), (0, 0.52)],
            [(0.22, 0.52), (0.54, 1)],
        ],
    ),
    "T": (0.60, [[(0, 0), (0.60, 0)], [(0.30, 0), (0.30, 1)]]),
    "W": (1.06, [[(0, 0), (0.27, 1), (0.53, 0.10), (0.79, 1), (1.06, 0)]]),
    "Y": (0.64, [[(0, 0), (0.32, 0.50), (0.64, 0)], [(0.32, 0.50), (0.32, 1)]]),
    " ": (0.30, []),
}
"""Letters by name: width and strokes, in units of the cap height; (0, 0) is upper left."""


class Card:
    """The title on the last light of the sky."""

    def __init__(self) -> None:
        sky = gradient([(0, (24, 20, 44)), (0.55, (92, 48, 66)), (1, (214, 116, 74))])
        self._sky = dithered(sky + glow(480, 600, 460, (70, 50, 16), 1.6))
        self._sparks = np.random.default_rng(131).random((70, 4))
        title, line = lettering(TITLE, 46, 0.34, 2.2), lettering(LINE, 13, 0.62, 1.1)
        self._words = [(_placed(title, 244), 0.1), (_placed(line, 318), 1.0)]
        glare = np.asarray(cv2.GaussianBlur(self._words[0][0], (0, 0), 9), np.uint8)
        self._halo = [(glare, 0.1)]

    def at(self, seconds: float) -> Picture:
        """The picture some seconds into the shot."""
        canvas = self._sky.copy()
        for x, y, pace, size in self._sparks:
            up = (y * HEIGHT - seconds * (10 + 34 * pace)) % HEIGHT
            bright = 150 * (0.4 + 0.6 * math.sin(seconds * 2 + 9 * x) ** 2) * (up / HEIGHT) ** 1.5
            at = (int((x * WIDTH + 12 * math.sin(seconds + 8 * y)) * 16), int(up * 16))
            cv2.circle(
                canvas,
                at,
                int((0.8 + 1.6 * size) * 16),
                (255, 190 + bright * 0.2, 90 + bright * 0.4),
                -1,
                cv2.LINE_AA,
                shift=4,
            )
        for cover, start in self._words:
            _ink(canvas, cover, ease((seconds - start) / 0.7))
        for cover, start in self._halo:
            _ink(canvas, cover, 0.4 * ease((seconds - start) / 1.4))
        cv2.rectangle(canvas, (450, 296), (510, 296), (255, 226, 190), 1)
        cv2.multiply(canvas, VIGNETTE, canvas, scale=1 / 255)
        return darkened(canvas, 1 - ease((seconds - CARD_S + 1.1) / 1.0))


def lettering(text: str, cap: float, spacing: float, thick: float) -> Picture:
    """A line of text as coverage, uint8, shape (height, width), letters `cap` pixels high."""
    fine, margin = 8, cap * 0.3
    width = sum(_LETTERS[letter][0] + spacing for letter in text) - spacing
    cover = np.zeros((int((cap + 2 * margin) * fine), int((width * cap + 2 * margin) * fine)), np.uint8)
    x = margin
    for letter in text:
        wide, strokes = _LETTERS[letter]
        for stroke in strokes:
            points = (np.array(stroke) * cap + (x, margin)) * fine
            cv2.polylines(cover, [points.astype(np.int32)], False, 255, int(thick * fine), cv2.LINE_AA)
        x += (wide + spacing) * cap
    size = (cover.shape[1] // fine, cover.shape[0] // fine)
    return np.asarray(cv2.resize(cover, size, interpolation=cv2.INTER_AREA), np.uint8)


def _placed(cover: Picture, middle: int) -> Picture:
    """The line centred on an empty canvas."""
    full = np.zeros((HEIGHT, WIDTH), np.uint8)
    height, width = cover.shape[:2]
    top, left = middle - height // 2, (WIDTH - width) // 2
    full[top : top + height, left : left + width] = cover
    return full


def _ink(canvas: Picture, cover: Picture, strength: float) -> None:
    """Add light in the shape of a line of text."""
    light = cv2.merge([darkened(cover, strength * share) for share in (0.99, 0.95, 0.86)])
    cv2.add(canvas, light, canvas)
