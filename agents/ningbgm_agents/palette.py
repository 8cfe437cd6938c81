"""A palette: the instruments, harmony, rhythm and manners of a style, as data that a musician can edit."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
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
    soundfont: str = ""
    """SoundFont (SF2, SF3) that this instrument is played on; empty for the palette's or the score's."""
    sfz: str = ""
    """SFZ file that this instrument is played on; then `program` counts for nothing."""

    @property
    def samples(self) -> str:
        """The file of samples that it brings; empty for the score's SoundFont."""
        return self.sfz or self.soundfont


@dataclass(frozen=True)
class Groove:
    """A drum pattern of one 4/4 bar: a line of sixteen steps per sound ('x' strong, 'o' weak, '.' rest)."""

    name: str
    enters: float
    """Intensity from which it is played."""
    lines: dict[str, str]


@dataclass(frozen=True)
class Sound:
    """What the whole palette is played on."""

    soundfont: str = ""
    """SoundFont of all instruments that name none of their own; empty for the score's."""


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
    dynamics_db: float = 10.0
    """How far each player falls from the most intense section to the least, beside who plays at all."""
    rubato: float = 0.0
    """How freely phrases broaden at their turns and before the last chord: 0 never, 1 as a string quartet."""
    drop: bool = False
    """Whether all but a held tone and a riser stop before the climax, for two beats or a bar."""
    brightness_hz: float | None = None
    """Middle of the spectrum of its demo, by which it is told apart where a temp track is followed."""
    sound: Sound = field(default_factory=Sound)
    """Samples of the user's own."""
    prompt: str = ""
    """Words for a model of music that plays it; empty for its title."""

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


def palette_named(name: str, own: str = "") -> Palette:
    """The palette of this name: the user's own, given as its TOML text, before those that there are.

    Raises:
        NotFoundError: there is no such palette.
        InputError: a text that does not hold a palette.
    """
    palette = _read_own(own) if own else None
    return palette if palette is not None and palette.name == name else load_palette(name)


def known_names(own: str = "") -> tuple[str, ...]:
    """All palettes that there are, the user's own first."""
    first = (_read_own(own).name,) if own else ()
    return (*first, *(name for name in palette_names() if name not in first))


@cache
def _read_own(text: str) -> Palette:
    return read_palette(text, "of your own")


def read_palette(text: str, name: str) -> Palette:
    """A palette from the text of a TOML file.

    Raises:
        InputError: the text does not hold a palette, with the first thing that is wrong.
    """
    try:
        palette = validated(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"the palette {name!r} is not TOML: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise InputError(f"the palette {name!r}: {where}: {first['msg']}") from error
    for wrong in rules_broken(palette):
        raise InputError(f"the palette {palette.name!r}: {wrong.sentence}")
    return _with_samples(palette)


def validated(said: dict[str, object]) -> Palette:
    """The palette that keys and values say, its rules not yet checked.

    Raises:
        ValidationError: a value is missing or of the wrong kind.
    """
    return TypeAdapter(Palette).validate_python(said)


@dataclass(frozen=True)
class Broken:
    """A rule of palettes that is broken, and where: keys and numbers as they stand in the file."""

    where: tuple[str | int, ...]
    sentence: str


def rules_broken(palette: Palette) -> Iterator[Broken]:
    """What a palette needs beyond values of the right kind."""
    if not re.fullmatch(r"[a-z][a-z0-9-]{0,39}", palette.name):
        yield Broken(("name",), "name is a short word of small letters, digits and -")
    if not 0 <= palette.rubato <= 1:
        yield Broken(("rubato",), "rubato goes from 0 (strict) to 1 (free)")
    if not 0 <= palette.dynamics_db <= 24:
        yield Broken(("dynamics_db",), "dynamics_db goes from 0 (all alike) to 24 decibels")
    missing = {"pad", "bass", "melody", "hit"} - {player.layer for player in palette.players}
    if missing:
        yield Broken(("players",), f"no player for {', '.join(sorted(missing))}; add one for each")
    if not palette.harmonic_rhythm or min(palette.harmonic_rhythm) < 1:
        yield Broken(("harmonic_rhythm",), "harmonic_rhythm needs numbers of one bar or more")
    if not 30 <= palette.tempo_bpm[0] <= palette.tempo_bpm[1] <= 240:
        yield Broken(("tempo_bpm",), "tempo_bpm goes from the slower to the faster, between 30 and 240")
    if palette.brightness_hz is not None and not 50 <= palette.brightness_hz <= 12_000:
        yield Broken(
            ("brightness_hz",), "brightness_hz goes from 50 to 12000; leave it out if you do not know"
        )
    if not palette.ostinati:
        yield Broken(("ostinati",), "ostinati needs at least one pattern")
    for number, pattern in enumerate(palette.ostinati):
        if not re.fullmatch(r"[0-9.]{8}|[0-9.]{16}", pattern):
            yield Broken(
                ("ostinati", number), f"bad ostinato {pattern!r}; write 8 or 16 signs, digits and dots"
            )
        elif not pattern.strip("."):
            yield Broken(
                ("ostinati", number),
                f"ostinato {pattern!r} holds rests only; put a digit where a note sounds",
            )
    for number, player in enumerate(palette.players):
        yield from _player_broken(number, player)
    for number, groove in enumerate(palette.grooves):
        for sound, line in groove.lines.items():
            if sound not in DRUMS:
                yield Broken(
                    ("grooves", number, "lines", sound), f"no drum {sound!r}; choose from {', '.join(DRUMS)}"
                )
            elif not re.fullmatch(r"[xo.]{16}", line):
                yield Broken(
                    ("grooves", number, "lines", sound),
                    f"bad groove line {sound} = {line!r}; write 16 signs: x strong, o weak, . rest",
                )


def _player_broken(number: int, player: Player) -> Iterator[Broken]:
    here: tuple[str | int, ...] = ("players", number)
    if not 0 <= player.low <= player.high - 7 <= 120 and not player.kit and player.layer != "hit":
        yield Broken((*here, "low"), f"{player.name} needs a range of a fifth or more, from low to high")
    if not 0 <= player.program <= 127:
        yield Broken((*here, "program"), f"{player.name}: a program is a number from 0 to 127")
    if not 1 <= player.velocity <= 127:
        yield Broken((*here, "velocity"), f"{player.name}: a velocity is a number from 1 to 127")
    if not -1 <= player.pan <= 1:
        yield Broken((*here, "pan"), f"{player.name}: pan goes from -1 (left) to 1 (right)")
    if not 0 <= player.reverb <= 1:
        yield Broken((*here, "reverb"), f"{player.name}: reverb goes from 0 to 1")
    if not -60 <= player.gain_db <= 12:
        yield Broken((*here, "gain_db"), f"{player.name}: gain_db goes from -60 to 12")
    if player.sfz and player.soundfont:
        yield Broken((*here, "sfz"), f"{player.name} names an SFZ and a SoundFont; keep one")


def _with_samples(palette: Palette) -> Palette:
    """The palette with its SoundFont given to every instrument that names no samples of its own."""
    font = palette.sound.soundfont
    if not font:
        return palette
    players = tuple(
        p if p.samples or p.patch is not None else replace(p, soundfont=font) for p in palette.players
    )
    return replace(palette, players=players)
