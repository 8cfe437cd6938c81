"""Works on single cues."""

from __future__ import annotations

from ningbgm.v1 import cue_pb2, job_pb2
from ningbgm.v1 import cue_service_pb2 as calls
from ningbgm.v1.cue_service_pb2_grpc import CueServiceServicer
from ningbgm_agents.errors import NotFoundError

from ..records.score import CueRecord, RevisionRecord
from ..wire import checks, names
from ..wire.cues import cue_to_proto
from ..wire.jobs import job_to_proto
from ..wire.orders import regenerate_order_from_proto
from .paging import page_of
from .ports import Jobs, Scores


class CueServicer(CueServiceServicer):
    """`ningbgm.v1.CueService`."""

    def __init__(self, jobs: Jobs, scores: Scores) -> None:
        self._jobs, self._scores = jobs, scores

    async def ListCues(self, request: calls.ListCuesRequest, context: object) -> calls.ListCuesResponse:
        """The cues of a score, in order."""
        score = await self._scores.get(names.score_in(request.parent, "parent"))
        page = page_of(score.revision.cues, lambda cue: cue.name, request.page_size, request.page_token)
        return calls.ListCuesResponse(
            cues=[cue_to_proto(cue, score.revision) for cue in page.items], next_page_token=page.next_token
        )

    async def GetCue(self, request: calls.GetCueRequest, context: object) -> cue_pb2.Cue:
        """A cue."""
        return await self._cue(*names.cue_in(request.name))

    async def LockCue(self, request: calls.LockCueRequest, context: object) -> cue_pb2.Cue:
        """Lock a cue."""
        score, cue = names.cue_in(request.name)
        await self._scores.set_lock(score, cue, True)
        return await self._cue(score, cue)

    async def UnlockCue(self, request: calls.UnlockCueRequest, context: object) -> cue_pb2.Cue:
        """Unlock a cue."""
        score, cue = names.cue_in(request.name)
        await self._scores.set_lock(score, cue, False)
        return await self._cue(score, cue)

    async def RegenerateCue(self, request: calls.RegenerateCueRequest, context: object) -> job_pb2.Job:
        """Write one cue anew, as a job."""
        order, request_id = regenerate_order_from_proto(request), checks.request_id(request.request_id)
        return job_to_proto(await self._jobs.submit(order, request_id))

    async def _cue(self, score_id: str, name: str) -> cue_pb2.Cue:
        revision = (await self._scores.get(score_id)).revision
        return cue_to_proto(cue_of(revision, name), revision)


def cue_of(revision: RevisionRecord, name: str) -> CueRecord:
    """The cue of this name.

    Raises:
        NotFoundError: the revision has none.
    """
    for cue in revision.cues:
        if cue.name == name:
            return cue
    raise NotFoundError(
        f"revision {revision.number} of the score {revision.score_id} has no cue {name!r}", cue=name
    )
