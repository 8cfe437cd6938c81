"""Watches folders: what arrives whole stands in line, is ordered, followed and ended."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from ningbgm_agents.errors import InputError, NingbgmError, NotFoundError

from .arrivals import Arrivals, Arrived
from .deciding import Whole, decide
from .desk import Desk
from .errand import Errand, Told
from .kinds import SCORE_SUFFIX
from .ledger import OPEN, Ledger, Record
from .ledger_thread import LedgerThread
from .line import Key, Line
from .pace import LOCAL, SHARE, Pace
from .reading import read_whole
from .recipe import Recipe
from .recipes import Recipes

_MISHAP_S = 5.0
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class WatchedRoot:
    """A folder to watch, with all below it."""

    folder: Path
    """Absolute, without links."""
    base: Mapping[str, object] = field(default_factory=dict)
    """What the settings say for it; a `ningbgm.toml` goes over it."""
    is_polled: bool = False
    """Whether it has to be looked at again and again, as the system does not tell what changes."""
    is_shared: bool = False
    """Whether others may write there."""


class Watcher:
    """`await Watcher(roots, desk, kept, at_once, told).run()`: scores what is dropped, until cancelled.

    No more than `at_once` of its jobs are at the desk at a time, so that others find room there.

    Raises:
        WishError: the settings for a root have a key that there is not, or a value that it cannot have.
    """

    def __init__(
        self,
        roots: Sequence[WatchedRoot],
        desk: Desk,
        kept: LedgerThread,
        at_once: int,
        told: Told,
        pace: Pace | None = None,
    ) -> None:
        self._kept, self._at_once, self._told = kept, at_once, told
        self._line: Line[Arrived | Record] = Line()
        self._gone: asyncio.Queue[Key] = asyncio.Queue()
        self._errand = Errand(desk, kept, pace or LOCAL, told, self._recipe_of)
        self._recipes = {root.folder: Recipes(root.folder, root.base, root.is_shared) for root in roots}
        self._arrivals = {root.folder: self._arrivals_at(root, pace) for root in roots}

    async def run(self) -> None:
        """Go on with what an earlier watcher left, then with what comes."""
        for root, arrivals in self._arrivals.items():
            for record in await self._kept.ask(partial(Ledger.under, root=root)):
                arrivals.remember(record)
                if record.stage in OPEN or record.untold:
                    self._line.put(record.key, record)
        async with asyncio.TaskGroup() as group:
            for arrivals in self._arrivals.values():
                group.create_task(arrivals.run())
            group.create_task(self._forget_gone())
            for _ in range(self._at_once):
                group.create_task(self._serve())

    def _arrivals_at(self, root: WatchedRoot, pace: Pace | None) -> Arrivals:
        usual = SHARE if root.is_polled else LOCAL
        recipes = self._recipes[root.folder]
        return Arrivals(root.folder, recipes, pace or usual, self._hand_over, self._gone.put_nowait)

    def _hand_over(self, arrived: Arrived) -> None:
        self._line.put(arrived.sight.export.key, arrived)

    async def _serve(self) -> None:
        """Carry out one errand after the other."""
        while True:
            key, item = await self._line.next()
            try:
                record = await self._carried(key, item)
                self._arrivals[self._root_of(Path(record.folder))].remember(record)
            except Exception:  # noqa: BLE001  # the edge: one export must not end the watch over all others
                _log.exception("an export could not be handled", extra={"facts": {"name": key[1]}})
                await asyncio.sleep(_MISHAP_S)
                self._line.put(key, item)
            finally:
                self._line.done(key)

    async def _carried(self, key: Key, item: Arrived | Record) -> Record:
        """What was begun is ended first; then what has come is decided on."""
        known = await self._kept.ask(lambda ledger: ledger.get(key))
        if known.stage in OPEN:
            known = await self._errand.pursue(known)
        elif known.untold:
            known = await self._errand.tell(known)
        if isinstance(item, Record):
            return known
        record = await self._decided(known, item)
        return await self._errand.pursue(record) if record.stage in OPEN else record

    async def _decided(self, known: Record, arrived: Arrived) -> Record:
        """The export's record, stored, with the order that it calls for."""
        export = arrived.sight.export
        recipes = self._recipes[self._root_of(export.folder)]
        out = export.folder / f"{export.name}{SCORE_SUFFIX}"
        try:
            whole = await asyncio.to_thread(read_whole, arrived, recipes)
            if whole is None:
                return replace(known, signature="")
            out = whole.out
            record = await self._kept.ask(lambda ledger: _decided(whole, ledger))
        except (InputError, NotFoundError) as error:
            seen = replace(known, signature=arrived.sight.signature, recipe=arrived.recipe_mark)
            return await self._errand.fail(replace(seen, source=str(export.source), out=str(out)), str(error))
        if record.stage == "left":
            self._told(export.source, f"is left alone: {record.reason}")
        return record

    async def _forget_gone(self) -> None:
        """What was removed is looked at anew should it come back."""
        while True:
            key = await self._gone.get()
            with suppress(NingbgmError):
                await self._kept.ask(partial(_forget_signature, key=key))

    def _recipe_of(self, folder: Path) -> Recipe:
        with suppress(NingbgmError):
            return self._recipes[self._root_of(folder)].of(folder).recipe
        return Recipe()

    def _root_of(self, folder: Path) -> Path:
        return next(root for root in self._recipes if folder.is_relative_to(root))


def _decided(whole: Whole, ledger: Ledger) -> Record:
    """Decide and store in one go, so that of two copies one is the other's."""
    record = decide(whole, ledger)
    ledger.put(record)
    return record


def _forget_signature(ledger: Ledger, key: Key) -> None:
    ledger.put(replace(ledger.get(key), signature=""))
