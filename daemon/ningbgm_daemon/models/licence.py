"""The licence of a model's weights, as its own files name it."""

from __future__ import annotations

import re
from pathlib import Path

_MOST_BYTES = 64 * 1024
_FRONT = re.compile(r"\A---\s*\n(.*?)\n---", re.S)
_FIELD = re.compile(r"^(license|license_name)\s*:\s*['\"]?([^'\"\n#]+)", re.M)
_NONCOMMERCIAL = re.compile(r"\bnc\b|non-?commercial|research[- ]only|academic", re.I)
WHISPER = "openai-whisper"
_BY_OPENAI = (
    *("tiny", "base", "small", "medium", "large"),
    *("large-v1", "large-v2", "large-v3", "large-v3-turbo", "turbo"),
)
_TEXTS = (
    (re.compile(r"Apache License\s+Version 2\.0", re.I), "apache-2.0"),
    (re.compile(r"\bMIT License\b|Permission is hereby granted, free of charge", re.I), "mit"),
    (re.compile(r"NonCommercial", re.I), "cc-by-nc"),
)


def licence_of(folder: Path) -> str:
    """What the card of a model (`README.md`) or its LICENSE names; empty where neither says."""
    front = _FRONT.match(_read(folder / "README.md"))
    named = dict(_FIELD.findall(front[1])) if front else {}
    licence = str(named.get("license_name" if named.get("license", "").strip() == "other" else "license", ""))
    if licence.strip():
        return licence.strip()
    for name in ("LICENSE", "LICENSE.txt", "LICENSE.md", "LICENCE"):
        text = _read(folder / name)
        found = next((licence for pattern, licence in _TEXTS if pattern.search(text)), "")
        if found:
            return found
    return ""


def whisper_licence(name: str) -> str:
    """The licence of openai-whisper's checkpoints, by the names that their makers gave them; else empty."""
    return "mit" if name.removeprefix(f"{WHISPER} ").removesuffix(".en") in _BY_OPENAI else ""


def is_noncommercial(licence: str) -> bool:
    """Whether a licence forbids commercial use by its name."""
    return bool(_NONCOMMERCIAL.search(licence))


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file.read(_MOST_BYTES).decode("utf-8", "replace")
    except OSError:
        return ""
