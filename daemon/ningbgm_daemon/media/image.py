"""Still images: telling them from films, and reading their pixels."""

from __future__ import annotations

from pathlib import Path

import av
import cv2
import numpy as np
import numpy.typing as npt

from ningbgm_agents.errors import MediaError

from . import limits
from .container import check_file

Rgb = npt.NDArray[np.uint8]

_HEIF_BRANDS = (b"heic", b"heix", b"mif1", b"msf1", b"heif", b"avif")
_LONG_SIDE = 640


def is_still_image(path: Path) -> bool:
    """Whether the file begins like a still image, whatever its name says."""
    check_file(path)
    with path.open("rb") as file:
        head = file.read(16)
    if head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"BM", b"II*\x00", b"MM\x00*")):
        return not head.startswith(b"BM") or path.suffix.lower() == ".bmp"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return True
    return head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS


def still_size(path: Path) -> tuple[int, int]:
    """Width and height in pixels, upright."""
    height, width = _read(path).shape[:2]
    return width, height


def read_still(path: Path) -> Rgb:
    """The image upright, uint8 RGB, shape (height, width, 3), at most 640 on the long side."""
    image = _read(path)
    scale = _LONG_SIDE / max(image.shape[:2])
    if scale >= 1:
        return image
    size = (max(round(image.shape[1] * scale), 1), max(round(image.shape[0] * scale), 1))
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _read(path: Path) -> Rgb:
    check_file(path, limits.MAX_IMAGE_BYTES)
    image = _with_cv2(path)
    if image is None:
        image = _with_av(path)
    if image is None:
        raise MediaError(
            f"{path.name} is not an image that can be read; save it as JPEG or PNG",
            path=str(path),
        )
    return image


def _with_cv2(path: Path) -> Rgb | None:
    content = np.fromfile(path, dtype=np.uint8)
    try:
        image = cv2.imdecode(content, cv2.IMREAD_COLOR)
    except cv2.error:
        return None
    if image is None:
        return None
    return np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2RGB), dtype=np.uint8)


def _with_av(path: Path) -> Rgb | None:
    av.logging.set_libav_level(av.logging.PANIC)
    try:
        with av.open(
            f"file:{path}",
            container_options={
                "protocol_whitelist": limits.PROTOCOLS,
                "format_whitelist": limits.DEMUXERS,
            },
        ) as container:
            frame = next(container.decode(video=0))
            return frame.to_ndarray(format="rgb24").astype(np.uint8, copy=False)
    except (av.error.FFmpegError, OSError, ValueError, StopIteration, IndexError):
        return None
