"""Thirty films that exist only as edits and evidence: of different cutting, feeling, length and wish."""

from __future__ import annotations

import random
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from ningbgm_agents.evidence import Colour, Curve, Cut, Event, Evidence, Look, Shown, SpeechSpan
from ningbgm_agents.timeline import Edit, FrameRate, Marker

RATES = tuple(Fraction(*rate) for rate in ((24000, 1001), (24, 1), (25, 1), (30000, 1001), (50, 1), (60, 1)))


@dataclass(frozen=True)
class Stretch:
    """What a part of a film looks and sounds like."""

    name: str
    shot_s: float
    """Mean length of a shot."""
    brightness: float
    saturation: float
    warmth: float
    motion: float
    loudness: float
    """LUFS of the film's own sound."""
    onsets: float
    """Onsets a second in it."""
    colour: Colour


STRETCHES = (
    Stretch("dawn", 6.0, 0.55, 0.35, 0.4, 0.05, -42, 0.3, Colour(230, 170, 110, 0.7)),
    Stretch("kitchen", 2.6, 0.5, 0.5, 0.4, 0.15, -30, 1.5, Colour(220, 150, 60, 0.6)),
    Stretch("street", 1.8, 0.45, 0.3, 0.0, 0.4, -24, 3.0, Colour(120, 120, 120, 0.8)),
    Stretch("chase", 0.9, 0.3, 0.25, -0.1, 0.75, -16, 6.0, Colour(40, 40, 60, 0.8)),
    Stretch("night", 3.2, 0.1, 0.2, -0.3, 0.2, -34, 0.8, Colour(8, 8, 20, 0.9)),
    Stretch("storm", 1.4, 0.15, 0.15, -0.35, 0.6, -14, 5.0, Colour(30, 34, 50, 0.9)),
    Stretch("meadow", 4.5, 0.68, 0.5, 0.1, 0.1, -38, 0.6, Colour(90, 190, 80, 0.7)),
    Stretch("laboratory", 2.2, 0.6, 0.15, -0.4, 0.2, -36, 1.0, Colour(170, 200, 230, 0.7)),
    Stretch("stage", 1.2, 0.35, 0.7, 0.1, 0.5, -18, 4.0, Colour(200, 40, 160, 0.6)),
    Stretch("farewell", 5.0, 0.25, 0.15, -0.2, 0.05, -44, 0.2, Colour(90, 95, 110, 0.8)),
)
WISHES = (
    "", "warm and tender", "epic and strong", "funny and playful, cheeky", "suspense, something is wrong",
    "calm piano", "fast electronic music for a car film", "sad, like a farewell", "温馨的日常",
    "starts calm, builds to epic, hopeful ending", "lo-fi for cooking", "silence from 0:12 to 0:15",
    "documentary, clear and light", "no drums", "a button at the end", "紧张 悬疑",
)  # fmt: skip


@dataclass(frozen=True)
class DrawnScene:
    """An edit, what is sensed of it, and what is wished for it."""

    name: str
    edit: Edit
    evidence: Evidence
    wish: str


def draw_scene(number: int) -> DrawnScene:
    """The scene of this number, the same each time: 14 to 80 s of one to four stretches."""
    dice = random.Random(f"scene {number}")
    rate = FrameRate(RATES[number % len(RATES)])
    parts = dice.sample(STRETCHES, dice.choice((1, 2, 2, 3, 3, 4)))
    seconds = [dice.randint(14, 26) for _ in parts]
    frames = rate.frame_at(float(sum(seconds)))
    cuts = _cuts(parts, seconds, rate, frames, dice)
    bounds = [0, *(cut.frame for cut in cuts), frames]
    shots = tuple(_shown(_part_at(parts, seconds, float(rate.seconds(a))), a, b) for a, b in pairwise(bounds))
    speech = _speech(sum(seconds), dice) if number % 3 == 1 else ()
    markers = (Marker(frames * 3 // 5, "here"),) if number % 5 == 2 else ()
    evidence = Evidence(
        rate, frames, ("picture", "sound"), cuts, _events(frames, dice), shots,
        speech=speech, curves=_curves(parts, seconds), loudness_lufs=-22.0,
    )  # fmt: skip
    name = f"{number:02d} {'-'.join(part.name for part in parts)}"
    return DrawnScene(name, Edit(name, rate, frames, markers=markers), evidence, WISHES[number % len(WISHES)])


def _cuts(
    parts: list[Stretch], seconds: list[int], rate: FrameRate, frames: int, dice: random.Random
) -> tuple[Cut, ...]:
    times, start = [], 0.0
    for part, length in zip(parts, seconds, strict=True):
        at = start
        while at < start + length:
            times.append(at)
            at += max(0.5, dice.expovariate(1 / part.shot_s))
        start += length
    found = sorted({rate.frame_at(at) for at in times if 0.4 < at < start - 0.4})
    return tuple(Cut(frame, 0.95) for frame in found if frame < frames)


def _shown(part: Stretch, first: int, last: int) -> Shown:
    look = Look(part.brightness, part.saturation, part.warmth, 0.4, (part.colour,))
    return Shown(first, last, look, part.motion, 0.2, 0.0)


def _part_at(parts: list[Stretch], seconds: list[int], time_s: float) -> Stretch:
    end = 0
    for part, length in zip(parts, seconds, strict=True):
        end += length
        if time_s < end:
            return part
    return parts[-1]


def _events(frames: int, dice: random.Random) -> tuple[Event, ...]:
    places = sorted(dice.sample(range(frames // 10, frames * 9 // 10), dice.randint(0, 3)))
    return tuple(Event(frame, "action", dice.uniform(0.5, 1.0), 0.8) for frame in places)


def _speech(seconds: int, dice: random.Random) -> tuple[SpeechSpan, ...]:
    first, second = dice.uniform(2, seconds * 0.3), dice.uniform(seconds * 0.5, seconds * 0.7)
    return tuple(SpeechSpan(at, at + dice.uniform(2, 5), 0.9, -22.0) for at in (first, second))


def _curves(parts: list[Stretch], seconds: list[int]) -> tuple[Curve, ...]:
    kinds = {
        "picture": ("brightness", "saturation", "warmth", "motion"),
        "sound": ("loudness", "onsets"),
    }
    return tuple(
        Curve(
            name,
            4.0,
            tuple(
                float(getattr(part, name))
                for part, length in zip(parts, seconds, strict=True)
                for _ in range(length * 4)
            ),
            source,
        )
        for source, names in kinds.items()
        for name in names
    )
