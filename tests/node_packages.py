"""The packages of Node that tests need, installed once as their lock file says."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PANEL = ROOT / "plugins" / "premiere_cep"
FAKE_PREMIERE = ROOT / "tests" / "fakes" / "premiere"
REVIEW_PAGE = ROOT / "daemon" / "review_page"

sys.path.append(str(ROOT / "scripts"))
from node_build import install  # noqa: E402 (found in the folder above)


def need_node_packages(*folders: Path) -> None:
    """Install what the folders' lock files say, unless that is there; skips without Node, but not in CI."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        assert not os.environ.get("CI"), "CI runs the tests of Node: install Node 20 or later"
        pytest.skip("needs Node 20 or later, with npm")
    for folder in folders:
        install(folder)
