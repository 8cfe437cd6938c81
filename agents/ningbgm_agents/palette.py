"""A palette: the instruments, harmony, rhythm and manners of a style, as data that a musician can edit."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from .brief import EndingKind
from .errors import InputError, NotFoundError
from .score import Patch

Layer = Literal["pad", "bass", "motion", "melody", "counter", "double", "drums", "hit", "spark"]
Manner = Literal[
    "sustain",
    "swell",
    "pluck",
    "arpeggio",
    "ostinato",
    "walking",
    "pulse",
    "root",
    "line",
    "strum",
    "kit",
    "strike",
]


@dataclass(frozen=True)
class Player:
    """One instrument of the palette: what it plays on, which layer it carries and how."""

    name: str
    layer: Layer
    manner: Manner
    program: int = 0
    kit: bool = False
    patch: Patch | None = None
    family: str = ""
    """'strings', 'keys', 'brass', 'woodwind', 'guitar', 'mallet', 'voice', 'percussion', 'synth'."""
    low: int = 36
    """Lowest comfortable MIDI key."""
    high: int = 84
    """Highest comfortable MIDI key."""
    enters: float = 0.0
    """Intensity (0 to 1) from which it plays."""
    leaves: float = 1.01
    """Intensity from which it rests again."""
    gain_db: float = 0.0
    pan: float = 0.0
    reverb: float = 0.18
    high_pass_hz: float = 30.0
    velocity: int = 80
    """Middle of its velocities."""
    breath: bool = False
    """True for winds, brass and voices, which need rests."""
    short: bool = False
    """True where notes ring by themselves and need no holding."""


@dataclass(frozen=True)
class Groove:
    """A drum pattern of one 4/4 bar: a line of sixteen steps per sound ('x' strong, 'o' weak, '.' rest)."""

    name: str
    enters: float
    """Intensity from which it is played."""
    lines: dict[str, str]


@dataclass(frozen=True)
class Palette:
    """A style as data."""

    name: str
    title: str
    description: str
    words: tuple[str, ...]
    """Words of a wish that ask for it, English and Chinese."""
    valence: tuple[float, float]
    arousal: tuple[float, float]
    tempo_bpm: tuple[float, float]
    room: Literal["dry", "room", "hall", "cathedral"]
    ending: EndingKind
    swing: float
    """Share of a beat pair taken by the first sixteenth of two: 0.5 straight, 0.58 swung."""
    humanise: float
    """0 machine, 1 loose."""
    parallels: bool
    """Whether parallel fifths between melody and bass are part of the style."""
    accents_per_minute: float
    """Most strong accents that the style bears."""
    major: tuple[str, ...]
    """Names of progressions (in `progressions.toml`) for bright scenes."""
    minor: tuple[str, ...]
    """Names of progressions for dark scenes."""
    tense: tuple[str, ...]
    """Names of progressions for tension."""
    scales: tuple[str, str]
    """Scale for bright and for dark scenes."""
    harmonic_rhythm: tuple[int, ...]
    """Bars a chord may last, most usual first."""
    ostinati: tuple[str, ...]
    """Motion patterns of sixteen steps; digits are chord notes from the lowest, '.' rests."""
    players: tuple[Player, ...]
    grooves: tuple[Groove, ...] = ()
    risers: bool = False
    """Whether a riser leads into the heaviest accents."""
    rich_ending: bool = False
    """Whether the last chord has an added ninth."""

    @property
    def instruments(self) -> tuple[str, ...]:
        """Names of its instruments and families."""
        names = {player.name for player in self.players} | {p.family for p in self.players if p.family}
        return tuple(sorted(names))


DRUMS = {
    "kick": 36,
    "rim": 37,
    "snare": 38,
    "clap": 39,
    "closed_hat": 42,
    "pedal_hat": 44,
    "open_hat": 46,
    "low_tom": 41,
    "mid_tom": 45,
    "high_tom": 48,
    "crash": 49,
    "ride": 51,
    "tambourine": 54,
    "cowbell": 56,
    "shaker": 70,
    "maracas": 70,
    "triangle": 81,
    "conga": 63,
    "timpani": 41,
}
"""General MIDI percussion keys by name."""


@cache
def palette_names() -> tuple[str, ...]:
    """All palettes that there are, in alphabetical order."""
    folder = resources.files(__package__) / "palettes"
    return tuple(
        sorted(file.name.removesuffix(".toml") for file in folder.iterdir() if file.name.endswith(".toml"))
    )


@cache
def load_palette(name: str) -> Palette:
    """The palette of this name.

    Raises:
        NotFoundError: there is no such palette.
        InputError: its file does not hold a palette.
    """
    file = resources.files(__package__) / "palettes" / f"{name}.toml"
    if name not in palette_names():
        raise NotFoundError(
            f"there is no palette {name!r}; choose one of {', '.join(palette_names())}", palette=name
        )
    palette = read_palette(file.read_text(encoding="utf-8"), name)
    if palette.name != name:
        raise InputError(f"the palette file {name}.toml calls itself {palette.name!r}; let both be the same")
    return palette


def read_palette(text: str, name: str) -> Palette:
    """A palette from the text of a TOML file.

    Raises:
        InputError: the text does not hold a palette, with the first thing that is wrong.
    """
    try:
        return _checked(TypeAdapter(Palette).validate_python(tomllib.loads(text)))
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"the palette {name!r} is not TOML: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise InputError(f"the palette {name!r}: {where}: {first['msg']}") from error


def _checked(palette: Palette) -> Palette:
    name = palette.name
    missing = {"pad", "bass", "melody", "hit"} - {player.layer for player in palette.players}
    if missing:
        raise InputError(f"the palette {name!r} has no player for: {', '.join(sorted(missing))}")
    if not palette.harmonic_rhythm or min(palette.harmonic_rhythm) < 1:
        raise InputError(f"the palette {name!r} needs a harmonic_rhythm of one bar or more")
    for player in palette.players:
        if not 0 <= player.low <= player.high - 7 <= 120 and not player.kit and player.layer != "hit":
            raise InputError(f"the palette {name!r}: {player.name} needs a range of a fifth or more")
    for pattern in palette.ostinati:
        if not re.fullmatch(r"[0-9.]{8}|[0-9.]{16}", pattern):
            raise InputError(f"the palette {name!r} has a bad ostinato {pattern!r}")
    for groove in palette.grooves:
        for sound, line in groove.lines.items():
            if sound not in DRUMS or not re.fullmatch(r"[xo.]{16}", line):
                raise InputError(f"the palette {name!r} has a bad groove line {sound} = {line!r}")
    return palette
