"""What is wanted: the user's request as given, and the brief that the requirements team makes of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from .lyrics import VOICE_STEM, Vocals, VocalWish
from .timeline import Span

EndingKind = Literal["ring_out", "button", "fade", "open"]
"""How a score ends."""
CueEnding = Literal["ring_out", "button", "fade", "open", "segue"]
"""How a cue ends; in a segue its last chord is held until the next cue takes it up."""
Joins = Literal["follow", "segue", "apart"]
"""How cues that stand close are joined: as the story has it, always by a segue, never by one."""
Mode = Literal["major", "minor"]
ArcShape = Literal["follow", "rise", "fall", "steady", "arch"]

STEMS = (VOICE_STEM, "melody", "harmony", "motion", "bass", "drums", "hits")
"""Every stem that a cue can have, in the order in which they are listed and placed."""
OTHER_STEM = "other"
"""The stem that gathers all that is not delivered apart."""


@dataclass(frozen=True)
class Likeness:
    """What was measured of a temp track: its pace, its colour and its course, never its notes."""

    name: str
    """The file's name."""
    duration_s: float
    tempo_bpm: float | None = None
    """None where no pulse was found."""
    tempo_confidence: float = 0.0
    tonic: int | None = None
    """Pitch class (0 is C); None where no key stands out."""
    mode: Mode | None = None
    key_confidence: float = 0.0
    onsets_per_minute: float = 0.0
    brightness_hz: float = 0.0
    """Middle of its spectral centroid."""
    low_share: float = 0.0
    """Share of its energy below 150 Hz."""
    energy: tuple[float, ...] = ()
    """Its loudness over its length as 24 values, 0 (softest) to 1 (loudest)."""
    range_lu: float = 0.0
    """Between its soft and its loud parts, in LU."""


@dataclass(frozen=True)
class Request:
    """What the user asked for, word for word."""

    wish: str = ""
    palette: str | None = None
    palette_text: str = ""
    """A palette of the user's own, as the text of its TOML file; `palette` is its name then."""
    likeness: Likeness | None = None
    """What was measured of a temp track that the music is to be like."""
    loudness_lufs: float | None = None
    seed: int = 0
    variations: int = 1
    stems: tuple[str, ...] = ()
    """Stems to deliver apart; empty for all."""
    duck: bool = True
    """Whether the music goes down under speech."""
    vocals: VocalWish = field(default_factory=VocalWish)
    """Whether somebody sings, and what."""


@dataclass(frozen=True)
class Silence:
    """Where not to play: a span in seconds, or until something happens."""

    start_s: float
    end_s: float
    why: str = ""
    until: str = ""
    """What ends it ('the door slams'), where that is to be found in the evidence; `end_s` is its limit."""


@dataclass(frozen=True)
class MoodShift:
    """A feeling asked for over a part of the film, as shares of its length."""

    start: float
    end: float
    valence: float
    arousal: float
    words: str
    """The user's own words."""


@dataclass(frozen=True)
class Derivation:
    """Something that the user did not say and that was decided for them."""

    field: str
    value: str
    why: str


@dataclass(frozen=True)
class Delivery:
    """What is to be handed over."""

    loudness_lufs: float = -18.0
    """Integrated loudness of the music (ITU-R BS.1770)."""
    true_peak_dbtp: float = -1.0
    sample_rate_hz: int = 48_000
    stems: tuple[str, ...] = STEMS
    duck: bool = True
    speech_clearance_lu: float = 12.0
    """How far the music stays under speech; at least 10 LU is the rule of practice."""


@dataclass(frozen=True)
class Brief:
    """What is wanted, with everything that the user did not say derived and marked as derived."""

    wish: str = ""
    moods: tuple[str, ...] = ()
    """Mood words that were understood, in English."""
    valence: float | None = None
    """Feeling asked for, -1 to 1; None follows the picture."""
    arousal: float | None = None
    """Energy asked for, -1 to 1; None follows the picture."""
    palettes: tuple[str, ...] = ("orchestral",)
    """Palettes by name, best first; variation n takes the n-th."""
    palette_text: str = ""
    """A palette of the user's own as TOML text, which one of `palettes` names."""
    likeness: Likeness | None = None
    """The temp track that is followed: its density and its curve of energy."""
    tempo_bpm: tuple[float, float] | None = None
    mode: Mode | None = None
    include: tuple[str, ...] = ()
    """Instruments and families asked for ('piano', 'strings')."""
    exclude: tuple[str, ...] = ()
    """Instruments, families and stems not wanted ('drums', 'choir')."""
    dynamics: Literal["soft", "normal", "loud"] = "normal"
    arc: ArcShape = "follow"
    shifts: tuple[MoodShift, ...] = ()
    silences: tuple[Silence, ...] = ()
    ending: EndingKind = "ring_out"
    joins: Joins = "follow"
    """Whether cues that stand close run into each other."""
    reference: str = ""
    """A reference named in words ('like a Western'), as understood."""
    hit_density: float = 1.0
    """How eagerly to hit the picture: 0 hardly, 1 as the style does, 2 everything."""
    duration_s: float | None = None
    """Length asked for, where there is no film to give it."""
    vocals: Vocals | None = None
    """Who sings what; None for instruments alone."""
    delivery: Delivery = field(default_factory=Delivery)
    seed: int = 0
    variations: int = 1
    derived: tuple[Derivation, ...] = ()
    unhonoured: tuple[str, ...] = ()
    """Parts of the wish that could not be honoured, each as a sentence."""


def silent_spans(brief: Brief, rate_fps: float, duration: int) -> tuple[Span, ...]:
    """The silences that are fixed in time, as frames inside the edit."""
    spans = []
    for silence in brief.silences:
        start = max(0, round(silence.start_s * rate_fps))
        end = min(duration, round(silence.end_s * rate_fps))
        if not silence.until and end > start:
            spans.append(Span(start, end))
    return tuple(spans)
