"""The bench of team 2: what its experts complete piece by piece."""

from __future__ import annotations

from dataclasses import dataclass

from ..brief import Brief
from ..evidence import Evidence
from ..scene import Finding, HolisticScene, NarrativeRole, Support, Turn
from ..timeline import Edit, Span
from .signals import Signals
from .silences import WantedSilence


@dataclass(frozen=True)
class Described:
    """Two fields of a record in words, as one expert gives them, with their support."""

    content: str
    style: str
    support: tuple[Support, ...]


@dataclass(frozen=True)
class Sight:
    """What the visual expert says of a record."""

    subject: str
    background: str
    style: str
    support: tuple[Support, ...]


@dataclass(frozen=True)
class Feelings:
    """The three curves, one value a second, and why they run as they do."""

    valence: tuple[float, ...]
    arousal: tuple[float, ...]
    tension: tuple[float, ...]
    support: tuple[Support, ...]
    """Support for the whole film; records take it over."""
    bent: bool = False
    """Whether the wish bent the curves away from the picture."""


@dataclass(frozen=True)
class Story:
    """The narrative: a role a record, why, and the turns."""

    roles: tuple[NarrativeRole, ...]
    reasons: tuple[str, ...]
    confidence: float
    turns: tuple[Turn, ...]


@dataclass(frozen=True)
class UnderstandingBench:
    """A film on its way to a holistic scene."""

    edit: Edit
    evidence: Evidence
    brief: Brief
    signals: Signals | None = None
    silences: tuple[WantedSilence, ...] = ()
    spans: tuple[Span, ...] = ()
    """The records' places in time, without holes."""
    anchored_on: str = ""
    """The modality that the records are anchored on."""
    sights: tuple[Sight, ...] = ()
    sounds: tuple[Described, ...] = ()
    voices: tuple[Described, ...] = ()
    feelings: Feelings | None = None
    story: Story | None = None
    scene: HolisticScene | None = None
    findings: tuple[Finding, ...] = ()
