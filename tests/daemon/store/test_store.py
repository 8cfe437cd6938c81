"""The store: what is stored is there again, whatever happened to the process or to the file."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from sample_records import job, revision

from ningbgm_agents.agent import Event
from ningbgm_agents.errors import BusyError, InputError, NotFoundError, StateError, StoreError
from ningbgm_daemon.records.job import Failure, Outcome
from ningbgm_daemon.records.order import RegenerateOrder, ReviseOrder
from ningbgm_daemon.store.job_table import StepRecord
from ningbgm_daemon.store.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store(tmp_path, patience_s=0.1)
    yield made
    made.close()


class TestJobs:
    def test_a_job_is_read_as_it_was_stored(self, store: Store) -> None:
        stored = [
            job(1),
            job(2, order=ReviseOrder("score-1", keep=("1m1",)), state="failed",
                failure=Failure("MediaError", "no", (("path", "/x"),))),
            job(3, order=RegenerateOrder("score-1", "1m1", wish=""), state="succeeded",
                outcome=Outcome("score-1", 2, "/out"), started_s=101.0, ended_s=102.0, attempts=2),
        ]  # fmt: skip
        for one in stored:
            store.jobs.add(one)

        assert [store.jobs.get(one.id) for one in stored] == stored

    def test_the_same_request_gives_the_same_job(self, store: Store) -> None:
        first = store.jobs.add(job(1, request_id="r"))

        again = store.jobs.add(replace(job(1, request_id="r"), id="job-2"))

        assert again == first
        with pytest.raises(NotFoundError, match="job-2"):
            store.jobs.get("job-2")

    def test_the_same_request_with_another_order_is_refused(self, store: Store) -> None:
        store.jobs.add(job(1, request_id="r"))

        with pytest.raises(StateError, match="another order"):
            store.jobs.add(job(2, request_id="r"))

    def test_pages_go_through_all_from_the_newest(self, store: Store) -> None:
        for number in range(7):
            store.jobs.add(job(number, created_s=100.0 - number))

        seen, token = list[str](), ""
        while True:
            page = store.jobs.page(3, token, None)
            seen += [one.id for one in page.items]
            token = page.next_token
            if not token:
                break

        assert seen == [f"job-{number}" for number in reversed(range(7))]

    def test_pages_hold_one_state(self, store: Store) -> None:
        for number in range(6):
            store.jobs.add(job(number, state="queued" if number % 2 else "failed"))

        page = store.jobs.page(2, "", "queued")
        rest = store.jobs.page(2, page.next_token, "queued")

        assert [one.id for one in (*page.items, *rest.items)] == ["job-5", "job-3", "job-1"]
        assert rest.next_token == ""

    @pytest.mark.parametrize("token", ["x", "-1", "1.5", "9" * 30, "١"])
    def test_a_token_of_somebody_else_is_refused(self, store: Store, token: str) -> None:
        with pytest.raises(InputError, match="page_token"):
            store.jobs.page(3, token, None)

    def test_steps_stay_with_their_job_and_go_with_it(self, store: Store) -> None:
        store.jobs.add(job(1))
        store.jobs.add_step("job-1", StepRecord("sense", 1, 0.5))

        assert store.jobs.steps("job-1") == [StepRecord("sense", 1, 0.5)]
        store.jobs.delete("job-1")
        assert store.jobs.steps("job-1") == []

    def test_what_is_not_over_is_told_from_the_oldest(self, store: Store) -> None:
        for number, state in enumerate(("running", "failed", "queued", "cancelled", "succeeded")):
            store.jobs.add(job(number, state=state))

        assert [one.id for one in store.jobs.unfinished()] == ["job-0", "job-2"]


class TestScores:
    def test_a_revision_is_read_as_it_was_stored(self, store: Store) -> None:
        with store.transaction():
            store.scores.add(revision(), (Event("t", "a", "passes", "fine"),))
            store.scores.add(revision(number=2, cause="revised"))

        assert store.scores.get("score-1").revision == revision(number=2, cause="revised")
        assert store.scores.revision("score-1", 1) == revision()
        assert store.scores.events("score-1", 1) == (Event("t", "a", "passes", "fine"),)
        assert [one.number for one in store.scores.revisions("score-1", 5, "").items] == [2, 1]

    def test_lists_leave_the_cues_out(self, store: Store) -> None:
        with store.transaction():
            store.scores.add(revision())

        (listed,) = store.scores.page(5, "").items

        assert listed.revision == replace(revision(), cues=())

    def test_what_is_not_there_is_named(self, store: Store) -> None:
        with pytest.raises(NotFoundError, match="score-9"):
            store.scores.get("score-9")
        with pytest.raises(NotFoundError, match="score-9"):
            store.scores.revisions("score-9", 5, "")
        with store.transaction():
            store.scores.add(revision())
        with pytest.raises(NotFoundError, match="revision 4"):
            store.scores.revision("score-1", 4)

    def test_a_deleted_score_is_gone_with_all_it_had(self, store: Store) -> None:
        with store.transaction():
            store.scores.add(revision(), (Event("t", "a", "passes", "fine"),))

        store.scores.delete("score-1")

        assert store.scores.page(5, "").items == []
        assert store.scores.events("score-1", 1) == ()

    def test_half_a_change_is_none(self, store: Store) -> None:
        def change() -> None:
            with store.transaction():
                store.scores.add(revision())
                raise RuntimeError

        with pytest.raises(RuntimeError):
            change()

        assert store.scores.page(5, "").items == []


class TestWhatCanHappen:
    def test_another_program_that_holds_the_file_is_a_clear_error(self, store: Store) -> None:
        other = sqlite3.connect(store.path)
        other.execute("BEGIN EXCLUSIVE")

        with pytest.raises(BusyError, match="another program"):
            store.jobs.add(job(1))

        other.rollback()
        other.close()
        assert store.jobs.add(job(1)) == job(1)

    def test_a_full_disk_is_a_clear_error_and_the_store_goes_on(self, store: Store) -> None:
        store.jobs.add(job(1))
        store._database.run("PRAGMA max_page_count = 30")

        def fill() -> None:
            for number in range(2, 1000):
                store.jobs.add(job(number, title="x" * 500))

        with pytest.raises(StoreError, match="disk is full"):
            fill()

        store._database.run("PRAGMA max_page_count = 100000")
        store.jobs.add(job(5000))
        assert store.jobs.get("job-1") == job(1)

    def test_a_newer_file_is_left_alone(self, tmp_path: Path) -> None:
        Store(tmp_path).close()
        other = sqlite3.connect(tmp_path / "ningbgm.db")
        other.execute("PRAGMA user_version = 99")
        other.close()

        with pytest.raises(StoreError, match="newer NingBGM"):
            Store(tmp_path)

    def test_a_folder_that_cannot_be_is_a_clear_error(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("x")

        with pytest.raises(StoreError, match="cannot be used"):
            Store(tmp_path / "file")

    def test_a_killed_writer_loses_nothing_that_it_was_told_is_stored(self, tmp_path: Path) -> None:
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path), str(Path(__file__).parent)], stdout=subprocess.PIPE
        ) as writer:
            assert writer.stdout is not None
            for _ in range(40):
                last = int(writer.stdout.readline())
            writer.kill()

        store = Store(tmp_path)
        assert [store.jobs.get(f"job-{number}").id for number in range(last + 1)]
        assert not store.was_damaged
        store.close()


WRITER = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from sample_records import job
from ningbgm_daemon.store.store import Store
store = Store(Path(sys.argv[1]))
for number in range(10_000):
    store.jobs.add(job(number))
    print(number, flush=True)
"""


class TestDamage:
    @pytest.fixture
    def filled(self, tmp_path: Path) -> Path:
        store = Store(tmp_path)
        for number in range(60):
            store.jobs.add(job(number, title="x" * 300))
        with store.transaction():
            store.scores.add(revision())
        store.close()
        return tmp_path / "ningbgm.db"

    def test_a_file_of_rubbish_is_put_aside(self, filled: Path) -> None:
        filled.write_bytes(np.random.default_rng(0).bytes(50_000))

        store = Store(filled.parent)

        assert store.was_damaged
        assert store.jobs.unfinished() == []
        assert "put aside" in store.notes[0] or "lies aside" in store.notes[0]
        assert len(list(filled.parent.glob("ningbgm.db.damaged-*"))) == 1
        store.close()

    @pytest.mark.parametrize("seed", range(12))
    def test_any_damage_is_survived(self, filled: Path, seed: int) -> None:
        dice, content = np.random.default_rng(seed), bytearray(filled.read_bytes())
        for _ in range(4):
            place = int(dice.integers(0, len(content) - 600))
            content[place : place + 500] = dice.bytes(500)
        filled.write_bytes(content)

        store = Store(filled.parent)
        saved = store.jobs.unfinished()
        store.jobs.add(job(1000))
        store.close()

        assert len({one.id for one in saved}) == len(saved)
        again = Store(filled.parent)
        assert not again.was_damaged
        again.close()

    def test_what_lies_beside_the_damage_is_saved(self, filled: Path) -> None:
        content = bytearray(filled.read_bytes())
        place = content.index(b'"job-30"') if b'"job-30"' in content else content.index(b"/films/30.mp4")
        page = place // 4096 * 4096
        content[page : page + 4096] = b"\xff" * 4096
        filled.write_bytes(content)

        store = Store(filled.parent)
        saved = store.jobs.unfinished()
        store.close()

        assert store.was_damaged
        assert 45 <= len(saved) < 60
        assert all(one == job(int(one.id[4:]), title="x" * 300) for one in saved)
