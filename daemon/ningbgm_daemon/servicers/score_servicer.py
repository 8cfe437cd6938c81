"""Scores edits, and scores them again when they change."""

from __future__ import annotations

from google.protobuf.empty_pb2 import Empty

from ningbgm.v1 import job_pb2, score_pb2
from ningbgm.v1 import score_service_pb2 as calls
from ningbgm.v1.score_service_pb2_grpc import ScoreServiceServicer

from ..wire import checks, names
from ..wire.jobs import job_to_proto
from ..wire.orders import revise_order_from_proto, score_order_from_proto
from ..wire.scores import (
    revision_number_from_proto,
    revision_to_proto,
    score_to_proto,
    variation_from_proto,
)
from .ports import Jobs, Scores


class ScoreServicer(ScoreServiceServicer):
    """`ningbgm.v1.ScoreService`."""

    def __init__(self, jobs: Jobs, scores: Scores) -> None:
        self._jobs, self._scores = jobs, scores

    async def CreateScore(self, request: calls.CreateScoreRequest, context: object) -> job_pb2.Job:
        """Score an edit, as a job."""
        order, request_id = score_order_from_proto(request), checks.request_id(request.request_id)
        return job_to_proto(await self._jobs.submit(order, request_id))

    async def ReviseScore(self, request: calls.ReviseScoreRequest, context: object) -> job_pb2.Job:
        """Score again what changed, as a job."""
        order, request_id = revise_order_from_proto(request), checks.request_id(request.request_id)
        return job_to_proto(await self._jobs.submit(order, request_id))

    async def RollbackScore(self, request: calls.RollbackScoreRequest, context: object) -> score_pb2.Score:
        """Make an earlier revision the present one."""
        number = revision_number_from_proto(request.revision_number)
        return score_to_proto(await self._scores.rollback(names.score_in(request.name), number))

    async def ChooseVariation(
        self, request: calls.ChooseVariationRequest, context: object
    ) -> score_pb2.Score:
        """Make another variation the present one."""
        number = variation_from_proto(request.variation)
        return score_to_proto(await self._scores.choose(names.score_in(request.name), number))

    async def GetScore(self, request: calls.GetScoreRequest, context: object) -> score_pb2.Score:
        """A score."""
        return score_to_proto(await self._scores.get(names.score_in(request.name)))

    async def ListScores(self, request: calls.ListScoresRequest, context: object) -> calls.ListScoresResponse:
        """Scores, the newest first."""
        page = await self._scores.page(
            checks.page_size(request.page_size), checks.page_token(request.page_token)
        )
        return calls.ListScoresResponse(
            scores=[score_to_proto(score, with_cues=False) for score in page.items],
            next_page_token=page.next_token,
        )

    async def DeleteScore(self, request: calls.DeleteScoreRequest, context: object) -> Empty:
        """Forget a score."""
        await self._scores.delete(names.score_in(request.name))
        return Empty()

    async def GetRevision(self, request: calls.GetRevisionRequest, context: object) -> score_pb2.Revision:
        """A revision."""
        return revision_to_proto(await self._scores.revision(*names.revision_in(request.name)))

    async def ListRevisions(
        self, request: calls.ListRevisionsRequest, context: object
    ) -> calls.ListRevisionsResponse:
        """Revisions, the newest first."""
        page = await self._scores.revisions(
            names.score_in(request.parent, "parent"),
            checks.page_size(request.page_size),
            checks.page_token(request.page_token),
        )
        return calls.ListRevisionsResponse(
            revisions=[revision_to_proto(revision, with_cues=False) for revision in page.items],
            next_page_token=page.next_token,
        )
