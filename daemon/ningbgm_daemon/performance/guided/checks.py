"""Whether a stem that a model played may stay: tempo, beats, key, hits, level, silences, ending."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from ningbgm_agents.timeline import SAMPLE_RATE_HZ
from ningbgm_daemon.loudness import BLOCK_SAMPLES

from ..block_file import read_sound
from ..stem_player import StemToPlay
from .alignment import HOP, anchors_in, onset_curve
from .chroma import COARSE, STEP, agreement, chroma_of_sound, wanted_chroma
from .performing import StemPerformance
from .shaping import Levels, begins_near, hits_of, levels_of

Floats = npt.NDArray[np.float64]

LEAST_BEATS = 0.25
"""Least correlation of what begins when, with the guide: unrelated music stays under 0.15."""
LEAST_KEY = 0.35
"""Least correlation of its pitch classes with those of the notes: noise has 0, the SoundFont about 0.9."""
MOST_CLIPPED = 0.005
"""Largest share of samples at full scale."""
MOST_MISSING = 0.15
"""Largest share of the time in which the score plays and the stem does not."""
MOST_OFF_LU = 1.5
"""Most by which its loudness may differ from the guide's."""
MOST_TAIL = 0.35
"""Largest level of the last half second against the whole."""
_CHUNK, _MARGIN = 200 * BLOCK_SAMPLES, 5 * BLOCK_SAMPLES
_PIECE = 8 * SAMPLE_RATE_HZ
"""About how much is held against the score at once."""
_BEATS_A_SECOND = 0.8
"""A stem with fewer attacks has no beat to be compared."""
_SHORTFALL_DB, _HEARD_DB = 18.0, -30.0
_STRAY = 10 ** (-70 / 10)
_TAIL_BLOCKS = 5
_LEAST_STEPS = 10
_INTERVALS = ("", "a semitone", "a tone", "a minor third", "a third", "a fourth", "a tritone")


@dataclass(frozen=True)
class Failure:
    """A check that a stem did not pass."""

    check: str
    """'tempo', 'beats', 'key', 'hits', 'level', 'silence', 'ending', 'clipping'."""
    sentence: str
    """What was measured, for the record."""


@dataclass(frozen=True)
class _Curves:
    """What is measured of two block files side by side."""

    guide: Floats
    played: Floats
    chroma: Floats


def failures_of(
    stem: StemToPlay, played: Path, guide: Path, raw: Levels, performance: StemPerformance
) -> tuple[Failure, ...]:
    """Every check that a finished stem fails; `raw` is how loud it was before its level was matched."""
    stretches = performance.stretches
    passages = [piece for one in performance.passages for piece in _pieces(*one)]
    curves, levels, wanted = _curves(played, guide, stem.count), levels_of(played, stem.count), levels_of(
        guide, stem.count
    )  # fmt: skip
    found = (
        _clipping(raw),
        _tempo(performance),
        _missing(levels, wanted, stretches),
        _stray(levels, stretches),
        _key(stem, curves.chroma, passages),
        _beats(stem, curves, passages),
        _level(levels, wanted),
        _ending(levels, wanted),
        _hits(stem, played, guide),
    )
    return tuple(failure for failure in found if failure is not None)


def _pieces(first: int, last: int) -> list[tuple[int, int]]:
    """A passage in even pieces, so that a few bad seconds are not lost among good ones."""
    number = max(1, round((last - first) / _PIECE))
    edges = [first + round(k * (last - first) / number) for k in range(number + 1)]
    return list(pairwise(edges))


def _curves(played: Path, guide: Path, count: int) -> _Curves:
    """Onsets of both and the chroma of one, piece by piece, so that memory does not grow with the cue."""
    parts: list[tuple[Floats, Floats, Floats]] = []
    for first in range(0, count, _CHUNK):
        size = min(_CHUNK, count - first)
        sounds = [
            read_sound(path, first - _MARGIN, size + 2 * _MARGIN).mean(axis=0) for path in (guide, played)
        ]
        low, high = _MARGIN // HOP, (_MARGIN + size) // HOP
        steps = slice(_MARGIN // (STEP * COARSE), (_MARGIN + size) // (STEP * COARSE))
        onsets = [onset_curve(sound)[low:high] for sound in sounds]
        parts.append((onsets[0], onsets[1], chroma_of_sound(sounds[1])[steps]))
    joined = [np.concatenate(column) for column in zip(*parts, strict=True)]
    return _Curves(joined[0], joined[1], joined[2])


def _clipping(raw: Levels) -> Failure | None:
    if raw.full_share <= MOST_CLIPPED:
        return None
    return Failure("clipping", f"{100 * raw.full_share:.1f} % of it was clipped")


def _tempo(performance: StemPerformance) -> Failure | None:
    if not performance.tempi:
        return None
    furthest = max(performance.tempi, key=lambda tempo: abs(tempo - 1))
    way = "slower" if furthest > 1 else "faster"
    return Failure(
        "tempo",
        f"{len(performance.tempi)} of {len(performance.bends)} passage(s) went up to"
        f" {100 * abs(furthest - 1):.0f} % {way} than the score",
    )


def _missing(levels: Levels, wanted: Levels, stretches: Sequence[tuple[int, int]]) -> Failure | None:
    """Whether it is silent where the score plays."""
    inside = _inside(stretches, len(wanted.plain))
    asked, came = (ndimage.uniform_filter1d(one.plain, 10) for one in (wanted, levels))
    heard = inside & (asked > asked.max(initial=0) * 10 ** (_HEARD_DB / 10))
    gone = heard & (came < asked * 10 ** (-_SHORTFALL_DB / 10))
    if not heard.any() or gone.sum() <= MOST_MISSING * heard.sum():
        return None
    return Failure("level", f"it was silent for {gone.sum() / 10:.1f} s of {heard.sum() / 10:.1f} s")


def _stray(levels: Levels, stretches: Sequence[tuple[int, int]]) -> Failure | None:
    """Whether it sounds where the score is silent."""
    stray = levels.plain[~_inside(stretches, len(levels.plain))]
    if float(stray.max(initial=0)) <= _STRAY:
        return None
    return Failure("silence", f"it sounded at {10 * np.log10(stray.max()):.0f} dB where the score is silent")


def _key(stem: StemToPlay, chroma: Floats, passages: Sequence[tuple[int, int]]) -> Failure | None:
    """The piece that agrees least with the notes: one that is bad spoils a stem."""
    wanted, step = wanted_chroma(stem.parts, stem.count), STEP * COARSE
    pieces = [slice(first // step, last // step) for first, last in passages]
    found = [
        agreement(wanted[piece], chroma[piece])
        for piece in pieces
        if (wanted[piece].max(axis=1, initial=0) > 0).sum() >= _LEAST_STEPS
    ]
    if not found:
        return None
    worst = min(found, key=lambda one: float(one[0]))
    best = int(worst.argmax())
    if worst[0] >= LEAST_KEY and worst[0] >= worst[best] - 0.02:
        return None
    if best and worst[best] >= LEAST_KEY:
        steps = best if best <= 6 else best - 12
        return Failure(
            "key",
            f"it sounded {_INTERVALS[abs(steps)]} {'above' if steps > 0 else 'below'} the score"
            f" (agreement {worst[best]:.2f} there, {worst[0]:.2f} in the score's key)",
        )
    return Failure("key", f"its pitches agreed with the score by {worst[0]:.2f}, {LEAST_KEY:g} is the least")


def _beats(stem: StemToPlay, curves: _Curves, passages: Sequence[tuple[int, int]]) -> Failure | None:
    """The piece whose attacks agree least with the guide's."""
    found: list[float] = []
    for first, last in passages:
        attacks = len(anchors_in(stem.parts, first, last))
        if attacks < _BEATS_A_SECOND * (last - first) / SAMPLE_RATE_HZ:
            continue
        piece = slice(first // HOP, last // HOP)
        guide, played = (ndimage.gaussian_filter1d(one[piece], 4) for one in (curves.guide, curves.played))
        still = guide.std() <= 0 or played.std() <= 0
        found.append(0.0 if still else float(np.corrcoef(guide, played)[0, 1]))
    if not found or min(found) >= LEAST_BEATS:
        return None
    told = f"its beats agreed with the score's by {min(found):.2f}, {LEAST_BEATS:g} is the least"
    return Failure("beats", told)


def _level(levels: Levels, wanted: Levels) -> Failure | None:
    off = levels.loudness_lufs - wanted.loudness_lufs
    if abs(off) <= MOST_OFF_LU:
        return None
    return Failure("level", f"it was {off:+.1f} LU from the level that the score gives it")


def _ending(levels: Levels, wanted: Levels) -> Failure | None:
    """Whether its tail is cut: louder at the end than the score's own ending."""
    ratio, guide = _tail(levels.plain), _tail(wanted.plain)
    if ratio <= max(MOST_TAIL, 1.5 * guide):
        return None
    told = f"its last half second still had {ratio:.2f} of its level ({guide:.2f} in the score)"
    return Failure("ending", told)


def _hits(stem: StemToPlay, played: Path, guide: Path) -> Failure | None:
    frame = round(SAMPLE_RATE_HZ / float(stem.score.edit.rate.fps))
    hits = hits_of(stem)
    missed = [hit for hit in hits if begins_near(guide, hit, frame) and not begins_near(played, hit, frame)]
    if not missed:
        return None
    first = f"the first at {missed[0] / SAMPLE_RATE_HZ:.2f} s of the cue"
    return Failure("hits", f"{len(missed)} of {len(hits)} hits were not met within a frame, {first}")


def _tail(plain: Floats) -> float:
    whole = float(plain.mean()) if len(plain) else 0.0
    return float(np.sqrt(plain[-_TAIL_BLOCKS:].mean() / whole)) if whole > 0 else 0.0


def _inside(stretches: Sequence[tuple[int, int]], blocks: int) -> npt.NDArray[np.bool_]:
    """Which blocks of 100 ms lie in a stretch."""
    inside = np.zeros(blocks, bool)
    for first, last in stretches:
        inside[first // BLOCK_SAMPLES : -(-last // BLOCK_SAMPLES)] = True
    return inside
