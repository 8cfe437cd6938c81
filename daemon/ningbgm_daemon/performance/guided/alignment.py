"""Finds where a model plays what the score has: its beats against ours, within the limits of stretching.

The guide is the SoundFont's sound of the same notes, so both are heard with the same ears, and what the ears
do wrong they do wrong twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from ningbgm_agents.score import Part
from ningbgm_agents.timeline import SAMPLE_RATE_HZ

from ..onsets import WINDOW, flux, mel_levels

Floats = npt.NDArray[np.float64]
Mono = npt.NDArray[np.float32]

MOST_STRETCH = 0.04
"""Most by which a passage is played slower or faster."""
HOP = SAMPLE_RATE_HZ // 200
"""Samples of a step of an onset curve: 5 ms."""
_TOP_DB = 60.0
_SNIPPET = 20
"""Steps on both sides of a note in which its attack is looked for."""
_FIRST_OFF = 30
"""Steps by which the first note may be off."""
_SPACING = SAMPLE_RATE_HZ // 4
_KNOT_SPACING = SAMPLE_RATE_HZ * 4 // 5
_BEND_COST = 0.2
_OFF_COST = 0.0005
_UNTOUCHED = SAMPLE_RATE_HZ // 500
"""2 ms: what is nearer is left as it is."""


@dataclass(frozen=True)
class Warp:
    """Which sample of a passage belongs to which of the score: straight lines between knots."""

    score: tuple[int, ...]
    """Samples from the passage's first, increasing; the first is 0, the last its length."""
    source: tuple[int, ...]
    """Samples of the sound that was played, increasing."""

    def at(self, sample: int) -> int:
        """The sample of the sound that belongs to one of the score."""
        return round(float(np.interp(sample, self.score, self.source)))

    @property
    def straight(self) -> bool:
        """Whether it leaves everything where it is."""
        return all(abs(a - b) <= _UNTOUCHED for a, b in zip(self.score, self.source, strict=True))

    @property
    def largest_bend(self) -> float:
        """The fastest or slowest piece: 0.04 is four per cent."""
        rates = np.diff(self.source) / np.diff(self.score)
        return float(np.abs(rates - 1).max())


def onset_curve(sound: Mono) -> Floats:
    """How much begins at every `HOP`: shape (steps,), of any scale."""
    padded = np.pad(sound, (WINDOW // 2, WINDOW))
    levels = mel_levels(padded, HOP)
    return flux(np.maximum(levels, levels.max() - _TOP_DB))[: len(sound) // HOP]


def anchors_in(parts: Sequence[Part], first: int, last: int) -> list[int]:
    """Samples of the cue on which notes begin, the loudest of neighbours, at least 250 ms apart."""
    loudness: dict[int, float] = {}
    for part in parts:
        for note in part.notes:
            if first <= note.start < last:
                weight = 2.0 if note.hit else 1.0
                loudness[note.start] = loudness.get(note.start, 0.0) + weight * note.velocity
    taken: list[int] = []
    for start in sorted(loudness, key=lambda one: (-loudness[one], one)):
        if all(abs(start - other) >= _SPACING for other in taken):
            taken.append(start)
    return sorted(taken)


def find_warp(guide: Mono, played: Mono, anchors: Sequence[int]) -> Warp:
    """How to bring a sound onto its guide, both mono at 48 kHz; the played one may be longer.

    `anchors` are samples of the guide on which notes begin.
    """
    count = len(guide)
    inside = [anchor for anchor in anchors if HOP * _SNIPPET < anchor < count - HOP * _SNIPPET]
    wanted, heard = onset_curve(guide), _normed(onset_curve(played))
    if not inside or not heard.any() or not wanted.any():
        return _even(count, 0)
    widest = widest_offset(count)
    rewards = np.stack([_reward(wanted, heard, round(anchor / HOP), widest) for anchor in inside])
    return best_warp(count, inside, rewards)


def widest_offset(count: int) -> int:
    """The furthest, in steps of `HOP`, that anything in so many samples may be off."""
    return _FIRST_OFF + round(MOST_STRETCH * count / HOP) + 1


def best_warp(count: int, anchors: Sequence[int], rewards: Floats) -> Warp:
    """The way that fits best, of so many samples, within the limits of stretching.

    `rewards` tell how well each anchor is found at every offset up to `widest_offset`: shape
    (anchors, 2 widest + 1), about 1 where it is found.
    """
    return _warp(count, anchors, _followed(rewards, anchors, rewards.shape[1] // 2))


def _reward(wanted: Floats, heard: Floats, step: int, widest: int) -> Floats:
    """How well a note's attack is found at each offset from -widest to widest: shape (2 widest + 1,)."""
    snippet = _padded(wanted, step - _SNIPPET, 2 * _SNIPPET + 1) * np.hanning(2 * _SNIPPET + 3)[1:-1]
    norm = float(np.sqrt(np.square(snippet).sum()))
    if norm <= 0:
        return np.zeros(2 * widest + 1)
    around = _padded(heard, step - widest - _SNIPPET, 2 * widest + 2 * _SNIPPET + 1)
    strength = min(1.0, norm / (float(wanted.max()) + 1e-9))
    reward: Floats = np.correlate(around, snippet / norm, "valid") * strength
    return reward


def _followed(rewards: Floats, anchors: Sequence[int], widest: int) -> Floats:
    """The best way through the offsets, never bending more than the limit, in steps with fractions."""
    offs = np.arange(-widest, widest + 1)
    total = rewards[0] - _OFF_COST * np.abs(offs)
    total = np.where(np.abs(offs) <= _FIRST_OFF, total, -np.inf)
    ways: list[npt.NDArray[np.intp]] = []
    for index in range(1, len(anchors)):
        steps = (anchors[index] - anchors[index - 1]) / HOP
        most = max(1, int(MOST_STRETCH * steps))
        shifts = range(-most, most + 1)
        moved = np.stack([_shifted(total, shift) - _BEND_COST * (shift / most) ** 2 for shift in shifts])
        best = moved.argmax(axis=0)
        ways.append(np.clip(np.arange(len(offs)) - (best - most), 0, len(offs) - 1))
        total = moved.max(axis=0) + rewards[index] - _OFF_COST * np.abs(offs)
    place = int(total.argmax())
    places = [place]
    for way in reversed(ways):
        place = int(way[place])
        places.append(place)
    places.reverse()
    return np.array([offs[p] + _fraction(reward, p) for p, reward in zip(places, rewards, strict=True)])


def _shifted(total: Floats, shift: int) -> Floats:
    """Totals by the offset that they lead to when the offset grows by `shift`."""
    moved = np.full_like(total, -np.inf)
    if shift > 0:
        moved[shift:] = total[:-shift]
    elif shift < 0:
        moved[:shift] = total[-shift:]
    else:
        moved[:] = total
    return moved


def _fraction(reward: Floats, place: int) -> float:
    """Where between the steps the reward is highest, by a parabola; only on a peak."""
    if not 0 < place < len(reward) - 1:
        return 0.0
    low, here, high = reward[place - 1 : place + 2]
    bend = low - 2 * here + high
    return float(np.clip(0.5 * (low - high) / bend, -0.5, 0.5)) if bend < 0 and here > 0 else 0.0


def _warp(count: int, anchors: Sequence[int], offsets: Floats) -> Warp:
    """Knots that are far enough apart; before the first and after the last the sound runs on evenly."""
    kept = [0]
    for index in range(1, len(anchors)):
        if anchors[index] - anchors[kept[-1]] >= _KNOT_SPACING:
            kept.append(index)
    score = [anchors[index] for index in kept]
    source = [score[0] + round(float(offsets[kept[0]]) * HOP)]
    for before, index in pairwise(kept):
        length = anchors[index] - anchors[before]
        wanted = anchors[index] + round(float(offsets[index]) * HOP) - source[-1]
        slowest, fastest = int(length * (1 - MOST_STRETCH)) + 1, int(length * (1 + MOST_STRETCH))
        source.append(source[-1] + min(max(wanted, slowest), fastest))
    first, last = source[0] - score[0], source[-1] - score[-1]
    return Warp((0, *score, count), (first, *source, count + last))


def _even(count: int, off: int) -> Warp:
    return Warp((0, count), (off, count + off))


def _padded(curve: Floats, first: int, count: int) -> Floats:
    """A piece of a curve that is 0 outside."""
    piece = np.zeros(count)
    low, high = max(0, first), min(len(curve), first + count)
    if low < high:
        piece[low - first : high - first] = curve[low:high]
    return piece


def _normed(curve: Floats) -> Floats:
    """A curve less its slow part, its loudest attacks near 1."""
    sharp = np.maximum(curve - ndimage.uniform_filter1d(curve, 60), 0)
    top = float(np.percentile(sharp, 99.5)) if len(sharp) else 0.0
    normed: Floats = np.minimum(sharp / top, 1.5) if top > 0 else sharp * 0
    return normed
