"""Scores real films and timelines with the installed program and judges the results by `measure`.

    python benchmarks/acceptance.py [NAME ...] [--shared ../shared/real] [--keep FOLDER] [--seed 1]

Without names: every film, and a choice of timelines and sounds. Exits with 1 where something
failed.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from delivered import Json
from measure import TIMELINES, measure

ROOT = Path(__file__).resolve().parents[1]
NOT_FILMS = {".json", ".srt", ".txt", ".md"}
OTHERS = (
    "audio/notld_15s_there_are_two_of_them_out_there.wav",
    "audio/jfk.flac",
    "timelines/nested_example.otio",
    "timelines/effects.otio",
    "timelines/resolve_transition_generator.otio",
)
CUTS_BY_EYE = {
    "bbb_opening_720p_vp8.webm": [283, 376, 551],
    "popeye_sinbad_p3_dvd_2997.mkv": [92, 414, 662, 922, 1339, 1670],
    "phone_rooftop_lens_switch.mp4": [],
}
"""Hard cuts of films that cuts.json does not list; SOURCES.md names them."""
SETTINGS = ("default", "fine", "aligned")
MIN_CUTS = 5
"""The sync of cuts is judged on edits with at least this many."""

Rule = tuple[str, Callable[[Json], bool | None]]


def best(facts: Json, name: str) -> float | None:
    """The best of the onset settings: each of them is blind to something (see `measure.onsets`)."""
    values = [facts.get(f"{name}_{setting}") for setting in SETTINGS]
    numbers = [value for value in values if isinstance(value, float)]
    return max(numbers) if numbers else None


def holds(value: float | None, test: Callable[[float], bool]) -> bool | None:
    return None if value is None else test(value)


RULES: tuple[Rule, ...] = (
    ("hits", lambda f: holds(best(f, "hits_met"), lambda v: v >= 0.95)),
    (
        "cuts",
        lambda f: holds(best(f, "corrected"), lambda v: v >= 0.65) if f.get("cuts", 0) >= MIN_CUTS else None,
    ),
    ("tail", lambda f: holds(f.get("tail_ratio"), lambda v: v <= 0.15)),
    (
        "loud",
        lambda f: holds(f.get("loudness_lufs"), lambda v: abs(v - f["loudness_target"]) <= 0.5),
    ),
    ("peak", lambda f: holds(f.get("true_peak_dbtp"), lambda v: v <= -1.0 + 0.05)),
    ("speech", lambda f: holds(f.get("speech_clearance_lu"), lambda v: v >= 10)),
    (
        "files",
        lambda f: (
            not f["schema_problems"] and f["exact_lengths"] and f["hashes_match"] and f["stems_sum_to_mix"]
        ),
    ),
)


def known_cuts(shared: Path) -> dict[str, list[int]]:
    """Hard cuts found by eye, by file name."""
    listed = shared / "footage/cuts.json"
    if not listed.exists():
        return {}
    clips = json.loads(listed.read_text(encoding="utf-8"))["clips"]
    return CUTS_BY_EYE | {clip["file"]: [cut["frame"] for cut in clip["hard_cuts"]] for clip in clips}


def inputs(shared: Path, names: list[str]) -> list[Path]:
    films = sorted(path for path in (shared / "footage").iterdir() if path.suffix not in NOT_FILMS)
    paths = [*films, *(shared / name for name in OTHERS)]
    return [path for path in paths if not names or any(name in path.name for name in names)]


def run(path: Path, out: Path, seed: int) -> tuple[float, str]:
    """Score one input; the seconds it took and, where it failed, what was said."""
    program = Path(sys.executable).with_name("ningbgm")
    start = time.monotonic()
    done = subprocess.run(
        [str(program), "score", str(path), "-o", str(out), "--seed", str(seed)],
        capture_output=True,
        text=True,
        check=False,
    )
    said = (
        "" if done.returncode == 0 else (done.stderr.strip().splitlines() or [f"exit {done.returncode}"])[-1]
    )
    return time.monotonic() - start, said


def row(path: Path, facts: Json, took_s: float) -> tuple[str, bool]:
    """A line of the table, and whether everything that could be judged holds."""
    judged = {name: rule(facts) for name, rule in RULES}
    marks = " ".join(f"{name} {'--' if ok is None else 'ok' if ok else 'NO'}" for name, ok in judged.items())

    def number(name: str, digits: int = 2) -> str:
        value = best(facts, name) if f"{name}_fine" in facts else facts.get(name)
        return f"{value:.{digits}f}" if isinstance(value, int | float) else "–"

    cells = (
        f"{path.name[:34]:34}",
        f"{took_s:5.1f} s",
        f"hits {number('hits_met')}/{facts.get('hits', 0)}",
        f"cuts {number('cuts_met')}/{facts.get('cuts', 0)} corr {number('corrected')}",
        f"{number('loudness_lufs', 1)} LUFS {number('true_peak_dbtp', 1)} dBTP",
        f"tail {number('tail_ratio')}",
        f"speech {number('speech_clearance_lu', 1)}",
        f"| {marks}",
    )
    return "  ".join(cells), all(ok is not False for ok in judged.values())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", help="parts of file names")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared/real")
    parser.add_argument("--keep", type=Path, help="where to leave the output folders")
    parser.add_argument("--seed", type=int, default=1)
    said = parser.parse_args()
    truth, failed = known_cuts(said.shared), 0
    with tempfile.TemporaryDirectory() as scratch:
        for path in inputs(said.shared, said.names):
            out = (said.keep or Path(scratch)) / path.stem
            took_s, error = run(path, out, said.seed)
            if error:
                print(f"{path.name[:34]:34}  {took_s:5.1f} s  FAILED: {error}", flush=True)
                failed += 1
                continue
            cuts = [] if path.suffix.lower() in TIMELINES else truth.get(path.name)
            line, good = row(path, measure(out, path, cuts), took_s)
            print(line, flush=True)
            failed += not good
    print(f"{failed} failed" if failed else "all good")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
