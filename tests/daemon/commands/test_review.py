"""`ningbgm review` prints an address that opens the page, and has a browser open it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from saying import Say

from fakes.house_in_thread import HouseInThread


def test_the_address_of_a_score_is_printed(served: HouseInThread, say: Say) -> None:
    assert served.server is not None
    where = served.server.discovery.http

    by_id, by_name, last, bare = (
        say("review", "--no-browser", *name).output for name in (["s1"], ["scores/s1"], ["last"], [])
    )

    for told, score in ((by_id, "&score=s1"), (by_name, "&score=s1"), (last, "&score=s2"), (bare, "")):
        assert told.startswith(f"{where}/review/#ticket=")
        assert told.endswith(f"{score}\n")
        assert ("score=" in told) == bool(score)


def test_scores_that_there_are_not_are_an_error(served: HouseInThread, say: Say) -> None:
    unknown = say("review", "--no-browser", "nothing")
    served.do(served.scores.histories.clear)
    none = say("review", "--no-browser")

    assert (unknown.exit_code, none.exit_code) == (2, 2)
    assert "there is no score nothing" in unknown.stderr
    assert "ningbgm score FILM" in none.stderr


@pytest.mark.skipif(os.name == "nt", reason="the browser of this test is a shell script")
def test_a_browser_is_opened_at_that_address(served: HouseInThread, home: Path, tmp_path: Path) -> None:
    browser, opened = tmp_path / "browser", tmp_path / "opened"
    browser.write_text(f'#!/bin/sh\nprintf %s "$1" > {opened}\n')
    browser.chmod(0o755)
    environment = {**os.environ, "NINGBGM_HOME": str(home), "BROWSER": f"{browser} %s"}

    told = subprocess.run(
        [sys.executable, "-m", "ningbgm_daemon.cli", "review", "s1"],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )

    assert opened.read_text() == told.stdout.strip()
    assert "#ticket=" in told.stdout
