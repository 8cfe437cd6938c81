"""The cache: whole or not at all, checked, limited, shared and deletable."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from multiprocessing import get_context
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ningbgm_agents.errors import StoreError
from ningbgm_daemon.cache import Cache

LIMIT = 16_000


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache", LIMIT)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("content"))


def test_what_is_put_is_got(cache: Cache) -> None:
    cache.put("scene", "ab12", b"a scene")

    assert cache.get("scene", "ab12") == b"a scene"
    assert cache.get("scene", "ab13") is None
    assert cache.get("stem", "ab12") is None


def test_a_file_is_adopted_and_handed_out(cache: Cache, tmp_path: Path) -> None:
    made = cache.scratch()
    made.write_bytes(b"sound")

    kept = cache.adopt("stem", "ab12", made)

    assert kept == cache.path("stem", "ab12")
    assert kept.read_bytes() == b"sound"
    assert not made.exists()


def test_the_same_result_twice_is_kept_once(cache: Cache) -> None:
    for _ in range(2):
        cache.put("scene", "ab12", b"a scene")

    assert cache.used_bytes() == 7
    assert not list((cache.folder / "scratch").rglob("content"))


@pytest.mark.parametrize("damage", [b"", b"a scen", b"a scenf", b"a scene and more"])
def test_a_damaged_result_is_dropped_and_can_be_kept_again(cache: Cache, damage: bytes) -> None:
    cache.put("scene", "ab12", b"a scene")
    path = cache.path("scene", "ab12")
    assert path is not None
    path.write_bytes(damage)

    assert cache.get("scene", "ab12") is None
    cache.put("scene", "ab12", b"a scene")
    assert cache.get("scene", "ab12") == b"a scene"


def test_a_damaged_result_is_replaced_even_where_nobody_looked(cache: Cache) -> None:
    cache.put("scene", "ab12", b"a scene")
    path = cache.path("scene", "ab12")
    assert path is not None
    path.write_bytes(b"rubbish")

    cache.put("scene", "ab12", b"a scene")

    assert cache.get("scene", "ab12") == b"a scene"


def test_what_was_not_used_for_longest_goes_first(cache: Cache) -> None:
    for number in range(12):
        cache.put("scene", f"key{number}", bytes(1000))
        backdate(cache, f"key{number}", 100 - number)
    cache.get("scene", "key0")

    for number in range(12, 18):
        cache.put("scene", f"key{number}", bytes(1000))

    assert cache.used_bytes() <= LIMIT
    assert cache.get("scene", "key0") is not None
    assert cache.get("scene", "key1") is None
    assert cache.get("scene", "key17") is not None


def backdate(cache: Cache, key: str, seconds: int) -> None:
    path = cache.path("scene", key)
    assert path is not None
    stamp = os.stat(path).st_mtime - seconds
    os.utime(path.with_name("sum"), (stamp, stamp))


def test_what_an_owner_needs_is_never_evicted_until_it_is_released(cache: Cache) -> None:
    job = cache.owned_by("job-1")
    job.put("scene", "mine", bytes(9000))
    for number in range(20):
        cache.put("scene", f"key{number}", bytes(1000))
    assert cache.get("scene", "mine") is not None

    job.release()
    for number in range(20, 40):
        cache.put("scene", f"key{number}", bytes(1000))

    assert cache.get("scene", "mine") is None


def test_reading_pins_as_well(cache: Cache) -> None:
    cache.put("scene", "old", bytes(9000))
    cache.owned_by("score-1").get("scene", "old")

    for number in range(20):
        cache.put("scene", f"key{number}", bytes(1000))

    assert cache.get("scene", "old") is not None


def test_owners_that_are_gone_are_released(cache: Cache) -> None:
    for owner in ("job-1", "job-2"):
        cache.owned_by(owner).put("scene", owner, b"x")
        cache.owned_by(owner).scratch().write_bytes(b"unfinished")
    (cache.folder / "scratch" / "process-999999999").mkdir()

    cache.release_all_but(["job-2"])

    assert [path.name for path in (cache.folder / "pins").iterdir()] == ["job-2"]
    assert sorted(p.name for p in (cache.folder / "scratch").iterdir()) == ["job-2"]


def test_the_folder_may_be_deleted_at_any_time(cache: Cache) -> None:
    job = cache.owned_by("job-1")
    job.put("scene", "ab12", b"a scene")
    cache.mark()
    assert cache.is_there
    shutil.rmtree(cache.folder)

    assert not cache.is_there
    assert job.get("scene", "ab12") is None
    job.put("scene", "ab12", b"a scene")
    assert job.get("scene", "ab12") == b"a scene"
    assert (cache.folder / "pins" / "job-1").read_text().split() == ["scene/ab12"] * 1


def test_a_file_that_vanished_is_a_clear_error(cache: Cache, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be written"):
        cache.adopt("stem", "ab12", tmp_path / "gone")

    assert cache.get("stem", "ab12") is None


def test_a_cache_that_cannot_be_written_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file")

    with pytest.raises(StoreError, match="cannot be written"):
        Cache(tmp_path / "cache", LIMIT).put("scene", "ab12", b"x")


@pytest.mark.parametrize("name", ["", "../up", "a/b", "a b", "x" * 200])
def test_names_stay_inside_the_folder(cache: Cache, name: str) -> None:
    with pytest.raises(ValueError, match="no name"):
        cache.put("scene", name, b"x")


def use_it(folder: Path, seed: int, wrong: list[str]) -> None:
    cache = Cache(folder, 40_000, owner=f"job-{seed}")
    for step in range(120):
        key = f"key{(step * 7 + seed) % 30}"
        content = key.encode() * 300
        found = cache.get("scene", key)
        if found is not None and found != content:
            wrong.append(key)
        cache.put("scene", key, content)
        if step % 40 == 39:
            cache.release()


def test_many_processes_share_it(tmp_path: Path) -> None:
    context = get_context("spawn")
    with context.Manager() as manager:
        wrong = manager.list()
        workers = [context.Process(target=use_it, args=(tmp_path, seed, wrong)) for seed in range(4)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()

        assert [worker.exitcode for worker in workers] == [0] * 4
        assert list(wrong) == []


KILLED = """
import sys
from pathlib import Path
from ningbgm_daemon.cache import Cache
cache = Cache(Path(sys.argv[1]), 1_000_000, "job-1")
for number in range(10_000):
    cache.put("scene", f"key{number % 50}", f"key{number % 50}".encode() * 5000)
    print(number, flush=True)
"""


def test_a_killed_writer_leaves_nothing_wrong(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", KILLED, str(tmp_path)], stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        for _ in range(20):
            writer.stdout.readline()
        writer.kill()

    cache = Cache(tmp_path, 1_000_000)
    for number in range(50):
        assert cache.get("scene", f"key{number}") in (None, f"key{number}".encode() * 5000)
    cache.release_all_but([])
    assert not any((tmp_path / "scratch").rglob("content"))


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(sizes=st.lists(st.integers(0, 6000), max_size=20))
def test_the_limit_holds_after_every_put(tmp_path: Path, sizes: list[int]) -> None:
    cache = Cache(tmp_path / "limited", LIMIT)
    for number, size in enumerate(sizes):
        cache.put("scene", f"key{number}", bytes(size))

        assert cache.used_bytes() <= LIMIT
