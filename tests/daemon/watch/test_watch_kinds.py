"""Which files are exports, what belongs to them, and what is our own."""

from __future__ import annotations

from pathlib import Path, PurePath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ningbgm_daemon.timeline.reader import DIALECTS
from ningbgm_daemon.watch.kinds import TIMELINES, exports_among, is_ours

DROP = Path("/drop")


def test_every_timeline_that_can_be_read_is_one() -> None:
    assert set(TIMELINES) == set(DIALECTS)


def test_a_text_and_a_picture_of_its_name_belong_to_a_film() -> None:
    (film,) = exports_among(DROP, ["reel.mp4", "reel.txt", "reel.jpg", "other.txt"])

    assert film.source == DROP / "reel.mp4"
    assert (film.wish, film.image) == (DROP / "reel.txt", DROP / "reel.jpg")


def test_a_temp_track_of_its_name_belongs_to_a_film_and_is_no_export() -> None:
    (film,) = exports_among(DROP, ["reel.mp4", "reel.like.wav", "other.like.mp3"])

    assert film.source == DROP / "reel.mp4"
    assert film.like == DROP / "reel.like.wav"
    assert DROP / "reel.like.wav" in film.files


def test_a_film_called_like_a_temp_track_is_one_only_beside_its_film() -> None:
    (alone,) = exports_among(DROP, ["summer.like.mp4", "summer.like.txt"])
    (beside,) = exports_among(DROP, ["summer.like.mp4", "summer.mov"])

    assert (alone.source, alone.like) == (DROP / "summer.like.mp4", None)
    assert (beside.source, beside.like) == (DROP / "summer.mov", DROP / "summer.like.mp4")


def test_a_temp_track_waits_for_its_film() -> None:
    assert exports_among(DROP, ["summer.like.wav"]) == []


def test_what_lies_beside_a_timeline_under_its_name_is_its_own() -> None:
    (edit,) = exports_among(DROP, ["reel.mov", "reel.wav", "reel.edl", "reel.otio"])

    assert edit.source == DROP / "reel.otio"
    assert edit.is_timeline


def test_hidden_and_half_downloaded_files_are_none() -> None:
    assert exports_among(DROP, [".film.mp4", "._film.mp4", "~film.mp4", "film.mp4.part", "notes.txt"]) == []


@given(st.permutations(["a.mp4", "a.txt", "b.otio", "b.mov", "c.v2.wav", "c.v2.png", "d.pdf"]))
def test_the_order_of_a_listing_says_nothing(names: list[str]) -> None:
    found = exports_among(DROP, names)

    assert [export.source.name for export in found] == ["a.mp4", "b.otio", "c.v2.wav"]


@pytest.mark.parametrize(
    "path", ["reel.score", "day 1/reel.score/stems", ".reel.score.ningbgm-7.part", ".git", "reel.SCORE"]
)
def test_scores_and_hidden_folders_are_left_alone(path: str) -> None:
    assert is_ours(PurePath(path))


def test_a_folder_of_the_users_is_not() -> None:
    assert not is_ours(PurePath("day 1/reels"))
    assert not is_ours(PurePath())
    assert is_ours(PurePath("music"), holds_manifest=True)
