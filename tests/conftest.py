"""What tests of several rooms share."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from fakes.house_in_thread import HouseInThread

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session", autouse=True)
def temporary_files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What tests and their processes leave in the system's temporary folder goes when pytest's own goes."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("tmp")
        patch.setenv("TMPDIR", str(folder))
        patch.setattr(tempfile, "tempdir", str(folder))
        yield


@pytest.fixture
def served(tmp_path: Path) -> Iterator[HouseInThread]:
    """Both doors of a daemon over fakes, in a thread of their own."""
    house = HouseInThread(tmp_path)
    try:
        house.start()
        yield house
    finally:
        house.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The installed Chromium, or the one that CHROMIUM names; one for all, as Playwright wants it."""
    playwright = pytest.importorskip("playwright.sync_api", reason="pip install -e '.[dev]'")
    found = [os.environ.get("CHROMIUM"), *map(shutil.which, _BROWSERS)]
    program = next((path for path in found if path), None)
    if program is None:
        assert not os.environ.get("CI"), "CI looks at the pages: install Chromium"
        pytest.skip("no Chromium is installed; the variable CHROMIUM names one elsewhere")
    with playwright.sync_playwright() as driver:
        arguments = ["--no-sandbox", "--autoplay-policy=no-user-gesture-required", "--mute-audio"]
        made = driver.chromium.launch(executable_path=program, args=arguments)
        yield made
        made.close()
