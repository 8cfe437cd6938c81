"""What was understood of a wish, before anything is derived."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from ..brief import ArcShape, EndingKind, Joins, Mode, MoodShift, Silence
from ..lyrics import VoiceName

LAST_S = 86_400.0
"""Stands for the end of a film whose length is not known yet."""


@dataclass(frozen=True)
class Mood:
    """A feeling that was named, with its strength already in its numbers."""

    name: str
    valence: float
    arousal: float
    text: str


@dataclass(frozen=True)
class TimedMood:
    """A feeling asked for around a time."""

    second: float
    valence: float
    arousal: float
    text: str


@dataclass(frozen=True)
class TailSilence:
    """No music for the last seconds."""

    seconds: float | None
    """None where the length was not said."""


@dataclass(frozen=True)
class Wish:
    """What a text asks for; None and empty mean that it says nothing about it."""

    text: str = ""
    moods: tuple[Mood, ...] = ()
    """Feelings for the whole film."""
    named: tuple[str, ...] = ()
    """Names of all moods that were understood, wherever they belong."""
    avoided: tuple[Mood, ...] = ()
    shifts: tuple[MoodShift, ...] = ()
    timed: tuple[TimedMood, ...] = ()
    palettes: tuple[tuple[str, float], ...] = ()
    """Palettes with the weight of the words that ask for them; negative for unwanted ones."""
    styles: tuple[str, ...] = ()
    """Names of the styles and references that were understood."""
    traits: tuple[str, ...] = ()
    valence: float | None = None
    arousal: float | None = None
    style_tempo_bpm: tuple[float, float] | None = None
    style_mode: Mode | None = None
    style_valence: float | None = None
    style_arousal: float | None = None
    style_include: tuple[str, ...] = ()
    tempo_bpm: tuple[float, float] | None = None
    mode: Mode | None = None
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    dynamics: Literal["soft", "normal", "loud"] | None = None
    arc: ArcShape | None = None
    silences: tuple[Silence, ...] = ()
    opening_silence: bool = False
    tail_silence: TailSilence | None = None
    silent_under_speech: bool = False
    ending: EndingKind | None = None
    joins: Joins | None = None
    reference: str = ""
    hit_density: float | None = None
    loudness_lufs: float | None = None
    true_peak_dbtp: float | None = None
    delivery_name: str = ""
    """The standard or platform that was named."""
    duck: bool | None = None
    vocals: bool | None = None
    """Whether somebody shall sing."""
    voice: VoiceName | None = None
    language: str = ""
    """Language of the text, as its two letters; empty where it cannot be told."""
    variations: int | None = None
    duration_s: float | None = None
    unhonoured: tuple[str, ...] = ()
    """What was not understood or cannot be done, as sentences."""

    def complaining(self, sentence: str) -> Wish:
        """The same wish with one more sentence about what could not be honoured."""
        return replace(self, unhonoured=(*self.unhonoured, sentence))
