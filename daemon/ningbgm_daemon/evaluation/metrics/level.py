"""Level: loudness, ends, speech clearance, wanted silence.

Loudness, range and true peak are those of the house (ITU-R BS.1770-4, EBU R128, EBU Tech 3342). Sound is
float32, shape (channels, samples), 48 kHz.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ningbgm_daemon.loudness import (
    RATE_HZ,
    SILENCE_LUFS,
    Audio,
    KWeighting,
    TruePeak,
    integrated,
    loudness_range,
)

ENDED_RATIO = 0.15
"""A piece has ended whose last half second is at most this share of the whole (as field studies set it)."""
_SILENT_DBFS = -60.0
_SHORTEST_SPEECH_S = 0.5
_PIECE = RATE_HZ


@dataclass(frozen=True)
class Loudness:
    """How loud a sound is."""

    integrated_lufs: float
    range_lu: float
    true_peak_dbtp: float


def loudness(sound: Audio) -> Loudness | None:
    """Integrated loudness, range and true peak; None for digital silence or less than 400 ms."""
    if sound.shape[1] < 0.4 * RATE_HZ or not sound.any():
        return None
    weighting, peak = KWeighting(sound.shape[0]), TruePeak()
    blocks = []
    for start in range(0, sound.shape[1], _PIECE):
        piece = sound[:, start : start + _PIECE]
        blocks.append(weighting.blocks(piece))
        peak.feed(piece)
    energies = np.concatenate(blocks)
    return Loudness(integrated(energies), loudness_range(energies), peak.dbtp)


def tail_ratio(sound: Audio) -> float | None:
    """RMS of the last half second over the RMS of the whole; None for digital silence."""
    whole = float(np.sqrt(np.mean(np.square(sound, dtype=np.float64))))
    return (
        float(np.sqrt(np.mean(np.square(sound[:, -RATE_HZ // 2 :], dtype=np.float64)))) / whole
        if whole
        else None
    )


def speech_clearance_lu(own: Audio, music: Audio, spans_s: Sequence[tuple[float, float]]) -> float | None:
    """Loudness of the film's own sound less that of the music, both inside the speech only, in LU.

    Music that is silent there counts as -70 LUFS. None without speech of half a second.
    """
    spoken, under = _inside(own, spans_s), _inside(music, spans_s)
    said = loudness(spoken) if spoken.shape[1] >= _SHORTEST_SPEECH_S * RATE_HZ else None
    if said is None:
        return None
    heard = loudness(under)
    return said.integrated_lufs - (heard.integrated_lufs if heard else SILENCE_LUFS)


def silent_share(music: Audio, spans_s: Sequence[tuple[float, float]]) -> float | None:
    """Share of the wanted silence in which no tenth of a second rises over -60 dBFS RMS; None without any."""
    quiet = []
    for start, end in spans_s:
        part = music[:, round(start * RATE_HZ) : round(end * RATE_HZ)].astype(np.float64)
        wanted = round((end - start) * RATE_HZ)
        part = np.pad(part, ((0, 0), (0, max(0, wanted - part.shape[1]))))
        step = RATE_HZ // 10
        whole = part[:, : wanted // step * step].reshape(part.shape[0], -1, step)
        rms = np.sqrt(np.square(whole).mean(axis=(0, 2)))
        quiet += (rms <= 10 ** (_SILENT_DBFS / 20)).tolist()
    return float(np.mean(quiet)) if quiet else None


def _inside(sound: Audio, spans_s: Sequence[tuple[float, float]]) -> Audio:
    kept = np.zeros(sound.shape[1], bool)
    for start, end in spans_s:
        kept[round(start * RATE_HZ) : round(end * RATE_HZ)] = True
    return sound[:, kept]
