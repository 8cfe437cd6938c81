"""Carries an export from its order to its end, through restarts of either side."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from ningbgm_agents.errors import BusyError, NingbgmError, NotFoundError
from ningbgm_daemon.delivery.folder import delivered_by
from ningbgm_daemon.records.order import ReviseOrder, ScoreOrder, read_order

from .command import Ended, run_command
from .content import delivered_marks
from .desk import Desk, JobNews
from .failure_note import ERROR_NAME, remove_note, write_note
from .ledger import Record
from .ledger_thread import LedgerThread
from .pace import Pace
from .recipe import Recipe

Told = Callable[[Path, str], None]
"""Hears of an export what becomes of it, in a sentence."""
_log = logging.getLogger(__name__)


class RecipeOf(Protocol):
    """Finds the recipe of a folder."""

    def __call__(self, folder: Path) -> Recipe:
        """The recipe; the usual one where it cannot be read."""
        ...


@dataclass(frozen=True, slots=True)
class Errand:
    """What is open is ordered, followed, ended; each step is on the disk before the next begins."""

    desk: Desk
    kept: LedgerThread
    pace: Pace
    told: Told
    recipe_of: RecipeOf

    async def pursue(self, record: Record) -> Record:
        """Bring an ordered record to its end; safe to call again after a kill at any point."""
        try:
            while True:
                record = await self._submitted(record)
                news = await self._over(record)
                if news is not None:
                    return await self._ended(record, news)
                record = await self._put(replace(record, stage="ordered", job=""))
        except NingbgmError as error:
            return await self._refused(record, error)

    async def fail(self, record: Record, reason: str) -> Record:
        """An export cannot be scored: say why beside it."""
        note = await asyncio.to_thread(write_note, Path(record.out), Path(record.source), reason)
        self.told(Path(record.source), f"cannot be scored: {reason}")
        if note is None:
            _log.warning("an error.txt cannot be written", extra={"facts": {"folder": record.out}})
        return await self.tell(
            await self._put(replace(record, stage="failed", reason=reason, order="", untold=1))
        )

    async def tell(self, record: Record) -> Record:
        """Run the user's command for a record that has ended and was not told of."""
        recipe = await asyncio.to_thread(self.recipe_of, Path(record.folder))
        if recipe.command:
            succeeded = record.stage == "done"
            ended = Ended(
                source=record.source,
                folder=record.out,
                error="" if succeeded else str(Path(record.out) / ERROR_NAME),
                state="succeeded" if succeeded else "failed",
                score=record.score,
            )
            await run_command(recipe.command, ended, recipe.command_limit_s)
        return await self._put(replace(record, untold=0))

    async def _submitted(self, record: Record) -> Record:
        """The record with its job; asking twice gives the same job."""
        if record.stage == "submitted":
            return record
        order = read_order(record.order)
        assert isinstance(order, (ScoreOrder, ReviseOrder)), "the watch folder orders nothing else"
        await asyncio.to_thread(remove_note, Path(record.out))
        delay_s = self.pace.retry_s
        while True:
            try:
                news = await self.desk.submit(order, record.request_id)
                break
            except BusyError:
                await asyncio.sleep(delay_s)
                delay_s = min(2 * delay_s, self.pace.longest_retry_s)
        self.told(Path(record.source), _begun(order))
        return await self._put(replace(record, stage="submitted", job=news.job, score=news.score))

    async def _over(self, record: Record) -> JobNews | None:
        """How its job ended; None where the daemon has lost the job and not delivered it."""
        delay_s = self.pace.retry_s
        while True:
            try:
                async for news in self.desk.follow(record.job):
                    if news.over:
                        return news
            except NotFoundError:
                if delivered_by(Path(record.out), record.job):
                    return JobNews(record.job, "succeeded", record.score, record.out)
                return None
            except BusyError:
                pass
            await asyncio.sleep(delay_s)
            delay_s = min(2 * delay_s, self.pace.longest_retry_s)

    async def _ended(self, record: Record, news: JobNews) -> Record:
        if news.state == "failed":
            return await self.fail(record, news.reason)
        if news.state == "cancelled":
            self.told(Path(record.source), "cancelled")
            return await self._put(replace(record, stage="cancelled", order="", reason="cancelled"))
        done = replace(
            record,
            stage="done",
            order="",
            score=news.score,
            out=news.folder or record.out,
            scored_mark=record.source_mark,
            untold=1,
        )
        marks = await asyncio.to_thread(delivered_marks, Path(done.out))
        await self.kept.ask(lambda ledger: ledger.put(done, marks))
        self.told(Path(record.source), f"scored into {done.out}")
        return await self.tell(done)

    async def _refused(self, record: Record, error: NingbgmError) -> Record:
        """It is not taken: a score that was forgotten is made anew, a file that went is no failure."""
        is_revision = record.stage == "ordered" and isinstance(read_order(record.order), ReviseOrder)
        if is_revision and isinstance(error, NotFoundError):
            return await self._put(replace(record, stage="new", score="", scored_mark="", signature=""))
        if not await asyncio.to_thread(Path(record.source).exists):
            return await self._put(replace(record, stage="new", order="", signature=""))
        return await self.fail(record, str(error))

    async def _put(self, record: Record) -> Record:
        await self.kept.ask(lambda ledger: ledger.put(record))
        return record


def _begun(order: ScoreOrder | ReviseOrder) -> str:
    return "is being scored" if isinstance(order, ScoreOrder) else "has changed: its score is being revised"
