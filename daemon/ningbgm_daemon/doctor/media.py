"""What reads and writes films: libraries, codecs, the encoder of the preview."""

from __future__ import annotations

import os
from fractions import Fraction
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from .finding import AGAIN, Finding, broken, missing, works

_LIBRARIES = (
    "av",
    "cv2",
    "numpy",
    "scipy",
    "soundfile",
    "opentimelineio",
    "grpc",
    "uvicorn",
)
_DECODERS = ("h264", "hevc", "prores", "dnxhd", "mpeg4", "vp9", "aac", "mp3", "pcm_s24le")
"""What cameras and editors write."""


def libraries() -> Finding:
    """The libraries of others that everything stands on."""
    for name in _LIBRARIES:
        try:
            import_module(name)
        except ImportError as error:
            return broken("Libraries", f"{name} cannot be loaded: {error}", AGAIN)
    return works("Libraries", f"PyAV {version('av')}, NumPy {version('numpy')}, gRPC {version('grpcio')}")


def codecs() -> Finding:
    """The decoders in PyAV's FFmpeg."""
    from av.codec import codecs_available

    lacking = [name for name in _DECODERS if name not in codecs_available]
    if "h264" in lacking or "aac" in lacking:
        return broken("Codecs", f"FFmpeg reads no {', '.join(lacking)}", "pip install --force-reinstall av")
    if lacking:
        return missing("Codecs", f"FFmpeg reads no {', '.join(lacking)}", "pip install --upgrade av")
    return works("Codecs", f"FFmpeg reads {', '.join(_DECODERS)}")


def preview() -> Finding:
    """The encoder of preview films, by encoding a picture."""
    import av
    import numpy as np

    picture = np.zeros((64, 64, 3), dtype=np.uint8)
    with TemporaryDirectory(prefix="ningbgm-") as folder:
        path = Path(folder) / "preview.mp4"
        try:
            with av.open(os.fspath(path), "w") as film:
                stream = film.add_stream("libx264", rate=Fraction(25))
                stream.width = stream.height = 64
                stream.pix_fmt = "yuv420p"
                film.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
                film.mux(stream.encode(None))
        except (av.FFmpegError, ValueError) as error:
            return broken("Preview", f"H.264 cannot be written: {error}", "pip install --force-reinstall av")
    return works("Preview", "H.264 is written by libx264")
