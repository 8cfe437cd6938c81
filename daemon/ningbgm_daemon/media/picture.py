"""A small copy of a decoded picture, upright: all that the eye of NingBGM looks at."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
from av.video.frame import VideoFrame
from av.video.reformatter import Interpolation

Plane = npt.NDArray[np.uint8]

LONG_SIDE = 160
"""Pixels on the long side of the small luma plane; chroma has half."""
_FACE_SIDE = 320
_PLANAR = {"yuv420p": 2, "yuvj420p": 2, "yuv422p": 2, "yuvj422p": 2, "yuv444p": 1, "yuvj444p": 1}
_BT709, _FULL_RANGE = 1, 2
_TURNS = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture, at most 160 pixels on the long side, in 8-bit video levels (16 is black)."""

    luma: Plane
    """Shape (height, width)."""
    u: Plane
    """Blue difference, 128 is none; shape (height / 2, width / 2)."""
    v: Plane
    """Red difference, likewise."""
    hd: bool
    """True where colours are coded by ITU-R BT.709, else BT.601."""

    def rgb(self, width: int, height: int) -> npt.NDArray[np.uint8]:
        """As RGB, uint8, shape (height, width, 3)."""
        size = (width, height)
        luma, u, v = (
            cv2.resize(plane, size, interpolation=cv2.INTER_LINEAR).astype(np.float32)
            for plane in (self.luma, self.u, self.v)
        )
        return to_rgb(luma, u, v, hd=self.hd)


def to_rgb(
    luma: npt.NDArray[np.float32],
    u: npt.NDArray[np.float32],
    v: npt.NDArray[np.float32],
    *,
    hd: bool,
) -> npt.NDArray[np.uint8]:
    """Video levels as RGB, uint8, shape of the planes and 3 (ITU-R BT.601 or BT.709)."""
    red, blue = (1.793, 2.112) if hd else (1.596, 2.017)
    green_u, green_v = (0.213, 0.533) if hd else (0.392, 0.813)
    light, cb, cr = (luma - 16) * 1.164, u - 128, v - 128
    planes = (light + red * cr, light - green_u * cb - green_v * cr, light + blue * cb)
    colours: npt.NDArray[np.uint8] = np.clip(np.stack(planes, axis=-1), 0, 255).astype(np.uint8)
    return colours


def shrunk(frame: VideoFrame, rotation: int) -> Picture:
    """The small copy of a frame, turned clockwise by `rotation` degrees."""
    width, height = small_size(frame.width, frame.height, LONG_SIDE)
    planes = _planes(frame, width * 2, height * 2)
    luma = _resized(planes[0], width, height)
    u, v = (_resized(plane, max(width // 2, 1), max(height // 2, 1)) for plane in planes[1:])
    if _is_full_range(frame):
        luma, u, v = _to_video_levels(luma, u, v)
    hd = int(frame.colorspace) == _BT709 or (int(frame.colorspace) == 2 and frame.height >= 720)
    return Picture(_turned(luma, rotation), _turned(u, rotation), _turned(v, rotation), hd)


def luma_for_faces(frame: VideoFrame, rotation: int) -> Plane:
    """The luma plane upright, at most 320 on the long side, uint8, shape (height, width)."""
    width, height = small_size(frame.width, frame.height, _FACE_SIDE)
    return _turned(_resized(_planes(frame, width, height)[0], width, height), rotation)


def upright(frame: VideoFrame, rotation: int, long_side: int) -> Plane:
    """The frame in RGB, upright, within `long_side`, uint8, shape (height, width, 3)."""
    width, height = small_size(frame.width, frame.height, long_side)
    small = frame.reformat(width, height, format="rgb24", interpolation=Interpolation.AREA)
    return _turned(np.asarray(small.to_ndarray(), np.uint8), rotation)


def small_size(width: int, height: int, long_side: int) -> tuple[int, int]:
    """Even width and height within `long_side`, of the same shape, never larger."""
    scale = min(long_side / max(width, height), 1.0)
    return max(round(width * scale / 2) * 2, 2), max(round(height * scale / 2) * 2, 2)


def _planes(frame: VideoFrame, width: int, height: int) -> tuple[Plane, Plane, Plane]:
    """Luma, U and V: views of the frame where its format allows, else a reduced copy."""
    if frame.format.name not in _PLANAR:
        width, height = min(width, frame.width), min(height, frame.height)
        frame = frame.reformat(
            width + width % 2,
            height + height % 2,
            format="yuv420p",
            interpolation=Interpolation.AREA,
        )
    luma, u, v = (
        np.frombuffer(memoryview(plane), np.uint8).reshape(plane.height, plane.line_size)[:, : plane.width]
        for plane in frame.planes
    )
    return luma, u, v


def _resized(plane: Plane, width: int, height: int) -> Plane:
    """Area averaging; very large planes are first sampled at twice the size, which is faster."""
    if plane.shape[1] > 5 * width:
        size = (width * 2, height * 2)
        plane = np.asarray(cv2.resize(plane, size, interpolation=cv2.INTER_LINEAR), np.uint8)
    area = cv2.resize(plane, (width, height), interpolation=cv2.INTER_AREA)
    return np.asarray(area, dtype=np.uint8)


def _turned(plane: Plane, rotation: int) -> Plane:
    if rotation not in _TURNS:
        return plane
    return np.asarray(cv2.rotate(plane, _TURNS[rotation]), dtype=np.uint8)


def _is_full_range(frame: VideoFrame) -> bool:
    return "yuvj" in frame.format.name or (
        int(frame.color_range) == _FULL_RANGE and frame.format.name in _PLANAR
    )


def _to_video_levels(luma: Plane, u: Plane, v: Plane) -> tuple[Plane, Plane, Plane]:
    """Full range (0 to 255) as video levels (16 to 235 and 16 to 240)."""
    return _levels(luma, 219 / 255, 16), _levels(u, 224 / 255, 15.56), _levels(v, 224 / 255, 15.56)


def _levels(plane: Plane, gain: float, offset: float) -> Plane:
    return np.asarray(cv2.convertScaleAbs(plane, alpha=gain, beta=offset), dtype=np.uint8)
