"""Records to store."""

from __future__ import annotations

from fractions import Fraction

from ningbgm_agents.brief import Request
from ningbgm_agents.timeline import Span
from ningbgm_daemon.records.job import Job
from ningbgm_daemon.records.order import EditSource, ScoreOrder
from ningbgm_daemon.records.score import CueRecord, EditRecord, HitRecord, RevisionRecord, StemRecord

RATE = Fraction(25)


def job(number: int = 1, **facts: object) -> Job:
    """A queued job; its id ends in its number."""
    order = ScoreOrder(EditSource(f"/films/{number}.mp4"), request=Request(wish="ruhig, 安静", seed=number))
    return Job(**({"id": f"job-{number}", "title": f"Film {number}", "order": order,
                   "score_id": f"score-{number}", "created_s": 100.0} | facts))  # type: ignore[arg-type]  # passes on  # fmt: skip


def cue(name: str = "1m1", revision: int = 1) -> CueRecord:
    """A cue with a hit and two sound files."""
    stems = tuple(StemRecord(stem, f"/out/{name}_{stem}.wav", 7, "ab" * 32) for stem in ("melody", "mix"))
    hit = HitRecord(30, "cut", 0.9, "accent", None, "a cut")
    return CueRecord(name, Span(0, 75), 144_000, "opens", "D minor", 96.5, "ring_out", ("A",), (hit,), stems,
                     -18.2, revision)  # fmt: skip


def revision(score_id: str = "score-1", number: int = 1, **facts: object) -> RevisionRecord:
    """A revision with two cues."""
    edit = EditRecord("Film", 25, 1, False, 90_000, 75, Span(0, 75), 2, "/films/1.mp4")
    usual: dict[str, object] = {
        "score_id": score_id, "number": number, "cause": "created", "sentence": "Scored.",
        "folder": f"/out/r{number}", "edit": edit, "cues": (cue(), cue("1m2")), "locked": (),
        "palette": "orchestral", "wish": "calm", "seed": 0, "passed": True, "findings": ("fine",),
        "variation_folders": (), "plan": None, "created_s": 100.0 + number,
    }  # fmt: skip
    return RevisionRecord(**(usual | facts))  # type: ignore[arg-type]  # passes on
