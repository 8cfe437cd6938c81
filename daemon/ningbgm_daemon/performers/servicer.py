"""`ningbgm.v1.PerformerService`."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing

from ningbgm.v1 import performer_service_pb2 as calls
from ningbgm.v1.performer_service_pb2_grpc import PerformerServiceServicer

from .desk import Desk
from .wire import passage_from_proto, performer_to_proto, pieces_of


class PerformerServicer(PerformerServiceServicer):
    """Who plays, and its passages."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def GetPerformer(  # noqa: N802 - as in the contract
        self, request: calls.GetPerformerRequest, context: object
    ) -> calls.Performer:
        """Who plays, and what can be asked of it."""
        return performer_to_proto(self._desk.facts)

    async def PerformPassage(  # noqa: N802 - as in the contract
        self, request: calls.PerformPassageRequest, context: object
    ) -> AsyncGenerator[calls.PerformPassageResponse, None]:
        """Plays one passage."""
        passage = passage_from_proto(request, self._desk.facts)
        async with aclosing(self._desk.perform(passage)) as news:
            async for one in news:
                if isinstance(one, float):
                    yield calls.PerformPassageResponse(share=one)
                    continue
                for piece in pieces_of(one):
                    yield piece
