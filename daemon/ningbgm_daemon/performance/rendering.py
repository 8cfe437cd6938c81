"""The work of rendering stems: one unit a stem, each a pure function, shared among processes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from ningbgm_agents.score import Part
from ningbgm_agents.timeline import SAMPLE_RATE_HZ
from ningbgm_daemon.cache import Cache
from ningbgm_daemon.heap import trim

from .block_file import write_blocks
from .crew import Crew
from .player import Player, SampledPlayer
from .sampler import Sampler
from .samples import stamp
from .soundfont import SoundFont
from .stem import render_stem

Engine = Literal["sampler", "fluidsynth"]
"""What turns the notes of sampled instruments into sound; layers are always our own."""
VERSION = 6
"""Raise this when the same notes sound different: kept renderings are then not used again."""
STEM = "stem"
"""The cache's kind for rendered stems: block files by fingerprint."""
_WORTH_A_PROCESS = 45 * SAMPLE_RATE_HZ
"""Samples of stem that take as long to render as a process takes to start."""


@dataclass(frozen=True)
class StemWork:
    """A stem to render, and the cache to keep it in."""

    key: str
    """Its fingerprint."""
    cache: Cache
    parts: tuple[Part, ...]
    count: int
    """Samples of the cue."""
    room: str
    soundfont: Path
    engine: Engine = "sampler"


def fingerprint(parts: Sequence[Part], count: int, room: str, soundfont: Path, engine: Engine) -> str:
    """A name for a stem's sound: equal only where all that goes into it is equal."""
    stat = soundfont.stat()
    own = sorted({part.instrument.samples for part in parts if part.instrument.samples})
    stamps = tuple(stamp(Path(path)) for path in own)
    told = repr((VERSION, engine, parts, count, room, soundfont.name, stat.st_size, stat.st_mtime_ns, stamps))
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def render(work: Sequence[StemWork], crew: Crew, progress: Callable[[float], None]) -> dict[str, Path]:
    """Render all stems, in this process or, where that pays, in several; returns block files by fingerprint.

    Each is in the cache as soon as it is whole: a killed run does not render it again.

    Raises:
        PerformanceError: a stem cannot be rendered.
    """
    heaviest_first = sorted(work, key=_weight, reverse=True)
    alone = sum(unit.count for unit in work) < 2 * _WORTH_A_PROCESS
    files = crew.run(_render_unit, heaviest_first, progress, alone)
    return {unit.key: file for unit, file in zip(heaviest_first, files, strict=True)}


def _weight(unit: StemWork) -> int:
    return unit.count * (1 + len(unit.parts)) + 2000 * sum(len(part.notes) for part in unit.parts)


def _render_unit(unit: StemWork) -> Path:
    players = _sampled if unit.engine == "sampler" else _by_fluidsynth
    blocks = render_stem(unit.parts, unit.count, unit.room, players(unit.soundfont))
    made = unit.cache.scratch()
    try:
        write_blocks(made, blocks)
    except OSError as error:
        raise unit.cache.refused(error) from error
    trim()
    return unit.cache.adopt(STEM, unit.key, made)


def _sampled(soundfont: Path) -> Callable[[Part], Player]:
    sampler = _sampler(soundfont)
    sampler.forget_changed()
    return lambda part: SampledPlayer(part, sampler)


def _by_fluidsynth(soundfont: Path) -> Callable[[Part], Player]:
    from .fluidsynth_player import FluidSynthPlayer  # loads a system library

    sampler = _sampler(soundfont)

    def player(part: Part) -> Player:
        own = part.instrument.patch or part.instrument.samples
        return SampledPlayer(part, sampler) if own else FluidSynthPlayer(part, soundfont)

    return player


@lru_cache(maxsize=1)
def _sampler(soundfont: Path) -> Sampler:
    """One sampler a process: its cache is worth keeping from stem to stem."""
    return Sampler(SoundFont(soundfont))
