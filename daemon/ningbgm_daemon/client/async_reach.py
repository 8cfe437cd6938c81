"""Jobs, scores, cues and stems within reach, for asynchronous code: `reach`, awaited."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Unpack

import grpc

from . import calls
from .asking import EditDetails, PathLike, regenerate_request, revise_request
from .async_line import AsyncLine
from .directing import CueDirection
from .fetch import Told, fetch_async
from .following import News, outcome_of, too_late
from .limits import FIRST_DELAY_S, STREAM_S
from .reading import read_job
from .score_values import CueFacts, RevisionFacts, ScoreFacts, StemFacts, cue_among, stem_among
from .values import JobFacts, Outcome


class AsyncJob:
    """A job of the daemon; `facts` is how it was when it was last heard of."""

    def __init__(self, facts: JobFacts, line: AsyncLine) -> None:
        self.facts, self._line = facts, line

    @property
    def name(self) -> str:
        """`jobs/{job}`."""
        return self.facts.name

    async def watch(self, timeout_s: float | None = None) -> AsyncIterator[JobFacts]:
        """The job as it is, then after every change, until it is over; broken connections are mended.

        Raises:
            BusyError: it is not over in time.
            NotFoundError: it was deleted meanwhile.
        """
        news, patience = News(), self._line.patience()
        until = time.monotonic() + (timeout_s if timeout_s is not None else float("inf"))
        while not news.over:
            left_s = until - time.monotonic()
            if timeout_s is not None and left_s <= 0:
                raise too_late(self.name, timeout_s)
            stream = self._line.stream(calls.watch_job(self.name), min(STREAM_S, left_s))
            try:
                async with aclosing(stream):
                    async for message in stream:
                        patience.renew()
                        self.facts = read_job(message)
                        if news.is_new(self.facts):
                            yield self.facts
                if not news.over:
                    await asyncio.sleep(FIRST_DELAY_S)
            except grpc.aio.AioRpcError as error:
                await self._line.wait(patience, error)

    async def wait(
        self, told: Callable[[JobFacts], object] | None = None, timeout_s: float | None = None
    ) -> AsyncScore:
        """The score that the job makes, once it is there; `told` hears of every change, as `print` would.

        Raises:
            NingbgmError: why the job failed.
            StateError: it was cancelled.
            BusyError: it is not over in time.
        """
        made = await self.outcome(told, timeout_s)
        return reachable_score(await self._line.ask(calls.get_score(made.score)), self._line)

    async def outcome(
        self, told: Callable[[JobFacts], object] | None = None, timeout_s: float | None = None
    ) -> Outcome:
        """What came of the job, once it is over: for a revision that was only planned, its plan.

        Raises:
            NingbgmError: as `wait`.
        """
        async for facts in self.watch(timeout_s):
            if told is not None:
                told(facts)
        return outcome_of(self.facts)

    async def refresh(self) -> JobFacts:
        """How it is now."""
        self.facts = await self._line.ask(calls.get_job(self.name))
        return self.facts

    async def cancel(self) -> JobFacts:
        """Stop it; nothing that it wrote is left."""
        self.facts = await self._line.ask(calls.cancel_job(self.name))
        return self.facts

    async def delete(self) -> None:
        """Forget it; the score that it made stays."""
        await self._line.ask(calls.delete_job(self.name))

    def __str__(self) -> str:
        return str(self.facts)


@dataclass(frozen=True)
class AsyncStem(StemFacts):
    """A stem that can be fetched."""

    line: AsyncLine = field(repr=False, compare=False)

    async def save(self, path: PathLike, told: Told | None = None) -> Path:
        """Put the file at `path`, whole and verified: copied on the daemon's machine, else downloaded.

        Raises:
            DeliveryError: it cannot be written there.
            StoreError: the daemon's own file is damaged or gone.
        """
        return await fetch_async(self.line, self.name, Path(path), self.sha256, self.path, told)


@dataclass(frozen=True)
class AsyncCue(CueFacts):
    """A cue that can be locked, written anew and fetched."""

    stems: Sequence[AsyncStem]
    line: AsyncLine = field(repr=False, compare=False)

    def stem(self, stem_id: str) -> AsyncStem:
        """Its stem of a name: `melody`, `mix`.

        Raises:
            NotFoundError: it has none of that name.
        """
        return stem_among(self.stems, stem_id)

    async def lock(self) -> AsyncCue:
        """Lock it: no revision touches it until it is unlocked."""
        return reachable_cue(await self.line.ask(calls.lock_cue(self.name)), self.line)

    async def unlock(self) -> AsyncCue:
        """Unlock it."""
        return reachable_cue(await self.line.ask(calls.unlock_cue(self.name)), self.line)

    async def regenerate(
        self,
        seed: int | None = None,
        wish: str | None = None,
        folder: PathLike | None = None,
        direction: CueDirection | None = None,
    ) -> AsyncJob:
        """Write this cue anew, with another seed, another wish or another direction; others keep their bytes.

        A direction replaces what was asked by hand before; an empty one ends that.
        """
        call = calls.regenerate_cue(regenerate_request(self.name, seed, wish, folder, direction))
        return AsyncJob(await self.line.ask(call), self.line)


@dataclass(frozen=True)
class AsyncScore(ScoreFacts):
    """A score, as its present revision has it."""

    cues: Sequence[AsyncCue]
    line: AsyncLine = field(repr=False, compare=False)

    def cue(self, cue_id: str) -> AsyncCue:
        """Its cue of a name: `1m1`.

        Raises:
            NotFoundError: it has none of that name.
        """
        return cue_among(self.cues, cue_id)

    async def revise(
        self,
        film: PathLike | None = None,
        *,
        keep: Sequence[str] = (),
        plan_only: bool = False,
        **details: Unpack[EditDetails],
    ) -> AsyncJob:
        """Score again what a newer edit changed; without one, the same edit as its file is now.

        Cues named in `keep` stay untouched, beside those that are locked; `plan_only` writes nothing.
        """
        call = calls.revise_score(revise_request(self.name, film, keep, plan_only, details))
        return AsyncJob(await self.line.ask(call), self.line)

    def revisions(self) -> AsyncIterator[RevisionFacts]:
        """Its revisions, the newest first, without their cues."""
        return self.line.pages(lambda token: calls.list_revisions(self.name, token))

    async def rollback(self, number: int = 0) -> AsyncScore:
        """Go back to a revision, 0 for the one before; that is a new revision, and can be undone too."""
        return reachable_score(await self.line.ask(calls.rollback_score(self.name, number)), self.line)

    async def choose(self, variation: int) -> AsyncScore:
        """Make another variation (from 2) the present one; that is a new revision, and can be undone."""
        return reachable_score(await self.line.ask(calls.choose_variation(self.name, variation)), self.line)

    async def refresh(self) -> AsyncScore:
        """The score as it is now."""
        return reachable_score(await self.line.ask(calls.get_score(self.name)), self.line)

    async def delete(self) -> None:
        """Forget it with all its revisions, and remove the files that the daemon keeps for it."""
        await self.line.ask(calls.delete_score(self.name))


def reachable_score(facts: ScoreFacts, line: AsyncLine) -> AsyncScore:
    """The score with the line on which more can be asked of it."""
    cues = tuple(reachable_cue(cue, line) for cue in facts.cues)
    return AsyncScore(**(vars(facts) | {"cues": cues, "line": line}))


def reachable_cue(facts: CueFacts, line: AsyncLine) -> AsyncCue:
    """The cue with the line on which more can be asked of it."""
    stems = tuple(AsyncStem(**vars(stem), line=line) for stem in facts.stems)
    return AsyncCue(**(vars(facts) | {"stems": stems, "line": line}))
