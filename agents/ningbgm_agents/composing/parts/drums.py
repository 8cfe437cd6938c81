"""The drums: grooves by intensity, fills before new sections, nothing loud under speech."""

from __future__ import annotations

from fractions import Fraction

from ...palette import DRUMS, Groove, Player
from ...score import Bar, Section
from .sketch import Frame, Sketch, Stroke, carriers

_FILL = (("low_tom", 8), ("mid_tom", 10), ("mid_tom", 12), ("high_tom", 13), ("high_tom", 14))
_LIGHT = frozenset({"closed_hat", "shaker", "tambourine", "triangle", "rim"})


def write_drums(frame: Frame) -> list[Sketch]:
    """One sketch a drummer; empty for palettes without grooves."""
    return [Sketch(player, tuple(_strokes(frame, player))) for player in carriers(frame, "drums")]


def _strokes(frame: Frame, player: Player) -> list[Stroke]:
    strokes: list[Stroke] = []
    sections = frame.written_sections()
    for number, section in enumerate(sections):
        groove = _groove(frame, section)
        if groove is None or section.intensity < player.enters:
            continue
        grows = number + 1 < len(sections) and sections[number + 1].intensity > section.intensity
        strokes += _section(frame, section, groove, grows)
    return strokes


def _groove(frame: Frame, section: Section) -> Groove | None:
    able = [g for g in frame.bench.palette.grooves if g.enters <= section.intensity]
    return max(able, key=lambda g: g.enters, default=None)


def _section(frame: Frame, section: Section, groove: Groove, grows: bool) -> list[Stroke]:
    strokes: list[Stroke] = []
    start, end = frame.span(section)
    bars = frame.tempo.bars[section.start_bar : section.end_bar]
    for bar in bars:
        spoken = frame.spoken(bar.start_beat, bar.start_beat + bar.beats)
        fills = bar is bars[-1] and grows and section.intensity > 0.5 and bar.beats >= 4 and not spoken
        strokes += _bar(frame, groove, bar, end, fills, spoken)
        if (fills and "snare" in groove.lines) or (fills and "low_tom" in groove.lines):
            strokes += _fill(bar, end)
    return [stroke for stroke in strokes if start <= stroke.beat < end]


def _bar(frame: Frame, groove: Groove, bar: Bar, end: Fraction, fills: bool, spoken: bool) -> list[Stroke]:
    strokes = []
    steps = min(16, int(bar.beats * 4)) if bar.beats <= 4 else int(bar.beats * 4)
    for sound, line in groove.lines.items():
        if spoken and sound not in _LIGHT:
            continue
        for step in range(steps):
            sign = line[step % 16]
            beat = bar.start_beat + Fraction(step, 4)
            if sign == "." or beat >= end or (fills and step >= 8 and sound != "kick"):
                continue
            varied = bar.number % 4 == 0 and sign == "o" and step > 11
            if _left_out(bar, sound, step, groove):
                continue
            force = (1.0 if sign == "x" else 0.62) * (0.7 if varied else 1.0) * (0.75 if spoken else 1.0)
            strokes.append(Stroke(beat, Fraction(1, 4), DRUMS[sound], force * _metric(step)))
    return strokes


def _left_out(bar: Bar, sound: str, step: int, groove: Groove) -> bool:
    """Each fourth bar turns: its last strokes of the busiest sound rest, in each eighth those of another."""
    if bar.number % 4 or step < 12:
        return False
    busiest = sorted(groove.lines, key=lambda name: (groove.lines[name].count("."), name))
    return sound == busiest[(bar.number // 4 - 1) % min(2, len(busiest))]


def _metric(step: int) -> float:
    """The weight of a place in the bar: one and three lean, sixteenths are lighter."""
    return 1.0 if step % 8 == 0 else 0.95 if step % 4 == 0 else 0.84 if step % 2 == 0 else 0.74


def _fill(bar: Bar, end: Fraction) -> list[Stroke]:
    """Toms down the last two beats; the last sixteenths before a hit are cleared later."""
    return [
        Stroke(bar.start_beat + Fraction(step, 4), Fraction(1, 4), DRUMS[drum], 0.7 + 0.02 * step)
        for drum, step in _FILL
        if bar.start_beat + Fraction(step, 4) < end
    ]
