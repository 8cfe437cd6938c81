"""A real small score behind a real HTTP door."""

from __future__ import annotations

from pathlib import Path

import pytest
from looking import Browser

from fakes.house_in_thread import HouseInThread
from ningbgm_agents.brief import Request
from ningbgm_daemon.app import score_film
from ningbgm_daemon.commission import Commission
from ningbgm_daemon.library.recording import Occasion, record_revision
from ningbgm_daemon.records.score import RevisionRecord


@pytest.fixture(scope="session")
def film_record(small_film: Path, tmp_path_factory: pytest.TempPathFactory) -> RevisionRecord:
    """The first revision of a film of three seconds, with a second variation. Not to be changed."""
    folder = tmp_path_factory.mktemp("review") / "score"
    order = Commission(folder, small_film, request=Request("calm piano", variations=2), workers=1)
    result = score_film(order)
    others = tuple(str(made.folder) for made in result.made[1:])
    return record_revision(result.folder, Occasion("film", 1, "created", "Scored.", variation_folders=others))


@pytest.fixture
def browser(served: HouseInThread, film_record: RevisionRecord) -> Browser:
    """A browser that has come in."""
    served.scores.histories["film"] = [film_record]
    browser = Browser(served)
    browser.enter()
    return browser
