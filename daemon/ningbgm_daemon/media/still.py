"""Seeing a still image that is given beside the film: a poster, a mood board, a frame."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from ningbgm_agents.evidence import Look, Shown

from . import look
from .faces import FaceFinder
from .image import read_still
from .picture import small_size

_PALETTE_SIDE, _FACE_SIDE = 48, 320
_FACE, _NO_FACE = 0.72, 0.06


def see_image(path: Path) -> Shown:
    """The look of an image (JPEG, PNG, WebP, GIF, ...), its palette, and if a face is likely."""
    image = read_still(Path(path))
    return Shown(
        start_frame=0,
        end_frame=0,
        look=_look(image),
        face=_FACE if _has_face(image) else _NO_FACE,
        source=str(path),
    )


def _look(image: npt.NDArray[np.uint8]) -> Look:
    """The same measures as of a film (video levels by ITU-R BT.601)."""
    red, green, blue = (image[..., index].astype(np.float32) for index in range(3))
    luma = 16 + (65.738 * red + 129.057 * green + 25.064 * blue) / 256
    u = (-37.945 * red - 74.494 * green + 112.439 * blue) / 256
    v = (112.439 * red - 94.154 * green - 18.285 * blue) / 256
    means = (np.array([plane.mean()], np.float32) for plane in (luma, u, v, np.hypot(u, v)))
    mean_luma, mean_u, mean_v, chroma = means
    small = cv2.resize(image, (_PALETTE_SIDE, _PALETTE_SIDE), interpolation=cv2.INTER_AREA)
    return Look(
        brightness=round(float(look.brightness(mean_luma)[0]), 4),
        saturation=round(float(look.saturation(chroma)[0]), 4),
        warmth=round(float(look.warmth(mean_u, mean_v)[0]), 4),
        contrast=round(float(look.contrast(np.array([luma.std()], np.float32))[0]), 4),
        palette=look.palette(np.asarray(small, np.uint8).reshape(-1, 3)),
    )


def _has_face(image: npt.NDArray[np.uint8]) -> bool:
    size = small_size(image.shape[1], image.shape[0], _FACE_SIDE)
    grey = cv2.cvtColor(cv2.resize(image, size), cv2.COLOR_RGB2GRAY)
    return FaceFinder().tallest(np.asarray(grey, np.uint8)) > 0
