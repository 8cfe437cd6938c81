"""What scoring a film costs, beside what decoding it costs: time as a ratio, memory, and the steps.

    python benchmarks/cost.py [--minutes 10 ...] [--megabits 3.2] [--film FILE]

Makes 1080p24 films of the given lengths (from real footage where it is at hand, looped), runs
`ffmpeg -f null` and `ningbgm score` on each, one after the other, and prints the ratio, the peak memory of
the whole process tree, and the time of each step. The promise: at most 1.7 times ffmpeg, under 1.2 GB,
flat from 10 to 60 minutes.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from sense import make_film

PIECE_S = 104.0
"""Length of the piece that is coded once and then repeated; four rounds of the real clip."""
PAUSE_S = 0.5


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--minutes", type=float, nargs="+", default=[10.0])
    parser.add_argument("--megabits", type=float, default=3.2)
    parser.add_argument("--film", type=Path, help="measure this film instead")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if chosen.film is not None:
            report(chosen.film, folder, chosen.film.name)
            return
        piece = make_film(folder, PIECE_S, chosen.megabits)
        for minutes in chosen.minutes:
            film = repeated(piece, folder / f"film_{minutes:g}.mp4", 60 * minutes)
            report(film, folder, f"{minutes:g} min")
            film.unlink()


def repeated(piece: Path, film: Path, seconds: float) -> Path:
    """A film of that length: the piece again and again, its packets copied."""
    subprocess.run(
        ["ffmpeg", "-v", "error", "-stream_loop", "-1", "-i", str(piece), "-t", str(seconds),
         "-c", "copy", str(film)],
        check=True, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    return film


def report(film: Path, folder: Path, name: str) -> None:
    """One line of totals and one of steps for a film."""
    decode_s = wall(["ffmpeg", "-v", "error", "-i", str(film), "-f", "null", "-"])[0]
    program = Path(sys.executable).with_name("ningbgm")
    out = folder / "out"
    score_s, peak_mb, said = wall([str(program), "score", str(film), "-o", str(out)])
    shutil.rmtree(out, ignore_errors=True)
    steps = re.search(r"Took .*?\((.*)\)", said.replace("\n", " "))
    print(
        f"{name}: decode {decode_s:.1f} s, score {score_s:.1f} s,"
        f" ratio {score_s / decode_s:.2f}, peak {peak_mb:.0f} MB"
    )
    print(f"  {steps.group(1) if steps else said}", flush=True)


def wall(command: list[str]) -> tuple[float, float, str]:
    """Seconds, peak memory of the process tree in MB, and the output of a command.

    What earlier runs left to be written to the disk is written first, so that nobody pays for it twice.
    """
    os.sync()
    begin = time.perf_counter()
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    peak = [0.0]
    watcher = threading.Thread(target=_watch, args=(process, peak))
    watcher.start()
    said, wrong = process.communicate()
    taken = time.perf_counter() - begin
    watcher.join()
    if process.returncode:
        raise SystemExit(f"{command[0]} failed: {wrong}")
    return taken, peak[0], said


def _watch(process: subprocess.Popen[str], peak: list[float]) -> None:
    while process.poll() is None:
        peak[0] = max(peak[0], sum(_proportional_mb(pid) for pid in _tree(process.pid)))
        time.sleep(PAUSE_S)


def _tree(root: int) -> list[int]:
    """A process and all that it started, by /proc."""
    parents: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError):
            continue
    found = [root]
    for pid in found:
        found += [child for child, parent in parents.items() if parent == pid]
    return found


def _proportional_mb(pid: int) -> float:
    """Memory of a process with its share of what is shared (Pss), in MB."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    match = re.search(r"^Pss:\s+(\d+) kB", text, re.MULTILINE)
    return int(match.group(1)) / 1024 if match else 0.0


if __name__ == "__main__":
    main()
