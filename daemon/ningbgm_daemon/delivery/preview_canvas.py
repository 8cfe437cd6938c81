"""The small canvas that a preview is drawn on: YUV 4:2:0 at video levels."""

from __future__ import annotations

from dataclasses import dataclass

import av
import cv2
import numpy as np
from numpy.typing import NDArray

Planes = NDArray[np.uint8]
"""A canvas: uint8, shape (height * 3 / 2, width): luma, then U and V as FFmpeg packs yuv420p."""

LONG_SIDE = 640
_BLACK, _NEUTRAL = 16, 128
_TURNS = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}


@dataclass(frozen=True)
class Canvas:
    """A picture size, even in both directions."""

    width: int
    height: int

    @classmethod
    def within(cls, width: int, height: int) -> Canvas:
        """The canvas for pictures of a size: the same shape, at most 640 on the long side."""
        if width <= 0 or height <= 0:
            return cls(LONG_SIDE, LONG_SIDE * 9 // 16)
        scale = min(1.0, LONG_SIDE / max(width, height))
        return cls(_even(width * scale), _even(height * scale))

    def black(self) -> Planes:
        """An empty canvas."""
        planes = np.full((self.height * 3 // 2, self.width), _BLACK, np.uint8)
        planes[self.height :] = _NEUTRAL
        return planes

    def fitted(self, frame: av.VideoFrame, width: int, height: int, rotation: int = 0) -> Planes:
        """A frame turned clockwise and set into the middle; `width` and `height` as displayed."""
        scale = min(self.width / width, self.height / height)
        shown = (min(_even(width * scale), self.width), min(_even(height * scale), self.height))
        coded = shown[::-1] if rotation in (90, 270) else shown
        small = frame.reformat(*coded, format="yuv420p").to_ndarray()
        small = np.asarray(small, np.uint8)
        if rotation == 0 and shown == (self.width, self.height):
            return np.asarray(small, np.uint8)
        planes = self.black()
        left, top = (self.width - shown[0]) // 4 * 2, (self.height - shown[1]) // 4 * 2
        parts = zip(self._planes(planes), _split(small, *coded), (1, 2, 2), strict=True)
        for whole, part, share in parts:
            turned = cv2.rotate(part, _TURNS[rotation]) if rotation in _TURNS else part
            rows, columns = turned.shape
            whole[top // share : top // share + rows, left // share : left // share + columns] = turned
        return planes

    def frame(self, planes: Planes) -> av.VideoFrame:
        """The canvas as a frame to be encoded."""
        return av.VideoFrame.from_ndarray(np.ascontiguousarray(planes), format="yuv420p")

    def _planes(self, planes: Planes) -> tuple[Planes, Planes, Planes]:
        return _split(planes, self.width, self.height)


def _split(packed: Planes, width: int, height: int) -> tuple[Planes, Planes, Planes]:
    """Views of luma, U and V in a packed picture."""
    flat = packed.reshape(-1)
    luma, chroma = width * height, width * height // 4
    return (
        flat[:luma].reshape(height, width),
        flat[luma : luma + chroma].reshape(height // 2, width // 2),
        flat[luma + chroma : luma + 2 * chroma].reshape(height // 2, width // 2),
    )


def _even(value: float) -> int:
    return max(2, round(value / 2) * 2)
