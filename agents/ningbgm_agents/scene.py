"""The holistic scene representation: what the film means, moment by moment.

The nine fields of a record are those of NingBGM (*Video background music generation via holistic scene
understanding with multi-agent collaboration*); beside them stands what a composer needs to spot.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .timeline import FrameRate, Span

NarrativeRole = Literal["setup", "rising", "turn", "climax", "release"]
Severity = Literal["note", "warning", "error"]
DESCRIBED = (
    "subject",
    "mood",
    "voice_content",
    "voice_style",
    "background",
    "background_style",
    "background_sound",
    "background_sound_style",
)
"""The fields of a record that are told in words; the ninth is its time."""


@dataclass(frozen=True)
class Support:
    """Why a field says what it says."""

    field: str
    source: str
    """The modality or file that it comes from."""
    confidence: float
    why: str


@dataclass(frozen=True)
class SceneRecord:
    """A stretch of the film with one situation and one feeling."""

    span: Span
    subject: str
    mood: str
    voice_content: str
    voice_style: str
    background: str
    background_style: str
    background_sound: str
    background_sound_style: str
    valence: float
    """-1 (bitter) to 1 (happy)."""
    arousal: float
    """-1 (still) to 1 (agitated)."""
    tension: float
    """0 to 1."""
    pace: float
    """Cuts a minute."""
    role: NarrativeRole
    wanted_silence: bool = False
    """True where no music should play."""
    support: tuple[Support, ...] = ()

    @property
    def described(self) -> dict[str, str]:
        """What is told in words, by field."""
        return {field: str(getattr(self, field)) for field in DESCRIBED}


@dataclass(frozen=True)
class FeelingCurve:
    """One value a second over the whole edit; value `i` is the mean of second `i`."""

    name: Literal["valence", "arousal", "tension"]
    values: tuple[float, ...]

    def at(self, second: float) -> float:
        """The value at a time, interpolated; the ends are held."""
        position = min(max(second - 0.5, 0.0), len(self.values) - 1.0)
        low = int(position)
        high = min(low + 1, len(self.values) - 1)
        return self.values[low] + (self.values[high] - self.values[low]) * (position - low)

    def mean(self, start_s: float, end_s: float) -> float:
        """The mean between two times."""
        first = min(max(int(start_s), 0), len(self.values) - 1)
        last = min(max(round(end_s), first + 1), len(self.values))
        return sum(self.values[first:last]) / (last - first)


@dataclass(frozen=True)
class Turn:
    """A frame at which the feeling changes."""

    frame: int
    strength: float
    """0 to 1."""
    why: str


@dataclass(frozen=True)
class KeyLine:
    """A line that matters: the music leaves room for it and answers after it."""

    span: Span
    text: str
    weight: float
    """0 to 1."""
    why: str
    speaker: str = ""
    """Who says it, where the text tells."""


@dataclass(frozen=True)
class Finding:
    """What a verifier noticed."""

    severity: Severity
    check: str
    """Short name of the check, stable."""
    sentence: str
    where: Span | None = None


@dataclass(frozen=True)
class HolisticScene:
    """The film understood: records in time, feelings as curves, turns, and what the verifier noticed."""

    rate: FrameRate
    duration: int
    records: tuple[SceneRecord, ...]
    valence: FeelingCurve
    arousal: FeelingCurve
    tension: FeelingCurve
    turns: tuple[Turn, ...] = ()
    summary: str = ""
    findings: tuple[Finding, ...] = ()
    key_lines: tuple[KeyLine, ...] = ()
    """What is said and must be heard, where somebody wrote down what is said."""

    def record_at(self, frame: int) -> SceneRecord:
        """The record that a frame lies in; the ends are held."""
        for record in self.records:
            if frame < record.span.end:
                return record
        return self.records[-1]
