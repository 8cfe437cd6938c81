"""The free edition from 21.1: Lua in its sandbox, under a real interpreter, against the same Resolve."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from free_desk import FreeDesk

pytest.importorskip("lupa.luajit21")


@pytest.mark.parametrize("rate", ["23.976", "24", "25", "29.97 DF", "50", "59.94"])
def test_export_place_edit_place_and_remove(tmp_path: Path, rate: str) -> None:
    desk = FreeDesk(tmp_path, rate)
    before = desk.world.snapshot("user")

    assert "is being scored" in desk.click("1 Export for scoring")
    assert "not there yet" in desk.click("2 Place score")
    desk.watch()
    assert desk.click("2 Place score").startswith("10 clips put down, 0 taken away.")
    desk.assert_in_place()
    assert desk.world.differences(before, "user") == []

    desk.world.hands.trim(desk.shots[4], tail=10)
    desk.world.hands.move_start(desk.cut, "10:00:00:00")
    edited = desk.world.snapshot("user")
    desk.click("1 Export for scoring")
    desk.watch()
    assert desk.click("2 Place score").startswith("2 clips put down, 2 taken away.")
    desk.assert_in_place()
    assert desk.world.differences(edited, "user") == []

    assert desk.click("3 Remove score").startswith("0 clips put down, 10 taken away.")
    assert [track.name for track in desk.cut.all_tracks() if "NingBGM" in track.name] == []
    assert desk.world.differences(edited, "user") == []


def test_what_was_changed_by_hand_stays(tmp_path: Path) -> None:
    desk = FreeDesk(tmp_path)
    desk.click("1 Export for scoring")
    desk.watch()
    desk.click("2 Place score")
    changed = next(item for item in desk.cut.all_items() if item.name == "1m5 melody")
    desk.world.hands.trim(changed, tail=3)
    desk.world.hands.trim(desk.shots[4], tail=10)

    desk.click("1 Export for scoring")
    desk.watch()
    said = desk.click("2 Place score")

    assert "1m5 was changed by hand" in said
    assert changed.track is not None


@pytest.mark.parametrize(
    "call",
    ["AppendToTimeline", "ImportMedia", "AddTrack", "SetTrackName", "AddSubFolder", "SetCurrentFolder"],
)
@pytest.mark.parametrize("fault", ["raise", "raise_after", "return_none", "return_false"])
def test_a_fault_leaves_the_timeline_as_it_was(tmp_path: Path, call: str, fault: str) -> None:
    desk = FreeDesk(tmp_path)
    desk.click("1 Export for scoring")
    desk.watch()
    before = desk.world.snapshot("user")
    desk.world.on_call(call, fault)

    said = desk.click("2 Place score")

    placed = [item for item in desk.cut.all_items() if item.made_by == "script"]
    assert len(placed) == (10 if said.startswith("10 clips") else 0), said
    assert "Still there" not in said
    assert desk.world.differences(before, "user") == []


def test_the_markers_are_those_of_the_python_plugin(tmp_path: Path) -> None:
    desk = FreeDesk(tmp_path)
    desk.click("1 Export for scoring")
    desk.watch()
    desk.click("2 Place score")

    told = [json.loads(m.custom) for m in desk.cut.markers.values() if '"ningbgm": 1' in m.custom]

    assert [one["cue"] for one in told] == ["1m1", "1m2", "1m3", "1m4", "1m5"]
    assert {tuple(one["stems"]) for one in told} == {("bass", "melody")}
    assert all(json.dumps(json.loads(json.dumps(one)), sort_keys=True) for one in told)
