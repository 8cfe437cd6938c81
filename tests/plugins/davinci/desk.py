"""A person at a Resolve with a timeline of five shots, who clicks entries of the menu."""

from __future__ import annotations

from pathlib import Path

from composer import Composer
from ningbgm_resolve import menu

from fakes.resolve.item import Item
from fakes.resolve.world import World
from ningbgm_daemon.records.score import CueRecord

LENGTHS = (48, 72, 100, 36, 60)


class Face:
    """Notes what would be shown; presses what it is told to."""

    def __init__(self) -> None:
        self.shown: list[str] = []
        self.cancels = False
        self.presses = False

    def follow(self, step) -> None:  # type: ignore[no-untyped-def]  # the plugin has no types
        said = step(False)
        while said is not None:
            self.shown.append(said)
            said = step(self.cancels)

    def show(self, text: str, answer: str = "") -> bool:
        self.shown.append(text)
        return bool(answer) and self.presses


class Desk:
    """The world, its timeline `cut`, and the shots on it."""

    def __init__(
        self,
        installed: Path,
        composer: Composer,
        *,
        rate: str = "25",
        version: str = "21.0.4",
        edition: str = "studio",
        start: str = "01:00:00:00",
        **options: object,
    ) -> None:
        self.installed, self.composer, self.face = installed, composer, Face()
        self.world = World(edition, version, rate, **options)  # type: ignore[arg-type]  # as given
        hands = self.world.hands
        self.cut = hands.timeline("Cut 3", start)
        picture, voices = self.cut.tracks["video"][0], self.cut.tracks["audio"][0]
        voices.given_name = "Dialogue"
        self.shots: list[Item] = []
        at = 0
        for number, length in enumerate(LENGTHS):
            clip = hands.footage(f"/rushes/a{number}.mov", 500)
            self.shots.append(hands.place(picture, clip, at, length, source=24, sound_on=voices))
            at += length
        hands.track(self.cut, "audio", "Effects", "stereo")
        hands.marker(self.cut, 60, "door slams", note="hit")
        hands.marker(self.cut, 0, "first")

    def click(self, entry: str) -> str:
        """Click an entry of the menu; returns what the person reads at the end."""
        return menu.run(entry, self.world.menu(), self.face, str(self.installed))

    @property
    def cues(self) -> tuple[CueRecord, ...]:
        """The cues of the newest score's present revision."""
        return list(self.composer.scores.histories.values())[-1][-1].cues

    def music(self) -> list[tuple[str, int, int, str]]:
        """What a viewer hears of NingBGM: track, frames from the timeline's start, file."""
        return sorted(
            (one.track.removeprefix("NingBGM "), one.start, one.end, Path(one.path).name)
            for one in self.world.rendered(self.cut)
            if one.track.startswith("NingBGM")
        )

    def wanted(self) -> list[tuple[str, int, int, str]]:
        """What should be heard by the present revision."""
        return sorted(
            (stem.name, cue.span.start, cue.span.end, Path(stem.path).name)
            for cue in self.cues
            for stem in cue.stems
            if stem.name != "mix"
        )
