"""What each entry of the menu does: the daemon says what, here it is done."""

import os
import tempfile
import time
import webbrowser

from .edition import PluginError, can, edition_of
from .keeping import Desk
from .laid import chosen, laid
from .placing import Stage

PACE_S = 0.2  # how often a job is looked at


class Flow:
    """One click on the timeline that is open."""

    def __init__(self, resolve, daemon, face):
        self._resolve, self._daemon, self._face, self._edition = resolve, daemon, face, edition_of(resolve)
        self._project = resolve.GetProjectManager().GetCurrentProject()
        self._timeline = self._project.GetCurrentTimeline() if self._project else None
        if self._timeline is None:
            raise PluginError("no timeline is open; open the one to score")

    def click(self, entry):
        """Do what an entry says; returns the sentences of its report."""
        work = self._begun(entry)
        said = work["sentences"]
        if work["url"]:
            webbrowser.open(work["url"])
        for turn in work["turns"]:
            if turn["job"]:
                self._follow(turn["job"])
            self._face.follow(self._away)
            said += self._carried_out(turn)
        return said

    def _begun(self, entry):
        """What the daemon began; it gets the edit in a file, which it reads at once."""
        told, _ = laid(self._project, self._timeline)
        body = dict(chosen(self._timeline), task="TASK_" + entry.upper(), timeline=told)
        missing = [call for call in ("GetSelectedClips", "GetMarkInOut") if not can(self._timeline, call)]
        body["program"] = {"name": self._edition[0], "missingCalls": missing}
        with tempfile.TemporaryDirectory(prefix="ningbgm-") as folder:
            if entry in ("score", "update"):
                path = os.path.join(folder, "edit.otio")
                # The constant has to be the live object's own: any other fails without a word.
                if not self._timeline.Export(path, self._resolve.EXPORT_OTIO) or not os.path.isfile(path):
                    raise PluginError("Resolve could not export the timeline as OpenTimelineIO")
                body["source"] = {"path": path, "displayName": self._timeline.GetName()}
            return self._daemon.ask("POST", "placements:start", body)

    def _follow(self, job):
        """Wait until a job is over; in the meantime nothing is asked of Resolve, so that it stays free."""
        now = {}

        def step(cancelled):
            if cancelled:
                self._daemon.ask("POST", job + ":cancel", {})
            now.update(self._daemon.ask("GET", job))
            over = now["state"] not in ("STATE_QUEUED", "STATE_RUNNING")
            time.sleep(0 if over else PACE_S)
            return None if over else now["sentence"]

        self._face.follow(step)
        if now["state"] != "STATE_SUCCEEDED":
            raise PluginError(now["sentence"])

    def _away(self, cancelled):
        """What is said until the timeline that was scored is open again."""
        time.sleep(PACE_S / 2)
        shown = self._project.GetCurrentTimeline()
        away = not cancelled and shown and shown.GetUniqueId() != self._timeline.GetUniqueId()
        return f"The music is ready. Open {self._timeline.GetName()} again." if away else None

    def _carried_out(self, turn):
        """Bring the timeline to what the daemon plans; all is read right before it is changed."""
        desk = Desk(self._resolve, self._project, self._timeline)
        try:
            with desk:
                told, clips = laid(self._project, self._timeline)
                plan = self._daemon.ask("POST", "placements:plan", dict(turn, timeline=told))
                if plan.get("refusal"):
                    raise PluginError(plan["refusal"]["sentence"])
                stage = Stage(self._edition[1], self._project, self._timeline, desk)
                said = stage.carry_out(plan, [clips[uid] for uid in plan["takeAwayClipIds"]])
        except PluginError as error:
            error.left += desk.left
            raise
        done = "{} clips put down, {} taken away.".format(len(plan["putDown"]), len(plan["takeAwayClipIds"]))
        return [done, *plan["sentences"], *said, *(f"Could not put back: {name}." for name in desk.left)]
