"""The key of a performer, as both ends of its line find it."""

from __future__ import annotations

import os
from collections.abc import Mapping

KEY = "NINGBGM_PERFORMER_KEY"
"""Environment variable with the key: what a service wants to be shown, and what callers show."""


def key_of(environment: Mapping[str, str] | None = None) -> str:
    """The key that the environment holds; empty where it holds none."""
    return (os.environ if environment is None else environment).get(KEY, "").strip()
