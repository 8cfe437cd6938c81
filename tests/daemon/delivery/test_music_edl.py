"""The music as an EDL."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from example_score import DROP, edit_of, score_of, write_headers

from ningbgm_agents.timeline import Edit, FrameRate
from ningbgm_daemon.delivery.laid_out import lay_out
from ningbgm_daemon.delivery.music_edl import edl_timecode, write_music_edl


def lines(folder: Path, edit: Edit) -> list[str]:
    score = score_of(edit)
    write_headers(folder, score)
    path = write_music_edl(lay_out(folder, Path("/music/out"), score))
    assert b"\r\n" in path.read_bytes()
    return path.read_text(encoding="utf-8").splitlines()


def test_each_cue_is_an_event_at_its_timecode(tmp_path: Path) -> None:
    found = lines(tmp_path, edit_of(DROP, 107_892))

    assert found[:2] == ["TITLE: =My film NingBGM", "FCM: DROP FRAME"]
    event = "002  1M2      AA    C        01:00:06;00 01:00:12;00 01:00:06;00 01:00:12;00"
    assert event in found
    assert "* FROM CLIP NAME: 1m2_mix.wav" in found
    assert "* SOURCE FILE: /music/out/mix/1m2_mix.wav" in found


@pytest.mark.parametrize("fps", [Fraction(30000, 1001), Fraction(24000, 1001), Fraction(25)])
def test_other_timecodes_count_every_frame(fps: Fraction, tmp_path: Path) -> None:
    found = lines(tmp_path, edit_of(FrameRate(fps), 0))

    assert found[1] == "FCM: NON-DROP FRAME"
    assert ";" not in found[3]


@pytest.mark.parametrize(
    ("rate", "frame", "wanted"),
    [
        (FrameRate(Fraction(25)), 2_160_000, "00:00:00:00"),
        (FrameRate(Fraction(25)), 2_159_999, "23:59:59:24"),
        (DROP, 2_589_407, "23:59:59;29"),
        (DROP, 2_589_408, "00:00:00;00"),
    ],
    ids=str,
)
def test_the_day_begins_anew_at_midnight(rate: FrameRate, frame: int, wanted: str) -> None:
    assert edl_timecode(frame, rate) == wanted


def test_a_name_over_lines_stays_one_line(tmp_path: Path) -> None:
    found = lines(tmp_path, replace(edit_of(), name="a\n001  X"))

    assert found[0] == "TITLE: a 001 X NingBGM"
