"""What a language model may decide of the story: which part each record plays in it."""

from __future__ import annotations

from dataclasses import replace

from pydantic import Field

from ..agent import Contribution
from ..document import Plain
from ..minds.decision import Case, Decision, Offer, ReplyForm, require
from ..scene import NarrativeRole
from .bench import Story, UnderstandingBench
from .shown import MOST_RECORDS, require_shown, shown_records, shown_texts

_CONFIDENCE = 0.6


class ToldRecord(ReplyForm):
    """The part of one record."""

    record: int = Field(ge=1, le=MOST_RECORDS)
    role: NarrativeRole
    why: str = Field(max_length=200)


class StoryJudgement(ReplyForm):
    """The part of every record in the scored range."""

    records: list[ToldRecord]


def _offer(case: Case[UnderstandingBench]) -> Offer | None:
    bench = case.done
    scored = _scored(bench)
    if bench.story is None or bench.feelings is None or len(scored) < 2:
        return None
    require_shown(len(bench.spans))
    shown = shown_records(bench, bench.feelings)
    records: list[Plain] = []
    for number in scored:
        record = shown[number]
        assert isinstance(record, dict), "each record is shown as an object"
        told: Plain = bench.story.roles[number]
        records.append({**record, "rules": told})
    facts: dict[str, Plain] = {
        "wish": bench.brief.wish,
        "texts": shown_texts(bench),
        "records": records,
    }
    return Offer(facts, lengths={"records": (len(scored), len(scored))})


def _scored(bench: UnderstandingBench) -> list[int]:
    """Numbers of the records inside the scored range, from 0."""
    return [n for n, span in enumerate(bench.spans) if span.overlap(bench.edit.span)]


def _settle(judged: StoryJudgement, case: Case[UnderstandingBench]) -> Contribution[UnderstandingBench]:
    bench = case.done
    story, scored = bench.story, _scored(bench)
    assert story is not None, "only a told story is offered"
    require(
        [one.record - 1 for one in judged.records] == scored,
        f"records: give each of {scored[0] + 1} to {scored[-1] + 1} once, in order.",
    )
    _check([one.role for one in judged.records])
    made = _told(story, judged)
    return Contribution(
        lambda b: replace(case.usual.apply(b), story=made),
        f"{' – '.join(dict.fromkeys(made.roles))}; {len(made.turns)} turns.",
        (*case.usual.reasons, *(f"record {one.record}, {one.role}: {one.why}" for one in judged.records)),
    )


def _check(roles: list[NarrativeRole]) -> None:
    peaks = [n for n, role in enumerate(roles) if role == "climax"]
    require(bool(peaks), "There is no climax.")
    require(peaks[-1] - peaks[0] + 1 == len(peaks), "The climax is in several places; there is one.")
    require(peaks[0] > 0, "The climax is the first record.")
    require("release" not in roles[: peaks[0]], "A release comes before the climax.")


def _told(story: Story, judged: StoryJudgement) -> Story:
    roles, reasons = list(story.roles), list(story.reasons)
    for one in judged.records:
        roles[one.record - 1] = one.role
        reasons[one.record - 1] = one.why or "as the model reads it"
    return replace(story, roles=tuple(roles), reasons=tuple(reasons), confidence=_CONFIDENCE)


STORY_DECISION = Decision(StoryJudgement, _offer, _settle)
"""The narrative expert's."""
