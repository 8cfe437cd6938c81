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

from ningbgm_agents.document import fingerprint
from ningbgm_agents.errors import PerformanceError
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


@dataclass(frozen=True)
class Making:
    """One order: which system makes music for which film, where."""

    system: System
    film: Film
    seed: int
    folder: Path
    """An empty folder for all that is written."""


def make_apart(order: Making) -> Piece:
    """Make the music in a fresh process.

    Raises:
        NingbgmError: what `make` raises.
        PerformanceError: the process was ended by force.
    """
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), max_tasks_per_child=1) as pool:
        try:
            return pool.submit(make, order).result()
        except BrokenProcessPool as error:
            raise PerformanceError(
                f"the process that scored {order.film.name} ended by force; was it out of memory?"
            ) from error


def make(order: Making) -> Piece:
    """Read, sense, understand, compose and perform, as far as the system's ablation lets us.

    Raises:
        InputError: the film cannot be used.
        PerformanceError: the score cannot be played.
    """
    start, system, folder = time.monotonic(), order.system, order.folder
    commission = commission_for(Given.of(order.film), system.condition, order.seed, folder)
    sensed = sense_edit(read_edit(commission), commission.images, commission.texts)
    clock = MonotonicClock()
    brief, scene = understand(
        commission.request, sensed.edit, sensed.evidence, _unheeded, clock, ablation=system.ablation
    )
    performer = SoundFontPerformer(folder)
    try:
        score, _ = compose(
            sensed.edit, sensed.evidence, brief, scene, 0, performer, _unheeded, _unheeded, clock,
            ablation=system.ablation,
        )  # fmt: skip
        if system.change == "constant_tempo":
            score = at_constant_tempo(score)
            performer.perform(score, _unheeded)
    finally:
        performer.close()
    seconds = time.monotonic() - start
    sound = folder / "mix" / "music.wav"
    if system.change == "random_phase":
        sound = _turned(sound, folder / "turned.wav", f"{order.seed}/{order.film.name}")
    return Piece(
        sound,
        tune_of(score),
        replace(declared_by(score), hits_s=()) if system.change != "none" else declared_by(score),
        seconds,
        _peak_bytes(),
        stems_sum_to_mix(folder, score),
        f"{fingerprint(score)}/{hashlib.sha256(sound.read_bytes()).hexdigest()}",
    )


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
