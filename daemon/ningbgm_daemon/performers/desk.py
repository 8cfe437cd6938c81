"""The desk at which passages wait: one piece of work at a time, for a model fills its machine."""

from __future__ import annotations

import asyncio
import gc
import logging
from collections import deque
from collections.abc import AsyncGenerator, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from ningbgm_agents.errors import BusyError, ModelError
from ningbgm_daemon.models.shelf import Shelf

from .limits import Limits
from .passage import Abandoned, Facts, Passage, PassageModel

_log = logging.getLogger(__name__)
_MODEL = "performer"

Sound = npt.NDArray[np.float32]


@dataclass(eq=False)
class _Waiting:
    """A passage, and the caller that waits for it."""

    passage: Passage
    sound: asyncio.Future[Sound]
    share: float = 0.0
    gone: bool = field(default=False)
    """The caller has left."""


class Desk:
    """Plays passages in the order in which they come, those of one size together where the device bears it.

    `load` makes the model, `seconds` tells the time; what nobody asks for `keep_s` is put away and loaded
    again for the next passage. Made inside a running loop; `open` before the first passage.
    """

    def __init__(
        self,
        load: Callable[[], PassageModel],
        keep_s: float,
        seconds: Callable[[], float],
        limits: Limits | None = None,
    ) -> None:
        self._shelf: Shelf[PassageModel] = Shelf(lambda _: load(), 1, keep_s, seconds, lambda: False)
        self.limits = limits or Limits()
        self._seconds, self._asked_s = seconds, seconds()
        self._callers = 0
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="performer")
        self._waiting: deque[_Waiting] = deque()
        self._at_work: list[_Waiting] = []
        self._come = asyncio.Event()
        self._worker: asyncio.Task[None] | None = None
        self._facts: Facts | None = None

    @property
    def facts(self) -> Facts:
        """Who plays here, as it was when it last played."""
        assert self._facts is not None, "the desk is opened first"
        return self._facts

    @property
    def callers(self) -> int:
        """How many wait for a passage, or have not taken all of it."""
        return self._callers

    @property
    def idle(self) -> bool:
        """Whether nobody waits."""
        return not self._waiting and not self._at_work

    @property
    def idle_s(self) -> float:
        """For how long nobody has asked; 0 while somebody waits, or takes what was played."""
        return self._seconds() - self._asked_s if self.idle and not self._callers else 0.0

    @property
    def loaded(self) -> bool:
        """Whether the model is in memory."""
        return bool(self._shelf.names)

    async def open(self) -> None:
        """Load the model.

        Raises:
            NingbgmError: it cannot be loaded.
        """
        self._facts = await asyncio.get_running_loop().run_in_executor(self._thread, self._meet)
        self._worker = asyncio.create_task(self._work())

    def dismiss(self) -> None:
        """Tell all who wait that the service is ending; what is being played ends at its next token."""
        _tell([*self._waiting, *self._at_work], BusyError("the performer is ending; ask another"))
        for one in (*self._waiting, *self._at_work):
            one.gone = True

    async def close(self) -> None:
        """End the work, after `dismiss` soon."""
        self.dismiss()
        if self._worker is not None:
            self._worker.cancel()
        await asyncio.to_thread(self._thread.shutdown, wait=True, cancel_futures=True)

    async def tidy(self) -> bool:
        """Put the model away where nobody has asked for a while; whether it went."""
        if not self.idle or not await asyncio.to_thread(self._shelf.tidy):
            return False
        gc.collect()
        _log.info("the model was put away; it is loaded again when a passage comes")
        return True

    async def perform(self, passage: Passage) -> AsyncGenerator[float | Sound, None]:
        """How far it is, again and again, and at last the sound; who stops listening gives the passage up.

        Raises:
            BusyError: too many wait.
            NingbgmError: the model cannot play it.
        """
        if self._callers >= self.limits.most_waiting:
            raise BusyError(f"{self.limits.most_waiting} passages wait already; ask again later")
        one = _Waiting(passage, asyncio.get_running_loop().create_future())
        self._waiting.append(one)
        self._callers += 1
        self._come.set()
        try:
            while not one.sound.done():
                yield one.share
                await asyncio.wait({one.sound}, timeout=self.limits.sign_s)
            yield await one.sound
        finally:
            one.gone = True
            if one in self._waiting:
                self._waiting.remove(one)
            self._callers -= 1
            self._asked_s = self._seconds()

    async def _work(self) -> None:
        while True:
            while not self._waiting:
                self._come.clear()
                await self._come.wait()
            if self.facts.batch_size > 1:
                await asyncio.sleep(self.limits.gather_s)
            self._at_work = self._taken()
            if self._at_work:
                await self._played(self._at_work)
            self._at_work = []

    def _taken(self) -> list[_Waiting]:
        """The first that waits, and those of its size, as many as the device plays at once."""
        taken = [one for one in self._waiting if one.passage.size == self._waiting[0].passage.size]
        taken = taken[: self.facts.batch_size]
        self._waiting = deque(one for one in self._waiting if one not in taken)
        return taken

    async def _played(self, batch: list[_Waiting]) -> None:
        loop = asyncio.get_running_loop()
        try:
            sounds = await loop.run_in_executor(self._thread, self._play, batch)
        except Exception as error:  # noqa: BLE001 - told to each caller, at whose edge it is known or not
            _tell(batch, error)
            return
        for one, sound in zip(batch, sounds, strict=True):
            if not one.sound.done():
                one.sound.set_result(sound)

    def _play(self, batch: list[_Waiting]) -> list[Sound]:
        """In the thread of the model."""

        def tell(share: float) -> None:
            if all(one.gone for one in batch):
                raise Abandoned
            for one in batch:
                one.share = share

        tell(0.0)
        with self._shelf.borrow(_MODEL) as model:
            if model.facts.fingerprint != self.facts.fingerprint:
                self._note(model)
                raise ModelError("its weights have changed since it said who it is; ask it again")
            sounds = model.play([one.passage for one in batch], tell)
            self._note(model)
        return sounds

    def _meet(self) -> Facts:
        with self._shelf.borrow(_MODEL) as model:
            return model.facts

    def _note(self, model: PassageModel) -> None:
        if model.facts != self._facts:
            _log.warning("from now on it plays %s, %d at once", model.facts.device, model.facts.batch_size)
            self._facts = model.facts


def _tell(batch: list[_Waiting], error: Exception) -> None:
    for one in batch:
        if one.sound.done():
            continue
        if isinstance(error, Abandoned):
            one.sound.cancel()
        else:
            one.sound.set_exception(error)
            one.sound.exception()  # seen, should its caller have left
