"""Listens to a finished mix with instruments: what the verifier judges by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from ningbgm_agents.score import Cue, Heard, HeardHit, HitPoint, Score
from ningbgm_agents.timeline import SAMPLE_RATE_HZ
from ningbgm_daemon.loudness import BLOCK_SAMPLES, SILENCE_LUFS, KWeighting, integrated, lufs

from .edges import wanted_silences
from .limiter import FramePeaks
from .onsets import CONTEXT, OnsetCount, onset_near

Audio = npt.NDArray[np.float32]
Floats = npt.NDArray[np.float64]

_TAIL = SAMPLE_RATE_HZ // 2
_GRAIN = SAMPLE_RATE_HZ // 100
_HOLE_DB = -60.0
_RING_OUT = SAMPLE_RATE_HZ
"""What is quiet in the last second is an ending, not a hole."""
_PEAK_SEARCH_DB = 3.5
_FLOOR = 1e-8


class Hearing:
    """Measures sound that arrives in pieces: float32, shape (2, samples), 48 kHz."""

    def __init__(
        self,
        score: Score,
        first: int,
        count: int,
        hits: Sequence[HitPoint] = (),
        silences: Sequence[tuple[int, int]] = (),
        counts_onsets: bool = True,
    ) -> None:
        self._score = score
        self._first, self._count = first, count
        self._silences = silences
        self._hits = sorted(hits, key=lambda hit: hit.sample)
        self._heard_hits: list[HeardHit] = []
        self._weighting, self._peak, self._onsets = (
            KWeighting(2),
            FramePeaks(_PEAK_SEARCH_DB),
            OnsetCount() if counts_onsets else None,
        )
        self._energies: list[Floats] = []
        self._grains: list[Floats] = []
        self._silent_peak: float | None = None
        self._power, self._tail_power = 0.0, 0.0
        self._edge = 0.0
        self._place = 0
        self._past = np.zeros(0, np.float32)
        self._grain_rest = np.zeros(0)

    @classmethod
    def of_cue(cls, score: Score, cue: Cue) -> Hearing:
        """Ears for one cue."""
        return cls(
            score,
            score.first_sample(cue),
            score.sample_count(cue),
            cue.hits,
            wanted_silences(score, cue),
        )

    def feed(self, sound: Audio) -> None:
        """Take in the next piece."""
        last = self._place + sound.shape[1]
        mono = sound.mean(axis=0, dtype=np.float32)
        self._energies.append(self._weighting.blocks(sound))
        self._peak.feed(sound)
        if self._onsets is not None:
            self._onsets.feed(mono)
        self._feed_power(sound, last)
        self._feed_silences(sound, last)
        self._feed_hits(mono, last)
        if self._place == 0:
            self._edge = float(np.abs(sound[:, :1]).max(initial=0))
        if last >= self._count:
            self._edge = max(self._edge, float(np.abs(sound[:, -1:]).max(initial=0)))
        self._place = last

    def heard(self, cue: str) -> Heard:
        """What was measured, under a cue's name."""
        energies = np.concatenate(self._energies) if self._energies else np.zeros(0)
        whole = self._power / max(self._count, 1)
        tail = self._tail_power / max(min(_TAIL, self._count), 1)
        return Heard(
            cue,
            self._place,
            integrated(energies),
            max(self._peak.highest_db, -144.0),
            float(np.sqrt(tail / whole)) if whole > 0 else 0.0,
            tuple(self._heard_hits),
            0.0 if self._onsets is None else self._onsets.count() / (self._count / SAMPLE_RATE_HZ / 60),
            self._clearance(energies),
            None if self._silent_peak is None else _decibels(self._silent_peak),
            self._longest_hole(),
            _decibels(self._edge),
        )

    def _feed_power(self, sound: Audio, last: int) -> None:
        power = np.einsum("cs,cs->s", sound, sound).astype(np.float64) / 2
        self._power += float(power.sum())
        self._tail_power += float(power[max(0, len(power) - max(0, last - self._count + _TAIL)) :].sum())
        joined = np.concatenate([self._grain_rest, power])
        whole = len(joined) // _GRAIN * _GRAIN
        self._grain_rest = joined[whole:]
        self._grains.append(joined[:whole].reshape(-1, _GRAIN).mean(axis=1))

    def _feed_silences(self, sound: Audio, last: int) -> None:
        for start, end in self._silences:
            low, high = max(start, self._place) - self._place, min(end, last) - self._place
            if low < high:
                level = float(np.abs(sound[:, low:high]).max())
                self._silent_peak = max(level, self._silent_peak or 0.0)

    def _feed_hits(self, mono: Audio, last: int) -> None:
        """Judge the hits whose surroundings have been heard."""
        known = np.concatenate([self._past, mono])
        origin = last - len(known)
        while self._hits:
            hit = self._hits[0]
            place = hit.sample - self._first
            if place + CONTEXT > last and last < self._count:
                break
            self._hits.pop(0)
            low = max(0, place - CONTEXT - origin)
            piece = known[low : place + CONTEXT - origin]
            found = (
                onset_near(piece, place - origin - low) if len(piece) and hit.treatment != "silence" else None
            )
            error = None if found is None else (found + low + origin - place) / SAMPLE_RATE_HZ * 1000
            self._heard_hits.append(HeardHit(hit.frame, hit.sample, error))
        self._past = known[-3 * CONTEXT :]

    def _clearance(self, energies: Floats) -> float | None:
        """The least clearance over all spans of speech with music in them."""
        found = []
        for start, end, speech_lufs in self._score.speech:
            low = max(0, -((self._first - start) // BLOCK_SAMPLES))
            high = min(len(energies), (end - self._first) // BLOCK_SAMPLES)
            if low >= high:
                low = max(0, (start - self._first) // BLOCK_SAMPLES)
                high = min(len(energies), -((self._first - end) // BLOCK_SAMPLES))
            if low < high:
                music = float(lufs(np.array([energies[low:high].mean()]))[0])
                if music > SILENCE_LUFS:
                    found.append(speech_lufs - music)
        return min(found, default=None)

    def _longest_hole(self) -> float:
        """Longest run of 10 ms grains under -60 dBFS outside the wanted silences, in seconds."""
        grains = np.concatenate(self._grains) if self._grains else np.zeros(0)
        empty = grains < 10 ** (_HOLE_DB / 10)
        empty[max(0, self._count - _RING_OUT) // _GRAIN :] = False
        for start, end in self._silences:
            empty[max(0, start // _GRAIN - 12) : end // _GRAIN + 1] = False
        turns = np.flatnonzero(np.diff(np.concatenate([[False], empty, [False]]).astype(np.int8)))
        runs = turns[1::2] - turns[::2]
        return float(runs.max(initial=0)) * _GRAIN / SAMPLE_RATE_HZ


def as_programme(heard: Heard, cues: Sequence[Heard]) -> Heard:
    """What was heard of the whole, with what only the cues can tell."""
    return replace(
        heard,
        cue="",
        hits=tuple(hit for cue in cues for hit in cue.hits),
        onsets_per_minute=sum(cue.onsets_per_minute * cue.sample_count for cue in cues)
        / max(heard.sample_count, 1),
        longest_hole_s=max((cue.longest_hole_s for cue in cues), default=0.0),
        largest_step_db=max((cue.largest_step_db for cue in cues), default=heard.largest_step_db),
    )


def _decibels(level: float) -> float:
    return 20 * float(np.log10(max(level, _FLOOR)))
