"""What a small change costs, beside scoring the edit anew: one shot trimmed by 12 frames.

    python benchmarks/revise.py [--minutes 10] [--shots 120] [--small] [--workers 2]

Cuts a timeline out of one film (1080p from real footage where it is at hand; `--small`: a tiny drawn one),
scores it with nothing known before, trims one shot, and revises the score to the new timeline. Prints wall
and processor seconds of both, until the folder is there and until its last stem is written, and their ratios,
and checks by hashes that all but the touched cue kept its bytes. The promise: at least ten times faster.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import resource
import subprocess
import tempfile
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

import opentimelineio as otio

from cost import PIECE_S, repeated
from ningbgm_agents.score import Cue
from ningbgm_daemon.app import score_film
from ningbgm_daemon.cache import Cache
from ningbgm_daemon.commission import Commission
from ningbgm_daemon.preparing import RevisionOrder
from ningbgm_daemon.revising import RevisionResult, revise_score
from sense import make_film

T = TypeVar("T")
FPS, START = 24, 86_400
TRIM = 12
_GIBIBYTE = 1 << 30


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--shots", type=int, default=120)
    parser.add_argument("--small", action="store_true", help="a tiny drawn film in place of a 1080p one")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        film = drawn(folder, chosen.minutes) if chosen.small else real(folder, chosen.minutes)
        shots = random_shots(chosen.minutes, chosen.shots)
        at = chosen.shots // 3
        first = write(folder / "first.otio", film, shots)
        second = write(folder / "second.otio", film, trimmed(shots, at))
        compare(folder, first, second, chosen.workers)


def compare(folder: Path, first: Path, second: Path, workers: int) -> None:
    """Score, revise; print what each took."""
    order = Commission(folder / "score", first, workers=workers)
    cache = Cache(folder / "cache", 20 * _GIBIBYTE)
    anew = Told()
    scored, anew_s, anew_cpu_s = measured(lambda: score_film(order, cache=cache, cue_done=anew.cue_done))
    before = {path: digest(path) for path in stems(scored.folder)}
    revising = RevisionOrder(folder / "score", folder / "revised", second, workers=workers, cache=cache)
    again = Told()
    revised, revised_s, revised_cpu_s = measured(lambda: revise_score(revising, cue_done=again.cue_done))
    print(revised.plan.told())
    print("steps anew:", scored.seconds, "revised:", revised.seconds)
    print(f"anew {anew_s:.1f} s ({anew_cpu_s:.1f} s of processor), to the stems {anew.since_start_s:.1f} s")
    print(
        f"revised {revised_s:.1f} s ({revised_cpu_s:.1f} s of processor),"
        f" to the stems {again.since_start_s:.1f} s"
    )
    print(
        f"ratio {anew_s / revised_s:.1f} (processor {anew_cpu_s / revised_cpu_s:.1f}),"
        f" to the stems {anew.since_start_s / again.since_start_s:.1f}"
    )
    check_bytes(revised, before)


class Told:
    """Hears when a cue's stems and mix are written; the last time counts, for a cue may be written again."""

    def __init__(self) -> None:
        self._start = time.perf_counter()
        self.since_start_s = 0.0

    def cue_done(self, cue: Cue, mix: Path) -> None:
        self.since_start_s = time.perf_counter() - self._start


def measured(work: Callable[[], T]) -> tuple[T, float, float]:
    """The result, wall seconds and processor seconds of this process and those that it started."""
    os.sync()
    wall, used = time.perf_counter(), processor_s()
    result = work()
    return result, time.perf_counter() - wall, processor_s() - used


def processor_s() -> float:
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in spent)


def check_bytes(revised: RevisionResult, before: dict[Path, str]) -> None:
    touched = set(revised.plan.touched)
    same = other = 0
    for path, known in before.items():
        mine = revised.folder / path.parent.name / path.name
        if path.stem.rpartition("_")[0] in touched:
            other += 1
        else:
            same += 1
            assert digest(mine) == known, f"{mine} changed"
    print(f"{same} files of untouched cues have their bytes; touched: {', '.join(touched)} ({other} files)")


def stems(folder: Path) -> list[Path]:
    return [*sorted((folder / "stems").glob("*.wav")), *sorted((folder / "mix").glob("*_mix.wav"))]


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


Shot = tuple[int, int]
"""First frame in the film, and frames."""


def random_shots(minutes: float, count: int) -> list[Shot]:
    """Shots that cover the time in random lengths, each with a handle of two seconds behind it."""
    dice, total = random.Random(1), round(minutes * 60 * FPS)
    cuts = sorted(dice.sample(range(30, total - 30, 20), count - 1))
    bounds = [0, *cuts, total]
    lengths = [b - a for a, b in pairwise(bounds)]
    return [
        (start + 2 * FPS * number, n) for number, (start, n) in enumerate(zip(bounds, lengths, strict=False))
    ]


def trimmed(shots: list[Shot], at: int) -> list[Shot]:
    first, frames = shots[at]
    return [*shots[:at], (first, frames - TRIM), *shots[at + 1 :]]


def write(path: Path, film: Path, shots: list[Shot]) -> Path:
    timeline = otio.schema.Timeline("benchmark", global_start_time=frames_of(START))
    track = otio.schema.Track("V1", kind=otio.schema.TrackKind.Video)
    whole = otio.opentime.TimeRange(frames_of(0), frames_of(shots[-1][0] + 10 * shots[-1][1]))
    for first, count in shots:
        media = otio.schema.ExternalReference(film.absolute().as_uri(), whole)
        span = otio.opentime.TimeRange(frames_of(first), frames_of(count))
        track.append(otio.schema.Clip(f"shot {first}", media, span))
    timeline.tracks.append(track)
    otio.adapters.write_to_file(timeline, str(path))
    return path


def frames_of(count: int) -> otio.opentime.RationalTime:
    return otio.opentime.RationalTime(count, FPS)


def real(folder: Path, minutes: float) -> Path:
    return repeated(make_film(folder, PIECE_S, 3.2), folder / "long.mp4", 60 * minutes * 1.5)


def drawn(folder: Path, minutes: float) -> Path:
    """A small film with much going on, and a little noise for sound."""
    film, seconds = folder / "film.mp4", str(60 * minutes * 1.5)
    subprocess.run(
        ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", f"testsrc2=s=320x180:r=24:d={seconds}",
         "-f", "lavfi", "-i", f"anoisesrc=r=48000:a=0.02:d={seconds}", "-c:v", "libx264",
         "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac", "-t", seconds, str(film)],
        check=True, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    return film


if __name__ == "__main__":
    main()
