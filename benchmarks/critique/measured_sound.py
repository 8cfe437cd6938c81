"""What is measured of any sound, ours or a recording: loudness, colour, width, density, what returns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
from scipy.signal import welch

from ningbgm_daemon.evaluation.hearing import listen
from ningbgm_daemon.evaluation.metrics.pitches import entropy
from ningbgm_daemon.evaluation.metrics.structure import structure_indicators
from ningbgm_daemon.loudness import KWeighting, TruePeak, integrated, loudness_range, momentary

RATE_HZ = 48_000
BANDS_HZ = ((30, 120), (120, 500), (500, 2000), (2000, 8000), (8000, 16_000))
ENDINGS = (".flac", ".mp3", ".ogg", ".opus", ".wav")
_OPENING_S = 30
_NOTHING_DB = -60.0
"""Sides of a sound that has none."""

Sound = npt.NDArray[np.float32]
Measures = dict[str, float | None]


def sound_of(path: Path, seconds: float | None = None) -> Sound:
    """Any sound file, or its first seconds: float32, shape (2, samples), 48 kHz."""
    resampler = av.AudioResampler("fltp", "stereo", RATE_HZ)
    pieces: list[Sound] = []
    wanted = None if seconds is None else round(seconds * RATE_HZ)
    with av.open(str(path)) as container:
        for frame in container.decode(audio=0):
            pieces += [piece.to_ndarray() for piece in resampler.resample(frame)]
            if wanted is not None and sum(piece.shape[1] for piece in pieces) >= wanted:
                break
    return np.concatenate(pieces, axis=1)[:, :wanted].astype(np.float32)


def pieces_in(place: Path, most: int) -> list[Path]:
    """A sound file, or those of a folder in order of their paths: at most so many, spread evenly over it."""
    if not place.is_dir():
        return [place]
    inside = sorted(path for path in place.rglob("*") if path.suffix.lower() in ENDINGS)
    count = min(most, len(inside))
    return [inside[number * len(inside) // count] for number in range(count)]


def measures(sound: Sound) -> Measures:
    """Every measure by name, of a stereo sound of some seconds."""
    piece, blocks, peak = listen(sound), KWeighting(2).blocks(sound), TruePeak()
    peak.feed(sound)
    levels, loud = momentary(blocks), integrated(blocks)
    opening = integrated(blocks[: _OPENING_S * 10])
    returning = structure_indicators(piece.chroma)
    middle, sides = _spectra(sound)
    whole = sum(middle.values())
    return {
        "seconds": round(sound.shape[1] / RATE_HZ, 1),
        "lufs": round(loud, 1),
        "range_lu": round(loudness_range(blocks), 1),
        "p95_p10_lu": round(float(np.percentile(levels, 95) - np.percentile(levels, 10)), 1),
        "opening_lu": round(opening - loud, 1),
        "true_peak_dbtp": round(peak.dbtp, 1),
        "crest_db": round(float(20 * np.log10(np.abs(sound).max() / np.sqrt(np.mean(sound**2)))), 1),
        "onsets_a_minute": round(len(piece.onsets_s) / sound.shape[1] * RATE_HZ * 60),
        "chroma_entropy": round(entropy(piece.chroma.mean(axis=0)), 2),
        **{f"si_{k}": None if v is None else round(v, 2) for k, v in returning.items()},
        "width_db": _ratio(sum(sides.values()), whole),
        **{f"level_{band}": _ratio(power, whole) for band, power in middle.items()},
        **{f"sides_{band}": _ratio(sides[band], power) for band, power in middle.items()},
    }


def _spectra(sound: Sound) -> tuple[dict[str, float], dict[str, float]]:
    """Power of the middle and of the sides in each band.

    A band whose sides are under its middle (0 dB) loses less than 3 dB where the two channels are added up.
    """
    found = []
    for channel in (sound.mean(axis=0), (sound[0] - sound[1]) / 2):
        frequencies, power = welch(channel, RATE_HZ, nperseg=8192)
        bands = {
            f"{low}-{high}": float(power[(frequencies >= low) & (frequencies < high)].sum())
            for low, high in BANDS_HZ
        }
        found.append(bands)
    return found[0], found[1]


def _ratio(power: float, other: float) -> float:
    """Decibels of one power against another, no less than -60."""
    return round(max(_NOTHING_DB, float(10 * np.log10((power + 1e-30) / (other + 1e-30)))), 1)


def usual(rows: Sequence[Mapping[str, float | None]]) -> dict[str, tuple[float, float, float]]:
    """Median, 5th and 95th percentile of every measure over some pieces."""
    found = {}
    for name in rows[0]:
        values = [value for row in rows if (value := row[name]) is not None]
        if values:
            low, middle, high = np.percentile(values, (5, 50, 95))
            found[name] = (round(float(middle), 2), round(float(low), 2), round(float(high), 2))
    return found
