"""The balance of a programme: glue, ducking under speech, loudness and peaks, solved together.

Everything is worked out on levels: the energy of every 100 ms and the true peak of every
millisecond. The sound itself is touched once, when the gains that are found here are applied.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ningbgm_agents.brief import Delivery
from ningbgm_agents.timeline import SAMPLE_RATE_HZ
from ningbgm_daemon.loudness import BLOCK_SAMPLES, SILENCE_LUFS, integrated, lufs, momentary

from .limiter import FRAME, Decibels, limiting

Floats = npt.NDArray[np.float64]
Speech = Sequence[tuple[int, int, float]]

PEAK_MARGIN_DB = 0.2
"""The limiter's ceiling stands this far under the peak asked for."""
_FRAMES_A_BLOCK = BLOCK_SAMPLES // FRAME
_CLEARANCE_MARGIN_LU = 0.4
_PEAK_ALLOWANCE_LU = 4.0
"""For less than half a second the music may come this much closer to the speech."""
_DEEPEST_DB = -40.0
_MOST_PUSH_DB = 6.0
"""Music is not lifted further than this to make up for what speech takes away."""
_WIDEST_GAIN_DB = 60.0
_LOOK_AHEAD, _ATTACK = SAMPLE_RATE_HZ * 15 // 1000, SAMPLE_RATE_HZ // 4
_HOLD, _RECOVERY = SAMPLE_RATE_HZ * 150 // 1000, SAMPLE_RATE_HZ * 750 // 1000
_JOINING_GAP = SAMPLE_RATE_HZ * 12 // 10
_GLUE_BELOW_PEAKS_LU, _GLUE_SLOPE, _GLUE_MOST_DB = 5.0, 0.5, 3.5
_LIFT_UNDER_LU, _LIFT_SLOPE, _LIFT_MOST_DB = 5.0, 0.55, 5.0
"""What lies more than this under a cue's own loudness is raised: the difference shrinks by the slope."""
_LIFT_SECONDS = 4
_LIFT_NOT_UNDER_LU = (22.0, 28.0)
"""Silence, and what dies away into it, is left alone: the lift ends between these."""


@dataclass(frozen=True)
class CueLevels:
    """How loud a cue's unmastered mix is."""

    first: int
    """Its first sample in the programme."""
    energies: Floats
    """K-weighted energy of every 100 ms."""
    peaks_db: Decibels
    """True peak of every millisecond, dBFS."""


@dataclass(frozen=True)
class Balance:
    """What every cue of a programme is mastered with."""

    moves: tuple[Decibels, ...]
    """Gain in dB for every millisecond of every cue."""
    gain_db: float
    """The part of it that is the same for the whole programme."""
    expected_lufs: float
    """The loudness that it should give."""


def solve(
    cues: Sequence[CueLevels], speech: Speech, delivery: Delivery, correction_db: float = 0.0
) -> Balance:
    """The gains of a whole programme.

    The programme reaches `delivery.loudness_lufs` and the music stays under speech by the clearance
    asked for; where both cannot be had, speech wins. `correction_db` moves the target by what a
    first pass missed.
    """
    glues, spans, rooms = _givens(cues, speech, delivery)
    target = delivery.loudness_lufs + correction_db
    loud = _programme(cues, glues)
    if loud <= SILENCE_LUFS:
        return Balance(tuple(glues), 0.0, SILENCE_LUFS)
    low, high = -_WIDEST_GAIN_DB, min(target - loud + _MOST_PUSH_DB, _WIDEST_GAIN_DB)
    gain_db = high
    moves = _moves(cues, glues, spans, rooms, delivery, gain_db)
    while high - low > 0.005:
        gain_db = (low + high) / 2
        moves = _moves(cues, glues, spans, rooms, delivery, gain_db)
        if _programme(cues, moves) < target:
            low = gain_db
        else:
            high = gain_db
    return Balance(tuple(moves), gain_db, _programme(cues, moves) - correction_db)


def at_gain(
    cues: Sequence[CueLevels], speech: Speech, delivery: Delivery, gain_db: float
) -> tuple[Decibels, ...]:
    """The gains of some cues of a programme whose own gain is known: each is ducked and limited by itself."""
    glues, spans, rooms = _givens(cues, speech, delivery)
    return tuple(_moves(cues, glues, spans, rooms, delivery, gain_db))


def _givens(
    cues: Sequence[CueLevels], speech: Speech, delivery: Delivery
) -> tuple[list[Decibels], list[tuple[int, int, float]], list[float]]:
    """Glue of every cue, the spans of speech to duck under, and the gain that each span leaves room for."""
    glues = [_frames(glue(cue.energies), len(cue.peaks_db)) for cue in cues]
    spans = _apart(speech) if delivery.duck else []
    return glues, spans, _rooms(cues, glues, spans, delivery.speech_clearance_lu)


def glue(energies: Floats) -> Floats:
    """Slow dynamics in dB for every block: loud moments give way by up to 3.5 dB, long quiet passages come up
    by up to 5 dB, so that they are heard under the sound of a film."""
    level = momentary(energies)
    playing = level[level > SILENCE_LUFS]
    if not len(playing):
        return np.zeros(len(energies))
    threshold = float(np.percentile(playing, 90)) - _GLUE_BELOW_PEAKS_LU
    reduction = np.clip(_GLUE_SLOPE * (level - threshold), 0, _GLUE_MOST_DB)
    return _smooth(_lift(energies), 21) - _smooth(reduction, 9)


def _lift(energies: Floats) -> Floats:
    """What quiet passages of several seconds come up by, block by block."""
    window = np.ones(min(_LIFT_SECONDS * 10, len(energies)))
    seen = np.convolve(energies, window, "same") / np.convolve(np.ones(len(energies)), window, "same")
    under = integrated(energies) - lufs(seen)
    last, nothing = _LIFT_NOT_UNDER_LU
    lift = np.clip(_LIFT_SLOPE * (under - _LIFT_UNDER_LU), 0, _LIFT_MOST_DB)
    return np.asarray(lift * np.clip((nothing - under) / (nothing - last), 0, 1))


def _smooth(curve: Floats, blocks: int) -> Floats:
    """A curve without corners: averaged under a bell of so many blocks."""
    bell = np.hanning(blocks + 2)[1:-1]
    around = np.pad(curve, blocks // 2, mode="edge")
    return np.asarray(np.convolve(around, bell / bell.sum(), "valid"))


def _moves(
    cues: Sequence[CueLevels],
    glues: Sequence[Decibels],
    spans: Speech,
    rooms: Sequence[float],
    delivery: Delivery,
    gain_db: float,
) -> list[Decibels]:
    """Glue, gain, ducking and limiting of every cue, for one programme gain."""
    ceiling = delivery.true_peak_dbtp - PEAK_MARGIN_DB
    depths = [float(np.clip(room - gain_db, _DEEPEST_DB, 0)) for room in rooms]
    moves = []
    for cue, own in zip(cues, glues, strict=True):
        move = own + np.float32(gain_db)
        if spans:
            middles = cue.first + np.arange(len(own)) * FRAME + FRAME // 2
            move = move + _ducking(spans, depths, middles)
        moves.append((move + limiting(cue.peaks_db + move, ceiling)).astype(np.float32))
    return moves


def _rooms(
    cues: Sequence[CueLevels], glues: Sequence[Decibels], spans: Speech, clearance_lu: float
) -> list[float]:
    """For every span of speech, the gain in dB that puts the unmastered music under it by the
    clearance."""
    glued = [_scaled(cue.energies, own) for cue, own in zip(cues, glues, strict=True)]
    rooms = []
    for start, end, speech_lufs in spans:
        loudest = -np.inf
        for cue, energies in zip(cues, glued, strict=True):
            low = max(0, (start - cue.first) // BLOCK_SAMPLES)
            heard = energies[low : max(low, -(-(end - cue.first) // BLOCK_SAMPLES))]
            if len(heard):
                loudest = max(
                    loudest,
                    float(lufs(np.array([heard.mean()]))[0]),
                    float(momentary(heard)[3:].max(initial=SILENCE_LUFS)) - _PEAK_ALLOWANCE_LU,
                )
        rooms.append(speech_lufs - clearance_lu - _CLEARANCE_MARGIN_LU - loudest)
    return rooms


def _ducking(spans: Speech, depths: Sequence[float], samples: npt.NDArray[np.int64]) -> Floats:
    """The ducking curve in dB at given samples.

    The music goes down before the speech, waits after it, and comes back slowly; between spans with
    less than 1.2 s between them it moves from one depth straight to the next.
    """
    places: list[float] = []
    levels: list[float] = []
    for index, ((start, end, _), depth) in enumerate(zip(spans, depths, strict=True)):
        if index == 0 or start - spans[index - 1][1] >= _JOINING_GAP:
            places.append(start - _LOOK_AHEAD - _ATTACK)
            levels.append(0.0)
        places += [start - _LOOK_AHEAD, end]
        levels += [depth, depth]
        if index + 1 == len(spans) or spans[index + 1][0] - end >= _JOINING_GAP:
            places += [end + _HOLD, end + _HOLD + _RECOVERY]
            levels += [depth, 0.0]
    return np.interp(samples, places, levels)


def _apart(speech: Speech) -> list[tuple[int, int, float]]:
    """The spans in order of time; where they overlap, the quieter one counts for both."""
    spans: list[tuple[int, int, float]] = []
    for start, end, level in sorted(speech):
        if end <= start:
            continue
        if spans and start - spans[-1][1] < _LOOK_AHEAD * 2:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]), min(level, spans[-1][2]))
        else:
            spans.append((start, end, level))
    return spans


def _programme(cues: Sequence[CueLevels], moves: Sequence[Decibels]) -> float:
    """Integrated loudness of all cues in their places, in LUFS."""
    origin = min(cue.first for cue in cues)
    end = max((cue.first - origin) // BLOCK_SAMPLES + len(cue.energies) for cue in cues)
    blocks = np.zeros(end)
    for cue, move in zip(cues, moves, strict=True):
        place = (cue.first - origin) // BLOCK_SAMPLES
        blocks[place : place + len(cue.energies)] += _scaled(cue.energies, move)
    return integrated(blocks)


def _scaled(energies: Floats, move_db: Decibels) -> Floats:
    """Block energies behind a gain curve."""
    power = np.exp(move_db[: len(energies) * _FRAMES_A_BLOCK] * np.float32(np.log(10) / 10))
    scaled: Floats = energies * power.reshape(-1, _FRAMES_A_BLOCK).mean(axis=1)
    return scaled


def _frames(blocks_db: Floats, count: int) -> Decibels:
    """A curve of blocks as a curve of frames."""
    if not len(blocks_db):
        return np.zeros(count, np.float32)
    middles = (np.arange(len(blocks_db)) + 0.5) * _FRAMES_A_BLOCK
    return np.asarray(np.interp(np.arange(count) + 0.5, middles, blocks_db), np.float32)
