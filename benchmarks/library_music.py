"""Lays library music under the films of a set, as editors without a composer do, to stand beside ours.

    python benchmarks/library_music.py RECORDINGS SET OUT [--seed 1] [--lufs -18]
    ningbgm evaluate SET --system library=OUT

Of RECORDINGS (any sound files, in folders or not) each film gets one by chance, from a place by chance, at a
level like ours, cut at the film's length with a fade of a second and a half; the same on every run. None is
laid twice before all were; one that cannot be read, or is shorter than the longest film, is left out.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

import numpy as np
import soundfile

from ningbgm_agents.errors import InputError
from ningbgm_daemon.evaluation.films import SOUNDS, Film, films_in
from ningbgm_daemon.evaluation.metrics.level import loudness
from ningbgm_daemon.loudness import RATE_HZ, Audio
from ningbgm_daemon.media.decode import read_sound
from ningbgm_daemon.media.probe import probe

FADE_IN_S, FADE_OUT_S = 0.02, 1.5
HIGHEST = 10 ** (-1 / 20)
"""-1 dBFS: what would rise over it is laid more softly."""


def laid(recording: Path, length_s: float, lufs: float, dice: random.Random) -> Audio:
    """Float32, shape (2, samples), as long as the film to the sample."""
    info, count = probe(recording), round(length_s * RATE_HZ)
    start_s = dice.uniform(0, max(0.0, info.duration_s - length_s))
    sound = np.concatenate(list(read_sound(info, start_s, min(start_s + length_s, info.duration_s))), axis=1)
    sound = np.pad(sound[:, :count], ((0, 0), (0, max(0, count - sound.shape[1])))).astype(np.float64)
    heard = loudness(sound)
    if heard is not None:
        sound *= 10 ** ((lufs - heard.integrated_lufs) / 20)
    sound *= min(1.0, HIGHEST / max(float(np.abs(sound).max()), 1e-9))
    into, out = min(round(FADE_IN_S * RATE_HZ), count), min(round(FADE_OUT_S * RATE_HZ), count)
    sound[:, :into] *= np.linspace(0, 1, into)
    sound[:, -out:] *= np.cos(np.linspace(0, np.pi / 2, out)) ** 2
    return sound.astype(np.float32)


def lay(films: tuple[Film, ...], recordings: list[Path], out: Path, seed: int, lufs: float) -> None:
    """Write the music of every film; `music.txt` in OUT says which recording each film has."""
    order = random.Random(f"library/{seed}").sample(recordings, len(recordings))
    told = []
    for number, film in enumerate(films):
        recording = order[number % len(order)]
        sound = laid(
            recording, probe(film.path).duration_s, lufs, random.Random(f"library/{seed}/{film.name}")
        )
        target = out / f"{film.name}.wav"
        target.parent.mkdir(parents=True, exist_ok=True)
        soundfile.write(target, sound.T, RATE_HZ, subtype="PCM_24")
        told.append(f"{film.name}\t{recording.name}")
    (out / "music.txt").write_text("\n".join(told) + "\n", encoding="utf-8")


def usable(folder: Path, length_s: float) -> list[Path]:
    """The recordings of a folder that can be read and are long enough, by name."""
    return [
        path
        for path in sorted(folder.rglob("*"))
        if path.suffix.lower() in SOUNDS and _length_s(path) >= length_s
    ]


def _length_s(path: Path) -> float:
    try:
        return probe(path).duration_s
    except InputError:
        return 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("recordings", type=Path)
    parser.add_argument("films", type=Path, metavar="SET")
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--lufs", type=float, default=-18.0)
    said = parser.parse_args()
    films = films_in(said.films)
    recordings = usable(said.recordings, max(probe(film.path).duration_s for film in films))
    if not recordings:
        parser.error(f"{said.recordings} holds no recordings of that length ({', '.join(SOUNDS)})")
    lay(films, recordings, said.out, said.seed, said.lufs)
    print(f"{len(films)} films with music by {len(recordings)} recordings in {said.out}")


if __name__ == "__main__":
    main()
