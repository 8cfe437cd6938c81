"""AAF becomes an edit; damaged ones end in a sentence and in time."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from aaf_files import write_aaf

from ningbgm_agents.errors import InputError, TimelineError
from ningbgm_daemon.timeline import limits
from ningbgm_daemon.timeline.aaf_reader import read_aaf


@pytest.mark.parametrize(
    ("rate", "fps", "start", "drop", "told", "first"),
    [
        ("24", 24, 86_400, False, "24", "01:00:00:00"),
        ("24000/1001", 24, 86_400, False, "23.976", "01:00:00:00"),
        ("25", 25, 90_000, False, "25", "01:00:00:00"),
        ("30000/1001", 30, 107_892, True, "29.97 DF", "01:00:00;00"),
        ("30000/1001", 30, 108_000, False, "29.97", "01:00:00:00"),
        ("60000/1001", 60, 215_784, True, "59.94 DF", "01:00:00;00"),
    ],
)
def test_clips_speed_and_timecode(
    rate: str, fps: int, start: int, drop: bool, told: str, first: str, tmp_path: Path
) -> None:
    edit = read_aaf(write_aaf(tmp_path / "cut.aaf", rate, fps, start, drop))

    assert (str(edit.rate), str(edit.timecode(0)), edit.duration) == (told, first, 150)
    shots = [(s.record.start, s.record.end, s.source_start_s * edit.rate.fps, s.speed) for s in edit.shots]
    assert shots == [(0, 100, pytest.approx(10), 1), (100, 150, pytest.approx(200), 2)]
    assert edit.shots[0].media is not None
    assert edit.shots[0].media.path == "C:/media/tape.mov"


def test_damaged_files_are_refused_in_a_sentence(tmp_path: Path) -> None:
    whole = write_aaf(tmp_path / "whole.aaf").read_bytes()
    dice, path = random.Random(3), tmp_path / "broken.aaf"

    for number in range(12):
        broken = bytearray(whole)
        if number % 3 == 0:
            del broken[dice.randrange(len(broken)) :]
        for _ in range(min(len(broken), 5 if number % 3 else 0)):
            broken[dice.randrange(len(broken))] = dice.randrange(256)
        path.write_bytes(bytes(broken))
        said = ""
        try:
            read_aaf(path)
        except InputError as error:
            said = str(error)
        assert "\n" not in said
        assert len(said) < 400


def test_what_is_no_aaf_is_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "x.aaf"
    path.write_bytes(b"hello" * 100)

    with pytest.raises(TimelineError, match="not an AAF"):
        read_aaf(path)


def test_a_reader_that_takes_too_long_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_aaf(tmp_path / "cut.aaf")
    monkeypatch.setattr(limits, "AAF_SECONDS", 0.01)

    with pytest.raises(TimelineError, match="could not be read within"):
        read_aaf(path)
