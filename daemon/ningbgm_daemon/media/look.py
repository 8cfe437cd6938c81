"""The look of a stretch of picture or of an image: light, colour, contrast, palette."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ningbgm_agents.evidence import Colour, Look

from .frames import CHROMA_SHAPE, THUMB_SHAPE, Track
from .picture import to_rgb

Floats = npt.NDArray[np.float32]

_BLACK, _RANGE = 16.0, 219.0
_FULL_CHROMA, _FULL_WARMTH, _FULL_CONTRAST = 60.0, 32.0, 75.0
_COLOURS, _ROUNDS, _SAMPLES = 5, 8, 8
_LUMA = THUMB_SHAPE[0] * THUMB_SHAPE[1]
_CHROMA = CHROMA_SHAPE[0] * CHROMA_SHAPE[1]


def brightness(luma: Floats) -> Floats:
    """Luma in video levels as 0 (black) to 1 (white)."""
    return _clipped((luma - np.float32(_BLACK)) / np.float32(_RANGE))


def saturation(chroma: Floats) -> Floats:
    """Mean distance from grey in levels as 0 (grey) to 1 (very colourful)."""
    return _clipped(chroma / np.float32(_FULL_CHROMA))


def warmth(u: Floats, v: Floats) -> Floats:
    """Red against blue difference as -1 (cold) to 1 (warm)."""
    return _clipped((v - u) / np.float32(_FULL_WARMTH), low=-1)


def contrast(deviation: Floats) -> Floats:
    """Standard deviation of luma as 0 (flat) to 1 (hard)."""
    return _clipped(deviation / np.float32(_FULL_CONTRAST))


def look_of(track: Track, first: int, last: int, *, hd: bool) -> Look:
    """The look of the pictures from `first` up to but not including `last`."""
    part = slice(first, max(last, first + 1))
    picked = np.unique(np.linspace(first, max(last - 1, first), _SAMPLES).astype(int))
    return Look(
        brightness=_mean(brightness(track.luma[part])),
        saturation=_mean(saturation(track.chroma[part])),
        warmth=_mean(warmth(track.u[part], track.v[part])),
        contrast=_mean(contrast(track.contrast[part])),
        palette=palette(_colours(track.thumbs[picked], hd=hd)),
    )


def palette(pixels: npt.NDArray[np.uint8]) -> tuple[Colour, ...]:
    """At most five colours that stand for all, the most frequent first.

    `pixels`: RGB, uint8, shape (pixels, 3). Plain k-means from evenly spread starting colours, so
    that the same pixels always give the same palette.
    """
    points = pixels.astype(np.float32)
    by_light = points[np.argsort(points.sum(axis=1), kind="stable")]
    starts = np.linspace(0, len(points) - 1, _COLOURS + 2).astype(int)[1:-1]
    centres = np.unique(by_light[starts], axis=0)
    for _ in range(_ROUNDS):
        nearest = _nearest(points, centres)
        kept = [points[nearest == index] for index in range(len(centres))]
        centres = np.stack([group.mean(axis=0) for group in kept if len(group)])
    shares = np.bincount(_nearest(points, centres), minlength=len(centres)) / len(points)
    colours = (
        Colour(round(float(red)), round(float(green)), round(float(blue)), round(float(share), 3))
        for (red, green, blue), share in zip(centres, shares, strict=True)
        if share > 0
    )
    return tuple(sorted(colours, key=lambda colour: -colour.share))


def _nearest(points: Floats, centres: Floats) -> npt.NDArray[np.int64]:
    distances = ((points[:, None, :] - centres[None, :, :]) ** 2).sum(axis=2)
    nearest: npt.NDArray[np.int64] = distances.argmin(axis=1)
    return nearest


def _colours(thumbs: npt.NDArray[np.uint8], *, hd: bool) -> npt.NDArray[np.uint8]:
    """The pixels of thumbs as RGB, shape (pixels, 3)."""
    rows = (np.arange(THUMB_SHAPE[0]) * CHROMA_SHAPE[0]) // THUMB_SHAPE[0]
    columns = (np.arange(THUMB_SHAPE[1]) * CHROMA_SHAPE[1]) // THUMB_SHAPE[1]
    luma = thumbs[:, :_LUMA].reshape(-1, *THUMB_SHAPE).astype(np.float32)
    u, v = (
        thumbs[:, begin : begin + _CHROMA]
        .reshape(-1, *CHROMA_SHAPE)[:, rows][:, :, columns]
        .astype(np.float32)
        for begin in (_LUMA, _LUMA + _CHROMA)
    )
    return to_rgb(luma, u, v, hd=hd).reshape(-1, 3)


def _clipped(values: Floats, low: float = 0.0) -> Floats:
    inside: Floats = np.clip(values, low, 1.0).astype(np.float32)
    return inside


def _mean(values: Floats) -> float:
    return round(float(values.mean()), 4)
