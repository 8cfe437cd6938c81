"""What can be made of an edit for the page, each in a file of its own; a process of its own makes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ningbgm_agents.timeline import Edit

Kind = Literal["sources", "film", "guide", "strip"]
Told = Callable[[float], None]
"""Hears the share that is done."""


@dataclass(frozen=True)
class MakingOrder:
    """What to make, from which edit, and where to put it."""

    kind: Kind
    edit: Edit
    out: str
    level: int = 0
    """Of a strip: its pictures lie 2 to this power seconds apart."""
    index: int = 0
    """Of a strip: which of its level."""


def make(order: MakingOrder, told: Told) -> None:
    """Make it. What reads media is imported here, for the process that makes and never for the daemon.

    Raises:
        MediaError: the media cannot be read.
        OSError: the disk refuses.
        FFmpegError: the encoder refuses.
    """
    edit, out = order.edit, Path(order.out)
    if order.kind == "sources":
        from .sources_making import write_sources

        write_sources(edit, out)
    elif order.kind == "guide":
        from .guide_making import write_guide

        write_guide(edit, out, told)
    elif order.kind == "film":
        from .film_making import write_film

        write_film(edit, out, told)
    else:
        from .strip_making import write_strip

        write_strip(edit, order.level, order.index, out)
