"""The motion layer: arpeggios and ostinati that evolve, thin out under speech and thicken with intensity."""

from __future__ import annotations

from fractions import Fraction

from ...palette import Player
from ...score import Section
from ..voicing import voice
from .sketch import Frame, Sketch, Stroke, carriers


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
    for order, section in enumerate(frame.written_sections()):
        if frame.plays(player, section) and not (order == 0 and _waits(frame, section)):
            strokes += _section(frame, player, section, patterns[order % 2 % len(patterns)])
    return strokes


def _waits(frame: Frame, section: Section) -> bool:
    """Not all instruments from the first bar: the motion lets a quiet first section begin alone."""
    return section.intensity < 0.3 and len(frame.written_sections()) > 2


def _section(frame: Frame, player: Player, section: Section, pattern: str) -> list[Stroke]:
    strokes: list[Stroke] = []
    keys: tuple[int, ...] = ()
    start, end = frame.span(section)
    for bar in frame.tempo.bars[section.start_bar : section.end_bar]:
        evolved = _evolved(pattern, bar.number - 1 - section.start_bar, section.intensity)
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
                keys = voice(chord, keys, player.low, player.high, 4)
            strokes.append(_stroke(frame, player, keys, int(sign), beat, step))
    return strokes


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
