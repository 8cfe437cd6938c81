"""The plugin stays thin: what has to be thought is thought by the daemon."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[3]
PLUGIN = ROOT / "plugins" / "davinci"
TOO_MANY_LINES = 600
"""Of all files together: code, comments and docstrings; blank lines apart."""
MOST_LUA_LINES = 200
"""Of one file."""


def lines_of(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def filled_lines_of(path: Path) -> int:
    """Its lines that are not blank."""
    return sum(1 for line in path.read_text(encoding="utf-8").splitlines() if line.strip())


def test_it_has_fewer_than_600_lines_that_are_not_blank_and_the_docs_say_how_many() -> None:
    files = [*(PLUGIN / "ningbgm_resolve").glob("*.py"), *(PLUGIN / "menu").glob("*.py")]
    count = sum(map(filled_lines_of, files))

    assert len(files) > 5
    assert count < TOO_MANY_LINES
    assert f"It has {count} lines" in (ROOT / "docs" / "davinci.md").read_text(encoding="utf-8")


def test_no_file_of_the_lua_way_is_long() -> None:
    counts = {path.name: lines_of(path) for path in (PLUGIN / "lua").glob("*.lua")}

    assert len(counts) == 8
    assert [name for name, count in counts.items() if count > MOST_LUA_LINES] == []
