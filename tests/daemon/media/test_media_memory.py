"""What was sensed before is recalled, as long as the file is the same."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from small_film import write_small_film

from ningbgm_agents.errors import MediaError
from ningbgm_daemon.cache import Cache
from ningbgm_daemon.media.memory import SensedPart, identity, recall_covering, sense_part
from ningbgm_daemon.sensing import sense_edit
from ningbgm_daemon.timeline.reader import open_edit


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache", 1 << 30)


@pytest.fixture
def film(small_film: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy2(small_film, tmp_path / "film.mp4"))


def sense(path: Path, start_s: float, end_s: float, cache: Cache | None) -> tuple[SensedPart, bool]:
    """The part, and whether the file was read for it."""
    shares: list[float] = []
    part = sense_part(path, start_s, end_s, 1, shares.append, cache)
    return part, len(shares) > 1


def test_the_same_part_is_not_read_again(film: Path, cache: Cache) -> None:
    first, read = sense(film, 0.0, 3.0, cache)
    again, read_again = sense(film, 0.0, 3.0, cache)

    assert (read, read_again) == (True, False)
    assert again == first
    assert first.thumbnails


def test_another_part_is_read(film: Path, cache: Cache) -> None:
    sense(film, 0.0, 3.0, cache)

    _, read = sense(film, 0.0, 2.0, cache)

    assert read


def test_the_shortest_part_that_covers_another_is_recalled(film: Path, cache: Cache) -> None:
    sense(film, 0.0, 3.0, cache)
    shorter, _ = sense(film, 0.0, 2.0, cache)

    assert recall_covering(film, 0.5, 1.5, cache) == shorter
    assert recall_covering(film, 0.5, 3.5, cache) is None
    assert recall_covering(film.with_name("gone.mp4"), 0.5, 1.0, cache) is None


def test_a_trimmed_edit_is_not_read_again_where_that_will_do(film: Path, cache: Cache) -> None:
    sense_edit(open_edit(film), cache=cache)
    shares: list[float] = []

    trimmed = sense_edit(open_edit(film, ("0.5s", "2.5s")), progress=shares.append, cache=cache, covered=True)

    assert shares == []
    assert [cut.frame for cut in trimmed.evidence.cuts] == [25, 50]


def test_what_was_sensed_before_does_not_change_a_first_scoring(film: Path, cache: Cache) -> None:
    sense_edit(open_edit(film), cache=cache)
    part = open_edit(film, ("0.5s", "2.5s"))

    assert sense_edit(part, cache=cache) == sense_edit(part)


def test_a_moved_file_is_known_again(film: Path, cache: Cache, tmp_path: Path) -> None:
    sense(film, 0.0, 3.0, cache)
    (tmp_path / "elsewhere").mkdir()
    moved = film.rename(tmp_path / "elsewhere" / film.name)

    part, read = sense(moved, 0.0, 3.0, cache)

    assert not read
    assert {shot.source for shot in part.evidence.shots} == {str(moved)}


@pytest.mark.parametrize("place", [10, -10, None])
def test_a_changed_file_of_the_same_size_and_time_is_read_again(film: Path, place: int | None) -> None:
    stat, before = film.stat(), identity(film)
    content = bytearray(film.read_bytes())
    content[len(content) // 2 if place is None else place] ^= 1
    film.write_bytes(content)
    os.utime(film, ns=(stat.st_atime_ns, stat.st_mtime_ns))

    assert identity(film) != before


def test_a_film_exported_again_is_read_again(film: Path, cache: Cache) -> None:
    sense(film, 0.0, 3.0, cache)
    write_small_film(film, seed=2)

    _, read = sense(film, 0.0, 3.0, cache)

    assert read


def test_a_damaged_memory_is_read_again(film: Path, cache: Cache) -> None:
    first, _ = sense(film, 0.0, 3.0, cache)
    for path in cache.folder.rglob("content"):
        path.write_bytes(path.read_bytes()[:-100])

    again, read = sense(film, 0.0, 3.0, cache)

    assert read
    assert again == first


@pytest.mark.parametrize(("happening", "told"), [("vanish", "vanished"), ("change", "changed")])
def test_a_file_that_moves_under_the_reader_is_a_clear_error(
    film: Path, cache: Cache, happening: str, told: str
) -> None:
    def happen(_: float) -> None:
        if happening == "vanish":
            film.unlink(missing_ok=True)
        else:
            os.utime(film, (1, 1))

    with pytest.raises(MediaError, match=told):
        sense_part(film, 0.0, 3.0, 1, happen, cache)

    assert cache.used_bytes() == 0


def test_an_edit_says_so_too_and_does_not_go_on_without(film: Path, cache: Cache) -> None:
    edit = open_edit(film)

    with pytest.raises(MediaError, match="vanished"):
        sense_edit(edit, progress=lambda _: film.unlink(missing_ok=True), cache=cache)


def test_an_edit_is_sensed_alike_with_and_without_a_memory(film: Path, cache: Cache) -> None:
    edit = open_edit(film, ("0.5s", "2.5s"))

    assert sense_edit(edit) == sense_edit(edit, cache=cache) == sense_edit(edit, cache=cache)
