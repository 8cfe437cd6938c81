"""Has a stem played passage by passage: asks, brings each onto the score, joins them; memory holds one."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from math import gcd
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy import signal

from ningbgm_agents.errors import ModelError
from ningbgm_agents.timeline import SAMPLE_RATE_HZ

from ..block_file import BLOCK, read_sound
from ..stem_player import StemToPlay
from .alignment import MOST_STRETCH, Warp, anchors_in, find_warp
from .chroma import chroma_of_notes
from .player import Audio, Passage, PassagePlayer, PlayerFacts
from .retiming import retimed
from .stretches import CROSSFADE, SLACK_S, Plan, windows_in
from .tempo import played_tempo

Mono = npt.NDArray[np.float32]

_LOUDEST = 8.0
"""What is beyond this is no sound."""
_FADE_IN, _FADE_OUT = SAMPLE_RATE_HZ // 100, SAMPLE_RATE_HZ // 4


@dataclass
class StemPerformance:
    """One try at one stem: `pieces` plays it, `bends` tells afterwards how far it had to be bent."""

    stem: StemToPlay
    guide: Path
    """The SoundFont's sound of it: a block file."""
    stretches: Sequence[tuple[int, int]]
    player: PassagePlayer
    facts: PlayerFacts
    plan: Plan
    prompt: str
    attempt: int
    progress: Callable[[float], None]
    bends: list[float] = field(default_factory=list)
    """The largest bend of each passage: 0.04 is four per cent."""
    tempi: list[float] = field(default_factory=list)
    """Passages that were too fast or too slow to be bent: 1.1 is ten per cent too slow."""

    @property
    def passages(self) -> list[tuple[int, int]]:
        """First and last samples of what the player plays; each passage overlaps the next of its stretch."""
        found: list[tuple[int, int]] = []
        for first, last in self.stretches:
            windows = windows_in(first, last, self.plan)
            lead = self._lead(*windows[0])
            found += [(windows[0][0] + lead, windows[0][1]), *windows[1:]]
        return found

    def pieces(self) -> Iterator[Audio]:
        """The stem in pieces: float32, shape (2, samples), silent outside its stretches.

        Raises:
            ModelError: the player fails.
        """
        place = 0
        self._todo, self._done = len(self.passages), 0
        for first, last in self.stretches:
            yield from _silence(first - place)
            yield from self._stretch(windows_in(first, last, self.plan))
            place = last
        yield from _silence(self.stem.count - place)

    def _stretch(self, windows: Sequence[tuple[int, int]]) -> Iterator[Audio]:
        """The passages of a stretch, each faded into the next.

        A player that follows no melody goes on from the guide's first seconds, which are heard.
        """
        joining: Audio | None = None
        continued = np.zeros(0, np.float32)
        for index, (first, last) in enumerate(windows):
            lead = 0
            if index == 0 and self._lead(first, last):
                lead = self._lead(first, last)
                sound = read_sound(self.guide, first, lead + CROSSFADE)
                continued = self._at_player_rate(sound[:, :lead].mean(axis=0))
                yield sound[:, :lead]
                joining = sound[:, lead:]
            played, warp = self._window(first + lead, last, continued)
            out = retimed(played, warp)
            if joining is None:
                out[:, :_FADE_IN] *= np.linspace(0, 1, _FADE_IN, dtype=np.float32)
            else:
                out[:, :CROSSFADE] = _crossfaded(joining, out[:, :CROSSFADE])
            if index == len(windows) - 1:
                out[:, -_FADE_OUT:] *= np.linspace(1, 0, _FADE_OUT, dtype=np.float32) ** 2
                yield out
                return
            yield out[:, :-CROSSFADE]
            joining = out[:, -CROSSFADE:]
            following = max(0, warp.at(last - CROSSFADE - first - lead))
            tail = played[:, max(0, following - self.plan.context) : following].mean(axis=0)
            continued = self._at_player_rate(tail) if self.plan.context else np.zeros(0, np.float32)

    def _window(self, first: int, last: int, continued: Mono) -> tuple[Audio, Warp]:
        """One passage as it was played, at 48 kHz in stereo, and how it lies on the score."""
        facts, rate = self.facts, self.facts.rate_hz
        wanted_s = (last - first) / SAMPLE_RATE_HZ * (1 + MOST_STRETCH) + SLACK_S
        most = int(facts.longest_s * rate) - len(continued)
        count = min(int(wanted_s * rate), most)
        before = round(len(continued) / rate * SAMPLE_RATE_HZ)
        span = before + round(count / rate * SAMPLE_RATE_HZ)
        passage = Passage(
            self.prompt,
            count,
            rate,
            self._seed(first),
            continued,
            chroma_of_notes(self.stem.parts, first - before, span)
            if facts.follows_melody
            else np.zeros((0, 12), np.float32),
        )
        sound = self.player.play(passage, self._told)
        self._done += 1
        _check(sound, count)
        played = self._at_our_rate(sound)
        guide, mono = read_sound(self.guide, first, last - first).mean(axis=0), played.mean(axis=0)
        tempo = played_tempo(guide, mono)
        self.tempi += [] if tempo is None else [tempo]
        anchors = [one - first for one in anchors_in(self.stem.parts, first, last)]
        warp = find_warp(guide, mono, anchors)
        self.bends.append(warp.largest_bend)
        return played, warp

    def _lead(self, first: int, last: int) -> int:
        """How long the guide itself sounds before the first passage of a stretch."""
        return 0 if self.facts.follows_melody else min(self.plan.context, (last - first) // 2)

    def _told(self, share: float) -> None:
        self.progress((self._done + share) / max(self._todo, 1))

    def _seed(self, first: int) -> int:
        stem = self.stem
        told = (stem.score.seed, stem.score.variation, stem.cue.name, stem.stem, first, self.attempt)
        return zlib.crc32(repr(told).encode()) & 0x7FFFFFFF

    def _at_player_rate(self, sound: Mono) -> Mono:
        resampled: Mono = _resampled(sound[None], SAMPLE_RATE_HZ, self.facts.rate_hz)[0]
        return resampled

    def _at_our_rate(self, sound: Audio) -> Audio:
        ours = _resampled(sound, self.facts.rate_hz, SAMPLE_RATE_HZ)
        return np.ascontiguousarray(np.broadcast_to(ours, (2, ours.shape[1])))


def _check(sound: Audio, count: int) -> None:
    """See that what came is sound.

    Raises:
        ModelError: it is not.
    """
    if sound.shape[1] != count:
        raise ModelError(f"it played {sound.shape[1]} samples where {count} were asked for")
    if not np.isfinite(sound).all():
        raise ModelError("it played numbers that are no sound (not finite)")
    if float(np.abs(sound).max(initial=0)) > _LOUDEST:
        raise ModelError(f"it played numbers that are no sound (beyond {_LOUDEST:g})")


def _resampled(sound: Audio, from_hz: int, to_hz: int) -> Audio:
    """Shape (channels, samples), at another rate."""
    if from_hz == to_hz or not sound.shape[1]:
        return np.asarray(sound, np.float32)
    common = gcd(from_hz, to_hz)
    made = signal.resample_poly(sound, to_hz // common, from_hz // common, axis=1)
    return np.asarray(made, np.float32)


def _crossfaded(going: Audio, coming: Audio) -> Audio:
    """From one sound to the other at equal power."""
    share = (np.arange(going.shape[1]) + 0.5) / going.shape[1] * np.pi / 2
    mixed: Audio = going * np.cos(share).astype(np.float32) + coming * np.sin(share).astype(np.float32)
    return mixed


def _silence(count: int) -> Iterator[Audio]:
    for first in range(0, count, BLOCK):
        yield np.zeros((2, min(BLOCK, count - first)), np.float32)
