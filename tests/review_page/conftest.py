"""A daemon with a scored film, and a browser; both for all tests of the page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from review_visitor import TITLE, WISH, Visitor

from at_home import told_at


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A daemon that has scored twelve seconds of a film with a hostile name, in two variations."""
    top = tmp_path_factory.mktemp("review")
    home = top / "home"
    told_at(home, "demo", "--alone", "-o", top / "demo")
    film = top / f"{TITLE}.mp4"
    (top / "demo.mp4").rename(film)
    told_at(home, "daemon", "start")
    try:
        told_at(
            home,
            "score",
            film,
            "-o",
            top / "score",
            "--range",
            "2s",
            "14s",
            "--variations",
            2,
            "--wish",
            WISH,
        )
        yield home
    finally:
        told_at(home, "daemon", "stop")


@pytest.fixture(scope="session")
def score(home: Path) -> str:
    """The name of the score."""
    name = json.loads(told_at(home, "scores", "list", "--json"))[0]["name"]
    assert isinstance(name, str)
    return name


@pytest.fixture
def visitor(browser: Browser, home: Path, score: str) -> Iterator[Visitor]:
    """Somebody at the page, who may make sound without pressing first."""
    yield from visiting(browser.new_page(color_scheme="dark", accept_downloads=True), home, score)


@pytest.fixture
def toucher(browser: Browser, home: Path, score: str) -> Iterator[Visitor]:
    """Somebody whose screen is touched."""
    yield from visiting(browser.new_page(color_scheme="dark", has_touch=True), home, score)


def visiting(page: Page, home: Path, score: str) -> Iterator[Visitor]:
    """Somebody at a page of their own, in which nothing went wrong."""
    visitor = Visitor(page, home, score)
    visitor.enter()
    yield visitor
    assert page.evaluate("window.hacked") is None
    assert visitor.errors == []
    page.close()
