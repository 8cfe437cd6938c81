"""Fusion and `bmd`, as far as menu scripts use them."""
# Named as in Resolve's API:
# ruff: noqa: N802

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from .edition import has_ui_manager
from .face import Face

if TYPE_CHECKING:
    from .application import Application


@dataclass(frozen=True, slots=True)
class FusionState:
    """One object behind the globals `fusion`, `fu` and `app` (LUA)."""


@dataclass(frozen=True, slots=True)
class UIManager:
    """Stands for the toolkit; what it builds is not modelled."""


class Fusion(Face[FusionState]):
    def constants(self) -> dict[str, object]:
        """UIManager: Studio only since 19.1 (nle.md 1.2)."""
        return {"UIManager": UIManager()} if has_ui_manager(self.app.edition, self.app.version) else {}

    def GetResolve(self) -> Application:
        """`app:GetResolve()`, the way on the free edition (nle.md 1.1, AS PR #498)."""
        return self.app

    def GetPrefs(self, key: str) -> object:
        return self.app.prefs.get(key)

    def SetPrefs(self, key: str, value: object) -> None:
        """Kept in memory, shared between menu scripts (LUA)."""
        self.app.prefs[key] = value

    def SavePrefs(self) -> None:
        """Writes the preferences; gives nil (LUA)."""
        self.app.saved_prefs = dict(self.app.prefs)


class Bmd:
    """`bmd`: measured keys only (LUA `types/resolve_host.d.lua`)."""

    _VERSION = "21.1"

    def __init__(self, app: Application) -> None:
        self._app = app

    def wait(self, seconds: float) -> None:
        """Sleeps; here time passes at once, and whatever the test hung on it happens."""
        self._app.wait(seconds)

    def gettime(self) -> float:
        return self._app.clock_s

    def fileexists(self, path: str) -> bool:
        return Path(path).is_file()

    def direxists(self, path: str) -> bool:
        return Path(path).is_dir()

    def getpid(self) -> int:
        return 4711

    def createuuid(self) -> str:
        return self._app.new_id()
