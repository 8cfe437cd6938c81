"""The free edition from 21.1: Lua in its sandbox, under a real interpreter, against the same Resolve."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from composer import write_silence
from desk import LENGTHS

from fakes.resolve.item import Item
from fakes.resolve.world import World
from ningbgm_agents.score import Cue, Score
from ningbgm_agents.timeline import Edit
from ningbgm_daemon.config import settings_in
from ningbgm_daemon.delivery.laid_out import Layout, MusicClip, MusicLane
from ningbgm_daemon.delivery.lua_plan import write_lua_plan
from ningbgm_daemon.installer import davinci
from ningbgm_daemon.timeline.reader import open_edit

pytest.importorskip("lupa.luajit21")


class FreeDesk:
    """A person at the free edition with the installed Lua scripts, and a daemon that watches its folder."""

    def __init__(self, folder: Path, rate: str = "25", start: str = "01:00:00:00") -> None:
        settings = settings_in(folder / "home")
        self.places = davinci.Places(folder / "Scripts" / "Utility" / "NingBGM", folder / "NingBGM")
        davinci.install(self.places, settings, all_users=False)
        self.watched = davinci.watched_folder(settings)
        self.world = World("free", "21.1", rate)
        hands = self.world.hands
        self.cut = hands.timeline('Cut "3"', start)
        self.shots: list[Item] = []
        at = 0
        for number, length in enumerate(LENGTHS):
            clip = hands.footage(f"/rushes/a{number}.mov", 500)
            voices = self.cut.tracks["audio"][0]
            self.shots.append(hands.place(self.cut.tracks["video"][0], clip, at, length, sound_on=voices))
            at += length

    def click(self, title: str) -> str:
        """Click an entry; returns what its marker says."""
        self.world.lua().run_file(self.places.menu / "Free edition" / f"{title}.lua")
        told = [m.note for m in self.cut.markers.values() if m.custom == '{"ningbgm": 0}']
        return told[0] if told else ""

    def watch(self) -> None:
        """What the daemon does with a timeline that appeared: a cue a shot, named by what it shows."""
        (otio,) = self.watched.glob("*.otio")
        edit = open_edit(otio)
        edit = replace(edit, shots=tuple(shot for shot in edit.shots if shot.kind == "clip"))
        folder = otio.with_suffix(".score")
        (folder / "stems").mkdir(parents=True, exist_ok=True)
        lanes: dict[str, list[MusicClip]] = {"melody": [], "bass": []}
        hashes = {}
        for shot in edit.shots:
            name = f"1m{int(shot.name[1]) + 1}"
            cue = cast(Cue, SimpleNamespace(name=name, purpose='carries "it"'))
            samples = edit.sample(shot.record.end) - edit.sample(shot.record.start)
            for stem, clips in lanes.items():
                path = folder / "stems" / f"{name}_{stem}.wav"
                path.unlink(missing_ok=True)
                write_silence(path, samples)
                shows = f"{shot.name} {shot.record.duration} {stem}"
                hashes[f"stems/{path.name}"] = hashlib.sha256(shows.encode()).hexdigest()
                clips.append(MusicClip(path, shot.record, cue, stem, 0, samples))
        music = tuple(MusicLane(stem, tuple(clips)) for stem, clips in lanes.items())
        write_lua_plan(_layout(folder, edit, music), folder, hashes)
        self.edit = edit

    def assert_in_place(self) -> None:
        heard = sorted(
            (one.start, one.end, one.track)
            for one in self.world.rendered(self.cut)
            if one.track.startswith("NingBGM")
        )
        wanted = sorted(
            (shot.record.start, shot.record.end, f"NingBGM {stem}")
            for shot in self.edit.shots
            for stem in ("melody", "bass")
        )
        assert [(start, track) for start, _, track in heard] == [(start, track) for start, _, track in wanted]
        for (_, end, _), (_, wanted_end, _) in zip(heard, wanted, strict=True):
            assert 0 <= wanted_end - end <= 1


def _layout(folder: Path, edit: Edit, music: tuple[MusicLane, ...]) -> Layout:
    return Layout(folder, cast(Score, None), edit, (), (), music, ())


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
