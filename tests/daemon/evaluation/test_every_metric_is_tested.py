"""No metric without a test on a case whose answer is known."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from ningbgm_daemon.evaluation import metrics

MODULES = sorted(path for path in Path(metrics.__file__).parent.glob("*.py") if path.stem != "__init__")


def imported_by_tests(module: str) -> set[str]:
    """The names that the tests beside this one import from a metric's file."""
    found: set[str] = set()
    for path in Path(__file__).parent.glob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == f"{metrics.__name__}.{module}":
                found |= {name.name for name in node.names}
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_every_public_function_of_a_metric_is_imported_by_a_test(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    public = {node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name[0] != "_"}

    assert public or path.stem == "tune", "a file of metrics has one"
    assert public <= imported_by_tests(path.stem)
