"""The picture's way through the door: as it stands, made, or not to be had."""

from __future__ import annotations

import shutil
import time
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from coded_film import HEIGHT, WIDTH, read_film, write_coded_film
from looking import REVISION, Browser

from fakes.house_in_thread import HouseInThread
from ningbgm_agents import document
from ningbgm_agents.timeline import Edit, Media, Shot, Span
from ningbgm_daemon.delivery.provenance import read_score
from ningbgm_daemon.delivery.score_json import MACHINE_DOCUMENT
from ningbgm_daemon.records.score import RevisionRecord

FILM = f"/review/media/{REVISION}/film"


class Scores:
    """Shows the film's score with another edit under it."""

    def __init__(self, served: HouseInThread, record: RevisionRecord, folder: Path) -> None:
        self._served, self._record, self._folder = served, record, folder

    def show(self, *shots: Shot) -> Edit:
        shutil.copytree(self._record.folder, self._folder)
        score = read_score(self._folder)
        edit = replace(score.edit, shots=shots, tracks=(), width=WIDTH, height=HEIGHT)
        (self._folder / MACHINE_DOCUMENT).write_text(document.dump(replace(score, edit=edit)), "utf-8")
        self._served.scores.histories["film"] = [replace(self._record, folder=str(self._folder))]
        return edit


@pytest.fixture
def scores(served: HouseInThread, film_record: RevisionRecord, tmp_path: Path) -> Scores:
    return Scores(served, film_record, tmp_path / "shown")


def picture(browser: Browser) -> dict[str, object]:
    """The state of the picture, once it is no longer being made."""
    until = time.monotonic() + 60
    while (told := browser.api("picture").plain())["state"] == "making" and time.monotonic() < until:
        time.sleep(0.05)
    return told


def test_a_film_that_browsers_play_is_sent_as_it_is(browser: Browser, small_film: Path) -> None:
    told = picture(browser)

    assert (told["state"], told["original"], told["url"]) == ("ready", True, FILM)
    assert (told["rate"], told["frame_count"], told["width"], told["height"]) == ([25, 1], 75, 96, 54)
    seen = browser.get(f"{FILM}?key={browser.key}", show="")
    assert (seen.headers["content-type"], seen.body) == ("video/mp4", small_film.read_bytes())
    part = browser.get(f"{FILM}?key={browser.key}", {"Range": "bytes=1000-1999"}, show="")
    assert (part.status, part.body) == (206, small_film.read_bytes()[1000:2000])


def test_a_cut_edit_is_made_into_a_film_once(
    browser: Browser, served: HouseInThread, scores: Scores, tmp_path: Path
) -> None:
    a = Media(str(write_coded_film(tmp_path / "a.mp4", Fraction(25), 60)))
    b = Media(str(write_coded_film(tmp_path / "b.mp4", Fraction(25), 60, first=300)))
    scores.show(
        Shot(Span(0, 40), media=a, source_start_s=Fraction(10, 25)),
        Shot(Span(40, 75), media=b, source_start_s=Fraction(20, 25)),
    )

    assert browser.api("picture").plain()["state"] == "making"
    assert browser.get(f"{FILM}?key={browser.key}", show="").reason == "NOT_FOUND"
    told = picture(browser)
    made = browser.get(f"{FILM}?key={browser.key}", show="")
    (tmp_path / "made.mp4").write_bytes(made.body)

    assert (told["state"], told["share"], told["original"]) == ("ready", 1.0, False)
    assert [one.number for one in read_film(tmp_path / "made.mp4")] == [*range(10, 50), *range(320, 355)]
    assert len(list((served.settings.cache / "results" / "entries" / "review-film").rglob("content"))) == 1
    strip = browser.api("strip/0/0")
    assert strip.status == 200, "a strip of the finished film"


def test_an_edit_without_media_at_hand_has_no_picture(browser: Browser, scores: Scores) -> None:
    scores.show(Shot(Span(0, 75), media=Media("/nowhere/at/all.mov")))

    told = picture(browser)

    assert told["state"] == "none"
    assert str(told["sentence"]).endswith("at hand.")
    assert browser.get(f"{FILM}?key={browser.key}", show="").reason == "NOT_FOUND"
    assert browser.api("strip/0/0").reason == "NOT_FOUND"
    assert browser.api("guide?from=0&count=100").body == bytes(400)


def test_media_that_comes_back_is_seen(browser: Browser, scores: Scores, tmp_path: Path) -> None:
    scores.show(Shot(Span(0, 75), media=Media(str(tmp_path / "late.mp4"))))
    assert picture(browser)["state"] == "none"

    write_coded_film(tmp_path / "late.mp4", Fraction(25), 75)

    assert picture(browser)["state"] == "ready"


def test_damaged_media_is_black_and_no_failure(browser: Browser, scores: Scores, tmp_path: Path) -> None:
    (tmp_path / "bad.mp4").write_bytes(b"\x00\x00\x00\x18ftypmp42" + bytes(5000))
    scores.show(Shot(Span(0, 75), media=Media(str(tmp_path / "bad.mp4"))))

    told = picture(browser)

    assert told["state"] == "ready"
    (tmp_path / "made.mp4").write_bytes(browser.get(f"{FILM}?key={browser.key}", show="").body)
    assert {one.number for one in read_film(tmp_path / "made.mp4")} == {-1}
