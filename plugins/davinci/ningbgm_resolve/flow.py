"""What each entry of the menu does; each method returns the sentences of its report."""

import time
import uuid
import webbrowser

from .edition import Edition
from .errors import PluginError
from .exporting import exported, wish_of
from .keeping import Desk
from .marking import as_placed, lying, placed_cues
from .placing import Stage, pooled_clips
from .plan import Plan, plan_for
from .scope import playhead, rate_of, scored_range

_OPEN = ("STATE_QUEUED", "STATE_RUNNING")


class Flow:
    """One click on the timeline that is open."""

    def __init__(self, resolve, daemon, face):
        self._resolve, self._daemon, self._face, self._edition = resolve, daemon, face, Edition(resolve)
        self._project = resolve.GetProjectManager().GetCurrentProject()
        self._timeline = self._project.GetCurrentTimeline() if self._project else None
        if self._timeline is None:
            raise PluginError("no timeline is open; open the one to score")

    def score(self):
        """Score the range; what we put there before gives way."""
        first, end, source = scored_range(self._timeline)
        for one in placed_cues(self._timeline):
            inside = any(one.start < end and first < one.start + frames for _, frames in one.stems.values())
            if inside and self._locked(one):
                raise PluginError(f"{one.cue} lies in the range and is locked; unlock it first")
        body = {"wish": wish_of(self._timeline), "source": self._source()}
        if source != "the whole timeline":
            body["range"] = {"start": f"{first}f", "end": f"{end}f"}
        said = self._conform(self._done("scores", body), True)
        return [f"Scored: {source}.", *said, *self._edition.lacks(self._timeline)]

    def update(self):
        """Conform each score of the timeline to the edit as it is now."""
        return [
            said
            for score in self._scores()
            for said in self._conform(self._done(score + ":revise", {"source": self._source()}))
        ]

    def regenerate(self):
        """Write the cue under the playhead anew."""
        return self._conform(self._done(self._cue() + ":regenerate", {}))

    def lock(self):
        """Lock the cue under the playhead, or unlock it."""
        name = self._cue()
        locked = self._daemon.ask("GET", name)["locked"]
        self._daemon.ask("POST", name + (":unlock" if locked else ":lock"), {})
        return [
            "{} is {}.".format(
                name.split("/")[-1], "unlocked" if locked else "locked: nothing changes it now"
            )
        ]

    def undo(self):
        """Go back to the revision before, with each score of the timeline."""
        return [
            said
            for score in self._scores()
            for said in self._conform({"score": self._daemon.ask("POST", score + ":rollback", {})["name"]})
        ]

    def remove(self):
        """Take our music away; what was changed by hand goes at a second click, when only that is left."""
        there, plan = lying(self._timeline), Plan()
        for one in placed_cues(self._timeline):
            found = as_placed(one, there)
            if found:
                plan.take_away(one, found[1])
        if not plan.unmark:
            return self.clear()
        said = [
            f"{one.item.GetName()} was changed by hand and is still there; Remove score again takes it away."
            for one in self._strays()
        ]
        return self._carried_out(lambda: plan) + said

    def clear(self):
        """Take away what is ours and not as we put it down: strays, and the markers that tell of them."""
        plan = Plan()
        plan.remove, plan.unmark = (
            self._strays(),
            [one for one in placed_cues(self._timeline) if as_placed(one, lying(self._timeline)) is None],
        )
        return self._carried_out(lambda: plan)

    def review(self):
        """Open the review page, or the report where there is none."""
        score = (self._scores() or [""])[0]
        code, said = self._daemon.run("review", score)
        if code:
            webbrowser.open("file://{}/report.html".format(self._daemon.ask("GET", score)["folder"]))
        return [said if not code else "The report is in the browser."]

    def cancel(self):
        """Stop the jobs that run."""
        jobs = [job for job in self._daemon.ask("GET", "jobs")["jobs"] if job["state"] in _OPEN]
        for job in jobs:
            self._daemon.ask("POST", job["name"] + ":cancel", {})
        return ["{} is cancelled.".format(job["displayName"]) for job in jobs] or ["Nothing is being scored."]

    def doctor(self):
        """What works here and what does not."""
        status = self._daemon.ask("GET", "status")
        engines = [
            "{}: {}".format(one["engineId"], one["detail"])
            for one in status["engines"]
            if not one["available"]
        ]
        answers = "{}; NingBGM {} answers.".format(self._edition.name, status["version"])
        return [answers, *self._edition.lacks(self._timeline), *status["notes"], *engines]

    def _strays(self):
        """Sounds from our bin on our tracks that no marker tells of as they lie."""
        there, pooled = lying(self._timeline), pooled_clips(self._project.GetMediaPool().GetRootFolder())
        told = [
            clip for one in placed_cues(self._timeline) for clip in (as_placed(one, there) or ((), ()))[1]
        ]
        return [
            one
            for one in there
            if one.clip in pooled
            and one.track.startswith("NingBGM ")
            and one.uid not in [clip.uid for clip in told]
        ]

    def _source(self):
        return exported(self._resolve, self._timeline, self._rate())

    def _rate(self):
        return rate_of(self._timeline.GetSetting("timelineFrameRate"))

    def _scores(self):
        names = [one.score for one in placed_cues(self._timeline)]
        if not names:
            raise PluginError("there is no score on this timeline yet; choose Score selection")
        return sorted(set(names), key=names.index)

    def _cue(self):
        at = playhead(self._timeline, self._rate())
        for one in placed_cues(self._timeline):
            if any(one.start <= at < one.start + frames for _, frames in one.stems.values()):
                return f"{one.score}/cues/{one.cue}"
        raise PluginError("no cue of ours lies under the playhead")

    def _locked(self, placed):
        try:
            return self._daemon.ask("GET", f"{placed.score}/cues/{placed.cue}")["locked"]
        except PluginError as error:
            if error.reason == "NOT_FOUND":
                return False
            raise

    def _done(self, path, body):
        """The result of a job; while it is at work nothing is asked of Resolve, so that it stays free."""
        job = self._daemon.ask("POST", path, dict(body, requestId=str(uuid.uuid4())))
        jobs = self._daemon.watch(job["name"])

        def step(cancelled):
            nonlocal job
            job = next(jobs, {}) or job
            if cancelled:
                self._daemon.ask("POST", job["name"] + ":cancel", {})
            share, doing = int(100 * job["progress"]["share"]), job["progress"]["step"][5:].lower()
            return "{}: {}, {} %".format(job["displayName"], doing, share) if job["state"] in _OPEN else None

        self._face.follow(step)
        if job["state"] != "STATE_SUCCEEDED":
            raise PluginError(job["error"]["message"] if "error" in job else "cancelled; nothing was changed")
        return job["result"]

    def _conform(self, result, replacing=False):
        """Bring the timeline to the score's present revision."""
        score, told = self._daemon.ask("GET", result["score"]), result.get("plan") or {}
        moved = {
            one["cueId"]: int(one["after"]["start"]) - int(one["before"]["start"])
            for one in told.get("decisions", ())
            if "after" in one and "before" in one
        }

        def step(cancelled):
            time.sleep(0.1)
            shown = self._project.GetCurrentTimeline()
            away = not cancelled and shown and shown.GetUniqueId() != self._timeline.GetUniqueId()
            return f"The music is ready. Open {self._timeline.GetName()} again." if away else None

        self._face.follow(step)
        # The user may have edited in the meantime: all is read again right before it is changed.
        said = self._carried_out(
            lambda: plan_for(
                score, self._rate(), placed_cues(self._timeline), lying(self._timeline), moved, replacing
            )
        )
        return said + list(told.get("sentences", ())) + [one["reason"] for one in told.get("conflicts", ())]

    def _carried_out(self, planned):
        desk = Desk(self._resolve, self._project, self._timeline)
        try:
            with desk:
                plan = planned()
                plan.drop = {one.track for one in plan.remove} if not plan.place else set()
                Stage(self._edition, self._project, self._timeline, desk).carry_out(plan)
        except PluginError as error:
            error.left += desk.left
            raise
        count = sum(len(cue.stems) for cue in plan.place)
        done = f"{count} clips put down, {len(plan.remove)} taken away."
        return [done] + plan.told + [f"Could not put back: {name}." for name in desk.left]
