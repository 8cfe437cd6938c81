"""The tests of the review page's parts, which run in Node, and its built form."""

from __future__ import annotations

import subprocess
import sys

import pytest

from node_packages import REVIEW_PAGE, ROOT, need_node_packages

_LIMIT_S = 300
"""Far more than is needed; it only keeps a hang from lasting."""


@pytest.fixture(scope="module", autouse=True)
def node_packages() -> None:
    """What they need."""
    need_node_packages(REVIEW_PAGE)


def run(*command: str) -> None:
    done = subprocess.run(
        command, cwd=REVIEW_PAGE, capture_output=True, text=True, timeout=_LIMIT_S, check=False
    )
    assert done.returncode == 0, f"{done.stdout[-6000:]}\n{done.stderr[-2000:]}"


def test_the_parts_of_the_page() -> None:
    run("npm", "test", "--silent")


def test_the_built_page_is_what_its_source_gives() -> None:
    run(sys.executable, str(ROOT / "scripts" / "build_review_page.py"), "--check")
