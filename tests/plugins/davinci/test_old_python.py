"""Resolve runs the plugin in whatever Python 3 the user has, from 3.6 on."""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from household import Household

PLUGIN = Path(__file__).parents[3] / "plugins" / "davinci"
FILES = sorted(PLUGIN.rglob("*.py"))
KNOWN = frozenset(
    ["collections", "fractions", "hashlib", "html", "http.client",
     "json", "os", "queue", "subprocess", "sys",
     "tempfile", "threading", "time", "urllib.parse", "uuid", "wave", "webbrowser", "ningbgm_resolve"]
)  # fmt: skip
"""What is in the standard library of 3.6, of what the plugin may want."""
NEWER = frozenset(
    ["removeprefix", "removesuffix", "capture_output", "missing_ok", "dirs_exist_ok", "fromisoformat",
     "nullcontext", "prod", "isqrt", "is_relative_to", "readlink", "cached_property", "batched", "text"]
)  # fmt: skip
"""What came to these modules and to the built-in types after 3.6."""


def _old_python() -> str | None:
    found = sorted(Path(os.path.expanduser("~/.pyenv/versions")).glob("3.6.*/bin/python3.6"))
    return str(found[0]) if found else shutil.which("python3.6")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_syntax_is_that_of_3_6(path: Path) -> None:
    ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 6))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_only_the_standard_library_of_3_6_is_used(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            imported |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            imported.add(node.module or "")
    names = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    keywords = {node.arg for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg}

    assert imported - KNOWN == set()
    assert (names | keywords) & NEWER == set()


def test_a_real_3_6_loads_it(tmp_path: Path) -> None:
    python = _old_python()
    if python is None:
        pytest.skip("there is no Python 3.6 here")
    code = f"import sys; sys.path.insert(0, {str(PLUGIN)!r}); import ningbgm_resolve.menu"
    code += (
        "; import compileall; assert compileall.compile_dir(sys.path[0] + '/ningbgm_resolve', legacy=False)"
    )
    done = subprocess.run(
        [python, "-W", "error", "-c", code],
        env={"PYTHONPYCACHEPREFIX": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == 0, done.stderr


def test_a_real_3_6_asks_the_daemon_and_starts_it(household: Household, tmp_path: Path) -> None:
    python = _old_python()
    if python is None:
        pytest.skip("there is no Python 3.6 here")
    lost = tmp_path / "installed.json"
    facts = json.loads(household.installed.read_text())
    lost.write_text(json.dumps({**facts, "discovery": str(tmp_path / "none.json")}))
    code = f"""
import json, sys
sys.path.insert(0, {str(PLUGIN)!r})
from ningbgm_resolve.daemon import Daemon
from ningbgm_resolve.edition import PluginError
print(Daemon(json.load(open({str(household.installed)!r}))).ask("GET", "status")["version"])
try:
    Daemon(json.load(open({str(lost)!r}))).ask("POST", "placements:start", {{}})
except PluginError as error:
    print(error)
"""

    done = subprocess.run(
        [python, "-c", code],
        env={"PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert done.stdout.splitlines()[1:] == ["the daemon does not answer: nothing starts here"], done.stderr
