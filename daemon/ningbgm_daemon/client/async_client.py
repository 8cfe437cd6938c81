"""The client for asynchronous code."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from types import TracebackType
from typing import Unpack

from . import calls
from .asking import PathLike, ScoreDetails, create_request
from .async_line import AsyncLine
from .async_reach import AsyncCue, AsyncJob, AsyncScore, reachable_cue, reachable_score
from .fetch import Told, fetch_async
from .finding import find_endpoint
from .limits import PATIENCE_S
from .score_values import RevisionFacts, ScoreFacts
from .values import DaemonStatus, Palette, State


class AsyncClient:
    """A connection to the daemon: `async with AsyncClient() as bgm: job = await bgm.score("film.mp4")`.

    It takes what `Client` takes, connects on entering, and belongs to the event loop in which it was entered.
    """

    def __init__(
        self,
        address: str = "",
        token: str = "",
        *,
        certificate: PathLike | None = None,
        home: PathLike | None = None,
        start: bool = False,
        patience_s: float = PATIENCE_S,
    ) -> None:
        self._where = (address, token, certificate, home, start)
        self._patience_s = patience_s
        self._opened: AsyncLine | None = None

    async def __aenter__(self) -> AsyncClient:
        endpoint, find = await asyncio.to_thread(find_endpoint, *self._where)
        self._opened = AsyncLine(endpoint, find, self._patience_s)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._line.close()

    @property
    def _line(self) -> AsyncLine:
        assert self._opened is not None, "use it inside 'async with'"
        return self._opened

    async def score(self, film: PathLike | None = None, **details: Unpack[ScoreDetails]) -> AsyncJob:
        """Have a media file or timeline scored, or music written for images, texts or a wish alone."""
        call = calls.create_score(create_request(film, details))
        return AsyncJob(await self._line.ask(call), self._line)

    async def get_job(self, name: str) -> AsyncJob:
        """The job of a name: `jobs/{job}`, or its last part."""
        return AsyncJob(await self._line.ask(calls.get_job(name)), self._line)

    async def list_jobs(self, state: State | None = None) -> AsyncIterator[AsyncJob]:
        """Jobs, the newest first; only those in a state where one is given."""
        async for facts in self._line.pages(lambda token: calls.list_jobs(state or "", token)):
            yield AsyncJob(facts, self._line)

    async def get_score(self, name: str) -> AsyncScore:
        """The score of a name: `scores/{score}`, or its last part."""
        return reachable_score(await self._line.ask(calls.get_score(name)), self._line)

    def list_scores(self) -> AsyncIterator[ScoreFacts]:
        """Scores, the newest first, without their cues."""
        return self._line.pages(calls.list_scores)

    async def get_cue(self, name: str) -> AsyncCue:
        """The cue of a name, `scores/{score}/cues/{cue}`."""
        return reachable_cue(await self._line.ask(calls.get_cue(name)), self._line)

    async def get_revision(self, name: str) -> RevisionFacts:
        """The revision of a name, `scores/{score}/revisions/{revision}`."""
        return await self._line.ask(calls.get_revision(name))

    async def save_stem(self, name: str, path: PathLike, told: Told | None = None) -> Path:
        """Download a stem by its name, as of a cue that is ready while its job still runs."""
        return await fetch_async(self._line, name, Path(path), "", "", told)

    async def open_review(self, score: str = "") -> str:
        """An address that opens the review page once, within a minute; on the list of all without a score."""
        return await self._line.ask(calls.open_review(score))

    async def status(self) -> DaemonStatus:
        """How the daemon and its machine are."""
        return await self._line.ask(calls.get_status())

    def palettes(self) -> AsyncIterator[Palette]:
        """The styles that there are to choose."""
        return self._line.pages(calls.list_palettes)

    async def shut_down(self) -> None:
        """End the daemon in good order; running jobs go on with the next one."""
        await self._line.ask(calls.shut_down())
