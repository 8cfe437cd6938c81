"""The melody layer: the theme, fitted to the chords, breathing, silent under speech."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from ...palette import Player
from ...score import Section
from ..laying import AFTER_SPEECH, Laid, lay
from ..scale import nearest, pitch_of
from .breath import breathing
from .fitting import Meant, fitted, sung_classes
from .seams import one_voice
from .sketch import Frame, Sketch, Stroke, carriers

_OUTREACHED = 7
"""Semitones by which another player's range is too low for a climax."""
_SINGING = 72
"""Where a theme is heard over its chords; lower instruments sing in their upper third."""
_LEAST_ROOM = 13
"""Semitones that a theme needs."""
_OCTAVES = (0, 12, -12, 24, -24)
"""Semitones by which a double may lie away from its lead."""
_PICK_UP_FROM = 0.34
"""Intensity from which a phrase is led into."""


def write_melody(frame: Frame) -> list[Sketch]:
    """One sketch for each player who carries the theme at some time."""
    players = carriers(frame, "melody")
    if not players:
        return []
    strokes: dict[str, list[Stroke]] = {player.name: [] for player in players}
    for section in frame.written_sections():
        if section.voice != "lead":
            continue
        player = carrier(frame, players, section)
        strokes[player.name] += melody_of(frame, player, section, strokes[player.name][-1:])
    _close(frame, players, strokes)
    return [
        one_voice(frame.tempo, Sketch(player, _breathed(frame, player, sorted(strokes[player.name]))))
        for player in players
        if strokes[player.name]
    ]


def _breathed(frame: Frame, player: Player, strokes: Sequence[Stroke]) -> tuple[Stroke, ...]:
    return tuple(breathing(frame, strokes)) if player.breath else tuple(strokes)


def carrier(frame: Frame, players: tuple[Player, ...], section: Section) -> Player:
    """Who carries the theme in a section: by intensity; where several could, they take turns.

    The climax is for somebody who reaches high enough: it holds the highest note of all.
    """
    able = [player for player in players if frame.plays(player, section)]
    highest = max(players, key=lambda player: player.high)
    if section.name == "climax" and all(highest.high - player.high > _OUTREACHED for player in able):
        return highest
    if not able:
        return min(players, key=lambda p: abs(p.enters - section.intensity))
    turn = section.start_bar if section.recalls is None else section.recalls
    return able[turn // 4 % len(able)]


def melody_of(frame: Frame, player: Player, section: Section, before: Sequence[Stroke] = ()) -> list[Stroke]:
    """The section's use of the theme as strokes in the player's range, going on from the stroke before."""
    theme = next((t for t in frame.bench.themes if t.name == section.theme), None)
    if theme is None or not section.transformation:
        return []
    rows = lay(frame.tempo, section, theme, frame.span(section)[1], frame.speech)
    high = _ceiling(frame, player, section)
    octave = _octave(player, section, rows, high, before[-1].pitch if before else None)
    meant = [
        Meant(
            note.beat,
            note.length,
            pitch_of(section.key, note.degree, octave),
            note.strong,
            frame.chord_at(note.beat),
        )
        for note in rows
    ]
    pitches = fitted(meant, section.key, player.low, high, not frame.bench.palette.parallels)
    strokes = [
        Stroke(note.beat, note.length, pitch, _force(frame, note))
        for note, pitch in zip(meant, pitches, strict=True)
    ]
    led = [*_pick_up(frame, player, section, strokes), *strokes]
    return _rested(frame, section, _heard(frame, led))


def _ceiling(frame: Frame, player: Player, section: Section) -> int:
    """The highest key of a section: under the climax's highest one, which is the highest of all."""
    climax = next((s for s in frame.written_sections() if s.name == "climax"), section)
    if climax == section:
        return player.high
    leads = carriers(frame, "melody")
    line = melody_of(frame, carrier(frame, leads, climax), climax) if leads else []
    top = max((stroke.pitch for stroke in line), default=player.high + 1) - 1
    return min(player.high, top) if top - player.low >= _LEAST_ROOM else player.high


def _octave(player: Player, section: Section, rows: tuple[Laid, ...], high: int, before: int | None) -> int:
    """The octave in which the phrase lies best: near the player's singing range, higher when it grows."""
    home = player.low + 0.5 * (player.high - player.low) + 8 * (section.intensity - 0.4)
    home = max(home, min(_SINGING, player.high - 9))
    if section.name == "climax":
        home = max(home + 3, player.high - 12)
    best = (float("inf"), 5)
    for octave in range(2, 8):
        pitches = [pitch_of(section.key, note.degree, octave) for note in rows]
        if pitches:
            outside = sum(max(0, player.low - p) + max(0, p - high) for p in pitches)
            seam = max(0, abs(pitches[0] - before) - 7) if before is not None else 0
            away = abs(sum(pitches) / len(pitches) - home)
            best = min(best, (away + 2.0 * outside + 0.8 * seam, octave))
    return best[1]


def _force(frame: Frame, note: Meant) -> float:
    """The bar leans on its first beat, and off-beats that are held push."""
    if note.beat == frame.tempo.bar_at(note.beat).start_beat:
        return 1.0
    return 0.92 if note.strong or (note.beat.denominator > 1 and note.length >= 1) else 0.82


def _pick_up(frame: Frame, player: Player, section: Section, strokes: list[Stroke]) -> list[Stroke]:
    """Two notes by step into the phrase, where it begins on its downbeat and is not the first."""
    start, _ = frame.span(section)
    if not strokes or strokes[0].beat != start or start < 2 or section.intensity < _PICK_UP_FROM:
        return []
    if section.transformation not in ("whole", "opening", "inverted"):
        return []
    chord, goal = frame.chord_at(start - 1), strokes[0].pitch
    before = frame.section_at(start - 1)
    sung = sung_classes(chord, before.key)
    below = [pitch for pitch in range(goal - 1, goal - 6, -1) if pitch % 12 in sung][:2]
    if len(below) < 2 or below[-1] < player.low:
        return []
    half = Fraction(1, 2)
    return [Stroke(start - 1, half, below[1], 0.72), Stroke(start - half, half, below[0], 0.8)]


def _heard(frame: Frame, strokes: list[Stroke]) -> list[Stroke]:
    """Without what would be sung over a speaker."""
    return [
        replace(stroke, length=_before_speech(frame, stroke))
        for stroke in strokes
        if not frame.spoken(stroke.beat - AFTER_SPEECH, stroke.beat + min(stroke.length, Fraction(2)))
    ]


def _before_speech(frame: Frame, stroke: Stroke) -> Fraction:
    for start, _ in frame.speech:
        if stroke.beat < start < stroke.beat + stroke.length:
            return max(Fraction(1, 2), start - stroke.beat)
    return stroke.length


def _rested(frame: Frame, section: Section, strokes: list[Stroke]) -> list[Stroke]:
    """The last note of a section is held and leaves a breath before the next."""
    if not strokes:
        return strokes
    _, end = frame.span(section)
    last = strokes[-1]
    room = max(Fraction(1, 2), end - last.beat - Fraction(1, 2))
    return [*strokes[:-1], replace(last, length=min(max(last.length, Fraction(3, 2)), room))]


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
    """The theme as its leads have finished it (`frame.theme`), doubled where the intensity calls for it."""
    return [
        Sketch(player, _breathed(frame, player, _doubled(frame, player)))
        for player in carriers(frame, "double")
    ]


def _doubled(frame: Frame, player: Player) -> tuple[Stroke, ...]:
    """The lead's notes section by section in the octave that fits best; those out of range are left out."""
    doubled: list[Stroke] = []
    for section in frame.plan.sections:
        if not frame.plays(player, section):
            continue
        line = [stroke for stroke in frame.theme if frame.section_at(stroke.beat) == section]
        shift = min(_OCTAVES, key=lambda s: (_outside(player, line, s), abs(s - 12 * (player.low > 60))))
        doubled += [
            replace(stroke, pitch=stroke.pitch + shift, force=stroke.force * 0.92)
            for stroke in line
            if player.low <= stroke.pitch + shift <= player.high
        ]
    return tuple(doubled)


def _outside(player: Player, line: Sequence[Stroke], shift: int) -> int:
    return sum(not player.low <= stroke.pitch + shift <= player.high for stroke in line)
