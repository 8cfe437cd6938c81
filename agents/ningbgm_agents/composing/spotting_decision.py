"""What a language model may decide of spotting: which moments the music strikes, touches or leaves."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from pydantic import Field

from ..agent import Contribution
from ..document import Plain
from ..minds.decision import Case, Decision, Offer, ReplyForm, require
from .bench import Candidate, ComposingBench
from .spotting import find_candidates

_MOST_CANDIDATES = 200
_MOST_CHANGES = 40
_WEIGHTS = {"heavy": 0.85, "light": 0.3, "leave": 0.0}


class Weighed(ReplyForm):
    """One candidate, weighed otherwise."""

    candidate: int = Field(ge=1, le=_MOST_CANDIDATES)
    weight: Literal["heavy", "light", "leave"]
    why: str = Field(min_length=1, max_length=200)


class SpottingJudgement(ReplyForm):
    """The candidates that are weighed otherwise than by the rules."""

    candidates: list[Weighed]


def _offer(case: Case[ComposingBench]) -> Offer | None:
    found = _candidates(case.bench)
    if not found:
        return None
    most = _MOST_CANDIDATES
    require(len(found) <= most, f"there are {len(found)} candidates; {most} are the most that are shown")
    bench, fps = case.bench, float(case.bench.edit.rate.fps)
    shown: list[Plain] = [
        {
            "candidate": number,
            "at_s": round(one.frame / fps, 2),
            "what": one.why,
            "weight": round(one.weight, 2),
            "spoken": bench.evidence.speaking(one.frame / fps, one.frame / fps + 0.2) > 0,
            "mood": bench.scene.record_at(one.frame).mood,
            "part": bench.scene.record_at(one.frame).role,
        }
        for number, one in enumerate(found, 1)
    ]
    facts: dict[str, Plain] = {
        "wish": bench.brief.wish,
        "summary": bench.scene.summary,
        "hit_density": bench.brief.hit_density,
        "candidates": shown,
    }
    return Offer(facts, lengths={"candidates": (0, min(_MOST_CHANGES, len(found)))})


def _candidates(bench: ComposingBench) -> tuple[Candidate, ...]:
    """The candidates that are not the user's own."""
    return tuple(one for one in find_candidates(bench) if one.kind != "marker")


def _settle(judged: SpottingJudgement, case: Case[ComposingBench]) -> Contribution[ComposingBench]:
    found = _candidates(case.bench)
    numbers = [one.candidate for one in judged.candidates]
    require(len(set(numbers)) == len(numbers), "candidates: one is named twice.")
    require(all(n <= len(found) for n in numbers), f"candidates: there are {len(found)}.")
    emphasis = tuple(
        (found[one.candidate - 1].frame, _WEIGHTS[one.weight], one.why) for one in judged.candidates
    )
    made = case.skill(case.task, replace(case.bench, emphasis=emphasis))
    return Contribution(
        made.apply,
        f"{made.sentence} Weighed by the model: {len(numbers)} of {len(found)} moments.",
        (
            *made.reasons,
            *(f"{one.weight}, at candidate {one.candidate}: {one.why}" for one in judged.candidates),
        ),
    )


SPOTTING_DECISION = Decision(SpottingJudgement, _offer, _settle)
"""The spotting expert's."""
