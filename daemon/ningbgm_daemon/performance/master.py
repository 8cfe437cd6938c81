"""From rendered stems to finished files: measure the sum, apply one gain curve, quantise, add up,
write.

The mix is the integer sum of the written stems, so stems and mix agree bit for bit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ningbgm_agents.score import Cue, Heard, Score
from ningbgm_daemon.loudness import KWeighting

from .balance import CueLevels
from .block_file import BLOCK, read_block
from .bwf import FULL_SCALE, Measured, Stamp, WaveWriter
from .bwf_reader import WaveReader
from .edges import Edges
from .hearing import Hearing, as_programme
from .limiter import Decibels, FramePeaks, gain_between

Audio = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int32]
_LIMITED_DB = 6.0
"""Peaks this far under the highest may still be touched by the limiter: they are measured
finely."""


@dataclass(frozen=True)
class RawCue:
    """A cue whose stems are rendered but not mastered."""

    cue: Cue
    first: int
    """Its first sample, counted from the edit's first frame."""
    count: int
    stems: Mapping[str, tuple[Path, ...]]
    """Stems to deliver and the block files that each is the sum of."""

    def blocks(self) -> range:
        """Numbers of its blocks."""
        return range(-(-self.count // BLOCK))


def measure(raw: RawCue, score: Score) -> CueLevels:
    """How loud the unmastered sum of a cue's stems is."""
    edges, weighting, peaks = Edges(score, raw.cue), KWeighting(2), FramePeaks(_LIMITED_DB)
    energies, levels = [], []
    for number in raw.blocks():
        total = np.zeros((2, min(BLOCK, raw.count - number * BLOCK)), np.float32)
        for paths in raw.stems.values():
            total += _sum(paths, number)
        total = edges.apply(total, number * BLOCK)
        energies.append(weighting.blocks(total))
        levels.append(peaks.feed(total))
    return CueLevels(raw.first, np.concatenate(energies), np.concatenate(levels))


def write_cue(raw: RawCue, move: Decibels, score: Score, folder: Path, threads: ThreadPoolExecutor) -> Heard:
    """Write a cue's stems and mix under `folder`, and tell what was heard of the mix."""
    start = score.edit.rate.sample(score.edit.start_frame + raw.cue.span.start)
    stamp = Stamp(start, reference=raw.cue.name)
    writers = {
        name: WaveWriter(
            folder / "stems" / f"{raw.cue.name}_{name}.wav",
            replace(stamp, description=f"{score.edit.name} {raw.cue.name} {name}"),
        )
        for name in raw.stems
    }
    mix = WaveWriter(
        folder / "mix" / f"{raw.cue.name}_mix.wav",
        replace(stamp, description=f"{score.edit.name} {raw.cue.name} mix"),
    )
    hearing, edges = Hearing.of_cue(score, raw.cue), Edges(score, raw.cue)
    listening: Future[None] | None = None
    for number in raw.blocks():
        first = number * BLOCK
        gain = gain_between(move, first, min(BLOCK, raw.count - first))

        def master(name: str, number: int = number, gain: Audio = gain) -> Integers:
            sound = edges.apply(_sum(raw.stems[name], number), number * BLOCK)
            sound = np.rint(sound * (gain * np.float32(FULL_SCALE)))
            integers = np.clip(sound, -FULL_SCALE, FULL_SCALE - 1).astype(np.int32)
            writers[name].write(integers)
            return integers

        total = np.zeros((2, len(gain)), np.int32)
        for integers in threads.map(master, raw.stems):
            total += integers
        total = np.clip(total, -FULL_SCALE, FULL_SCALE - 1)
        if listening is not None:
            listening.result()
        listening = threads.submit(hearing.feed, _float(total))
        mix.write(total)
    if listening is not None:
        listening.result()
    heard = hearing.heard(raw.cue.name)
    for writer in writers.values():
        writer.close()
    mix.close(Measured(heard.loudness_lufs, heard.true_peak_dbtp))
    return heard


def write_programme(score: Score, folder: Path, cues: Sequence[Heard]) -> Heard:
    """Write the whole scored span, cues in their places and silence between, as `mix/music.wav`.

    The cues' mixes lie in the folder; `cues` is what was heard of them, in the score's order.
    """
    span = score.edit.span
    first, count = (
        score.edit.sample(span.start),
        score.edit.sample(span.end) - score.edit.sample(span.start),
    )
    stamp = Stamp(score.edit.rate.sample(score.edit.start_frame + span.start), f"{score.edit.name} music")
    places = [(score.first_sample(cue), score.sample_count(cue)) for cue in score.cues]
    whole = places == [(first, count)]
    hearing = Hearing(score, first, count, counts_onsets=False)
    writer = WaveWriter(folder / "mix" / "music.wav", stamp)
    readers = [WaveReader(folder / "mix" / f"{cue.name}_mix.wav") for cue in score.cues]
    for place in range(first, first + count, BLOCK):
        total = np.zeros((2, min(BLOCK, first + count - place)), np.int32)
        for (start, length), reader in zip(places, readers, strict=True):
            low, high = max(place, start), min(place + total.shape[1], start + length)
            if low < high:
                total[:, low - place : high - place] += reader.read(low - start, high - low)
        total = np.clip(total, -FULL_SCALE, FULL_SCALE - 1)
        writer.write(total)
        if not whole:
            hearing.feed(_float(total))
    heard = replace(cues[0], cue="") if whole else as_programme(hearing.heard(""), cues)
    writer.close(Measured(heard.loudness_lufs, heard.true_peak_dbtp))
    for reader in readers:
        reader.close()
    return heard


def _sum(paths: Sequence[Path], number: int) -> Audio:
    total = read_block(paths[0], number)
    for path in paths[1:]:
        total += read_block(path, number)
    return total


def _float(integers: Integers) -> Audio:
    return integers.astype(np.float32) * np.float32(1 / FULL_SCALE)
