"""The bench of team 1: what its experts complete piece by piece."""

from __future__ import annotations

from dataclasses import dataclass

from ..brief import Brief, Request
from ..evidence import Evidence
from ..scene import Finding
from .wish import Wish

DEFAULT_LENGTH_S = 30.0
"""Length of the music where neither a film nor the wish gives one."""


@dataclass(frozen=True)
class RequirementsBench:
    """A request on its way to a brief."""

    request: Request
    evidence: Evidence | None = None
    wish: Wish | None = None
    """What the user's words say."""
    caption: Wish | None = None
    """What the film's own texts say; weaker than the wish."""
    brief: Brief | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def filmed(self) -> bool:
        """Whether picture or sound gives the length."""
        return self.evidence is not None and bool({"picture", "sound"} & set(self.evidence.modalities))

    @property
    def length_s(self) -> float:
        """Length of what is to be scored, in seconds."""
        if self.evidence is not None and self.filmed:
            return self.evidence.duration_s
        if self.wish is not None and self.wish.duration_s:
            return self.wish.duration_s
        return self.evidence.duration_s if self.evidence is not None else DEFAULT_LENGTH_S
