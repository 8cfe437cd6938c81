"""The pad layer: chords, held, swelled or strummed, each voice led to its nearest note."""

from __future__ import annotations

from fractions import Fraction

from ...palette import Player
from ...score import Chord
from ..voicing import voice
from .sketch import Frame, Sketch, Stroke, carriers

_STRUM_BEATS = Fraction(1, 24)
_STRUMS = {
    0.0: ((0, 1.0),),
    0.3: ((0, 1.0), (4, 0.55), (8, 0.85), (12, 0.6)),
    0.55: ((0, 1.0), (4, 0.6), (6, 0.5), (8, 0.9), (12, 0.65), (14, 0.5)),
    0.78: ((0, 1.0), (3, 0.55), (4, 0.7), (6, 0.6), (8, 0.95), (11, 0.55), (12, 0.75), (14, 0.6)),
}
"""Strumming patterns by intensity: sixteenth of the bar and force."""


def write_pads(frame: Frame) -> list[Sketch]:
    """One sketch a pad player."""
    return [Sketch(player, tuple(_strokes(frame, player))) for player in carriers(frame, "pad")]


def _strokes(frame: Frame, player: Player) -> list[Stroke]:
    strokes: list[Stroke] = []
    before: tuple[int, ...] = ()
    bass = 0
    for chord in frame.chords:
        section = frame.section_at(chord.start_beat)
        closing = chord.start_beat >= frame.end
        if not closing and not frame.plays(player, section):
            before = ()
            continue
        if closing and not strokes:
            continue
        voices = _voices(player, section.intensity)
        before = voice(chord, before, player.low, _top(player, section.intensity), voices, chord.bass - bass)
        bass = chord.bass
        if player.manner == "strum" and not closing:
            strokes += _strummed(frame, chord, before, section.intensity)
        else:
            strokes += _held(frame, chord, before, closing, player)
    return strokes


def _voices(player: Player, intensity: float) -> int:
    if player.family == "brass":
        return 3
    return 3 if intensity < 0.35 else 4


def _top(player: Player, intensity: float) -> int:
    """Low and narrow when quiet, opening upwards as it grows."""
    return round(player.low + (player.high - player.low) * (0.62 + 0.38 * intensity))


def _held(frame: Frame, chord: Chord, keys: tuple[int, ...], closing: bool, player: Player) -> list[Stroke]:
    end = frame.last if closing else min(chord.end_beat, frame.end)
    roll = _STRUM_BEATS if player.manner == "strum" else Fraction(0)
    return [
        Stroke(chord.start_beat + roll * number, end - chord.start_beat - roll * number, key, 1.0)
        for number, key in enumerate(keys)
    ]


def _strummed(frame: Frame, chord: Chord, keys: tuple[int, ...], intensity: float) -> list[Stroke]:
    """A strumming pattern, bar by bar: from below, the off-beats lighter and with fewer strings."""
    pattern = next(p for least, p in sorted(_STRUMS.items(), reverse=True) if intensity >= least)
    if frame.spoken(chord.start_beat, chord.end_beat):
        pattern = _STRUMS[0.0]
    strokes = []
    end = min(chord.end_beat, frame.end)
    times = sorted(
        {
            (chord.start_beat, 1.0),
            *(
                (bar.start_beat + Fraction(step, 4), force)
                for bar in frame.tempo.bars
                for step, force in pattern
                if chord.start_beat < bar.start_beat + Fraction(step, 4) < end and step < bar.beats * 4
            ),
        }
    )
    for (beat, force), following in zip(times, [*(t[0] for t in times[1:]), end], strict=True):
        strings = keys if force > 0.7 else keys[1:]
        strokes += [
            Stroke(beat + _STRUM_BEATS * number, max(Fraction(1, 8), following - beat), key, force)
            for number, key in enumerate(strings)
        ]
    return strokes
