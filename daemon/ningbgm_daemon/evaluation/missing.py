"""The sentence for a library of the extra that is not installed."""

from __future__ import annotations

from ningbgm_agents.errors import NotFoundError


def missing(error: ImportError, extra: str = "evaluate") -> NotFoundError:
    """What to say and do where a library of the benchmark is not there."""
    return NotFoundError(f"{error.name} is not installed; pip install 'ningbgm[{extra}]'")
