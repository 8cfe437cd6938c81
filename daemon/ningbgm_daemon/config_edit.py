"""Changes one value in a table of `config.toml`; whatever else the user wrote there stays as it is."""

from __future__ import annotations

import json
import os
import re
import tomllib
from pathlib import Path

from ningbgm_agents.errors import WishError


def set_in_table(path: Path, table: str, key: str, value: str | None) -> None:
    """Set `key` in `[table]` of the file, None to take it out; the file appears whole.

    Raises:
        WishError: the file is written in a way that cannot be changed safely.
    """
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    changed = _changed(text, table, key, value)
    if _value(changed, path, table, key) != value:
        raise WishError(f"{path} cannot be changed safely; write {key} into [{table}] yourself", key=key)
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".part")
    partial.write_text(changed, encoding="utf-8")
    os.replace(partial, path)


def _changed(text: str, table: str, key: str, value: str | None) -> str:
    lines = text.splitlines()
    named = key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else json.dumps(key)
    line = None if value is None else f"{named} = {json.dumps(value, ensure_ascii=False)}"
    first = next((n for n, one in enumerate(lines) if _is_header(one, table)), None)
    if first is None:
        return "\n".join([*lines, *([""] if lines else []), f"[{table}]", line, ""]) if line else text
    last = next((n for n in range(first + 1, len(lines)) if lines[n].lstrip().startswith("[")), len(lines))
    here = re.compile(rf'\s*(?:{re.escape(key)}|"{re.escape(key)}")\s*=')
    kept = [one for one in lines[first + 1 : last] if not here.match(one)]
    while kept and not kept[-1].strip():
        kept.pop()
    added = [line] if line else []
    rest = ["", *lines[last:]] if last < len(lines) else []
    return "\n".join([*lines[: first + 1], *kept, *added, *rest, ""])


def _is_header(line: str, table: str) -> bool:
    return re.fullmatch(rf"\s*\[\s*{re.escape(table)}\s*\]\s*(#.*)?", line) is not None


def _value(text: str, path: Path, table: str, key: str) -> object:
    try:
        return tomllib.loads(text).get(table, {}).get(key)
    except tomllib.TOMLDecodeError as error:
        raise WishError(f"{path} cannot be read: {error}", path=str(path)) from error
