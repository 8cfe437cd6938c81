"""The page's own files: public, strict about what they may do, and known by their hash."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from looking import Browser

from fakes.house_in_thread import HouseInThread
from ningbgm_daemon.review.review import STATIC, Review
from ningbgm_daemon.server import Server

NAMES = (
    ".hidden.js", "notes.md", "../outside.js", "..%2foutside.js", "%2e%2e/outside.js", "parts", "parts/",
    "/app.js", "app.js/", "app.js%00", "APP.JS.js", "parts/../../outside.js",
)  # fmt: skip
"""What is no file of the page."""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    folder = tmp_path / "page"
    (folder / "parts").mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html><title>Review</title>")
    (folder / "app.js").write_text("export {};")
    (folder / "parts" / "look.css").write_text("body {}")
    (folder / ".hidden.js").write_text("secret")
    (folder / "notes.md").write_text("secret")
    (tmp_path / "outside.js").write_text("secret")
    return folder


@pytest.fixture
def stranger(tmp_path: Path, page: Path) -> Iterator[Browser]:
    """A browser that has not come in, before a daemon with the page of the test."""
    house = HouseInThread(tmp_path)
    house.server = Server(house.jobs, house.scores, house.system, house.settings)
    house.server.review = Review(house.scores, house.settings, page)
    house.run(house.server.start())
    try:
        yield Browser(house)
    finally:
        house.close()


def test_the_shell_is_open_to_all(stranger: Browser) -> None:
    index, script, style = (stranger.get(f"/review/{name}") for name in ("", "app.js", "parts/look.css"))

    assert (index.status, index.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert script.headers["content-type"] == "text/javascript; charset=utf-8"
    assert style.body == b"body {}"
    for seen in (index, script, style):
        policy = seen.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert seen.headers["referrer-policy"] == "no-referrer"
        assert seen.headers["x-content-type-options"] == "nosniff"
        assert "set-cookie" not in seen.headers


def test_an_address_without_its_slash_leads_on(stranger: Browser) -> None:
    seen = stranger.get("/review")

    assert (seen.status, seen.headers["location"]) == (308, "/review/")
    assert stranger.ask("POST", "/review").status == 405


def test_a_file_is_sent_again_only_when_it_has_changed(stranger: Browser, page: Path) -> None:
    tag = stranger.get("/review/app.js").headers["etag"]

    same = stranger.get("/review/app.js", {"If-None-Match": tag})
    (page / "app.js").write_text("export const one = 1;")
    other = stranger.get("/review/app.js", {"If-None-Match": tag})

    assert (same.status, same.body, same.headers["cache-control"]) == (304, b"", "no-cache")
    assert (other.status, other.body) == (200, b"export const one = 1;")


def test_nothing_else_is_served(stranger: Browser) -> None:
    for name in NAMES:
        seen = stranger.get(f"/review/{name}")
        assert seen.status in (400, 404), name
        assert b"secret" not in seen.body


def test_the_shell_is_only_read(stranger: Browser) -> None:
    for verb in ("POST", "PUT", "DELETE", "OPTIONS"):
        assert stranger.ask(verb, "/review/").status == 405
    assert stranger.get("/review/session").headers["allow"] == "POST"
    assert stranger.ask("HEAD", "/review/").body == b""


def test_the_folder_of_the_page_lies_in_the_package() -> None:
    assert STATIC.parent.name == "review"
