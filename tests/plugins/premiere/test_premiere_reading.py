"""Sequences of the fake Premiere, walked by both hosts, as the daemon reads them."""

from __future__ import annotations

import json
import subprocess
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

import pytest
from premiere_house import HERE

from ningbgm_agents.timeline import Edit
from ningbgm_daemon.timeline.reader import open_edit

RATES = ("23.976", "25", "29.97 DF", "59.94")
FPS = {
    "23.976": Fraction(24000, 1001),
    "25": Fraction(25),
    "29.97 DF": Fraction(30000, 1001),
    "59.94": Fraction(60000, 1001),
}
WALKS = ("cep", "uxp 25.6")
"""26.3 exports itself, and is read in a test of its own."""


@lru_cache
def _walked(rate: str) -> dict[str, str]:
    done = subprocess.run(
        ["node", str(HERE / "walked.mjs"), rate], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    walked: dict[str, str] = json.loads(done.stdout)
    return walked


def edit_of(folder: Path, walk: str, name: str, rate: str) -> Edit:
    path = folder / "edit.otio"
    path.write_text(_walked(rate)[f"{walk} {name}"], encoding="utf-8")
    return open_edit(path, None)


def shown(edit: Edit) -> list[tuple[str, int, int, int, float]]:
    """Each shot: file, first frame, frame after the last, source frame that is seen first, speed."""
    return [
        (
            Path(shot.media.path).stem if shot.media else shot.kind,
            shot.record.start,
            shot.record.end,
            round(shot.source_start_s * edit.rate.fps),
            float(shot.speed),
        )
        for shot in edit.shots
    ]


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("walk", WALKS)
def test_every_cut_is_on_its_frame(tmp_path: Path, walk: str, rate: str) -> None:
    edit = edit_of(tmp_path, walk, "plain", rate)

    assert edit.rate.fps == FPS[rate]
    assert edit.duration == 110
    assert [row[:4] for row in shown(edit) if row[0] in "abc"] == [
        ("a", 0, 40, 10),
        ("b", 60, 80, 0),
        ("c", 80, 110, 5),
    ]
    assert [(marker.frame, marker.name, marker.note, marker.duration) for marker in edit.markers] == [
        (70, "hit", "door", 4)
    ]


@pytest.mark.parametrize("rate", RATES)
def test_the_zero_point_and_drop_frame_are_told(tmp_path: Path, rate: str) -> None:
    edit = edit_of(tmp_path, "cep", "plain", rate)

    assert edit.rate.drop_frame == ("DF" in rate)
    # The fake counts an hour of frames whatever the timecode drops.
    assert edit.start_frame == {"23.976": 86400, "25": 90000, "29.97 DF": 108000, "59.94": 216000}[rate]


@pytest.mark.parametrize(
    ("name", "first", "speed"),
    [
        ("fast", 20, 2.0),
        ("fast_told_after", 20, 2.0),
        ("slow", 20, 0.5),
        ("backwards", 60, -1.0),
    ],
)
@pytest.mark.parametrize("walk", WALKS)
def test_speed_is_read_however_premiere_counts(
    tmp_path: Path, walk: str, name: str, first: int, speed: float
) -> None:
    edit = edit_of(tmp_path, walk, name, "25")

    assert shown(edit) == [("a", 0, 40, first, speed)]


def test_a_dissolve_is_a_cut_in_its_middle(tmp_path: Path) -> None:
    edit = edit_of(tmp_path, "cep", "dissolve", "25")

    assert [row[:3] for row in shown(edit)] == [("a", 0, 40), ("b", 40, 80)]
    assert "SMPTE_Dissolve" in (tmp_path / "edit.otio").read_text(encoding="utf-8")


@pytest.mark.parametrize("walk", WALKS)
def test_what_is_switched_off_is_gone(tmp_path: Path, walk: str) -> None:
    edit = edit_of(tmp_path, walk, "disabled", "25")

    assert [row[0] for row in shown(edit)][-1] == "b"
    assert "a" not in [row[0] for row in shown(edit)]


@pytest.mark.parametrize("walk", WALKS)
def test_adjustment_layers_show_nothing_themselves(tmp_path: Path, walk: str) -> None:
    edit = edit_of(tmp_path, walk, "adjustment", "25")

    assert shown(edit) == [("a", 0, 40, 0, 1.0)]


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("walk", WALKS)
def test_nested_sequences_are_opened(tmp_path: Path, walk: str, rate: str) -> None:
    edit = edit_of(tmp_path, walk, "nested", rate)

    assert [row[:4] for row in shown(edit)] == [("a", 0, 20, 15), ("b", 20, 40, 0)]


@pytest.mark.parametrize("rate", RATES)
def test_what_premiere_exports_itself_is_taken_where_it_can(tmp_path: Path, rate: str) -> None:
    edit = edit_of(tmp_path, "uxp 26.3", "plain", rate)

    assert "PremierePro_OTIO" in (tmp_path / "edit.otio").read_text(encoding="utf-8")
    assert [row[1:3] for row in shown(edit) if row[0] in "abc"] == [(0, 40), (60, 80), (80, 110)]
