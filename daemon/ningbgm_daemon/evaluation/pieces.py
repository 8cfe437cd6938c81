"""Music to be measured: a sound on the film's time, and what its maker tells of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .metrics.tune import Tune


@dataclass(frozen=True)
class Declared:
    """What the maker says of the music; only what it says can be held against it."""

    hits_s: tuple[float, ...] = ()
    """Where it means to meet the picture."""
    joins_s: tuple[float, ...] = ()
    """Where one section goes over into the next."""
    bpms: tuple[tuple[float, ...], ...] = ()
    """Tempi in order, for each cue."""
    base_bpm: float | None = None
    """The tempo of the longest cue."""
    key: tuple[int, bool] | None = None
    """Tonic and whether it is a major key, of the longest cue."""
    loudness_lufs: float | None = None
    """The integrated loudness that was aimed at."""


@dataclass(frozen=True)
class Piece:
    """One system's music for one film."""

    sound: Path
    """Its first sample belongs to the film's first frame."""
    tune: Tune | None = None
    """The notes, where they are known."""
    declared: Declared = Declared()
    seconds: float | None = None
    """Time that it took to make, from the film to the last file; None where work was shared with another."""
    peak_bytes: int | None = None
    """Most memory that the making process had; None where it made others before."""
    stems_sum: bool | None = None
    """Whether the stems add up to the mix bit for bit."""
    mark: str = ""
    """A hash of the score and of the sound's bytes."""
