"""Films whose every picture says which one it is: ten bars, black or white, are its number in binary."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

BITS, WIDTH, HEIGHT = 10, 160, 96
BAR = WIDTH // BITS
BLACK = -1
"""What a picture without any light is read as; number 0 has a grey ground."""


@dataclass(frozen=True)
class Shown:
    """A picture of a film as it was found."""

    number: int
    time_s: Fraction
    is_key: bool
    has_own_order: bool
    """Whether it is decoded when it is shown."""


def write_coded_film(
    path: Path, rate: Fraction, count: int, *, first: int = 0, times_ms: Sequence[int] = (), group: int = 48
) -> Path:
    """Write `count` pictures, numbered from `first`; at `times_ms` where given, else evenly."""
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=rate, options={"g": str(group), "crf": "12"})
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        base = Fraction(1, 1000) if times_ms else 1 / rate
        stream.codec_context.time_base = base
        for place in range(count):
            frame = av.VideoFrame.from_ndarray(_drawn(first + place), format="gray").reformat(
                format="yuv420p"
            )
            frame.pts, frame.time_base = times_ms[place] if times_ms else place, base
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return path


def read_film(path: Path) -> list[Shown]:
    """Every picture of a film."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        assert not container.streams.audio
        shown = []
        for packet in container.demux(stream):
            for frame in packet.decode():
                assert frame.pts is not None
                seconds = frame.pts * (frame.time_base or Fraction(0))
                luma = frame.to_ndarray(format="gray")
                shown.append(Shown(number_in(luma), seconds, frame.key_frame, frame.pts == frame.dts))
    return shown


def number_in(luma: NDArray[np.uint8]) -> int:
    """The number that a picture says."""
    if luma.mean() < 24:
        return BLACK
    height, width = luma.shape
    row = luma[height // 2 - 2 : height // 2 + 2].mean(axis=0)
    centres = ((np.arange(BITS) + 0.5) * width / BITS).astype(int)
    return int(sum(1 << bit for bit, light in enumerate(row[centres]) if light > 128))


def _drawn(number: int) -> NDArray[np.uint8]:
    picture = np.full((HEIGHT, WIDTH), 70, np.uint8)
    for bit in range(BITS):
        picture[16:-16, bit * BAR : (bit + 1) * BAR] = 235 if number >> bit & 1 else 40
    return picture
