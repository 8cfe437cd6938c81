"""Films side by side: each lane has a process of its own that measures, so that libraries load once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import lru_cache
from multiprocessing import get_context
from queue import SimpleQueue
from threading import Event
from typing import TypeVar

from ningbgm_daemon.loudness import Audio
from ningbgm_daemon.media.mark import content_mark

from .films import Film
from .measuring import Measured, measure
from .picture import PictureFacts, look_at, own_sound
from .pieces import Piece

Measurer = Callable[[Piece, Film], Measured]
Thing = TypeVar("Thing")
Made = TypeVar("Made")


def in_lanes(
    things: Sequence[Thing], work: Callable[[Thing, Measurer], Made], lanes: int, over: Event | None = None
) -> tuple[Made, ...]:
    """What `work` makes of each thing, in order; with one lane, all here and one after the other.

    The first error or Ctrl-C ends all: what has not begun does not begin, nothing more is measured, and
    `over` is set.
    """
    count = min(lanes, len(things))
    if count < 2:
        return tuple(work(thing, measured_on) for thing in things)
    idle, over = SimpleQueue[Executor](), over or Event()

    def on_a_lane(thing: Thing) -> Made:
        own = idle.get()

        def measured(piece: Piece, film: Film) -> Measured:
            if over.is_set():
                raise CancelledError
            return own.submit(measured_on, piece, film).result()

        try:
            return work(thing, measured)
        finally:
            idle.put(own)

    with ExitStack() as stack:
        for _ in range(count):
            idle.put(stack.enter_context(crew_of(1)))
        threads = stack.enter_context(ThreadPoolExecutor(count))
        waiting = [threads.submit(on_a_lane, thing) for thing in things]
        try:
            return tuple(future.result() for future in waiting)
        except BaseException:
            over.set()
            threads.shutdown(wait=False, cancel_futures=True)
            raise


@contextmanager
def crew_of(count: int) -> Iterator[Executor]:
    """So many fresh processes, to the end of the context."""
    with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as crew:
        yield crew


def measured_on(piece: Piece, film: Film) -> Measured:
    """Measure a piece on a film; the film is looked at once for all pieces that come one after the other.

    Raises:
        MediaError: the film or the piece cannot be read.
        NotFoundError: the extra is not installed.
    """
    facts, own = _known(film, content_mark(film.path))
    return measure(piece, facts, own)


@lru_cache(maxsize=1)
def _known(film: Film, _: str | None) -> tuple[PictureFacts, Audio]:
    """The film as it is measured against, by the film and its content."""
    return look_at(film), own_sound(film)
