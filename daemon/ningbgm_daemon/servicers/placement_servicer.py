"""Thinks for plugins: what a task begins, and what is to be done to a timeline."""

from __future__ import annotations

import asyncio
from pathlib import Path

from ningbgm.v1 import placement_pb2
from ningbgm.v1 import placement_service_pb2 as calls
from ningbgm.v1.placement_service_pb2_grpc import PlacementServiceServicer
from ningbgm_agents.errors import InputError, StateError

from ..placing.planning import PlacementAsk, plan_placement
from ..placing.steps import PlacementPlan, Refusal
from ..records.score import Plan
from ..wire import names
from ..wire.jobs import plan_of
from ..wire.placements import (
    intent_from_proto,
    placement_plan_to_proto,
    scored_from_proto,
    timeline_from_proto,
)
from .known_scores import known_scores
from .ports import Jobs, Reviews, Scores, System
from .starting import WorkStarter


class PlacementServicer(PlacementServiceServicer):
    """`ningbgm.v1.PlacementService`."""

    def __init__(self, jobs: Jobs, scores: Scores, reviews: Reviews, system: System) -> None:
        self._jobs, self._scores = jobs, scores
        self._starter = WorkStarter(jobs, scores, reviews, system)

    async def StartWork(self, request: calls.StartWorkRequest, context: object) -> calls.Work:
        """Begin what an entry of a menu asks for."""
        return await self._starter.start(request)

    async def PlanPlacement(
        self, request: calls.PlanPlacementRequest, context: object
    ) -> placement_pb2.PlacementPlan:
        """Plan from the timeline as it lies."""
        intent, timeline = intent_from_proto(request), timeline_from_proto(request.timeline)
        score, made = await self._made(request)
        library = await known_scores(self._scores, timeline)
        if score:
            library[score] = (await self._scores.get(names.score_in(score, "score"))).revision
        told = (*made.sentences, *(conflict.reason for conflict in made.conflicts))
        scored = scored_from_proto(request)
        ask = PlacementAsk(intent, timeline, library, score, _moves(made), told, scored)
        return placement_plan_to_proto(await asyncio.to_thread(_with_its_sounds, plan_placement(ask)))

    async def _made(self, request: calls.PlanPlacementRequest) -> tuple[str, Plan]:
        """The score, and what the job did that made its present revision; no plan where no job is named."""
        if not request.job:
            return request.score, Plan(())
        job = await self._jobs.get(names.job_in(request.job))
        if job.outcome is None or job.outcome.revision is None:
            raise StateError(f"the job {job.id} has made no revision", job=job.id)
        score = names.score_name(job.outcome.score_id)
        if request.score not in ("", score):
            raise InputError(f"the job {job.id} is none of {request.score}", field="job")
        return score, plan_of(job.outcome) or Plan(())


def _with_its_sounds(plan: PlacementPlan) -> PlacementPlan:
    """The plan; refused where a sound to put down is gone, before anything is changed."""
    for part in plan.put_down:
        if not Path(part.path).is_file():
            sentence = f"the sound {part.path} is not there; bring it back, or choose Score selection"
            return plan.refused(Refusal("sound_gone", sentence))
    return plan


def _moves(plan: Plan) -> dict[str, int]:
    """How far the edit moved each cue."""
    return {one.cue: one.after.start - one.before.start for one in plan.decisions if one.before and one.after}
