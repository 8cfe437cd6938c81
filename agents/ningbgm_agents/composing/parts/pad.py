"""The pad layer: chords, held, swelled or strummed, each voice led to its nearest note."""

from __future__ import annotations

from fractions import Fraction

from ...palette import Player
from ...score import Chord
from ..voicing import voice
from .breath import breathing
from .registers import beside, over_bass, sounding, strokes_of
from .sketch import Frame, Sketch, Stroke, carriers

_STRUM_BEATS = Fraction(1, 24)
_STRUMS = {
    0.0: ((0, 1.0), (8, 0.72)),
    0.3: ((0, 1.0), (4, 0.55), (8, 0.85), (12, 0.6)),
    0.55: ((0, 1.0), (4, 0.6), (6, 0.5), (8, 0.9), (12, 0.65), (14, 0.5)),
    0.78: ((0, 1.0), (3, 0.55), (4, 0.7), (6, 0.6), (8, 0.95), (11, 0.55), (12, 0.75), (14, 0.6)),
}
"""Strumming patterns by intensity: sixteenth of the bar and force."""
_SPOKEN_STRUM = ((0, 0.85), (8, 0.62))
"""Under speech: no stroke that bursts into a word, and none so late that the sound falls into a hole."""


def write_pads(frame: Frame) -> list[Sketch]:
    """One sketch a pad player."""
    sketches: list[Sketch] = []
    for player in carriers(frame, "pad"):
        others = (*frame.foundation, *strokes_of(sketches))
        strokes = _strokes(frame, player, others)
        sketches.append(Sketch(player, tuple(breathing(frame, strokes) if player.breath else strokes)))
    return sketches


def _strokes(frame: Frame, player: Player, others: tuple[Stroke, ...]) -> list[Stroke]:
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
        end = frame.last if closing else min(chord.end_beat, frame.end)
        room = beside(frame, chord.start_beat, player.low, _top(player, section.intensity))
        low, high = over_bass(frame, chord.start_beat, end, room, player.high)
        under = sounding(others, chord.start_beat, end)
        before = voice(chord, before, low, high, voices, chord.bass - bass, under)
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
        pattern = _SPOKEN_STRUM
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
