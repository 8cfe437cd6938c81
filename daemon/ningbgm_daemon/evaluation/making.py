"""Makes our music for a film in a process of its own, so that time and memory are its own."""

from __future__ import annotations

import hashlib
import random
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import psutil
import soundfile

from ningbgm_agents.ablation import WHOLE
from ningbgm_agents.document import fingerprint
from ningbgm_agents.errors import NingbgmError, PerformanceError
from ningbgm_agents.production import compose, understand
from ningbgm_agents.score import Score
from ningbgm_daemon.app import read_edit
from ningbgm_daemon.performance.soundfont_performer import SoundFontPerformer
from ningbgm_daemon.sensing import sense_edit
from ningbgm_daemon.timing import MonotonicClock

from .films import Film
from .inputs import Given, commission_for
from .pieces import Piece
from .reading_tune import declared_by, tune_of
from .steady import at_constant_tempo
from .systems import System

Outcome = Piece | NingbgmError
"""A system's music, or why there is none."""


@dataclass(frozen=True)
class Making:
    """One order: which of our systems, all given the same of the film, make music for it, and where."""

    systems: tuple[System, ...]
    film: Film
    seed: int
    folder: Path
    """An empty folder for all that is written."""


def make_apart(order: Making) -> tuple[Outcome, ...]:
    """Make the music in a fresh process, an outcome for each system.

    Raises:
        NingbgmError: the film cannot be used, or the process was ended by force.
    """
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), max_tasks_per_child=1) as pool:
        try:
            return pool.submit(make, order).result()
        except BrokenProcessPool as error:
            raise PerformanceError(
                f"the process that scored {order.film.name} ended by force; was it out of memory?"
            ) from error


def make(order: Making) -> tuple[Outcome, ...]:
    """Read and sense the film once; then each system understands, composes and performs as far as it may.

    Raises:
        InputError: the film cannot be used.
    """
    workshop, outcomes = _Workshop(order), list[Outcome]()
    for system in order.systems:
        try:
            outcomes.append(workshop.piece(system))
        except NingbgmError as error:
            outcomes.append(error)
    return tuple(outcomes)


@dataclass(frozen=True)
class _Take:
    """A score that was played."""

    score: Score
    folder: Path

    @property
    def mix(self) -> Path:
        return self.folder / "mix" / "music.wav"


class _Workshop:
    """A film as an input condition gives it, sensed.

    Time and memory are told of the whole system where it comes first: later ones find the samples loaded.
    """

    def __init__(self, order: Making) -> None:
        self._order, self._clock, self._begun = order, MonotonicClock(), time.monotonic()
        self._asked = commission_for(
            Given.of(order.film), order.systems[0].condition, order.seed, order.folder
        )
        self._sensed = sense_edit(read_edit(self._asked), self._asked.images, self._asked.texts)
        self._fresh = True
        self._whole: _Take | None = None

    def piece(self, system: System) -> Piece:
        folder = self._order.folder / system.name
        folder.mkdir()
        take = self._derived(system, folder) if system.change != "none" else self._composed(system, folder)
        own = self._fresh and system.ablation == WHOLE and system.change == "none"
        seconds, peak = (time.monotonic() - self._begun, _peak_bytes()) if own else (None, None)
        self._fresh, declared, sound = False, declared_by(take.score), take.mix
        if system.change == "random_phase":
            sound = _turned(sound, folder / "turned.wav", f"{self._order.seed}/{self._order.film.name}")
        return Piece(
            sound,
            tune_of(take.score),
            declared if system.change == "none" else replace(declared, hits_s=()),
            seconds,
            peak,
            stems_sum_to_mix(take.folder, take.score),
            f"{fingerprint(take.score)}/{hashlib.sha256(sound.read_bytes()).hexdigest()}",
        )

    def _derived(self, system: System, folder: Path) -> _Take:
        """What is made of the whole system's music, which is composed if it was not yet."""
        whole = self._whole or self._composed(system, folder)
        if system.change != "constant_tempo":
            return whole
        steady = at_constant_tempo(whole.score)
        performer = SoundFontPerformer(folder / "steady")
        try:
            performer.perform(steady, _unheeded)
        finally:
            performer.close()
        return _Take(steady, folder / "steady")

    def _composed(self, system: System, folder: Path) -> _Take:
        sensed, seen = self._sensed, system.ablation
        brief, scene = understand(
            self._asked.request, sensed.edit, sensed.evidence, _unheeded, self._clock, ablation=seen
        )
        performer = SoundFontPerformer(folder)
        try:
            score, _ = compose(
                sensed.edit, sensed.evidence, brief, scene, 0, performer, _unheeded, _unheeded, self._clock,
                ablation=seen,
            )  # fmt: skip
        finally:
            performer.close()
        take = _Take(score, folder)
        if system.ablation == WHOLE:
            self._whole = take
        return take


def stems_sum_to_mix(folder: Path, score: Score) -> bool:
    """Whether the stems of every cue add up to its mix, sample by sample as 24-bit numbers."""
    for cue in score.cues:
        mix = _numbers(folder / "mix" / f"{cue.name}_mix.wav")
        total = np.zeros_like(mix)
        for path in sorted((folder / "stems").glob(f"{cue.name}_*.wav")):
            stem = _numbers(path)
            if stem.shape != total.shape:
                return False
            total += stem
        if not np.array_equal(total, mix):
            return False
    return True


def _numbers(path: Path) -> np.ndarray:
    sound, _ = soundfile.read(path, dtype="int32", always_2d=True)
    return np.asarray(sound, np.int64) >> 8


def _turned(sound: Path, target: Path, topic: str) -> Path:
    """The sound, begun at a random place and led round its end."""
    samples, rate = soundfile.read(sound, dtype="float32", always_2d=True)
    margin = min(rate // 4, len(samples) // 4)
    shift = random.Random(f"phase/{topic}").randrange(margin, max(len(samples) - margin, margin + 1))
    soundfile.write(target, np.roll(samples, shift, axis=0), rate, subtype="PCM_24")
    return target


def _peak_bytes() -> int:
    """Most memory that this process has had."""
    if sys.platform == "win32":
        return int(psutil.Process().memory_info().peak_wset)
    if sys.platform == "linux":  # getrusage would tell of the process that started this one
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
        told = next((line for line in status.splitlines() if line.startswith("VmHWM:")), "VmHWM: 0 kB")
        return int(told.split()[1]) * 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _unheeded(_: object) -> None:
    """Takes note of nothing."""
