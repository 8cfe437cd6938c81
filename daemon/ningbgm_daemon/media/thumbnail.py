"""Thumbnails for the review page: small JPEGs of the displayed picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from ningbgm_agents.timeline import Span

from . import limits
from .picture import LONG_SIDE, small_size

_QUALITY = 78


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """A small picture of the film."""

    frame: int
    """Frame that it shows."""
    jpeg: bytes
    width: int
    """Pixels, as displayed."""
    height: int


def jpeg_of(rgb: npt.NDArray[np.uint8]) -> bytes:
    """An RGB image, uint8, shape (height, width, 3), as JPEG."""
    flipped = cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR)
    _, coded = cv2.imencode(".jpg", flipped, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    return coded.tobytes()


def thumbnail_size(width: int, height: int) -> tuple[int, int]:
    """Width and height of the thumbnail of a displayed picture of this size."""
    return small_size(max(width, 1), max(height, 1), LONG_SIDE)


def fitted(rgb: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """An RGB image, uint8, shape (height, width, 3), reduced to the size of a thumbnail."""
    size = thumbnail_size(rgb.shape[1], rgb.shape[0])
    return np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def chosen(thumbnails: Sequence[Thumbnail], shots: Sequence[Span]) -> tuple[Thumbnail, ...]:
    """The first thumbnail of every shot, then evenly spread others, within the limit."""
    ordered = sorted(thumbnails, key=lambda thumbnail: thumbnail.frame)
    firsts: dict[int, Thumbnail] = {}
    at = 0
    for shot in shots:
        while at < len(ordered) and ordered[at].frame < shot.start:
            at += 1
        if at < len(ordered) and ordered[at].frame in shot:
            firsts[ordered[at].frame] = ordered[at]
    kept = _thinned(list(firsts.values()), limits.MAX_THUMBNAILS)
    others = [thumbnail for thumbnail in ordered if thumbnail.frame not in firsts]
    kept += _thinned(others, limits.MAX_THUMBNAILS - len(kept))
    return tuple(sorted(kept, key=lambda thumbnail: thumbnail.frame))


def _thinned(thumbnails: list[Thumbnail], most: int) -> list[Thumbnail]:
    if len(thumbnails) <= most:
        return thumbnails
    places = np.linspace(0, len(thumbnails) - 1, max(most, 0)).astype(int)
    return [thumbnails[place] for place in places]
