"""Writes `cuesheet.csv`, as broadcasters and performing rights societies ask for it."""

from __future__ import annotations

import csv
from fractions import Fraction
from pathlib import Path

from ningbgm_agents.score import Cue, Score

COMPOSER = "NingBGM"
COLUMNS = (
    "Production title", "Cue", "Title", "Composer", "Publisher", "In", "Out", "Duration", "Usage",
    "Key", "Tempo (BPM)", "Ending",
)  # fmt: skip
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def write_cue_sheet(folder: Path, score: Score) -> Path:
    """Write the cue sheet: one row a cue, then the total of the music."""
    path = folder / "cuesheet.csv"
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows([[safe_cell(cell) for cell in _row(score, cue)] for cue in score.cues])
        writer.writerow([safe_cell(cell) for cell in _totals(score)])
    return path


def _row(score: Score, cue: Cue) -> list[str]:
    edit = score.edit
    return [
        edit.name,
        cue.name,
        cue.purpose,
        COMPOSER,
        "",
        str(edit.timecode(cue.span.start)),
        str(edit.timecode(cue.span.end)),
        clock(score, cue.span.duration),
        cue.usage,
        str(cue.key),
        f"{cue.tempo_map.base_bpm:.1f}",
        cue.ending.replace("_", " "),
    ]


def _totals(score: Score) -> list[str]:
    music = sum(cue.span.duration for cue in score.cues)
    count = len(score.cues)
    title = f"Total music, {count} {'cue' if count == 1 else 'cues'}"
    return [score.edit.name, "", title, "", "", "", "", clock(score, music), "", "", "", ""]


def clock(score: Score, frames: int) -> str:
    """A length as minutes, seconds and frames: real seconds, and the frames that are left."""
    seconds = int(score.edit.rate.seconds(frames))
    rest = frames - _first_frame(score.edit.rate.fps, seconds)
    return f"{seconds // 60:02}:{seconds % 60:02}.{rest:02}"


def _first_frame(fps: Fraction, seconds: int) -> int:
    """The first frame that starts at or after a whole second."""
    return int(-(-(seconds * fps) // 1))


def safe_cell(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula (OWASP, CSV injection)."""
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell
