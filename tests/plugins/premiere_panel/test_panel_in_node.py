"""The panel's own tests and checks, which run in Node, and its built form."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from node_packages import PANEL, need_node_packages

ROOT = Path(__file__).parents[3]
_LIMIT_S = 300
"""Far more than is needed; it only keeps a hang from lasting."""


@pytest.fixture(scope="module", autouse=True)
def node_is_there() -> None:
    need_node_packages(PANEL)


def run(*command: str) -> None:
    environment = {**os.environ, "NINGBGM_PYTHON": sys.executable}
    done = subprocess.run(
        command, cwd=PANEL, capture_output=True, text=True, timeout=_LIMIT_S, check=False, env=environment
    )
    assert done.returncode == 0, f"{done.stdout[-6000:]}\n{done.stderr[-2000:]}"


def test_the_built_plugins_are_what_their_sources_give() -> None:
    run(sys.executable, str(ROOT / "scripts" / "build_premiere_panel.py"), "--check")


def test_the_types_hold() -> None:
    run("npm", "run", "check")


@pytest.mark.parametrize("name", ["line", "panel", "words"])
def test_the_panel_in_node(name: str) -> None:
    run("npm", "test", "--", name)


@pytest.mark.e2e
def test_both_wires_against_the_real_daemon() -> None:
    run("npm", "test", "--", "wires")
