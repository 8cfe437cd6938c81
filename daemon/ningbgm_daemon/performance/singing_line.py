"""A sung line brought onto its notes: found by its pitches, bent a little, and silent where nothing is sung.

The limits of bending are those of stems that a model plays (`guided.alignment`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from ningbgm_agents.lyrics import SungPassage, SungTone
from ningbgm_agents.timeline import SAMPLE_RATE_HZ

from .guided.alignment import Warp
from .guided.retiming import can_retime, retimed
from .singing_places import find_sung_warp

Audio = npt.NDArray[np.float32]
_BEFORE, _AFTER = SAMPLE_RATE_HZ // 8, SAMPLE_RATE_HZ // 4
"""A consonant may come so long before its note, and a note ring so long after it: less than the 0.3 s by
which sung lines keep away from speech."""
_FADE = SAMPLE_RATE_HZ // 25
_IN_TIME = SAMPLE_RATE_HZ * 45 // 1000
"""What is no further from its notes is left as it was sung: what bends a sound is heard, too."""


@dataclass(frozen=True)
class BroughtOn:
    """A sung line on its notes, and how far it had to be bent."""

    sound: Audio
    bend: float
    """The largest: 0.04 is four per cent."""
    off_s: float
    """Where its first note was found, against where it belongs."""


def brought_onto_notes(sound: Audio, passage: SungPassage) -> BroughtOn:
    """The sound, mono at 48 kHz and as long as the passage, with its syllables on their notes."""
    first, last = passage.stretch
    syllables = [syllable.tones[0] for syllable in passage.syllables]
    piece = sound[first:last]
    warp = find_sung_warp(piece, [replace(tone, start=tone.start - first) for tone in syllables])
    off_s = (warp.source[0] - warp.score[0]) / SAMPLE_RATE_HZ
    if max(_shifts(warp), key=abs, default=0) in range(-_IN_TIME, _IN_TIME + 1):
        return BroughtOn(sound, 0.0, 0.0)
    if not can_retime():
        warp = _moved_as_a_whole(warp)
    out = np.zeros_like(sound)
    out[first:last] = retimed(piece[None], warp)[0]
    return BroughtOn(out, warp.largest_bend, off_s)


def hushed(sound: Audio, passage: SungPassage, silences: Sequence[tuple[int, int]]) -> Audio:
    """The sound where something is sung, and silence everywhere else; in `silences`, samples, in any case."""
    open_at = np.zeros(passage.sample_count, np.float32)
    for first, last in _sung(passage.tones):
        start, end = max(0, first - _BEFORE), min(len(open_at), last + _AFTER)
        open_at[start:end] = 1
        rise, fall = min(_FADE, end - start), min(_AFTER, end - start)
        open_at[start : start + rise] *= np.linspace(0, 1, rise, dtype=np.float32)
        open_at[end - fall : end] *= np.linspace(1, 0, fall, dtype=np.float32) ** 2
    for first, last in silences:
        open_at[max(0, first) : last] = 0
    return sound * open_at


def _sung(tones: Sequence[SungTone]) -> list[tuple[int, int]]:
    """Where notes sound one after the other without a gap that counts."""
    runs: list[tuple[int, int]] = []
    for tone in sorted(tones, key=lambda one: one.start):
        end = tone.start + tone.duration
        if runs and tone.start - runs[-1][1] <= _BEFORE + _AFTER:
            runs[-1] = runs[-1][0], max(runs[-1][1], end)
        else:
            runs.append((tone.start, end))
    return runs


def _shifts(warp: Warp) -> list[int]:
    return [source - score for score, source in zip(warp.score, warp.source, strict=True)]


def _moved_as_a_whole(warp: Warp) -> Warp:
    """The way without bending, which needs no library: the shift that suits most notes."""
    shifts = _shifts(warp)
    lengths = [end - start for start, end in pairwise(warp.score)]
    shift = shifts[int(np.argmax(lengths))] if lengths else 0
    count = warp.score[-1]
    return Warp((0, count), (shift, count + shift))
