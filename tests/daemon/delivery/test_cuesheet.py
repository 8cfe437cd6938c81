"""The cue sheet."""

from __future__ import annotations

import csv
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from example_score import cue, edit_of, score_of

from ningbgm_agents.timeline import FrameRate, Span
from ningbgm_daemon.delivery.cuesheet import COLUMNS, write_cue_sheet


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def test_every_cue_has_a_row_with_its_place_and_usage(tmp_path: Path) -> None:
    found = rows(write_cue_sheet(tmp_path, score_of()))

    assert tuple(found[0]) == COLUMNS
    first = found[0]
    assert (first["Cue"], first["Composer"], first["Publisher"]) == ("1m1", "NingBGM", "")
    assert (first["In"], first["Out"], first["Duration"]) == (
        "01:00:00;00", "01:00:05;00", "00:05.00",
    )  # fmt: skip
    assert (first["Usage"], first["Key"], first["Tempo (BPM)"]) == ("BI", "A minor", "119.3")


def test_the_last_row_is_the_total_of_the_music(tmp_path: Path) -> None:
    total = rows(write_cue_sheet(tmp_path, score_of()))[-1]

    assert total["Title"] == "Total music, 2 cues"
    assert total["Duration"] == "00:11.00"


@pytest.mark.parametrize(
    ("fps", "frames", "clock"),
    [
        (Fraction(25), 1_562, "01:02.12"),
        (Fraction(24000, 1001), 1_440, "01:00.01"),
        (Fraction(24000, 1001), 1_438, "00:59.23"),
        (Fraction(60), 59, "00:00.59"),
    ],
)
def test_durations_are_real_time(fps: Fraction, frames: int, clock: str, tmp_path: Path) -> None:
    edit = replace(edit_of(FrameRate(fps), 0), duration=2_000)
    score = replace(score_of(edit), cues=(cue("1m1", Span(0, frames), edit),))

    assert rows(write_cue_sheet(tmp_path, score))[0]["Duration"] == clock


def test_no_cell_is_a_formula(tmp_path: Path) -> None:
    path = write_cue_sheet(tmp_path, score_of())

    with path.open(newline="", encoding="utf-8-sig") as file:
        cells = [cell for row in csv.reader(file) for cell in row]

    assert "'=My film" in cells
    assert "'+the door" in cells
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)
