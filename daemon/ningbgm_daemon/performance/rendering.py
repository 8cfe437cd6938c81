"""The work of rendering stems: one unit a stem, each a pure function, shared among processes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path
from typing import Literal

from ningbgm_agents.errors import PerformanceError
from ningbgm_agents.score import Part
from ningbgm_agents.timeline import SAMPLE_RATE_HZ

from .block_file import write_blocks
from .player import Player, SampledPlayer
from .sampler import Sampler
from .soundfont import SoundFont
from .stem import render_stem

Engine = Literal["sampler", "fluidsynth"]
"""What turns the notes of sampled instruments into sound; layers are always our own."""
VERSION = 3
"""Raise this when the same notes sound different: kept renderings are then not used again."""
_WORTH_A_PROCESS = 45 * SAMPLE_RATE_HZ
"""Samples of stem that take as long to render as a process takes to start."""


@dataclass(frozen=True)
class StemWork:
    """A stem to render and where to."""

    parts: tuple[Part, ...]
    count: int
    """Samples of the cue."""
    room: str
    soundfont: Path
    target: Path
    engine: Engine = "sampler"


def fingerprint(parts: Sequence[Part], count: int, room: str, soundfont: Path, engine: Engine) -> str:
    """A name for a stem's sound: equal only where all that goes into it is equal."""
    stat = soundfont.stat()
    told = repr((VERSION, engine, parts, count, room, soundfont.name, stat.st_size, stat.st_mtime_ns))
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def render(work: Sequence[StemWork], workers: int, progress: Callable[[float], None]) -> None:
    """Render all stems, in this process or, where that pays, in several.

    Raises:
        PerformanceError: a stem cannot be rendered.
    """
    total = sum(unit.count for unit in work)
    if workers <= 1 or len(work) < 2 or total < 2 * _WORTH_A_PROCESS:
        for done, unit in enumerate(work, 1):
            _render_unit(unit)
            progress(done / len(work))
        return
    heaviest_first = sorted(work, key=_weight, reverse=True)
    pool = ProcessPoolExecutor(min(workers, len(work)), get_context("spawn"))
    try:
        pending = [pool.submit(_render_unit, unit) for unit in heaviest_first]
        for done, future in enumerate(as_completed(pending), 1):
            future.result()
            progress(done / len(work))
    except BrokenProcessPool as error:
        raise PerformanceError("a rendering process ended by force; was it out of memory?") from error
    finally:
        pool.shutdown(cancel_futures=True)


def _weight(unit: StemWork) -> int:
    return unit.count * (1 + len(unit.parts)) + 2000 * sum(len(part.notes) for part in unit.parts)


def _render_unit(unit: StemWork) -> None:
    players = _sampled if unit.engine == "sampler" else _by_fluidsynth
    blocks = render_stem(unit.parts, unit.count, unit.room, players(unit.soundfont))
    write_blocks(unit.target, blocks)


def _sampled(soundfont: Path) -> Callable[[Part], Player]:
    sampler = _sampler(soundfont)
    return lambda part: SampledPlayer(part, sampler)


def _by_fluidsynth(soundfont: Path) -> Callable[[Part], Player]:
    from .fluidsynth_player import FluidSynthPlayer  # loads a system library

    sampler = _sampler(soundfont)
    return lambda part: (
        SampledPlayer(part, sampler) if part.instrument.patch else FluidSynthPlayer(part, soundfont)
    )


@lru_cache(maxsize=1)
def _sampler(soundfont: Path) -> Sampler:
    """One sampler a process: its cache is worth keeping from stem to stem."""
    return Sampler(SoundFont(soundfont))
