"""The probe for real Resolves, against the fake one."""

from __future__ import annotations

import json
from pathlib import Path

import probe
from household import Sit


def test_it_asks_everything_and_takes_all_away(sit: Sit, tmp_path: Path) -> None:
    desk = sit()
    before = desk.world.snapshot()

    answers = probe.main(desk.world.menu(), str(tmp_path / "answers.json"))

    assert not [answer for answer in answers.values() if str(answer).startswith("failed")]
    assert answers["where it lies"][0][:2] == [10, 24]
    assert len(answers["what lies there then"]) == 1
    assert answers["locked"][1:3] == [True, 0]
    assert json.loads((tmp_path / "answers.json").read_text()).keys() == answers.keys()
    assert desk.world.differences(before) == []
