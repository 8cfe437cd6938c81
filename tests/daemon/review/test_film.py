"""The film that is made has one picture for each frame of the edit, the right one, at the right time."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import pytest
from coded_film import BLACK, HEIGHT, WIDTH, Shown, read_film, write_coded_film

from ningbgm_agents.timeline import Edit, FrameRate, Media, Shot, Span
from ningbgm_daemon.review.film_making import write_film
from ningbgm_daemon.timeline.reader import open_edit

NTSC_24, NTSC_30 = Fraction(24000, 1001), Fraction(30000, 1001)


def made(edit: Edit, folder: Path) -> list[Shown]:
    """The film of an edit, once what holds for every film is seen to hold."""
    shares: list[float] = []
    write_film(edit, folder / "made.mp4", shares.append)
    shown, rate = read_film(folder / "made.mp4"), edit.rate.fps

    assert [one.time_s for one in shown] == [frame / rate for frame in range(edit.duration)]
    keys = [place for place, one in enumerate(shown) if one.is_key]
    assert keys[0] == 0
    assert all(later - key <= rate / 2 for key, later in pairwise(keys))
    assert all(one.has_own_order for one in shown), "a picture waits for a later one"
    assert shares == sorted(shares)
    return shown


@pytest.mark.parametrize("rate", [NTSC_24, Fraction(25), NTSC_30, Fraction(50)])
def test_every_frame_of_a_film_is_there_in_its_place(tmp_path: Path, rate: Fraction) -> None:
    edit = open_edit(write_coded_film(tmp_path / "film.mp4", rate, 130))

    shown = made(edit, tmp_path)

    assert edit.rate.fps == rate
    assert [one.number for one in shown] == list(range(130))


def test_pictures_that_come_unevenly_are_shown_when_they_came(tmp_path: Path) -> None:
    times_ms = [40 * n + (17 if n % 3 == 1 else 0) + (400 if n > 60 else 0) for n in range(120)]
    path = write_coded_film(tmp_path / "film.mkv", Fraction(25), 120, times_ms=times_ms)
    edit = open_edit(path)
    times = [Fraction(ms, 1000) for ms in times_ms]
    near = Fraction(499, 1000) / edit.rate.fps

    shown = made(edit, tmp_path)

    for one in shown:
        begun = [number for number, time_s in enumerate(times) if time_s < one.time_s + near]
        assert one.number == begun[-1]
    assert len(shown) == edit.duration


def test_a_timeline_of_several_clips_shows_each_where_it_lies(tmp_path: Path) -> None:
    a = Media(str(write_coded_film(tmp_path / "a.mp4", Fraction(24), 100)))
    b = Media(str(write_coded_film(tmp_path / "b.mp4", Fraction(24), 120, first=500)))
    gone = Media(str(tmp_path / "gone.mp4"))
    rate = FrameRate(Fraction(24))
    edit = Edit(
        "cut",
        rate,
        150,
        shots=(
            Shot(Span(0, 30), media=a, source_start_s=Fraction(40, 24)),
            Shot(Span(30, 50), media=b, source_start_s=Fraction(7, 24)),
            Shot(Span(60, 80), media=b, source_start_s=Fraction(0), speed=Fraction(2)),
            Shot(Span(80, 100), media=a, source_start_s=Fraction(90, 24), speed=Fraction(-1)),
            Shot(Span(100, 110), media=a, source_start_s=Fraction(5, 24), speed=Fraction(0)),
            Shot(Span(110, 120), media=gone),
            Shot(Span(120, 140), media=a, source_start_s=Fraction(0)),
        ),
        scored=Span(20, 40),
        width=WIDTH,
        height=HEIGHT,
    )

    shown = made(edit, tmp_path)

    assert [one.number for one in shown] == [
        *range(40, 70),
        *range(507, 527),
        *[BLACK] * 10,
        *range(500, 540, 2),
        *range(90, 70, -1),
        *[5] * 10,
        *[BLACK] * 10,
        *range(20),
        *[BLACK] * 10,
    ]


def test_a_large_picture_becomes_small(tmp_path: Path) -> None:
    edit = Edit("large", FrameRate(Fraction(25)), 3, width=3840, height=2160)

    made(edit, tmp_path)

    with av.open(str(tmp_path / "made.mp4")) as container:
        assert (container.streams.video[0].width, container.streams.video[0].height) == (640, 360)
