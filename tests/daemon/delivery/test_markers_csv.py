"""The markers as tables."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

from example_score import edit_of, score_of, write_headers

from ningbgm_daemon.delivery.laid_out import Layout, lay_out
from ningbgm_daemon.delivery.markers_csv import COLUMNS, write_markers_csv, write_markers_edl


def layout_of(folder: Path) -> Layout:
    score = score_of(edit_of())
    write_headers(folder, score)
    return lay_out(folder, Path("/music/out"), score)


def test_cues_and_hits_have_a_row_each_in_order(tmp_path: Path) -> None:
    path = write_markers_csv(layout_of(tmp_path))

    with path.open(newline="", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == COLUMNS
    assert [row["Marker Name"] for row in rows] == ["1m1", "1m1 cut", "1m1 end", "1m2", "1m2 cut", "1m2 end"]
    first, _, last = rows[:3]
    assert (first["In"], first["Out"], first["Duration"]) == ("01:00:00;00", "01:00:05;00", "00:00:05;00")
    assert (last["In"], last["Out"], last["Frame"]) == ("01:00:05;00", "01:00:05;00", "150")
    assert last["Description"] == "'=the end"


def test_resolve_gets_one_marker_a_frame_and_none_behind_the_end(tmp_path: Path) -> None:
    path = write_markers_edl(layout_of(tmp_path))

    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[1] == "FCM: DROP FRAME"
    assert lines[3].split() == ["001", "001", "V", "C", *["01:00:00;00", "01:00:00;01"] * 2]
    assert lines[4] == "+the door; the film begins |C:ResolveColorBlue |M:1m1, 1m1 cut |D:150"
    assert lines[-2].split()[:5] == ["004", "001", "V", "C", "01:00:11;29"]


def test_bars_in_a_note_do_not_end_it(tmp_path: Path) -> None:
    layout = layout_of(tmp_path)
    clip = layout.mixes[0]
    odd = replace(clip, marks=(replace(clip.marks[0], note="a |C:x\nb"),))

    path = write_markers_edl(replace(layout, mixes=(odd,)))

    assert "a /C:x b |C:ResolveColorBlue |M:1m1 |D:150" in path.read_text(encoding="utf-8")
