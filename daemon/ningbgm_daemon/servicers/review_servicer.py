"""Leads people to the review page."""

from __future__ import annotations

from ningbgm.v1 import review_service_pb2 as calls
from ningbgm.v1.review_service_pb2_grpc import ReviewServiceServicer

from ..wire import names
from ..wire.times import time_to_proto
from .ports import Reviews, Scores


class ReviewServicer(ReviewServiceServicer):
    """`ningbgm.v1.ReviewService`."""

    def __init__(self, reviews: Reviews, scores: Scores) -> None:
        self._reviews, self._scores = reviews, scores

    async def OpenReview(self, request: calls.OpenReviewRequest, context: object) -> calls.OpenReviewResponse:
        """An address that opens the page."""
        score = names.score_in(request.score, "score") if request.score else ""
        if score:
            await self._scores.get(score)
        invitation = self._reviews.invite(score)
        return calls.OpenReviewResponse(url=invitation.url, expire_time=time_to_proto(invitation.expire_s))
