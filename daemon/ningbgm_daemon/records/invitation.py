"""An address that opens the review page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Invitation:
    """Opens the page once, for whoever comes first."""

    url: str
    expire_s: float
    """Until when, in seconds since 1970."""
