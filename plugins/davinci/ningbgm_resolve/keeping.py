"""Where the user stands, put back after our work, also after an error."""

from .edition import can
from .errors import PluginError


def held(holds, bring_about):
    """Whether it holds, after at most two tries; Resolve may be gone, or refuse for a moment."""
    for last in (False, False, True):
        try:
            if holds():
                return True
            if not last:
                bring_about()
        except Exception:  # noqa: BLE001 (any call may fail in any way, and what comes next has its turn)
            continue
    return False


class Desk:
    """`with Desk(...) as desk:` works on the Edit page; `left` names what could not be put back."""

    def __init__(self, resolve, project, timeline):
        self.left = []
        self._resolve, self._timeline, self._pool = resolve, timeline, project.GetMediaPool()
        self._page, self._bin = resolve.GetCurrentPage(), self._pool.GetCurrentFolder()
        self._bin_id = self._bin.GetUniqueId()
        self._marks = timeline.GetMarkInOut() if can(timeline, "GetMarkInOut") else None
        self._locks, self._playhead = set(), None
        if not self._page or not self._bin_id or self._page is True:
            raise PluginError("Resolve does not answer; close any window that it shows, and try again")
        if project.GetCurrentTimeline().GetUniqueId() != timeline.GetUniqueId():  # its getters would lie (8)
            raise PluginError("the timeline is no longer open; open it and try again")

    def __enter__(self):
        try:
            self.to_edit_page()
            self._playhead = self._timeline.GetCurrentTimecode()
            return self
        except BaseException:
            self.__exit__()
            raise

    def to_edit_page(self):
        """On other pages clips are not deleted (7)."""
        if self._resolve.GetCurrentPage() != "edit":
            self._resolve.OpenPage("edit")
        if self._resolve.GetCurrentPage() != "edit":
            raise PluginError("Resolve does not go to the Edit page; go there by hand and try again")

    def unlock(self, index):
        """Unlock a track of ours until the end: on a locked one nothing happens, without an error (6)."""
        if self._timeline.GetIsTrackLocked("audio", index):
            self._locks.add(index)
            self._timeline.SetTrackLock("audio", index, False)

    def dropped(self, index):
        """A track is gone, and those after it have other indexes now."""
        self._locks = {lock - (lock > index) for lock in self._locks if lock != index}

    def __exit__(self, *_):
        timeline, resolve, pool = self._timeline, self._resolve, self._pool
        steps = [
            (
                f"the lock of track A{index}",
                lambda index=index: timeline.GetIsTrackLocked("audio", index),
                lambda index=index: timeline.SetTrackLock("audio", index, True),
            )
            for index in self._locks
        ]
        steps.append(
            (
                "the open bin",
                lambda: pool.GetCurrentFolder().GetUniqueId() == self._bin_id,
                lambda: pool.SetCurrentFolder(self._bin),
            )
        )
        if self._marks is not None:
            steps.append(("mark in and out", lambda: timeline.GetMarkInOut() == self._marks, self._mark))
        if self._playhead:
            steps.append(
                (
                    "the playhead",
                    lambda: timeline.GetCurrentTimecode() == self._playhead,
                    lambda: timeline.SetCurrentTimecode(self._playhead),
                )
            )
        steps.append(
            (
                "the open page",
                lambda: resolve.GetCurrentPage() == self._page,
                lambda: resolve.OpenPage(self._page),
            )
        )
        self.left += [name for name, holds, put_back in steps if not held(holds, put_back)]

    def _mark(self):
        self._timeline.ClearMarkInOut("all")
        for side, marks in self._marks.items():
            if "in" in marks and "out" in marks:
                self._timeline.SetMarkInOut(marks["in"], marks["out"], side)
