"""Delivered files: listed, downloaded whole or in part, and nothing else with them."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from looking import REVISION, Browser, Seen

from fakes.house_in_thread import HouseInThread
from ningbgm_daemon.delivery.folder import MANIFEST, files_of
from ningbgm_daemon.records.score import RevisionRecord
from ningbgm_daemon.review.sending import attachment

FILES = f"/review/media/{REVISION}/files/"
MUSIC = FILES + "mix/music.wav"


def download(browser: Browser, path: str, headers: dict[str, str] | None = None, verb: str = "GET") -> Seen:
    return browser.ask(verb, f"{path}?key={browser.key}", None, headers, show="")


@pytest.fixture
def music(film_record: RevisionRecord) -> bytes:
    return (Path(film_record.folder) / "mix" / "music.wav").read_bytes()


def test_every_delivered_file_is_listed_and_can_be_had(browser: Browser, film_record: RevisionRecord) -> None:
    folder = Path(film_record.folder)

    told = json.loads(browser.api("files").body)

    mine = [name for name in files_of(folder) if not name.startswith("variations/")]
    assert sorted(one["path"] for one in told) == sorted(mine)
    assert {"stem", "mix", "midi", "timeline", "report", "document"} <= {one["kind"] for one in told}
    for one in told:
        seen = download(browser, FILES + one["path"])
        assert seen.body == (folder / one["path"]).read_bytes()
        assert len(seen.body) == one["size_bytes"]
        assert seen.headers["content-disposition"].startswith("attachment; ")
        assert "text/html" not in seen.headers["content-type"]
        assert one["sentence"].endswith(".")
        assert one["kind"] != "other", one["path"]


def test_another_variation_has_files_of_its_own(browser: Browser, film_record: RevisionRecord) -> None:
    mix = (Path(film_record.variation_folders[0]) / "mix" / "1m1_mix.wav").read_bytes()

    seen = browser.get(f"{FILES}mix/1m1_mix.wav?variation=2&key={browser.key}", show="")

    assert seen.body == mix
    assert browser.api("files?variation=2").body.count(b'"path"') > 10
    assert browser.api("files?variation=3").reason == "NOT_FOUND"


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [("bytes=0-0", 0, 1), ("bytes=100-199", 100, 200), ("bytes=100-", 100, None), ("bytes=-44", -44, None),
     ("BYTES=5-9", 5, 10), ("bytes=0-999999999999", 0, None), ("bytes=-999999999999", 0, None)],
)  # fmt: skip
def test_a_part_of_a_file_is_that_part(
    browser: Browser, music: bytes, asked: str, start: int, end: int | None
) -> None:
    wanted = music[start:end]
    first = start % len(music)

    seen = download(browser, MUSIC, {"Range": asked})

    assert (seen.status, seen.body) == (206, wanted)
    assert seen.headers["content-range"] == f"bytes {first}-{first + len(wanted) - 1}/{len(music)}"
    assert seen.headers["content-length"] == str(len(wanted))


@pytest.mark.parametrize(
    "asked", ["bytes=5-3", "bytes=0-1,5-6", "bytes=", "bytes=x-1", "items=0-1", "bytes=1", "bytes=--1", "0-1"]
)
def test_what_is_no_single_range_gets_the_whole(browser: Browser, music: bytes, asked: str) -> None:
    seen = download(browser, MUSIC, {"Range": asked})

    assert (seen.status, seen.body) == (200, music)
    assert seen.headers["accept-ranges"] == "bytes"


def test_a_range_behind_the_end_is_refused_with_the_size(browser: Browser, music: bytes) -> None:
    for asked in (f"bytes={len(music)}-", f"bytes={len(music)}-{len(music) + 5}", "bytes=-0"):
        seen = download(browser, MUSIC, {"Range": asked})
        assert (seen.status, seen.reason) == (416, "RANGE_INVALID")
        assert seen.headers["content-range"] == f"bytes */{len(music)}"


def test_a_part_is_only_given_of_the_file_that_the_caller_has(browser: Browser, music: bytes) -> None:
    tag = download(browser, MUSIC, verb="HEAD").headers["etag"]

    same = download(browser, MUSIC, {"Range": "bytes=0-9", "If-Range": tag})
    others = [
        download(browser, MUSIC, {"Range": "bytes=0-9", "If-Range": other})
        for other in ('"other"', f"W/{tag}", "Wed, 21 Oct 2015 07:28:00 GMT")
    ]

    assert (same.status, same.body) == (206, music[:10])
    assert all((seen.status, seen.body) == (200, music) for seen in others)


def test_a_head_says_all_but_the_content(browser: Browser, music: bytes) -> None:
    whole = download(browser, MUSIC, verb="HEAD")
    part = download(browser, MUSIC, {"Range": "bytes=10-19"}, verb="HEAD")

    assert (whole.status, whole.body, whole.headers["content-length"]) == (200, b"", str(len(music)))
    assert (part.status, part.body, part.headers["content-length"]) == (206, b"", "10")


def test_a_file_that_the_caller_has_is_not_sent_again(browser: Browser) -> None:
    tag = download(browser, MUSIC).headers["etag"]

    seen = download(browser, MUSIC, {"If-None-Match": tag})

    assert (seen.status, seen.body) == (304, b"")


HIDDEN = [
    MANIFEST, "", ".", "..", "../", "../secret.txt", "%2e%2e/secret.txt", "mix/../../secret.txt",
    "..%2fsecret.txt", "mix/..%2f..%2fsecret.txt", "%2fetc%2fpasswd", "/etc/passwd", "//etc/passwd",
    "..%5csecret.txt", "mix\\music.wav", "c%3A/windows", "score.json%00", "mix", "mix/", "SCORE.JSON",
    "secret.txt", "linked.txt", "linked/secret.txt", "user.txt", "%ff", "a" * 5000,
]  # fmt: skip


@pytest.fixture
def own_copy(browser: Browser, served: HouseInThread, film_record: RevisionRecord, tmp_path: Path) -> Path:
    """The delivery in a folder of the test's own, with traps in it; the house shows that one."""
    folder = tmp_path / "box" / "score"
    shutil.copytree(film_record.folder, folder)
    (tmp_path / "box" / "secret.txt").write_text("nobody's business")
    (folder / "user.txt").write_text("nobody's business")
    (folder / "linked.txt").symlink_to(tmp_path / "box" / "secret.txt")
    (folder / "linked").symlink_to(tmp_path / "box")
    served.scores.histories["film"] = [replace(film_record, folder=str(folder))]
    return folder


def test_nothing_but_what_was_delivered_is_given_out(browser: Browser, own_copy: Path) -> None:
    for name in HIDDEN:
        seen = download(browser, FILES + name)

        assert seen.status in (400, 404), (name, seen)
        assert b"business" not in seen.body


def test_a_delivered_file_that_became_a_link_is_not_followed(browser: Browser, own_copy: Path) -> None:
    for name in ("report.html", "mix/music.wav"):
        (own_copy / name).unlink()
        (own_copy / name).symlink_to(own_copy.parent / "secret.txt")
        assert download(browser, FILES + name).reason == "NOT_FOUND"
    shown = browser.api("files").body
    assert b'"report.html"' not in shown


def test_a_folder_that_became_a_link_is_not_followed(browser: Browser, own_copy: Path) -> None:
    (own_copy / "mix").rename(own_copy.parent / "elsewhere")
    (own_copy / "mix").symlink_to(own_copy.parent / "elsewhere")

    assert download(browser, MUSIC).reason == "NOT_FOUND"


@pytest.mark.parametrize(
    ("name", "plain", "full"),
    [
        ("music.wav", "music.wav", "music.wav"),
        ('a".txt', "a_.txt", "a%22.txt"),
        ("a\r\nSet-Cookie: x", "a__Set-Cookie_ x", "a%0D%0ASet-Cookie%3A%20x"),
        ("晨.mid", "_.mid", "%E6%99%A8.mid"),
        ("a;b=c\\d", "a_b_c_d", "a%3Bb%3Dc%5Cd"),
        ("\ud800x", "_x", "%3Fx"),
        ("'%*", "___", "%27%25%2A"),
    ],
)
def test_names_of_downloads_cannot_break_out_of_their_header(name: str, plain: str, full: str) -> None:
    assert attachment(name) == f"attachment; filename=\"{plain}\"; filename*=UTF-8''{full}"
