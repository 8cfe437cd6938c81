"""Where samples come from: a SoundFont or an SFZ, and what tells that they have changed."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from .hydra import SampleHeader
from .region import Region
from .sfz import Sfz
from .sfz_text import read_sfz_text
from .soundfont import SoundFont

Audio = npt.NDArray[np.float32]


class Samples(Protocol):
    """What the sampler plays."""

    @property
    def velocity_squares(self) -> bool:
        """Whether loudness goes by the square of the velocity, so that near velocities may share a voice."""
        ...

    def place(self, program: int, kit: bool) -> tuple[int, int]:
        """Where an instrument is found, or what stands in for it."""
        ...

    def regions(self, place: tuple[int, int], key: int, velocity: int) -> tuple[Region, ...]:
        """Everything that sounds for a note."""
        ...

    def layer(self, place: tuple[int, int], key: int, velocity: int) -> tuple[tuple[int, int], ...]:
        """Equal for two velocities of the same velocity layer."""
        ...

    def header(self, sample: int) -> SampleHeader:
        """The header of a sample, by number."""
        ...

    def loop(self, sample: int) -> tuple[int, int]:
        """First and last (exclusive) point of a sample's loop."""
        ...

    def points(self, sample: int) -> Audio:
        """A sample's sound: float32, shape (points,)."""
        ...


def open_samples(path: Path) -> Samples:
    """The SFZ or the SoundFont in a file.

    Raises:
        PerformanceError: it is missing, or cannot be played.
    """
    return Sfz(path) if path.suffix.lower() == ".sfz" else SoundFont(path)


def stamp(path: Path) -> str:
    """What changes with a file of samples: of an SFZ, with its text and any of its samples.

    Raises:
        PerformanceError: an SFZ that cannot be played.
    """
    is_sfz = path.suffix.lower() == ".sfz"
    files = (path, *Sfz(path).files) if is_sfz else (path,)
    said = read_sfz_text(path).regions if is_sfz else ()  # files that it includes are part of it
    facts: list[object] = [said]
    facts += [(str(file), file.stat().st_size, file.stat().st_mtime_ns) for file in files]
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:32]
