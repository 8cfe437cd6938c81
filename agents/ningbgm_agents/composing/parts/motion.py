"""The motion layer: arpeggios and ostinati that evolve, thin out under speech and thicken with intensity."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction

from ...palette import Player
from ...score import Section
from ..voicing import voice
from .registers import beside
from .sketch import Frame, Sketch, Stroke, carriers

_CHANGES = 4
"""Bars after which a figure becomes another (`craft.md` 4)."""
_FLOOR = 50
"""Figures stay over the bass's octave where their range allows."""


def write_motion(frame: Frame) -> list[Sketch]:
    """One sketch a motion player."""
    return [
        Sketch(player, tuple(_strokes(frame, player, number)))
        for number, player in enumerate(carriers(frame, "motion"))
    ]


def _strokes(frame: Frame, player: Player, number: int) -> list[Stroke]:
    strokes: list[Stroke] = []
    patterns = list(frame.bench.palette.ostinati)
    frame.bench.dice("ostinati", number).shuffle(patterns)
    player = replace(player, low=max(player.low, min(_FLOOR, player.high - 12)))
    for order, section in enumerate(frame.written_sections()):
        if frame.plays(player, section) and not (order == 0 and _waits(frame, section)):
            strokes += _section(frame, player, section, patterns[order % len(patterns)])
    return strokes


def _waits(frame: Frame, section: Section) -> bool:
    """Not all instruments from the first bar: the motion lets the chords of a quiet first section begin."""
    chords = any(frame.plays(pad, section) for pad in carriers(frame, "pad"))
    return chords and section.intensity < 0.3 and len(frame.written_sections()) > 2


def _section(frame: Frame, player: Player, section: Section, pattern: str) -> list[Stroke]:
    strokes: list[Stroke] = []
    keys: tuple[int, ...] = ()
    start, end = frame.span(section)
    dice = frame.bench.dice("figure", frame.plan.name, player.name, section.start_bar)
    low, high = beside(frame, start, player.low, player.high, above=True)
    for bar in frame.tempo.bars[section.start_bar : section.end_bar]:
        count = bar.number - 1 - section.start_bar
        if count and count % _CHANGES == 0:
            pattern = _changed(pattern, dice)
        evolved = _evolved(pattern, count, section.intensity)
        if frame.spoken(bar.start_beat, bar.start_beat + bar.beats):
            evolved = _thinned(evolved)
        steps = 4 * bar.beats
        for step in range(int(steps)):
            beat = bar.start_beat + Fraction(step, 4)
            sign = evolved[step * len(evolved) // 16 % len(evolved)] if _on_step(evolved, step) else "."
            if sign == "." or not start <= beat < end:
                continue
            chord = frame.chord_at(beat)
            if beat == chord.start_beat or not keys:
                keys = voice(chord, keys, low, high, 4)
            strokes.append(_stroke(frame, player, keys, int(sign), beat, step))
    return strokes


def _changed(pattern: str, dice: random.Random) -> str:
    """Another bar of the same figure: one note comes a step earlier or later, and another one turns."""
    signs = list(pattern)
    moves = [
        (here, there)
        for here, sign in enumerate(signs)
        for there in (here - 1, here + 1)
        if sign != "." and here and 0 < there < len(signs) and signs[there] == "."
    ]
    if moves:
        here, there = dice.choice(moves)
        signs[there], signs[here] = signs[here], "."
    else:
        signs[dice.randrange(1, len(signs))] = "."
    turned = dice.choice([n for n, sign in enumerate(signs) if sign != "."])
    signs[turned] = str((int(signs[turned]) + dice.choice((1, 2))) % 4)
    return "".join(signs)


def _on_step(pattern: str, step: int) -> bool:
    """Patterns of eight signs count eighths, of sixteen sixteenths."""
    return (step * len(pattern)) % 16 == 0


def _stroke(
    frame: Frame, player: Player, keys: tuple[int, ...], sign: int, beat: Fraction, step: int
) -> Stroke:
    turns, index = divmod(sign, len(keys)) if keys else (0, 0)
    pitch = keys[index] + 12 * turns
    while pitch > player.high:
        pitch -= 12
    force = 1.0 if step % 8 == 0 else 0.84 if step % 4 == 0 else 0.7
    length = Fraction(1, 4) if player.patch or not player.short else Fraction(1)
    return Stroke(beat, min(length, frame.end - beat), pitch, force)


def _evolved(pattern: str, bar: int, intensity: float) -> str:
    """One note changes each second bar, an accent drops out each fourth; quiet bars keep half of it."""
    signs = list(pattern)
    if bar % 4 == 3:
        places = [n for n, sign in enumerate(signs) if sign != "."]
        if len(places) > 3:
            signs[places[-2]] = "."
    if bar % 2 == 1:
        last = max((n for n, sign in enumerate(signs) if sign != "."), default=0)
        if signs[last] != ".":
            signs[last] = str((int(signs[last]) + 1) % 4)
    if intensity < 0.3:
        signs = [sign if n % (len(signs) // 4) == 0 else "." for n, sign in enumerate(signs)]
    return "".join(signs)


def _thinned(pattern: str) -> str:
    """Under speech only every second note is left."""
    signs, kept = list(pattern), False
    for number, sign in enumerate(signs):
        if sign != ".":
            kept = not kept
            if not kept:
                signs[number] = "."
    return "".join(signs)
