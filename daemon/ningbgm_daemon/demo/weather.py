"""What fills the air: clouds, rain, lightning, birds, mist."""

from __future__ import annotations

import math

import cv2
import numpy as np

from .paint import HEIGHT, WIDTH, Colour, Layer, Picture, noise, shifted, tone


def clouds(
    width: int, height: int, light: Colour, shade: Colour, cover: float, seed: int, cell: int = 240
) -> Layer:
    """A bank of clouds lit from above; `cover` is the share of sky that it hides."""
    mass = noise(height, width, cell, seed, octaves=6)
    stretched = cv2.resize(mass[:, : width // 2], (width, height), interpolation=cv2.INTER_CUBIC)
    rank = np.quantile(stretched, 1 - cover)
    body = np.clip((stretched - rank) / 0.16, 0, 1)
    above = np.concatenate([np.repeat(stretched[:1], 14, axis=0), stretched[:-14]])
    lit = np.clip(0.55 + (stretched - above) * 5, 0, 1)[:, :, None]
    fade = np.interp(np.arange(height), [0, height * 0.12, height * 0.6, height], [0.9, 1, 0.9, 0])
    colour = tone(light) * lit + tone(shade) * (1 - lit)
    return Layer.of(colour.astype(np.float32), (body * fade[:, None] * 0.94).astype(np.float32))


def mist(width: int, height: int, colour: Colour, strength: float, seed: int) -> Layer:
    """A low veil, densest in its middle."""
    rows = np.sin(np.linspace(0, math.pi, height))[:, None] ** 2
    veil = cv2.resize(noise(height, width // 3, 120, seed), (width, height)) * rows * strength
    return Layer.of(
        np.broadcast_to(tone(colour), (height, width, 3)).astype(np.float32),
        veil.astype(np.float32),
    )


def rain_sheet(drops: int, length: float, bright: float, slant: float, seed: int) -> Picture:
    """A sheet of falling drops, twice the canvas high; it repeats after one canvas height."""
    rng = np.random.default_rng(seed)
    sheet = np.zeros((HEIGHT, WIDTH), np.float32)
    for x, y, size in rng.random((drops, 3)):
        start = (int((x * 1.2 - 0.1) * WIDTH * 16), int(y * HEIGHT * 16))
        fall = length * (0.6 + 0.8 * size)
        for shift in (0, -HEIGHT * 16):
            end = (int(start[0] + slant * fall * 16), int(start[1] + shift + fall * 16))
            cv2.line(
                sheet,
                (start[0], start[1] + shift),
                end,
                float(bright * (0.4 + 0.6 * size)),
                1,
                cv2.LINE_AA,
                shift=4,
            )
    soft = np.asarray(cv2.GaussianBlur(sheet, (3, 3), 0.7), np.float32)
    tinted = np.clip(soft[:, :, None] * tone((0.86, 0.93, 1.0)), 0, 255).astype(np.uint8)
    return np.concatenate([tinted, tinted])


def fall(canvas: Picture, sheet: Picture, seconds: float, speed: float) -> None:
    """Add a rain sheet that has fallen for a while, `speed` canvas heights a second."""
    down = int(seconds * speed * HEIGHT) % HEIGHT
    cv2.add(canvas, sheet[HEIGHT - down : 2 * HEIGHT - down], canvas)


def bolt(x: float, foot: float, seed: int) -> Picture:
    """A flash of lightning as light to be added."""
    rng = np.random.default_rng(seed)
    light = np.zeros((HEIGHT, WIDTH, 3), np.uint8)

    def branch(x: float, y: float, end: float, thick: int, drift: float) -> None:
        while y < end:
            step = rng.uniform(8, 24)
            to = (x + rng.normal(drift, 9), y + step)
            cv2.line(
                light,
                (int(x), int(y)),
                (int(to[0]), int(to[1])),
                (235, 240, 255),
                thick,
                cv2.LINE_AA,
            )
            if thick > 1 and rng.random() < 0.22:
                branch(*to, min(end, to[1] + rng.uniform(40, 130)), 1, rng.choice([-8.0, 8.0]))
            x, y = to

    branch(x, 0, foot, 3, 0)
    halo = cv2.GaussianBlur(light, (0, 0), 14)
    return np.asarray(cv2.add(light, cv2.add(halo, halo)), np.uint8)


def birds(
    canvas: Picture,
    seconds: float,
    x: float,
    y: float,
    count: int,
    size: float,
    colour: Colour,
    seed: int = 3,
) -> None:
    """A flock whose middle is at (x, y), flapping and gliding."""
    rng = np.random.default_rng(seed)
    for i in range(count):
        dx, dy, phase, scale = (
            rng.normal(0, 46),
            rng.normal(0, 20),
            rng.random(),
            rng.uniform(0.6, 1.1),
        )
        centre = np.array(
            [x + dx + 6 * math.sin(seconds + 5 * phase), y + dy + 4 * math.sin(1.7 * seconds + i)]
        )
        lift = math.sin(2 * math.pi * (seconds * 2.6 + phase)) * 0.75
        span = size * scale
        wing = [
            (-1.0, -lift * 0.7),
            (-0.45, -lift * 0.55 - 0.12),
            (0, 0.1),
            (0.45, -lift * 0.55 - 0.12),
            (1.0, -lift * 0.7),
        ]
        points = ((centre + np.array(wing) * span) * 16).astype(np.int32)
        cv2.polylines(canvas, [points], False, colour, 2 if span > 8 else 1, cv2.LINE_AA, shift=4)


def drift(layer: Layer, canvas: Picture, x: float, y: float = 0.0) -> None:
    """Lay a wide layer that wanders sideways; it is taken as endless by holding its edges."""
    reach = layer.colour.shape[1] - WIDTH
    layer.over(canvas, min(max(x, 0.0), float(reach)), y)


def add_light(canvas: Picture, light: Picture, x: float = 0.0, y: float = 0.0) -> None:
    """Add a picture of light that is larger than the canvas, from its pixel (x, y)."""
    cv2.add(canvas, shifted(light, x, y), canvas)
