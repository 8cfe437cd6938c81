"""A world around one Resolve: what a test builds, hands to a script, breaks and looks at.

world = World(edition="free", version="21.0.4", rate="25")
timeline = world.hands.timeline("Cut 3", "10:00:00:00")
shot = world.hands.place(timeline.tracks["video"][0], world.hands.footage("/rushes/a.mov", 500), 0, 120)
before = world.snapshot()
world.on_call("AppendToTimeline", "raise_after")
script(world.menu()["resolve"])
assert world.differences(before) == []
"""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Literal

from .application import Application, Film
from .bin import Bin, Folder
from .calls import Call, Rule, Switchboard
from .clip import Clip
from .edition import Edition, Version, has_external_scripting, has_python
from .face import Face
from .faults import NAMED, Fault, Meanwhile, Raise
from .fusion import Bmd, Fusion, FusionState, UIManager
from .hands import Hands
from .item import Item
from .lua_face import LuaFace
from .media import Disc
from .media_pool import MediaPool, MediaPoolState, MediaStorage
from .pool_item import MediaPoolItem
from .project import Project
from .rate import RATES
from .rendered import Played, rendered, visible_markers
from .resolve import Resolve
from .sequence import Sequence
from .snapshot import Plain, Whose, differences, snapshot
from .timeline import Timeline
from .timeline_item import TimelineItem

FACES: dict[type, type[Face]] = {  # type: ignore[type-arg]  # of many states
    Application: Resolve,
    Film: Project,
    MediaPoolState: MediaPool,
    Disc: MediaStorage,
    Bin: Folder,
    Clip: MediaPoolItem,
    Sequence: Timeline,
    Item: TimelineItem,
    FusionState: Fusion,
    UIManager: Face,
}
"""What scripts see of which state."""


class PythonIsGoneError(RuntimeError):
    """This edition lists no Python in Workspace > Scripts (`edition.has_python`)."""


class World:
    """One running Resolve with one project."""

    def __init__(
        self,
        edition: Edition = "studio",
        version: str = "21.0.4",
        rate: str = "24",
        *,
        project: str = "Film",
        page: str = "edit",
        numbers_as: Literal["number", "string"] = "number",
        headless: bool = False,
    ) -> None:
        root = Bin("root", "Master")
        film = Film("project", project, RATES[rate], root, root)
        self.app = Application(
            edition, Version.of(version), film, page, headless=headless, numbers_as=numbers_as
        )
        self.hands = Hands(self.app)
        self.switchboard = Switchboard(self.app, FACES)

    @property
    def resolve(self) -> object:
        """The live object, whoever may have it."""
        return self.switchboard.wrap(self.app)

    def scriptapp(self, name: str) -> object:
        """`DaVinciResolveScript.scriptapp`: None unless Studio runs and lets scripts in (nle.md 1.1)."""
        app = self.app
        allowed = app.running and app.external_scripting and has_external_scripting(app.edition)
        return self.resolve if allowed and name == "Resolve" else None

    def module(self) -> SimpleNamespace:
        """Stands for the module `DaVinciResolveScript`."""
        return SimpleNamespace(scriptapp=self.scriptapp)

    def menu(self) -> dict[str, object]:
        """The globals of a Python script started from the menu (nle.md 1.1)."""
        if not has_python(self.app.edition, self.app.version):
            raise PythonIsGoneError("from 21.1 the free edition runs no Python (nle.md 0.1)")
        fusion = self.switchboard.wrap(FusionState())
        return {"resolve": self.resolve, "fusion": fusion, "fu": fusion, "app": fusion, "bmd": Bmd(self.app)}

    def lua(self) -> LuaFace:
        """A fresh Lua state of the menu, sandboxed where this edition sandboxes it (`lua_face`)."""
        return LuaFace(self.app, self.switchboard, self.switchboard.wrap(FusionState()))

    @property
    def log(self) -> list[Call]:
        """All calls so far, numbered from 1."""
        return self.switchboard.log

    def on_call(
        self,
        when: int | str,
        fault: Fault | Exception | Callable[[], object] | str,
        *,
        times: int | None = 1,
        skip: int = 0,
    ) -> None:
        """Hangs a fault on the n-th call of all, or on calls of a name (`AddTrack`, `Timeline.Get*`).

        `fault`: one of `faults`, a name from `faults.NAMED`, an exception to raise, or a function: what the
        user does meanwhile. It strikes `times` times (None: always) after `skip` calls that match.
        """
        self.switchboard.rules.append(Rule(when, _fault(fault), times, skip))

    def on_wait(self, happen: Callable[[], None]) -> None:
        """What happens at every `bmd.wait`: the daemon's answer comes in, the user edits."""
        self.app.on_wait.append(happen)

    def dismiss_modal(self) -> None:
        self.app.modal.dismiss()

    def snapshot(self, of: Whose = "all") -> Plain:
        return snapshot(self.app, of)

    def differences(self, before: Plain, of: Whose = "all") -> list[str]:
        """What changed since a snapshot of the same kind, a line each."""
        return differences(before, snapshot(self.app, of))

    def rendered(self, sequence: Sequence | None = None, kind: str = "audio") -> list[Played]:
        """What a viewer would hear (or see: kind="video") of a timeline, by default the current one."""
        return [played for played in rendered(self._shown(sequence)) if played.kind == kind]

    def visible_markers(self, sequence: Sequence | None = None) -> dict[int, str]:
        return visible_markers(self._shown(sequence))

    def _shown(self, sequence: Sequence | None) -> Sequence:
        shown = sequence or self.app.film.current
        assert shown is not None, "no timeline is current"
        return shown


def _fault(fault: Fault | Exception | Callable[[], object] | str) -> Fault:
    if isinstance(fault, str):
        return NAMED[fault]
    if isinstance(fault, Exception):
        return Raise(fault)
    if type(fault).__module__ == Raise.__module__:
        return fault  # type: ignore[return-value]  # one of the faults
    return Meanwhile(fault)  # type: ignore[arg-type]  # the rest are functions
