"""Which file is the edit's picture as it stands, and what tells pictures and sounds apart."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from coded_film import write_coded_film

from ningbgm_agents.timeline import Edit, Shot
from ningbgm_daemon.review.sources_making import sources_of
from ningbgm_daemon.timeline.reader import open_edit


@pytest.fixture
def film(tmp_path: Path) -> Path:
    return write_coded_film(tmp_path / "film.mp4", Fraction(25), 50)


def test_one_whole_playable_film_is_shown_as_it_is(film: Path) -> None:
    found = sources_of(open_edit(film))

    assert found.original == str(film)
    assert found.picture
    assert not found.sound


def test_a_scored_range_does_not_matter_the_whole_edit_is_shown(film: Path) -> None:
    assert sources_of(open_edit(film, ("00:00:00:10", "00:00:01:00"))).original == str(film)


@pytest.mark.parametrize("name", ["film.mkv", "film.mov", "film.avi"])
def test_a_container_that_not_every_browser_plays_is_made_anew(tmp_path: Path, name: str) -> None:
    path = write_coded_film(tmp_path / name, Fraction(25), 50)

    assert sources_of(open_edit(path)).original == ""


def test_pictures_that_come_unevenly_are_made_even(tmp_path: Path) -> None:
    times_ms = [40 * n + (17 if n % 3 == 1 else 0) for n in range(60)]
    path = write_coded_film(tmp_path / "film.mp4", Fraction(25), 60, times_ms=times_ms)

    assert sources_of(open_edit(path)).original == ""


def test_a_cut_or_retimed_film_is_made(film: Path) -> None:
    edit = open_edit(film)
    shot = edit.shots[0]

    def with_shots(*shots: Shot) -> Edit:
        return replace(edit, shots=shots)

    late = with_shots(replace(shot, source_start_s=Fraction(1, 25)))
    fast = with_shots(replace(shot, speed=Fraction(2)))

    assert sources_of(late).original == ""
    assert sources_of(fast).original == ""
    assert len({sources_of(one).picture for one in (edit, late, fast)}) == 3


def test_what_is_not_seen_does_not_change_the_key(film: Path) -> None:
    edit = open_edit(film)

    same = replace(edit, name="other", shots=tuple(replace(shot, name="x") for shot in edit.shots))

    assert sources_of(same).picture == sources_of(edit).picture


def test_another_content_of_the_same_name_has_another_key(film: Path) -> None:
    edit = open_edit(film)
    before = sources_of(edit).picture

    write_coded_film(film, Fraction(25), 50, first=100)

    assert sources_of(edit).picture != before


def test_media_that_is_gone_is_not_seen(film: Path) -> None:
    edit = open_edit(film)
    film.unlink()

    found = sources_of(edit)

    assert (found.picture, found.sound, found.original) == ("", "", "")
