"""From what a revision wants and what lies there to what is done: keep, put down, take away."""

from collections import namedtuple

from .errors import PluginError
from .marking import TRACK, as_placed, hash_of
from .scope import frames_of

_GONE = ["gone", 0]  # stands in a marker for a stem that the user took off, and that stays off
Wanted = namedtuple("Wanted", "cue start frames samples stems hash purpose kept")
"""A cue of a revision. `stems`: [(stem, path)] to put down; `kept`: what else its marker tells of stems."""


class Plan:
    """`place`: cues; `remove`: clips (`Lying`); `unmark`: markers (`Placed`); `drop`: names of tracks."""

    def __init__(self, score=""):
        self.score, self.place, self.remove, self.unmark, self.drop = score, [], [], [], set()
        self.told = []
        """Sentences for the report."""

    def take_away(self, placed, clips):
        """A cue goes, or is put down anew."""
        self.unmark.append(placed)
        self.remove += clips

    def conform(self, placed, cue, found):
        """A cue of this score that is now `cue` (None: dropped), its clips as `as_placed` has them."""
        if found is None:
            self.told.append(
                f"{placed.cue} was changed by hand and stays as it lies. To have it anew, delete its clips"
                " and its marker, and choose Update score."
            )
            return
        shift, clips, gone = found
        if cue and gone:
            self.told.append(
                "{}: {} was taken off by hand and stays off.".format(placed.cue, ", ".join(gone))
            )
        if cue and (not clips or (cue.hash == placed.hash and cue.start == placed.start and not shift)):
            return
        if cue and cue.hash == placed.hash and cue.start == placed.start + shift:
            clips, cue = [], cue._replace(stems=[], kept=placed.stems)  # it went along with the picture
        elif cue:
            stems = [(stem, path) for stem, path in cue.stems if stem not in gone]
            cue = cue._replace(stems=stems, kept=dict.fromkeys(gone, _GONE))
        self.take_away(placed, clips)
        self.place += [cue] if cue else []

    def check_room(self, there):
        """An overlap is lost without a word (4): what is in the way and not ours to take stops us first."""
        ours = {one.uid for one in self.remove}
        for cue in self.place:
            names = {TRACK % stem for stem, _ in cue.stems}
            for one in there:
                if one.track in names and one.uid not in ours and _overlap(cue, one.start, one.frames):
                    raise PluginError(
                        f"a clip that was put there or changed by hand lies on the track {one.track}, where"
                        f" {cue.cue} belongs; move or delete it, and try again"
                    )


def wanted_cues(score, rate):
    """The cues of a score's present revision; the mix goes down only where it is all that there is."""
    for cue in score["cues"]:
        stems = [stem for stem in cue["stems"] if stem["stemId"] != "mix"] or cue["stems"]
        start, samples = int(cue["recordFrame"]) - int(score["edit"]["startFrame"]), int(cue["sampleCount"])
        yield Wanted(
            cue["cueId"],
            start,
            frames_of(samples, rate),
            samples,
            [(stem["stemId"], stem["path"]) for stem in stems],
            hash_of(stems),
            cue["purpose"],
            {},
        )


def plan_for(score, rate, placed, there, moved=(), replacing=False):
    """What brings the timeline to a score's present revision.

    `moved`: how far the edit moved each cue. `replacing`: cues of other scores give way (Score selection).
    """
    plan, cues = Plan(score["name"]), {cue.cue: cue for cue in wanted_cues(score, rate)}
    for one in placed:
        if one.score == plan.score:
            cue = cues.pop(one.cue, None)
            shifts = (0, dict(moved).get(one.cue, 0), cue.start - one.start if cue else 0)
            plan.conform(one, cue, as_placed(one, there, shifts))
        elif replacing and any(
            _overlap(cue, one.start, frames) for cue in cues.values() for _, frames in one.stems.values()
        ):
            found = as_placed(one, there)
            if found is None:
                raise PluginError(f"{one.cue} in the range was changed by hand; move it away or delete it")
            plan.take_away(one, found[1])
    plan.place += cues.values()
    plan.check_room(there)
    return plan


def _overlap(cue, start, frames):
    return cue.start < start + frames and start < cue.start + cue.frames
