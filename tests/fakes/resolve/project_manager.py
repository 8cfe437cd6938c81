"""The project manager, as far as a plugin goes there."""
# Named as in Resolve's API:
# ruff: noqa: N802

from __future__ import annotations

from .application import UNTITLED, Application, Film
from .face import Face


class WouldHangError(RuntimeError):
    """The real call would never come back; a test must not wait for it."""


class ProjectManager(Face[Application]):
    """ProjectManager [R21.0.4]."""

    def GetCurrentProject(self) -> Film:
        return self.app.film

    def GetProjectListInCurrentFolder(self) -> list[str]:
        return [] if self.app.film.name == UNTITLED else [self.app.film.name]

    def GetCurrentDatabase(self) -> dict[str, str]:
        return {"DbType": "Disk", "DbName": "Local Database"}

    def SaveProject(self) -> bool:
        """Saves; "Untitled Project" cannot be saved: False on screen, a hang for ever without one.

        Sources: AT "ProjectManager.SaveProject", nle.md 1.4.11. The save throws away what an errored append
        had left (AT "errored-chunk placements").
        """
        if self.app.film.name == UNTITLED:
            if self.app.headless:
                raise WouldHangError("SaveProject on 'Untitled Project' blocks for ever headless (AT)")
            return False
        for sequence in self.app.film.sequences:
            for item in [item for item in sequence.all_items() if not item.durable]:
                assert item.track is not None
                item.track.drop(item)
        self.app.film.saves += 1
        return True
