"""The melody layer: the theme, fitted to the chords, breathing, silent under speech."""

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
_SHIFTS = (0, 1, -1, 2, -2, 3, -3)
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
    _start, end = frame.span(section)
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
    """Pitches, bar by bar: the phrase keeps its shape and moves in the scale to where the chord is."""
    home = (player.low + player.high) // 2 - 2 + round(8 * (section.intensity - 0.4))
    octave = (home - section.key.tonic) // 12
    strokes: list[Stroke] = []
    for bar in frame.tempo.bars[section.start_bar : section.end_bar]:
        inside = [row for row in rows if bar.start_beat <= row[0] < bar.start_beat + bar.beats]
        if inside:
            before = strokes[-1].pitch if strokes else None
            shift = min(_SHIFTS, key=lambda steps: _shift_cost(frame, section, inside, steps, octave, before))
            strokes += _bar(frame, player, section, inside, shift, octave, strokes[-1] if strokes else None)
    return strokes


def _shift_cost(
    frame: Frame,
    section: Section,
    rows: list[tuple[Fraction, Fraction, int]],
    steps: int,
    octave: int,
    before: int | None,
) -> tuple[float, int]:
    """Price of moving a bar of melody by scale steps: strong notes off the chord, leaps, the move."""
    cost = 0.45 * abs(steps)
    pitches = [pitch_of(section.key, degree + steps, octave=octave) for _, _, degree in rows]
    for (beat, length, _), pitch in zip(rows, pitches, strict=True):
        chord = frame.chord_at(beat)
        if pitch % 12 not in chord.pitches:
            cost += 1.5 * (_strong(frame, beat) or length >= Fraction(3, 2)) + 0.25
            cost += 1.0 * (length >= 1 and _clashes(pitch, chord.pitches))
    if before is not None:
        leap = (pitches[0] - before + 6) % 12 - 6
        cost += 0.12 * abs(leap) + 0.5 * (leap == 0)
    return cost, abs(steps)


def _bar(
    frame: Frame,
    player: Player,
    section: Section,
    rows: list[tuple[Fraction, Fraction, int]],
    shift: int,
    octave: int,
    before: Stroke | None,
) -> list[Stroke]:
    strokes: list[Stroke] = []
    for number, (beat, length, degree) in enumerate(rows):
        pitch = pitch_of(section.key, degree + shift, octave=octave)
        chord = frame.chord_at(beat)
        off = pitch % 12 not in chord.pitches
        following = rows[number + 1][2] if number + 1 < len(rows) else None
        leans = following is not None and abs(following - degree) == 1 and length <= 1
        if (off and (_strong(frame, beat) or length >= 1) and not leans) or (
            length >= 1 and _clashes(pitch, chord.pitches)
        ):
            pitch = _resolved(pitch, chord.pitches, strokes[-1].pitch if strokes else None)
        previous = strokes[-1] if strokes else before
        pitch = _near(into_range(pitch, player.low, player.high), previous, beat, player)
        force = 1.0 if beat == frame.tempo.bar_at(beat).start_beat else 0.9 if _strong(frame, beat) else 0.8
        strokes.append(Stroke(beat, length, pitch, force))
    return strokes


def _strong(frame: Frame, beat: Fraction) -> bool:
    return (beat - frame.tempo.bar_at(beat).start_beat) in _STRONG


def _clashes(pitch: int, classes: tuple[int, ...]) -> bool:
    """Whether a pitch grates: a semitone over or under a note of the chord, and not in it."""
    return pitch % 12 not in classes and any((pitch - other) % 12 in (1, 11) for other in classes)


def _resolved(pitch: int, classes: tuple[int, ...], before: int | None) -> int:
    """The nearest chord note, another than the note before if one is as near as a third."""
    options = sorted((abs(key - pitch), key) for key in range(pitch - 4, pitch + 5) if key % 12 in classes)
    other = [key for _, key in options if key != before]
    return (other or [key for _, key in options] or [pitch])[0]


def _near(pitch: int, previous: Stroke | None, beat: Fraction, player: Player) -> int:
    """The octave of a pitch that needs no wild leap from the note before."""
    if previous is not None and beat - previous.beat <= 4:
        while pitch - previous.pitch > _LEAP and pitch - 12 >= player.low:
            pitch -= 12
        while previous.pitch - pitch > _LEAP and pitch + 12 <= player.high:
            pitch += 12
    return pitch


def _heard(frame: Frame, player: Player, strokes: list[Stroke]) -> list[Stroke]:
    """Without what would be sung over a speaker, and with breaths for those who need them."""
    kept: list[Stroke] = []
    sung = Fraction(0)
    for stroke in strokes:
        if frame.spoken(stroke.beat - Fraction(1, 4), stroke.beat + min(stroke.length, Fraction(2))):
            sung = Fraction(0)
            continue
        length = _before_speech(frame, stroke)
        sung = (
            sung + length
            if kept and stroke.beat - kept[-1].beat - kept[-1].length < Fraction(1, 2)
            else length
        )
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
    return [
        *strokes[:-1],
        replace(last, pitch=nearest(last.pitch, chord.pitches[:3], player.low, player.high), length=length),
    ]


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
            strokes.append(
                Stroke(chord.start_beat, length - Fraction(1, 4) if player.breath else length, goal, 0.9)
            )
        here = goal
    return strokes
