"""What a check finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

State = Literal["works", "missing", "broken"]

AGAIN = "install NingBGM again: pip install --force-reinstall ningbgm"
"""The advice where what came with NingBGM is not as it came."""


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    name: str
    state: State
    """`missing` does without; `broken` has to be mended before anything can be scored."""
    found: str
    """What is there."""
    advice: str = ""
    """The one thing to do about it; empty where nothing is to be done."""


def works(name: str, found: str) -> Finding:
    """It works."""
    return Finding(name, "works", found)


def missing(name: str, found: str, advice: str = "") -> Finding:
    """It is not there, and scoring goes on without it."""
    return Finding(name, "missing", found, advice)


def broken(name: str, found: str, advice: str) -> Finding:
    """Nothing can be scored before it is mended."""
    return Finding(name, "broken", found, advice)
