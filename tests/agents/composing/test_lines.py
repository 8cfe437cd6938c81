"""Lines beside one another: outer voices, seams, doubles, breath, turns, and chords that take their time."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest
from composing_film import composed, draw, only_cue

from ningbgm_agents.composing.bench import ComposingBench
from ningbgm_agents.composing.parts.breath import breathing
from ningbgm_agents.composing.parts.contrary import led_apart, parallel_moves
from ningbgm_agents.composing.parts.counter import write_counter
from ningbgm_agents.composing.parts.melody import write_melody
from ningbgm_agents.composing.parts.registers import strokes_of
from ningbgm_agents.composing.parts.seams import one_voice
from ningbgm_agents.composing.parts.sketch import Frame, Sketch, Stroke
from ningbgm_agents.composing.parts.turning import run_length, turned
from ningbgm_agents.composing.progression import spell
from ningbgm_agents.composing.proofs.voices import moving_together
from ningbgm_agents.composing.voicing import voice
from ningbgm_agents.composing.write import make_frame
from ningbgm_agents.palette import Player, load_palette
from ningbgm_agents.score import Key, Note, TempoMap

C_MAJOR = Key(0, "ionian")
F = Fraction


@pytest.fixture(scope="module")
def frame() -> Frame:
    """A cue of chamber music, ready to be written; it minds parallels."""
    bench = composed(draw(80, mean_shot_s=4.0, seed=7), "chamber")
    return make_frame(bench, bench.plans[0])


def quarters(*pitches: int, first: int = 0) -> tuple[Stroke, ...]:
    return tuple(Stroke(F(first + n), F(1), pitch, 1.0) for n, pitch in enumerate(pitches))


def player(layer: str = "melody", low: int = 36, high: int = 84, kit: bool = False) -> Player:
    return Player("one", layer, "line", low=low, high=high, kit=kit)  # type: ignore[arg-type]  # a literal


def test_a_bass_that_goes_with_the_tune_in_octaves_is_led_apart(frame: Frame) -> None:
    chord = frame.chords[0]
    low = 36 + chord.bass % 12
    tune, bass = quarters(low + 36, low + 38), Sketch(player("bass", 28, 55), quarters(low, low + 2))
    beside = replace(frame, theme=tune)

    (led,) = led_apart(beside, [bass])

    assert [stroke.beat for stroke in led.strokes] == [stroke.beat for stroke in bass.strokes]
    pairs = list(zip(tune, led.strokes, strict=True))
    assert list(parallel_moves(list(zip(tune, bass.strokes, strict=True))))
    assert not list(parallel_moves(pairs))


def test_styles_of_parallel_fifths_keep_their_bass(frame: Frame) -> None:
    bench = composed(draw(40, seed=7), "rock")
    rock = make_frame(bench, bench.plans[0])
    bass = Sketch(player("bass", 28, 55), quarters(36, 38))

    assert led_apart(replace(rock, theme=quarters(72, 74)), [bass]) == [bass]


@pytest.mark.parametrize("palette", ["acoustic", "chamber", "comedy", "suspense", "orchestral"])
def test_no_score_of_a_style_that_minds_them_has_parallels(palette: str) -> None:
    for seed in range(4):
        cue = only_cue(composed(draw(60, mean_shot_s=3.0, seed=seed), palette, seed=seed))
        leads, bass = (
            sorted((n for part in cue.parts if wanted(part) for n in part.notes), key=_order)
            for wanted in (lambda part: part.name in _leads(palette), lambda part: part.stem == "bass")
        )
        assert leads
        for (up, low), (up2, low2) in pairwise(moving_together(leads, bass)):
            same = (up.pitch - low.pitch) % 12 == (up2.pitch - low2.pitch) % 12
            together = (up2.pitch - up.pitch) * (low2.pitch - low.pitch) > 0
            near = max(up2.start, low2.start) - min(n.start + n.duration for n in (up, low)) < 96_000
            assert not (same and together and near and (up.pitch - low.pitch) % 12 in (0, 7))


def _order(note: Note) -> tuple[int, int]:
    return note.start, note.pitch


def _leads(palette: str) -> set[str]:
    return {p.name for p in load_palette(palette).players if p.layer == "melody"}


def test_a_short_note_before_a_wide_leap_is_folded_and_not_dropped(frame: Frame) -> None:
    sketch = Sketch(player(), (Stroke(F(0), F(1), 60, 1.0), *quarters(62, 77, first=1)))

    line = one_voice(frame.tempo, sketch).strokes

    assert [stroke.beat for stroke in line] == [0, 1, 2]
    assert max(abs(b.pitch - a.pitch) for a, b in pairwise(line)) <= 12
    assert [stroke.pitch % 12 for stroke in line] == [0, 2, 5]


def test_a_long_note_before_a_wide_leap_leaves_time_to_think(frame: Frame) -> None:
    sketch = Sketch(player(), (Stroke(F(0), F(6), 60, 1.0), Stroke(F(6), F(1), 77, 1.0)))

    first, second = one_voice(frame.tempo, sketch).strokes

    assert (first.pitch, second.pitch) == (60, 77)
    assert frame.tempo.sample(second.beat) - frame.tempo.sample(first.beat + first.length) >= 24_000


def test_notes_that_overlap_are_let_go_in_time(frame: Frame) -> None:
    sketch = Sketch(player(), (Stroke(F(0), F(3), 60, 1.0), Stroke(F(2), F(1), 62, 1.0)))

    assert [stroke.length for stroke in one_voice(frame.tempo, sketch).strokes] == [2, 1]


def test_breath_is_taken_before_a_note_that_would_last_too_long(frame: Frame) -> None:
    long = frame.tempo.beat(round(4.6 * 48_000))
    strokes = [Stroke(F(0), long, 60, 1.0), Stroke(long, long, 62, 1.0)]

    first, second = breathing(frame, strokes)

    assert first.beat + first.length < second.beat
    assert frame.tempo.sample(second.beat) - frame.tempo.sample(first.beat + first.length) >= 5_000


def groove(bars: int, kit: bool = True) -> Sketch:
    """One bar over and over: first and third beat and an off-beat."""
    beats = (F(0), F(2), F(7, 2))
    strokes = tuple(Stroke(4 * bar + beat, F(1, 4), 40, 1.0) for bar in range(bars) for beat in beats)
    return Sketch(player("drums" if kit else "motion", kit=kit), strokes)


@pytest.mark.parametrize("kit", [True, False])
def test_a_groove_turns_before_its_ninth_bar(frame: Frame, kit: bool) -> None:
    straight = tuple(bar for bar in frame.tempo.bars if bar.beats == 4)
    bars = min(len(straight), 16)
    assert bars > 10
    even = replace(frame, hits=(), plan=replace(frame.plan, tempo_map=_even(frame, bars)))

    made = turned(even, groove(bars, kit))

    rows = [
        frozenset((int(s.beat % 4 * 4), 0) for s in made.strokes if 4 * bar <= s.beat < 4 * bar + 4)
        for bar in range(bars)
    ]
    assert max(run_length(rows[: number + 1]) for number in range(bars)) <= 8
    assert all(rows)


def _even(frame: Frame, bars: int) -> TempoMap:
    four = tuple(
        replace(frame.tempo.bars[0], number=n + 1, start_beat=F(4 * n), beats=F(4)) for n in range(bars)
    )
    return replace(frame.tempo, bars=four)


@pytest.mark.parametrize(
    ("rows", "length"), [("aaaa", 4), ("abab", 4), ("ab", 0), ("aab", 0), ("aaaaaaaaa", 9), ("abcabc", 0)]
)
def test_the_length_of_a_loop_is_counted_in_bars(rows: str, length: int) -> None:
    assert run_length([frozenset({(ord(row), 0)}) for row in rows]) == length


@pytest.mark.parametrize("palette", ["orchestral", "hybrid", "chamber"])
def test_a_double_plays_what_its_lead_plays(palette: str) -> None:
    cue = only_cue(composed(draw(80, mean_shot_s=4.0, seed=7), palette))
    leads, doubles = _leads(palette), _doubles(palette)
    lead = {(n.start // 1_200, n.pitch % 12) for p in cue.parts if p.name in leads for n in p.notes}

    doubled = [n for p in cue.parts if p.name in doubles for n in p.notes]

    near = {(start + late, pitch) for start, pitch in lead for late in (-1, 0, 1)}
    assert doubled
    assert [n for n in doubled if (n.start // 1_200, n.pitch % 12) not in near] == []


def _doubles(palette: str) -> set[str]:
    return {p.name for p in load_palette(palette).players if p.layer == "double"}


def written(bench: ComposingBench) -> Frame:
    frame = make_frame(bench, bench.plans[0])
    return replace(frame, theme=strokes_of(write_melody(frame)))


def test_a_counter_line_does_not_begin_on_the_theme_s_note() -> None:
    doubled = begun = 0
    for seed in range(6):
        frame = written(composed(draw(80, mean_shot_s=4.0, seed=seed), "chamber", seed=seed))
        for stroke in strokes_of(write_counter(frame)):
            sung = [t.pitch for t in frame.theme if t.beat <= stroke.beat < t.beat + t.length]
            begun += bool(sung)
            doubled += any((pitch - stroke.pitch) % 12 == 0 for pitch in sung)

    assert begun > 30
    assert doubled <= begun // 50


def test_a_foreign_note_of_a_counter_line_is_left_by_step() -> None:
    for seed in range(6):
        frame = written(composed(draw(80, mean_shot_s=4.0, seed=seed), "chamber", seed=seed))
        for sketch in write_counter(frame):
            for here, after in pairwise(sketch.strokes):
                foreign = here.pitch % 12 not in frame.chord_at(here.beat).pitches
                if foreign and after.beat == here.beat + here.length:
                    assert abs(after.pitch - here.pitch) <= 4


def test_low_down_a_chord_rather_misses_a_note_than_growls() -> None:
    chord = spell("I", C_MAJOR, F(0), F(4))

    keys = voice(chord, (), 36, 47, 4, under=(36,))

    everything = sorted({*keys, 36})
    assert keys
    assert all(b - a > 4 or a >= 48 for a, b in pairwise(everything))


@pytest.mark.parametrize("palette", ["documentary", "ambient", "minimal"])
def test_slow_styles_change_their_chords_every_two_bars_or_for_a_heavy_hit(palette: str) -> None:
    for seed in range(4):
        cue = only_cue(composed(draw(90, mean_shot_s=2.5, seed=seed), palette, seed=seed))
        bars = cue.tempo_map.bars
        heavy = {cue.tempo_map.beat(hit.sample) for hit in cue.hits if hit.weight >= 0.65}
        for section in cue.sections[:-1]:
            start, end = (bars[bar].start_beat for bar in (section.start_bar, section.end_bar))
            even = {bars[bar].start_beat for bar in range(section.start_bar, section.end_bar, 2)}
            leading = {
                chord.start_beat for chord in cue.chords if chord.end_beat in (end, cue.chords[-1].start_beat)
            }
            pressing = {bars[bar].start_beat for bar in range(section.end_bar - 2, section.end_bar)}
            last = cue.chords[-1].start_beat
            for chord in cue.chords:
                if start <= chord.start_beat < min(end, last - 4):
                    assert chord.start_beat in even | heavy | leading | pressing


def test_a_chord_does_not_stand_still_for_a_phrase_and_more() -> None:
    for seed in range(4):
        cue = only_cue(composed(draw(90, mean_shot_s=4.0, seed=seed), "documentary", seed=seed))
        roots = [(chord.root, chord.end_beat - chord.start_beat) for chord in cue.chords[:-1]]
        for (a, one), (b, two), (c, three) in zip(roots, roots[1:], roots[2:], strict=False):
            assert not (a == b == c) or one + two + three <= 16
