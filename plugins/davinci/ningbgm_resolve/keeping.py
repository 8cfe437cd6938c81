"""Where the user stands, put back after our work, also after an error."""

from .edition import PluginError, can


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
        self.left, self._kept, self._locks = [], [], set()
        self._resolve, self._timeline, self._pool = resolve, timeline, project.GetMediaPool()
        page = self._keep("the open page", resolve.GetCurrentPage, resolve.OpenPage)
        if can(timeline, "GetMarkInOut"):
            self._keep("mark in and out", timeline.GetMarkInOut, self._mark)
        folder = self._pool.GetCurrentFolder()
        open_bin = self._keep("the open bin", self._open_bin, lambda _: self._pool.SetCurrentFolder(folder))
        if not page or not open_bin or page is True:
            raise PluginError("Resolve does not answer; close any window that it shows, and try again")
        if project.GetCurrentTimeline().GetUniqueId() != timeline.GetUniqueId():  # its getters would lie (8)
            raise PluginError("the timeline is no longer open; open it and try again")

    def __enter__(self):
        try:
            self.to_edit_page()
            playhead = self._timeline.GetCurrentTimecode
            if playhead():
                self._keep("the playhead", playhead, self._timeline.SetCurrentTimecode)
            return self
        except BaseException:
            self.__exit__()
            raise

    def __exit__(self, *_):
        for index in self._locks:
            lock, where = f"the lock of track A{index}", ("audio", index)
            self._wanted(lock, True, self._timeline.GetIsTrackLocked, self._timeline.SetTrackLock, where)
        self.left += [name for name, holds, put_back in reversed(self._kept) if not held(holds, put_back)]

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

    def _keep(self, name, tell, put):
        """What `tell` says now is put back at the end."""
        was = tell()
        self._wanted(name, was, tell, put)
        return was

    def _wanted(self, name, value, tell, put, where=()):
        self._kept.append((name, lambda: tell(*where) == value, lambda: put(*where, value)))

    def _open_bin(self):
        return self._pool.GetCurrentFolder().GetUniqueId()

    def _mark(self, sides):
        self._timeline.ClearMarkInOut("all")
        for side, marks in sides.items():
            if "in" in marks and "out" in marks:
                self._timeline.SetMarkInOut(marks["in"], marks["out"], side)
