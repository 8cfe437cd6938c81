"""A daemon with a scored film, and a browser; both for all tests of the page."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from review_visitor import TITLE, WISH, Visitor

PROGRAM = Path(sys.executable).with_name("ningbgm")


def run(home: Path, *arguments: object) -> str:
    """Run the installed command against the daemon of `home`."""
    done = subprocess.run(
        [PROGRAM, *map(str, arguments)],
        env=os.environ | {"NINGBGM_HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A daemon that has scored twelve seconds of a film with a hostile name, in two variations."""
    top = tmp_path_factory.mktemp("review")
    home = top / "home"
    run(home, "demo", "--alone", "-o", top / "demo")
    film = top / f"{TITLE}.mp4"
    (top / "demo.mp4").rename(film)
    run(home, "daemon", "start")
    try:
        run(
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
        run(home, "daemon", "stop")


@pytest.fixture(scope="session")
def score(home: Path) -> str:
    """The name of the score."""
    name = json.loads(run(home, "scores", "list", "--json"))[0]["name"]
    assert isinstance(name, str)
    return name


@pytest.fixture
def visitor(browser: Browser, home: Path, score: str) -> Iterator[Visitor]:
    """Somebody at the page, who may make sound without pressing first."""
    page = browser.new_page(color_scheme="dark", accept_downloads=True)
    visitor = Visitor(page, home, score)
    visitor.enter()
    yield visitor
    assert page.evaluate("window.hacked") is None
    assert visitor.errors == []
    page.close()
