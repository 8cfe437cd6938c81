"""What meets the hits: strikes, touches of colour, risers; and the gap before them that lets them be heard.

The treatment follows the event (`craft.md` 6). A hit always has a note that starts on its very sample.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from fractions import Fraction

from ...palette import Player
from ...score import Chord
from ..voicing import voice
from .registers import sounding
from .sketch import Frame, Sketch, Stroke, carriers

GAP_S = 0.16
"""Nothing short begins in this time before a hit (measured: an onset there hides the hit)."""
_MORE_GAP_S = 0.05
"""And so much longer each time that hits came back unheard."""
_FLAM_S = 0.07
"""Two onsets nearer than this after a hit are one event, played untidily."""
_RISER_SHARE = 4
"""A riser leads into at most one hit in four."""
_GAP_FROM = 0.35
"""Quieter music needs no gap before an accent."""
_BRUSH = Player(
    "brush",
    "spark",
    "strike",
    patch="noise",
    family="percussion",
    low=60,
    high=96,
    gain_db=-7.0,
    reverb=0.06,
    high_pass_hz=1500.0,
    velocity=84,
    short=True,
)
RISER = Player(
    "riser", "hit", "swell", patch="riser", low=48, high=72, gain_db=-14.0, reverb=0.2, high_pass_hz=120.0
)
"""What rises into the heaviest accents, and through a drop."""
_BRUSH_KEYS = (62, 76, 90)
"""Low, middle and high noise together: an edge over the whole range in which attacks are heard."""
_ROLL = Fraction(1, 12)
"""Beats between the notes of the last chord's roll; softer than its first, or the ear waits for them."""
_ROOM = 12
"""Keys in which every chord finds its notes."""
_KIT_ACCENT = (49, 36)
"""Crash and kick of General MIDI."""


def write_accents(frame: Frame) -> list[Sketch]:
    """Strikes and sparks of all hits."""
    sketches = [Sketch(player, tuple(_strikes(frame, player))) for player in carriers(frame, "hit")]
    sparks = carriers(frame, "spark") or carriers(frame, "motion")[:1]
    sketches += [Sketch(player, tuple(_sparks(frame, player))) for player in sparks]
    return [*sketches, _brush(frame), *_risers(frame)]


def _strikes(frame: Frame, player: Player) -> list[Stroke]:
    """The low or loud strike on accents and, softer, under the last chord of a loud cue."""
    strokes = []
    for beat, treatment, weight in frame.hits:
        chord = frame.chord_at(beat)
        loud = frame.section_at(beat).intensity
        if treatment == "accent" or (treatment == "end" and _closes(frame, loud)):
            force = (0.62 + 0.38 * weight) * (0.75 + 0.25 * loud)
            keys = _KIT_ACCENT if player.kit else _low_keys(player, chord)
            strokes += [
                Stroke(beat, Fraction(4), key, force * (0.8 if key == 49 else 1.0), True) for key in keys
            ]
    return strokes


def _closes(frame: Frame, loud: float) -> bool:
    """Whether the last chord is struck hard: on a button, and where the music is loud and does not go on."""
    return frame.plan.ending == "button" or (loud > 0.45 and frame.plan.ending != "segue")


def _brush(frame: Frame) -> Sketch:
    """A brush's tip on every hit: hardly noticed, it gives soft attacks an edge that stands on the frame."""
    strokes = tuple(
        Stroke(beat, Fraction(1, 4), key, (0.7 + 0.3 * weight) * (1.0 if treatment == "soft" else 1.4), True)
        for beat, treatment, weight in frame.hits
        for key in _BRUSH_KEYS
    )
    return Sketch(replace(_BRUSH, gain_db=_BRUSH.gain_db + 3.0 * frame.bench.attempt), strokes)


def _low_keys(player: Player, chord: Chord) -> tuple[int, ...]:
    """The chord's bass in the player's range, with the octave where there is room."""
    key = player.low + (chord.bass - player.low) % 12
    return (key, key + 12) if key + 12 <= player.high and not player.patch else (key,)


def _sparks(frame: Frame, player: Player) -> list[Stroke]:
    """A touch on every hit: two notes for small ones, a chord for the others, rolled upwards at the end."""
    strokes: list[Stroke] = []
    keys: tuple[int, ...] = ()
    for beat, treatment, weight in frame.hits:
        chord = frame.chord_at(beat)
        keys = voice(chord, keys, *_spark_room(frame, player, beat), 4)
        loud = frame.section_at(beat).intensity
        force = (0.62 + 0.33 * weight) * (0.85 + 0.25 * loud)
        if frame.spoken(beat, beat + 1):
            force *= 0.85
        strokes += [stroke for stroke in _touch(keys, beat, treatment, force) if stroke.pitch <= player.high]
    return strokes


def _spark_room(frame: Frame, player: Player, beat: Fraction) -> tuple[int, int]:
    """The player's middle, over the theme where it sings there; a narrow range is used whole."""
    low, high = player.low + 4, player.high - 5
    if high - low + 1 < _ROOM:
        low, high = player.low, player.high
    sung = sounding(frame.theme, beat - 1, beat + 2)
    over = max(sung) + 2 if sung else low
    return (over, player.high) if low < over <= player.high - 12 else (low, high)


def _touch(keys: tuple[int, ...], beat: Fraction, treatment: str, force: float) -> list[Stroke]:
    if not keys:
        return []
    if treatment == "soft":
        chosen = (keys[-1], keys[-2]) if len(keys) > 1 else keys
        return [Stroke(beat, Fraction(3, 4), key, force, True) for key in chosen]
    if treatment == "accent":
        return [Stroke(beat, Fraction(2), key, min(1.2, force * 1.12), True) for key in keys]
    if treatment == "colour":
        return [Stroke(beat, Fraction(5, 2), key, force, True) for key in keys[1:]]
    strokes = [Stroke(beat, Fraction(4), key, force * 1.1, True) for key in (keys[0], keys[-1])]
    inner = [*keys[1:-1], keys[0] + 12]
    return strokes + [
        Stroke(beat + _ROLL * number, Fraction(3), key, force * 0.72) for number, key in enumerate(inner, 1)
    ]


def _risers(frame: Frame) -> list[Sketch]:
    """A rise into the heaviest accents of the styles that use it: at most one hit in four."""
    if not frame.bench.palette.risers:
        return []
    accents = sorted(
        (h for h in frame.hits if h[1] in ("accent", "end") and h[0] >= 6), key=lambda h: (-h[2], h[0])
    )
    chosen = sorted(accents[: max(1, len(frame.hits) // _RISER_SHARE)])
    strokes, free = [], Fraction(0)
    for beat, _, weight in chosen:
        start = max(free, beat - 4)
        if beat - start >= 2 and not frame.spoken(start, beat):
            strokes.append(Stroke(start, beat - start, 60, 0.55 + 0.3 * weight))
            free = beat + 4
    return [Sketch(RISER, tuple(strokes))] if strokes else []


def held_breath(frame: Frame, sketch: Sketch) -> Sketch:
    """Nothing but a riser in the half beat before the heaviest accents: at most one hit in four."""
    if sketch.player.patch == "riser":
        return sketch
    gaps = gaps_of(frame)
    kept: list[Stroke] = []
    for stroke in sketch.strokes:
        end = stroke.beat + stroke.length
        gap = next((g for g in gaps if stroke.beat < g[1] and end > g[0]), None)
        if gap is None or stroke.hit:
            kept.append(stroke)
        elif stroke.beat < gap[0]:
            kept.append(replace(stroke, length=gap[0] - stroke.beat))
            if end > gap[1]:
                kept.append(replace(stroke, beat=gap[1], length=end - gap[1]))
    return Sketch(sketch.player, tuple(kept))


def gaps_of(frame: Frame) -> list[tuple[Fraction, Fraction]]:
    """Half a beat, 0.2 to 0.45 s, before accents that begin a section as loud as the one before or louder."""
    starts = {frame.span(section)[0]: section for section in frame.written_sections()}
    able = []
    for beat, treatment, weight in frame.hits:
        section = starts.get(beat)
        if treatment != "accent" or section is None or beat < 8 or frame.spoken(beat - 2, beat):
            continue
        before = frame.section_at(beat - 1)
        if before.intensity > _GAP_FROM and section.intensity >= before.intensity - 0.05:
            able.append((weight, beat))
    most = max(1, len(frame.hits) // _RISER_SHARE)
    gaps = []
    for _, beat in sorted(able, reverse=True)[:most]:
        half = frame.tempo.sample(beat) - frame.tempo.sample(beat - Fraction(1, 2))
        wide = min(max(half, round(0.2 * 48_000)), round(0.45 * 48_000))
        gaps.append((frame.tempo.beat(frame.tempo.sample(beat) - wide), beat))
    return gaps


def clear_around_hits(frame: Frame, sketch: Sketch) -> Sketch:
    """Without the short notes that would begin just before a hit and hide it.

    Hits themselves stay; held notes that begin there, and notes that would follow at once, move onto it.
    """
    hits = [(frame.tempo.sample(beat), beat) for beat, _, _ in frame.hits]
    samples = [sample for sample, _ in hits]
    gap_s = GAP_S + _MORE_GAP_S * frame.bench.attempt
    before, after = round(gap_s * 48_000), round(_FLAM_S * 48_000)
    kept: list[Stroke] = []
    for stroke in sketch.strokes:
        start = frame.tempo.sample(stroke.beat)
        near = bisect_right(samples, start - after)
        hit, beat = hits[near] if near < len(hits) else (1 << 62, stroke.beat)
        if stroke.hit or hit - start >= before or hit == start:
            kept.append(stroke)
        elif start > hit or (stroke.length > Fraction(3, 2) and sketch.player.patch != "riser"):
            length = stroke.length - (beat - stroke.beat)
            kept.append(replace(stroke, beat=beat, length=length))
    return Sketch(sketch.player, tuple(kept))
