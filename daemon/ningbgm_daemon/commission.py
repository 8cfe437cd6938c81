"""What is to be scored, with what wish, and where to."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from ningbgm_agents.brief import Request

from .models.thinking import Staffing


@dataclass(frozen=True)
class Commission:
    """One order: what to score, with what wish, and where to put it."""

    out: Path
    film: Path | None = None
    images: tuple[Path, ...] = ()
    texts: tuple[Path, ...] = ()
    scored: tuple[str, str] | None = None
    """First and last position of the range, as typed."""
    length_s: float | None = None
    """Length where no film gives it."""
    media_roots: tuple[Path, ...] = ()
    """Folders in which a timeline's media is looked for that is not where it says."""
    rate: str = ""
    """Frame rate of a timeline that does not say its own (EDL), as typed."""
    request: Request = field(default_factory=Request)
    soundfont: Path | None = None
    like: Path | None = None
    """A temp track, as sound or film, that is followed in all but its notes."""
    preview: bool = True
    """Whether to write the preview film: where shots are drawn again it takes longer than all the rest."""
    workers: int = os.cpu_count() or 1
    staffing: Staffing = field(default_factory=Staffing)
    """Which models think for which roles; the rules where it says nothing."""
    job: str = ""
    """Name of the job that this belongs to; a job never delivers twice."""
