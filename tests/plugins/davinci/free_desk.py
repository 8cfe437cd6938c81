"""A person at the free edition from 21.1, with the installed Lua scripts and a folder that is watched."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import cast

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


class FreeDesk:
    """A person at the free edition with the installed Lua scripts, and a daemon that watches its folder."""

    def __init__(
        self, folder: Path, rate: str = "25", start: str = "01:00:00:00", film: Path | None = None
    ) -> None:
        """`film` is a real one that all shots are taken from; without it they are of footage by name."""
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
            clip = hands.footage(str(film or f"/rushes/a{number}.mov"), 500)
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
