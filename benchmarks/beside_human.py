"""Measures our palettes beside music that people made: how dense, how wide, how loud, how much it repeats.

    python benchmarks/beside_human.py PIECE.mp3 ... [--film 23] [--seed 1] [--palettes comedy lounge ...]

Every palette plays one drawn film of about a minute without a wish; the pieces are any sound files. Of a
recording only what can be heard is measured, of ours the notes too. One line of JSON each.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
from scipy.signal import welch

from critique.paper import on_paper
from critique.playing import played
from critique.scenes import draw_scene
from ningbgm_agents.palette import palette_names
from ningbgm_daemon.evaluation.hearing import listen
from ningbgm_daemon.evaluation.metrics.groove import groove_consistency
from ningbgm_daemon.evaluation.metrics.pitches import entropy, pitch_class_entropy, scale_consistency
from ningbgm_daemon.evaluation.metrics.structure import structure_indicators
from ningbgm_daemon.evaluation.reading_tune import tune_of
from ningbgm_daemon.loudness import KWeighting, TruePeak, integrated, loudness_range, momentary

RATE_HZ = 48_000
BANDS_HZ = ((30, 120), (120, 500), (500, 2000), (2000, 8000), (8000, 16_000))

Sound = npt.NDArray[np.float32]


def sound_of(path: Path) -> Sound:
    """Any sound file: float32, shape (2, samples), 48 kHz."""
    resampler = av.AudioResampler("fltp", "stereo", RATE_HZ)
    with av.open(str(path)) as container:
        pieces = [piece for frame in container.decode(audio=0) for piece in resampler.resample(frame)]
    return np.concatenate([piece.to_ndarray() for piece in pieces], axis=1).astype(np.float32)


def heard(sound: Sound) -> dict[str, object]:
    """What is measured of any sound."""
    piece, blocks, peak = listen(sound), KWeighting(2).blocks(sound), TruePeak()
    peak.feed(sound)
    levels = momentary(blocks)
    middle, sides = sound.mean(axis=0), (sound[0] - sound[1]) / 2
    frequencies, power = welch(middle, RATE_HZ, nperseg=8192)
    every = power[(frequencies >= 30) & (frequencies < 16_000)].sum()
    return {
        "seconds": round(sound.shape[1] / RATE_HZ, 1),
        "lufs": round(integrated(blocks), 1),
        "range_lu": round(loudness_range(blocks), 1),
        "p95_p10_lu": round(float(np.percentile(levels, 95) - np.percentile(levels, 10)), 1),
        "true_peak_dbtp": round(peak.dbtp, 1),
        "crest_db": round(float(20 * np.log10(np.abs(sound).max() / np.sqrt(np.mean(sound**2)))), 1),
        "onsets_a_minute": round(len(piece.onsets_s) / sound.shape[1] * RATE_HZ * 60),
        "chroma_entropy": round(entropy(piece.chroma.mean(axis=0)), 2),
        "si": {k: v if v is None else round(v, 2) for k, v in structure_indicators(piece.chroma).items()},
        "width_db": round(float(10 * np.log10(np.mean(sides**2) / np.mean(middle**2) + 1e-9)), 1),
        "balance_db": {
            f"{low}-{high}": round(
                float(10 * np.log10(power[(frequencies >= low) & (frequencies < high)].sum() / every)), 1
            )
            for low, high in BANDS_HZ
        },
    }


def ours(film: int, seed: int, palette: str) -> dict[str, object]:
    """The same of one palette, and what its notes say."""
    score = on_paper(replace(draw_scene(film), wish=""), seed, palette)
    tune = tune_of(score)
    notes = {
        "pitch_class_entropy": pitch_class_entropy(tune),
        "scale_consistency": scale_consistency(tune),
        "groove_consistency": groove_consistency(tune),
    }
    with tempfile.TemporaryDirectory() as folder:
        mix, _heard = played(score, Path(folder))
        return heard(sound_of(mix)) | {k: v if v is None else round(v, 2) for k, v in notes.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("pieces", nargs="*", type=Path)
    parser.add_argument("--film", type=int, default=23)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--palettes", nargs="*", default=list(palette_names()))
    said = parser.parse_args()
    for piece in said.pieces:
        print(json.dumps({"name": piece.name, **heard(sound_of(piece))}), flush=True)
    for palette in said.palettes:
        print(json.dumps({"name": palette, **ours(said.film, said.seed, palette)}), flush=True)


if __name__ == "__main__":
    main()
