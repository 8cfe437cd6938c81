"""What is made for the page: begun when asked for, one at a time, ended when nobody asks any more."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import psutil
import pytest
from coded_film import write_coded_film
from hand_clock import HandClock

from ningbgm_agents import document
from ningbgm_agents.errors import MediaError
from ningbgm_agents.timeline import Edit, FrameRate, Media, Shot, Span
from ningbgm_daemon.cache import Cache
from ningbgm_daemon.review.bench import Bench
from ningbgm_daemon.review.making import MakingOrder, Told
from ningbgm_daemon.review.makings import ABANDONED_S, Makings, Progress
from ningbgm_daemon.review.shelf import Shelf

pytestmark = pytest.mark.anyio
EDIT = Edit("edit", FrameRate(Fraction(25)), 10)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


class Hand(Bench):
    """A bench on which the test itself makes things."""

    def __init__(self) -> None:
        super().__init__()
        self.begun = 0
        self.ended = 0
        self.go = asyncio.Event()
        self.failure = ""

    async def make(self, order: MakingOrder, told: Told) -> None:
        self.begun += 1
        try:
            told(0.5)
            await self.go.wait()
            if self.failure:
                raise MediaError(self.failure)
            Path(order.out).write_bytes(b"made")
        finally:
            self.ended += 1


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(Cache(tmp_path / "cache", 10**8))


def order(out: Path) -> MakingOrder:
    return MakingOrder("film", EDIT, str(out))


async def staying() -> bool:
    return False


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not holds():
            await asyncio.sleep(0.01)


async def test_it_is_begun_once_told_and_then_there(shelf: Shelf) -> None:
    hand = Hand()
    makings = Makings(shelf, hand)

    first = await makings.ask("review-film", "key", order)
    await until(lambda: hand.begun == 1)
    second = await makings.ask("review-film", "key", order)
    hand.go.set()
    last = await makings.have("review-film", "key", order, staying)

    assert (first.state, second.state, second.share, last.state) == ("making", "making", 0.5, "ready")
    assert last.path is not None
    assert last.path.read_bytes() == b"made"
    assert hand.begun == 1
    assert await Makings(shelf, Hand()).ask("review-film", "key", order) == last


async def test_what_nobody_asks_for_any_more_is_ended_and_leaves_nothing(
    shelf: Shelf, tmp_path: Path
) -> None:
    hand, clock = Hand(), HandClock()
    makings = Makings(shelf, hand, clock)
    await makings.ask("review-film", "key", order)
    await until(lambda: hand.begun == 1)

    clock.now_s += ABANDONED_S + 1
    await until(lambda: hand.ended == 1)

    again = await makings.ask("review-film", "key", order)
    await until(lambda: hand.begun == 2)
    assert again.state == "making"
    await makings.close()
    assert hand.ended == 2
    assert not [path for path in (tmp_path / "cache" / "scratch").rglob("*") if path.is_file()]


async def test_it_ends_when_the_last_who_waits_has_left(shelf: Shelf) -> None:
    hand, left = Hand(), list[str]()
    makings = Makings(shelf, hand)

    async def one_left() -> bool:
        return "one" in left

    async def other_left() -> bool:
        return "other" in left

    waits = [
        asyncio.create_task(makings.have("review-film", "key", order, has_left))
        for has_left in (one_left, other_left)
    ]
    await until(lambda: hand.begun == 1)
    left.append("one")
    await waits[0]
    assert hand.ended == 0
    left.append("other")
    await waits[1]
    await until(lambda: hand.ended == 1)

    assert hand.begun == 1
    hand.go.set()
    assert (await makings.have("review-film", "key", order, staying)).state == "ready"


async def test_a_failure_is_told_and_tried_again_only_later(shelf: Shelf) -> None:
    hand, clock = Hand(), HandClock()
    hand.failure = "The film is damaged."
    hand.go.set()
    makings = Makings(shelf, hand, clock)

    told = [await makings.have("review-film", "key", order, staying) for _ in range(3)]

    assert told == [Progress("failed", 0.0, "The film is damaged.")] * 3
    assert hand.begun == 1
    hand.failure = ""
    clock.now_s += ABANDONED_S + 1
    assert (await makings.have("review-film", "key", order, staying)).state == "ready"


async def test_what_the_cache_has_lost_is_made_again(shelf: Shelf, tmp_path: Path) -> None:
    hand = Hand()
    hand.go.set()
    makings = Makings(shelf, hand)
    made = await makings.have("review-film", "key", order, staying)
    assert made.path is not None

    made.path.unlink()

    assert (await makings.have("review-film", "key", order, staying)).state == "ready"
    assert hand.begun == 2


async def test_a_cache_too_small_is_a_failure_that_says_so(tmp_path: Path) -> None:
    hand = Hand()
    hand.go.set()
    makings = Makings(Shelf(Cache(tmp_path / "cache", 1)), hand)

    told = await makings.have("review-film", "key", order, staying)

    assert told.state == "failed"
    assert "cache_limit" in told.sentence


@pytest.fixture
def long_edit(tmp_path: Path) -> Edit:
    """Takes minutes to be made into a film, whatever the machine."""
    path = write_coded_film(tmp_path / "film.mp4", Fraction(25), 25)
    shots = (Shot(Span(0, 40_000), media=Media(str(path)), speed=Fraction(0)),)
    return Edit("long", FrameRate(Fraction(25)), 40_000, shots=shots, width=640, height=360)


def makers() -> list[psutil.Process]:
    return [child for child in psutil.Process(os.getpid()).children() if is_maker(child)]


def is_maker(child: psutil.Process) -> bool:
    try:
        return "ningbgm_daemon.review.maker" in child.cmdline()
    except psutil.Error:  # it has ended: what another test started, and nobody waited for
        return False


async def test_one_maker_works_at_a_time_gives_way_and_ends_when_it_is_told(
    long_edit: Edit, tmp_path: Path
) -> None:
    bench, shares = Bench(), list[float]()
    works = [
        asyncio.create_task(bench.make(MakingOrder("film", long_edit, str(tmp_path / name)), shares.append))
        for name in ("one", "two")
    ]
    await until(lambda: bool(shares))

    found = makers()
    niceness = found[0].nice()
    for work in works:
        work.cancel()
    await asyncio.gather(*works, return_exceptions=True)

    assert len(found) == 1
    assert os.name == "nt" or niceness >= psutil.Process(os.getpid()).nice() + 10 or niceness == 19
    assert not makers()


def test_a_maker_ends_when_its_daemon_is_gone(long_edit: Edit, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "ningbgm_daemon.review.maker"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as maker:
        assert maker.stdin is not None
        assert maker.stdout is not None
        order = MakingOrder("film", long_edit, str(tmp_path / "film"))
        maker.stdin.write(document.dump(order).encode() + b"\n")
        maker.stdin.flush()
        assert b"share" in maker.stdout.readline()

        maker.stdin.close()  # as the system does where the daemon was killed

        assert maker.wait(20) == 1


async def test_media_that_cannot_be_read_fails_in_words(tmp_path: Path) -> None:
    edit = replace(EDIT, shots=(Shot(Span(0, 10), media=Media("/nowhere.mp4")),))

    with pytest.raises(MediaError, match="could not be made"):
        await Bench().make(MakingOrder("film", edit, str(tmp_path / "no" / "such" / "folder")), print)
