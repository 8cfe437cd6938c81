"""The melody layer: the theme, fitted to the chords, breathing, silent under speech, at its turns on the hits."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from ...palette import Player
from ...score import Section, Theme
from ..scale import degree_of, into_range, nearest, pitch_of
from ..theme import transformed
from .sketch import Frame, Sketch, Stroke, carriers

_STRONG = (0, 2)
"""Beats of a bar on which a melody stands on chord notes."""
_LEAP = 9
"""Largest leap in semitones; more is brought nearer by an octave (`craft.md` 3: range within a tenth)."""


def write_melody(frame: Frame) -> list[Sketch]:
    """One sketch for each player who carries the theme at some time."""
    players = carriers(frame, "melody")
    if not players:
        return []
    strokes: dict[str, list[Stroke]] = {player.name: [] for player in players}
    for section in frame.written_sections():
        player = carrier(frame, players, section)
        strokes[player.name] += melody_of(frame, player, section)
    _close(frame, players, strokes)
    return [Sketch(player, tuple(strokes[player.name])) for player in players if strokes[player.name]]


def carrier(frame: Frame, players: tuple[Player, ...], section: Section) -> Player:
    """Who carries the theme in a section: by intensity; where several could, they take turns."""
    able = [player for player in players if frame.plays(player, section)]
    if not able:
        return min(players, key=lambda p: abs(p.enters - section.intensity))
    return able[section.start_bar // 4 % len(able)]


def melody_of(frame: Frame, player: Player, section: Section) -> list[Stroke]:
    """The section's use of the theme as strokes in the player's range."""
    theme = next((t for t in frame.bench.themes if t.name == section.theme), None)
    if theme is None or not section.transformation:
        return []
    raw = _unrolled(frame, theme, section)
    fitted = _fitted(frame, player, section, raw)
    return _cadenced(frame, player, section, _heard(frame, player, fitted))


def _unrolled(frame: Frame, theme: Theme, section: Section) -> list[tuple[Fraction, Fraction, int]]:
    """The theme's notes laid on the section's bars: beat, length, degree; odd bars are cut or stretched."""
    notes, beats = transformed(theme, section.transformation)
    start, end = frame.span(section)
    rows = []
    bars = [bar for bar in frame.tempo.bars[section.start_bar : section.end_bar] if bar.start_beat < end]
    for number, bar in enumerate(bars):
        place = (4 * number) % beats
        for note in notes:
            if place <= note.beat < place + 4:
                beat = bar.start_beat + note.beat - place
                if beat < min(end, bar.start_beat + bar.beats):
                    rows.append((beat, min(note.length, end - beat), note.degree))
    return rows


def _fitted(
    frame: Frame, player: Player, section: Section, rows: list[tuple[Fraction, Fraction, int]]
) -> list[Stroke]:
    """Pitches: strong beats on chord notes, the rest in the scale, no wild leaps, in range."""
    home = (player.low + player.high) // 2 - 2 + round(8 * (section.intensity - 0.4))
    octave = (home - section.key.tonic) // 12
    strokes: list[Stroke] = []
    for beat, length, degree in rows:
        pitch = into_range(pitch_of(section.key, degree, octave=octave), player.low, player.high)
        chord = frame.chord_at(beat)
        bar = frame.tempo.bar_at(beat)
        strong = (beat - bar.start_beat) in _STRONG or length >= Fraction(3, 2)
        if strong:
            pitch = nearest(pitch, chord.pitches[:4], player.low, player.high)
        elif (pitch - chord.root) % 12 in (1,) and length >= 1:
            pitch = nearest(pitch, chord.pitches, player.low, player.high)
        if strokes and beat - strokes[-1].beat <= 4:
            while pitch - strokes[-1].pitch > _LEAP and pitch - 12 >= player.low:
                pitch -= 12
            while strokes[-1].pitch - pitch > _LEAP and pitch + 12 <= player.high:
                pitch += 12
        force = 1.0 if beat == bar.start_beat else 0.9 if strong else 0.8
        strokes.append(Stroke(beat, length, pitch, force))
    return strokes


def _heard(frame: Frame, player: Player, strokes: list[Stroke]) -> list[Stroke]:
    """Without what would be sung over a speaker, and with breaths for those who need them."""
    kept: list[Stroke] = []
    sung = Fraction(0)
    for stroke in strokes:
        if frame.spoken(stroke.beat - Fraction(1, 4), stroke.beat + min(stroke.length, Fraction(2))):
            sung = Fraction(0)
            continue
        length = _before_speech(frame, stroke)
        sung = sung + length if kept and stroke.beat - kept[-1].beat - kept[-1].length < Fraction(1, 2) else length
        if sung > 8:
            length = max(Fraction(1, 2), length - Fraction(3, 4))
            sung = Fraction(0)
        kept.append(replace(stroke, length=length))
    return kept


def _before_speech(frame: Frame, stroke: Stroke) -> Fraction:
    for start, _ in frame.speech:
        if stroke.beat < start < stroke.beat + stroke.length:
            return max(Fraction(1, 2), start - stroke.beat)
    return stroke.length


def _cadenced(frame: Frame, player: Player, section: Section, strokes: list[Stroke]) -> list[Stroke]:
    """The last note of a section comes to rest on a chord note and leaves a breath before the next."""
    if not strokes:
        return strokes
    _, end = frame.span(section)
    last = strokes[-1]
    chord = frame.chord_at(last.beat)
    length = min(max(last.length, Fraction(3, 2)), max(Fraction(1, 2), end - last.beat - Fraction(1, 2)))
    return [*strokes[:-1], replace(last, pitch=nearest(last.pitch, chord.pitches[:3], player.low, player.high), length=length)]


def _close(frame: Frame, players: tuple[Player, ...], strokes: dict[str, list[Stroke]]) -> None:
    """The last note, on the last chord: the tonic or the third nearest to where the melody was."""
    sections = frame.written_sections()
    if not sections or frame.spoken(frame.end - 1, frame.end + 2):
        return
    player = carrier(frame, players, sections[-1])
    line = strokes[player.name]
    if not line or frame.end - line[-1].beat > 24:
        return
    chord = frame.chords[-1]
    pitch = nearest(line[-1].pitch, chord.pitches[:2], player.low, player.high)
    line[-1] = replace(line[-1], length=min(line[-1].length, frame.end - line[-1].beat))
    line.append(Stroke(frame.end, frame.last - frame.end, pitch, 0.95))


def write_double(frame: Frame) -> list[Sketch]:
    """The theme doubled at the octave where the intensity calls for it."""
    sketches = []
    leads = carriers(frame, "melody")
    for player in carriers(frame, "double"):
        strokes: list[Stroke] = []
        for section in frame.written_sections():
            if not leads or not frame.plays(player, section):
                continue
            for stroke in melody_of(frame, carrier(frame, leads, section), section):
                pitch = into_range(stroke.pitch + (12 if player.low > 60 else 0), player.low, player.high)
                strokes.append(replace(stroke, pitch=pitch, force=stroke.force * 0.92))
        sketches.append(Sketch(player, tuple(strokes)))
    return sketches


def write_counter(frame: Frame) -> list[Sketch]:
    """A slow line of thirds and sixths against the theme, moving where the theme rests."""
    return [Sketch(player, tuple(_counter(frame, player))) for player in carriers(frame, "counter")]


def _counter(frame: Frame, player: Player) -> list[Stroke]:
    strokes: list[Stroke] = []
    here = (player.low + player.high) // 2
    for number, chord in enumerate(frame.chords[:-1]):
        section = frame.section_at(chord.start_beat)
        end = min(chord.end_beat, frame.end)
        if not frame.plays(player, section) or frame.spoken(chord.start_beat, end) or end <= chord.start_beat:
            continue
        options = chord.pitches[1:] or chord.pitches
        goal = nearest(here - 2 if number % 4 < 2 else here + 2, options, player.low, player.high)
        length = end - chord.start_beat
        if length >= 4 and section.intensity > 0.5:
            degree, _ = degree_of(section.key, goal)
            step = pitch_of(section.key, degree + (1 if number % 2 else -1))
            half = length / 2
            strokes.append(Stroke(chord.start_beat, half, goal, 0.9))
            passing = into_range(step, player.low, player.high)
            strokes.append(Stroke(chord.start_beat + half, half - Fraction(1, 4), passing, 0.8))
        else:
            strokes.append(Stroke(chord.start_beat, length - Fraction(1, 4) if player.breath else length, goal, 0.9))
        here = goal
    return strokes
