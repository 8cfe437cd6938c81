"""Strips show the right pictures, near enough for their level."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest
from coded_film import BLACK, number_in, write_coded_film
from looking import Browser

from ningbgm_agents.timeline import Edit, FrameRate, Media, Shot, Span
from ningbgm_daemon.review.strip import PICTURES, WIDTH, strip_count
from ningbgm_daemon.review.strip_making import write_strip
from ningbgm_daemon.timeline.reader import open_edit


def numbers(edit: Edit, level: int, index: int, folder: Path) -> list[int]:
    """The numbers that the pictures of a strip say."""
    write_strip(edit, level, index, folder / "strip.jpg")
    strip = cv2.imread(str(folder / "strip.jpg"), cv2.IMREAD_GRAYSCALE)
    assert strip is not None
    assert strip.shape == (96, PICTURES * WIDTH)
    pictures = np.split(strip, PICTURES, axis=1)
    return [number_in(np.asarray(picture, np.uint8)) for picture in pictures]


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Edit:
    """Forty seconds of 12 pictures each, a key picture every four."""
    path = tmp_path_factory.mktemp("strip") / "film.mp4"
    return open_edit(write_coded_film(path, Fraction(12), 480, group=48))


@pytest.mark.parametrize("index", [0, 1, 2])
def test_a_picture_is_at_most_half_a_step_early(film: Edit, tmp_path: Path, index: int) -> None:
    found = numbers(film, 0, index, tmp_path)

    for place, number in enumerate(found):
        second = PICTURES * index + place
        if second < 40:
            assert second * 12 - 6 <= number <= second * 12
        else:
            assert number == BLACK


def test_coarse_levels_take_key_pictures(film: Edit, tmp_path: Path) -> None:
    found = numbers(film, 3, 0, tmp_path)

    assert found == [0, 96, 192, 288, 384, *[BLACK] * 11]


def test_there_are_as_many_strips_as_the_edit_is_long(film: Edit) -> None:
    assert [strip_count(film, level) for level in range(4)] == [3, 2, 1, 1]


def test_no_picture_comes_from_before_its_shot(tmp_path: Path) -> None:
    path = write_coded_film(tmp_path / "film.mp4", Fraction(24), 240, group=240)
    media = Media(str(path))
    shots = (
        Shot(Span(0, 47), media=media, source_start_s=Fraction(100, 24)),
        Shot(Span(47, 96), media=media, source_start_s=Fraction(30, 24)),
        Shot(Span(120, 144), media=media, source_start_s=Fraction(200, 24), speed=Fraction(-2)),
    )
    edit = Edit("cut", FrameRate(Fraction(24)), 144, shots=shots, width=160, height=96)

    found = numbers(edit, 0, 0, tmp_path)

    assert 112 <= found[1] <= 124
    assert 30 <= found[2] <= 31
    assert 43 <= found[3] <= 55
    assert found[4] == BLACK
    assert 188 <= found[5] <= 200
    assert found[6:] == [BLACK] * 10


def test_a_strip_comes_through_the_door_and_is_made_once(browser: Browser) -> None:
    first, again = browser.api("strip/0/0"), browser.api("strip/0/0")

    assert (first.status, first.headers["content-type"]) == (200, "image/jpeg")
    assert first.body == again.body
    assert first.body.startswith(b"\xff\xd8")


@pytest.mark.parametrize("path", ["strip/0/1", "strip/0/99999", "strip/12/1"])
def test_beyond_the_end_there_is_no_strip(browser: Browser, path: str) -> None:
    assert browser.api(path).reason == "NOT_FOUND"


@pytest.mark.parametrize("path", ["strip/13/0", "strip/x/0", "strip/-1/0", "strip/0/1000000", "strip/0/１"])
def test_strips_that_nobody_can_mean_are_refused(browser: Browser, path: str) -> None:
    from urllib.parse import quote

    assert browser.api(quote(path)).reason == "INPUT_INVALID"
