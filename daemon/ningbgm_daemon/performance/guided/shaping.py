"""Gives a played stem the level of its guide, moment by moment, and the accents that it missed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from ningbgm_agents.timeline import SAMPLE_RATE_HZ
from ningbgm_daemon.loudness import BLOCK_SAMPLES, KWeighting, integrated

from ..block_file import BLOCK, read_block, read_sound
from ..onsets import CONTEXT, onset_near
from ..stem_player import StemToPlay
from .player import Audio

Floats = npt.NDArray[np.float64]

_SMOOTH_BLOCKS = 15
"""The level follows the guide's over a second and a half: its swells, not its notes."""
_MOST_DB, _LEAST_DB = 24.0, -40.0
_QUIET = 1e-9
"""Energies under this are not compared: -90 dB."""
_EXACT = SAMPLE_RATE_HZ // 200
"""An accent within 5 ms of its hit is the player's own."""
_BEFORE, _CLEAR = SAMPLE_RATE_HZ * 40 // 1000, SAMPLE_RATE_HZ * 2 // 1000
_HELD, _BACK = SAMPLE_RATE_HZ // 2, SAMPLE_RATE_HZ * 7 // 10
_FULL = 0.999


@dataclass(frozen=True)
class Levels:
    """How loud a block file is."""

    energies: Floats
    """K-weighted mean squares of blocks of 100 ms by channel: shape (2, blocks)."""
    plain: Floats
    """Mean squares of both channels, unweighted: shape (blocks,)."""
    full_share: float
    """Share of samples at full scale or beyond."""

    @property
    def loudness_lufs(self) -> float:
        """Of the whole, gated."""
        return integrated(self.energies.sum(axis=0))


def levels_of(path: Path, count: int) -> Levels:
    """Measure a block file of `count` samples."""
    sides = (KWeighting(1), KWeighting(1))
    weighted: list[Floats] = []
    plain: list[Floats] = []
    full = 0
    for number in range(-(-count // BLOCK)):
        block = read_block(path, number)
        full += int((np.abs(block) >= _FULL).any(axis=0).sum())
        whole = np.pad(block, ((0, 0), (0, -block.shape[1] % BLOCK_SAMPLES)))
        weighted.append(np.stack([side.blocks(whole[c : c + 1]) for c, side in enumerate(sides)]))
        power = np.square(whole, dtype=np.float64).mean(axis=0)
        plain.append(power.reshape(-1, BLOCK_SAMPLES).mean(axis=1))
    return Levels(np.concatenate(weighted, axis=1), np.concatenate(plain), full / max(count, 1))


def gains_between(guide: Levels, played: Levels) -> Floats:
    """Decibels with which a played stem is as loud as its guide, by channel and block: shape (2, blocks)."""
    wanted, heard = (
        ndimage.uniform_filter1d(one.energies, _SMOOTH_BLOCKS, axis=1) for one in (guide, played)
    )
    gains = 10 * np.log10((wanted + _QUIET) / (heard + _QUIET))
    gains = np.clip(gains, _LEAST_DB, _MOST_DB)
    gains[heard < _QUIET] = 0.0
    reached = integrated((played.energies * 10 ** (gains / 10)).sum(axis=0))
    rest: Floats = gains + np.clip(guide.loudness_lufs - reached, -6.0, 6.0)
    return rest


def hits_of(stem: StemToPlay) -> list[int]:
    """Samples of the cue on which a stem should be heard to begin: its accents, and the cue's hit points."""
    first = stem.score.first_sample(stem.cue)
    hits = {note.start for part in stem.parts for note in part.notes if note.hit}
    hits |= {hit.sample - first for hit in stem.cue.hits if hit.treatment != "silence"}
    return sorted(hit for hit in hits if 0 <= hit < stem.count)


def missed_hits(played: Path, guide: Path, stem: StemToPlay) -> list[int]:
    """Samples of the hits that begin in the guide and not in what was played."""
    return [hit for hit in hits_of(stem) if _begins(guide, hit, _EXACT) and not _begins(played, hit, _EXACT)]


def begins_near(path: Path, sample: int, most: int) -> bool:
    """Whether something begins in a block file within `most` samples of one."""
    return _begins(path, sample, most)


def shaped(
    played: Path, guide: Path, gains_db: Floats, accents: Sequence[int], count: int
) -> Iterator[Audio]:
    """The played stem in blocks at the guide's level; on `accents` the guide itself sounds for a moment."""
    centres = (np.arange(gains_db.shape[1]) + 0.5) * BLOCK_SAMPLES
    for number in range(-(-count // BLOCK)):
        first = number * BLOCK
        block = read_block(played, number)
        places = np.arange(first, first + block.shape[1])
        curves = np.stack([np.interp(places, centres, side) for side in gains_db])
        block *= (10 ** (curves / 20)).astype(np.float32)
        share = _share(places, accents)
        if share is not None:
            block = block * share + read_block(guide, number) * np.sqrt(1 - np.square(share))
        yield block


def _share(places: npt.NDArray[np.int64], accents: Sequence[int]) -> npt.NDArray[np.float32] | None:
    """How much of the played stem is heard at each sample; None for all of it everywhere."""
    share: npt.NDArray[np.float64] | None = None
    for hit in accents:
        if hit - _BEFORE > places[-1] or hit + _HELD + _BACK < places[0]:
            continue
        down = np.clip((hit - _CLEAR - places) / (_BEFORE - _CLEAR), 0, 1)
        up = np.clip((places - hit - _HELD) / _BACK, 0, 1)
        own = np.sin(np.maximum(down, up) * np.pi / 2)
        share = own if share is None else np.minimum(share, own)
    return None if share is None else share.astype(np.float32)


def _begins(path: Path, sample: int, most: int) -> bool:
    low = max(0, sample - CONTEXT)
    sound = read_sound(path, low, sample + CONTEXT - low).mean(axis=0)
    found = onset_near(sound, sample - low) if sound.any() else None
    return found is not None and abs(found + low - sample) <= most
