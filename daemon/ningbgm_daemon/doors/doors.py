"""Both doors at all their places, opened and closed together."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from ..auth import Token
from ..gateway.upstream import Upstream
from ..review.review import Review
from ..servicers.ports import Jobs, Scores, System
from .grpc_door import GrpcDoor
from .http_door import HttpDoor
from .places import Place


class Doors:
    """The doors of one daemon; made inside a running loop."""

    def __init__(self, jobs: Jobs, scores: Scores, system: System, review: Review, token: Token) -> None:
        self._token, self._review = token, review
        self._grpc = GrpcDoor(jobs, scores, system, review, token)
        self._http: list[HttpDoor] = []
        self._upstream: Upstream | None = None

    async def open(self, grpc: Sequence[Place], http: Sequence[Place]) -> tuple[Place, Place]:
        """Open all places; returns the first of each kind with its port.

        Raises:
            StateError: a place is taken.
            WishError: a certificate or key cannot be used.
        """
        first, *_ = [self._grpc.listen(place) for place in grpc]
        await self._grpc.start()
        self._upstream = Upstream(first.text)
        for place in http:
            self._http.append(HttpDoor(place, self._token, self._upstream, self._review))
            await self._http[-1].start()
        self._review.address = f"http://{self._http[0].place.text}"
        return first, self._http[0].place

    async def close(self) -> None:
        """Close all that is open: calls are answered, streams end; takes a few seconds at most."""
        await asyncio.gather(self._grpc.stop(), *(door.stop() for door in self._http))
        if self._upstream is not None:
            await self._upstream.close()
