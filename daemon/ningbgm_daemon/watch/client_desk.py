"""The desk of a daemon in another process, reached by the client."""

from __future__ import annotations

from collections.abc import AsyncIterator

from ningbgm_agents.errors import StoreError
from ningbgm_daemon.client import AsyncClient, JobFacts
from ningbgm_daemon.client.asking import ScoreDetails
from ningbgm_daemon.records.job import State
from ningbgm_daemon.records.order import EditSource, ReviseOrder, ScoreOrder

from .desk import JobNews


class ClientDesk:
    """Takes orders to the daemon; see `Desk`."""

    def __init__(self, bgm: AsyncClient) -> None:
        self._bgm = bgm

    async def submit(self, order: ScoreOrder | ReviseOrder, request_id: str) -> JobNews:
        """Have an order stored as a job."""
        source = order.source or EditSource()
        if isinstance(order, ScoreOrder):
            job = await self._bgm.score(source.path, **details_of(order, source, request_id))
            return _news(job.facts)
        score = await self._bgm.get_score(order.score_id)
        job = await score.revise(
            source.path,
            media_roots=source.media_roots,
            rate=source.rate,
            folder=order.folder,
            request_id=request_id,
        )
        return _news(job.facts)

    async def follow(self, job: str) -> AsyncIterator[JobNews]:
        """The job as it is, then after every change; broken connections are mended."""
        found = await self._bgm.get_job(job)
        async for facts in found.watch():
            yield _news(facts)


def details_of(order: ScoreOrder, source: EditSource, request_id: str) -> ScoreDetails:
    """What the client is to ask the daemon for."""
    wanted = order.request
    return {
        "wish": wanted.wish,
        "images": order.images,
        "palette": "" if wanted.palette_text else wanted.palette or "",
        "palette_text": wanted.palette_text,
        "like": order.like or None,
        "loudness_lufs": wanted.loudness_lufs,
        "stems": wanted.stems,
        "duck": wanted.duck,
        "vocals": wanted.vocals,
        "seed": wanted.seed,
        "variations": wanted.variations,
        "media_roots": source.media_roots,
        "rate": source.rate,
        "folder": order.folder,
        "request_id": request_id,
    }


def _news(facts: JobFacts) -> JobNews:
    return JobNews(
        job=facts.name.removeprefix("jobs/"),
        state=_state(facts),
        score=facts.score.removeprefix("scores/"),
        folder=facts.outcome.folder if facts.outcome else "",
        reason=str(facts.error) if facts.error else "",
    )


def _state(facts: JobFacts) -> State:
    if facts.state == "unknown":
        raise StoreError(f"{facts.name} is in a state that only a newer NingBGM knows; update NingBGM")
    return facts.state
