"""What changed between two revisions, in cues and in shots."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from looking import Browser
from recut_timeline import SHOTS, trimmed, write_edit

from fakes.house_in_thread import HouseInThread
from ningbgm_agents.revision import Decision
from ningbgm_agents.timeline import Span
from ningbgm_daemon.library.recording import Occasion, record_revision
from ningbgm_daemon.preparing import RevisionOrder
from ningbgm_daemon.records.score import CueRecord, Plan, RevisionRecord
from ningbgm_daemon.review.comparing import decisions
from ningbgm_daemon.revising import revise_score


def test_two_revisions_of_a_recut_timeline(
    browser: Browser, served: HouseInThread, scored: Path, tmp_path: Path
) -> None:
    newer = write_edit(tmp_path / "second.otio", trimmed(SHOTS, 7, 12))
    result = revise_score(RevisionOrder(scored, tmp_path / "newer", newer, workers=1, keeps_previous=False))
    first = record_revision(scored, Occasion("film", 1, "created", "Scored."))
    second = record_revision(result.folder, Occasion("film", 2, "revised", "Revised.", previous=first))
    third = replace(second, number=3, cause="locked", plan=None)
    served.scores.histories["film"] = [first, second, third]

    told = browser.get("/review/api/scores/film/revisions/3/compare/1").plain()

    cues, changes = told["cues"], told["changes"]
    assert isinstance(cues, list)
    assert isinstance(changes, list)
    kinds = {decision.cue: decision.kind for decision in result.plan.decisions}
    written = ("retime", "rescore")
    assert {cue["cue_id"]: cue["decision"] for cue in cues} == {
        cue: "rescore" if kind in written else kind for cue, kind in kinds.items()
    }
    assert "keep" in kinds.values()
    assert (changes[0]["lane"], changes[0]["kind"], changes[0]["tail"]) == ("shot", "trimmed", 12)
    assert len(changes) == 1
    assert browser.get("/review/api/scores/film/revisions/3/compare/2").plain()["changes"] == []


def test_neighbours_are_compared_as_it_was_planned(film_record: RevisionRecord) -> None:
    plan = Plan((Decision("1m1", "retime", "1m1 keeps its notes.", Span(0, 75), Span(0, 70)),))
    later = replace(film_record, number=2, plan=plan)

    assert decisions(film_record, later) == plan.decisions
    assert decisions(film_record, replace(later, number=3))[0].kind == "keep"


def test_cues_are_told_apart_by_sound_and_place(film_record: RevisionRecord) -> None:
    cue = film_record.cues[0]

    def became(*cues: CueRecord) -> list[tuple[str, str]]:
        later = replace(film_record, number=5, cues=cues)
        return [(decision.cue, decision.kind) for decision in decisions(film_record, later)]

    moved = replace(cue, span=cue.span.shifted(3))
    anew = replace(cue, stems=(replace(cue.stems[0], sha256="other"), *cue.stems[1:]))
    assert became(cue) == [("1m1", "keep")]
    assert became(moved) == [("1m1", "move")]
    assert became(anew) == [("1m1", "rescore")]
    assert became(replace(cue, name="1m2")) == [("1m2", "new"), ("1m1", "drop")]


def test_a_revision_that_there_is_not_cannot_be_compared(browser: Browser) -> None:
    assert browser.api("compare/9").reason == "NOT_FOUND"
    assert browser.api("compare/x").reason == "INPUT_INVALID"
