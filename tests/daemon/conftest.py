"""What the daemon's tests share."""

from __future__ import annotations

from pathlib import Path

import pytest
from recut_timeline import SHOTS, WISH, write_edit
from small_film import write_small_film

from ningbgm_agents.brief import Request
from ningbgm_daemon.app import score_film
from ningbgm_daemon.commission import Commission


@pytest.fixture(scope="session")
def small_film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A film of three seconds; not to be changed."""
    return write_small_film(tmp_path_factory.mktemp("film") / "small.mp4")


@pytest.fixture(scope="session")
def scored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first score of the timeline of `recut_timeline`: three cues, 1m1 to 1m3. Not to be changed."""
    folder = tmp_path_factory.mktemp("scored")
    first = write_edit(folder / "first.otio", SHOTS)
    return score_film(Commission(folder / "score", first, request=Request(WISH), workers=1)).folder
