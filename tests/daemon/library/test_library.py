"""The library: revisions that never change, locks, steps back, and files that outlive the database."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ningbgm_agents.agent import Event
from ningbgm_agents.errors import NotFoundError, StateError
from ningbgm_agents.timeline import Span
from ningbgm_daemon.app import score_film
from ningbgm_daemon.commission import Commission
from ningbgm_daemon.library.keeping import keep_revision
from ningbgm_daemon.library.library import Library
from ningbgm_daemon.library.places import Places
from ningbgm_daemon.library.rebuilding import finish_deletions, rebuild
from ningbgm_daemon.library.recording import Occasion, record_revision
from ningbgm_daemon.records.job import Job
from ningbgm_daemon.records.order import ReviseOrder
from ningbgm_daemon.records.score import CueRecord, EditRecord, RevisionRecord, StemRecord
from ningbgm_daemon.store.store import Store
from ningbgm_daemon.store.thread import StoreThread

pytestmark = pytest.mark.anyio
SCORE = "5c0e"


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


class Shelf:
    """A library with one score of two cues, over a real store."""

    def __init__(self, home: Path) -> None:
        self.places = Places(home)
        self.store = Store(home)
        self.thread = StoreThread(self.store)
        self.scores = Library(self.thread, self.places)

    async def keep(self, revision: RevisionRecord, moved_to: str = "") -> None:
        def keep(store: Store) -> None:
            with store.transaction():
                keep_revision(store, self.places, revision, [Event("t", "a", "passes", "fine")], moved_to)

        await self.thread.ask(keep)

    async def work(self, state: str) -> Job:
        job = Job("j", "Film", ReviseOrder(SCORE), state=state, score_id=SCORE)  # type: ignore[arg-type]  # a state
        return await self.thread.ask(lambda store: store.jobs.add(job))


@pytest.fixture
async def shelf(tmp_path: Path, anyio_backend: str) -> AsyncIterator[Shelf]:
    made = Shelf(tmp_path / "data")
    await made.keep(revision(made.places.revision(SCORE, 1)))
    yield made
    await made.thread.close()


def revision(folder: Path, number: int = 1, **facts: object) -> RevisionRecord:
    edit = EditRecord("Film", 25, 1, False, 90_000, 75, Span(0, 75), 2, "/films/1.mp4")
    cues = tuple(
        CueRecord(name, Span(0, 75), 144_000, "opens", "D minor", 96.5, "ring_out", ("A",), (),
                  (StemRecord("mix", str(folder / "mix" / f"{name}_mix.wav"), 7, "ab" * 32),), -18.2, number)
        for name in ("1m1", "1m2")
    )  # fmt: skip
    made = RevisionRecord(SCORE, number, "created", "Scored.", str(folder), edit, cues, (), "orchestral",
                          "calm", 0, True, ("note: fine",), (), None, 100.0)  # fmt: skip
    return replace(made, **facts)  # type: ignore[arg-type]  # passes on


class TestLocks:
    async def test_a_lock_is_a_new_revision_of_the_same_files(self, shelf: Shelf) -> None:
        first = (await shelf.scores.get(SCORE)).revision

        cue = await shelf.scores.set_lock(SCORE, "1m2", True)

        locked = (await shelf.scores.get(SCORE)).revision
        assert (locked.number, locked.cause, locked.locked) == (2, "locked", ("1m2",))
        assert locked.cues == first.cues
        assert cue == first.cues[1]
        assert await shelf.scores.revision(SCORE, 1) == first
        assert len(await shelf.scores.events(SCORE, 2)) == 1

    async def test_nothing_is_made_where_nothing_changes(self, shelf: Shelf) -> None:
        await shelf.scores.set_lock(SCORE, "1m2", False)
        await shelf.scores.set_lock(SCORE, "1m2", True)
        await shelf.scores.set_lock(SCORE, "1m2", True)

        assert [one.number for one in (await shelf.scores.revisions(SCORE, 9)).items] == [2, 1]

    async def test_an_unknown_cue_is_named(self, shelf: Shelf) -> None:
        with pytest.raises(NotFoundError, match=r"9m9.*1m1, 1m2"):
            await shelf.scores.set_lock(SCORE, "9m9", True)

    async def test_a_running_job_is_not_disturbed(self, shelf: Shelf) -> None:
        await shelf.work("running")

        with pytest.raises(StateError, match="job j"):
            await shelf.scores.set_lock(SCORE, "1m2", True)

    async def test_a_waiting_job_takes_the_lock_along(self, shelf: Shelf) -> None:
        await shelf.work("queued")

        await shelf.scores.set_lock(SCORE, "1m2", True)

    async def test_twenty_at_once_are_twenty_revisions(self, shelf: Shelf) -> None:
        await asyncio.gather(*(shelf.scores.set_lock(SCORE, "1m1", n % 2 == 0) for n in range(20)))

        assert (await shelf.scores.get(SCORE)).revision.number == 21


class TestGoingBack:
    async def test_going_back_is_a_new_revision(self, shelf: Shelf) -> None:
        await shelf.keep(revision(shelf.places.revision(SCORE, 2), 2, cause="revised"))

        score = await shelf.scores.rollback(SCORE, 0)

        assert (score.revision.number, score.revision.cause) == (3, "rolled_back")
        assert score.revision.restored_number == 1
        assert score.revision.folder == str(shelf.places.revision(SCORE, 1))
        assert (await shelf.scores.rollback(SCORE, 2)).revision.folder == str(shelf.places.revision(SCORE, 2))

    async def test_there_is_nothing_before_the_first(self, shelf: Shelf) -> None:
        with pytest.raises(StateError, match="no revision before"):
            await shelf.scores.rollback(SCORE, 0)
        with pytest.raises(NotFoundError, match="revision 7"):
            await shelf.scores.rollback(SCORE, 7)

    @pytest.mark.parametrize("state", ["running", "queued"])
    async def test_a_job_has_to_be_waited_for(self, shelf: Shelf, state: str) -> None:
        await shelf.scores.set_lock(SCORE, "1m1", True)
        await shelf.work(state)

        with pytest.raises(StateError, match="works on"):
            await shelf.scores.rollback(SCORE, 1)

    async def test_what_was_delivered_over_is_found_where_it_was_moved(
        self, shelf: Shelf, tmp_path: Path
    ) -> None:
        out, kept = tmp_path / "out", tmp_path / "out" / "revisions" / "1"
        await shelf.keep(revision(out))
        await shelf.scores.set_lock(SCORE, "1m1", True)

        await shelf.keep(revision(out, 3, cause="revised"), str(kept))

        for number in (1, 2):
            earlier = await shelf.scores.revision(SCORE, number)
            assert earlier.folder == str(kept)
            assert earlier.cues[0].stems[0].path == str(kept / "mix" / "1m1_mix.wav")
        assert (await shelf.scores.get(SCORE)).revision.folder == str(out)


class TestDeleting:
    async def test_what_the_daemon_keeps_goes_and_the_user_s_folder_stays(
        self, shelf: Shelf, tmp_path: Path
    ) -> None:
        mine = tmp_path / "mine"
        mine.mkdir()
        await shelf.keep(revision(mine, 2))
        shelf.places.revision(SCORE, 1).mkdir()

        await shelf.scores.delete(SCORE)

        assert mine.is_dir()
        assert list(shelf.places.scores.iterdir()) == []
        with pytest.raises(NotFoundError):
            await shelf.scores.get(SCORE)

    async def test_a_job_has_to_be_waited_for(self, shelf: Shelf) -> None:
        await shelf.work("queued")

        with pytest.raises(StateError, match="works on"):
            await shelf.scores.delete(SCORE)

    @pytest.mark.parametrize("forgotten", [True, False])
    async def test_a_deletion_that_was_interrupted_is_ended_or_undone(
        self, shelf: Shelf, forgotten: bool
    ) -> None:
        shelf.places.begin_delete(SCORE)
        if forgotten:
            await shelf.thread.ask(lambda store: store.scores.delete(SCORE))

        await shelf.thread.ask(lambda store: finish_deletions(store, shelf.places))

        assert shelf.places.score(SCORE).exists() == (not forgotten)
        assert list(shelf.places.half_deleted()) == []


class TestALostDatabase:
    async def test_every_revision_is_known_again(self, shelf: Shelf) -> None:
        await shelf.scores.set_lock(SCORE, "1m1", True)
        before = [await shelf.scores.revision(SCORE, number) for number in (1, 2)]
        await shelf.thread.ask(lambda store: store.scores.delete(SCORE))

        found = await shelf.thread.ask(lambda store: rebuild(store, shelf.places))

        assert found == 2
        assert [await shelf.scores.revision(SCORE, number) for number in (1, 2)] == before
        assert await shelf.thread.ask(lambda store: rebuild(store, shelf.places)) == 0

    async def test_half_a_revision_is_made_whole(self, shelf: Shelf) -> None:
        whole = await shelf.scores.revision(SCORE, 1)
        await shelf.thread.ask(lambda store: store._database.run("DELETE FROM cues WHERE name = '1m2'"))

        await shelf.thread.ask(lambda store: rebuild(store, shelf.places))

        assert await shelf.scores.revision(SCORE, 1) == whole

    async def test_rubbish_is_left_alone(self, shelf: Shelf) -> None:
        other = shelf.places.score("other")
        (other / "r1").mkdir(parents=True)
        (other / "r2.json").write_bytes(np.random.default_rng(0).bytes(500))
        (other / "notes.txt").write_text("mine")

        assert await shelf.thread.ask(lambda store: rebuild(store, shelf.places)) == 0

    async def test_a_delivery_alone_tells_its_score(
        self, shelf: Shelf, small_film: Path, tmp_path: Path
    ) -> None:
        made = score_film(Commission(shelf.places.revision("real", 1), small_film, workers=1))
        recorded = record_revision(made.folder, Occasion("real", 1, "created", "Scored."))

        await shelf.thread.ask(lambda store: rebuild(store, shelf.places))

        found = (await shelf.scores.get("real")).revision
        assert found.cues == recorded.cues
        assert found.edit == recorded.edit
        assert found.cues[0].hits
        assert [stem.name for stem in found.cues[0].stems][-1] == "mix"
        shutil.rmtree(made.folder)
