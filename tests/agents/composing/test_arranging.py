"""The theme stays itself over its chords; the others keep out of its way; sections lead into each other."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest
from composing_film import composed, draw, only_cue

from ningbgm_agents.brief import Brief
from ningbgm_agents.composing.bench import ComposingBench
from ningbgm_agents.composing.parts.fitting import Meant, fitted, sung_classes
from ningbgm_agents.composing.progression import spell
from ningbgm_agents.composing.scale import degree_of
from ningbgm_agents.composing.voicing import voice
from ningbgm_agents.palette import load_palette
from ningbgm_agents.score import Cue, Key, Note, Part

C_MAJOR = Key(0, "ionian")
PALETTES = ("orchestral", "chamber", "acoustic", "electronic", "hybrid", "comedy")


def meant(pitches: list[int], numeral: str = "I", length: int = 1) -> list[Meant]:
    chord = spell(numeral, C_MAJOR, Fraction(0), Fraction(64))
    return [
        Meant(Fraction(n * length), Fraction(length), pitch, n * length % 2 == 0, chord)
        for n, pitch in enumerate(pitches)
    ]


@pytest.fixture(scope="module", params=PALETTES)
def bench(request: pytest.FixtureRequest) -> ComposingBench:
    return composed(draw(80, mean_shot_s=4.0, seed=7), request.param)


def notes(cue: Cue, *stems: str) -> list[Note]:
    found = [note for part in cue.parts if part.stem in stems for note in part.notes]
    return sorted(found, key=lambda note: note.start)


def test_what_fits_is_left_as_it_is() -> None:
    phrase = [60, 62, 64, 65, 67, 65, 64, 62, 60]

    assert fitted(meant(phrase), C_MAJOR, 55, 79, True) == phrase


def test_a_long_note_that_grates_gives_way_by_a_step() -> None:
    pitches = fitted(meant([64, 65, 64], length=2), C_MAJOR, 55, 79, True)

    assert pitches[1] != 65
    assert abs(pitches[1] - 65) <= 3


def test_a_phrase_stays_in_its_range() -> None:
    pitches = fitted(meant([60, 64, 67, 72, 79, 84]), C_MAJOR, 58, 74, True)

    assert all(58 <= pitch <= 74 for pitch in pitches)


def test_over_a_borrowed_chord_the_scale_bends_to_it() -> None:
    borrowed = sung_classes(spell("bVI", C_MAJOR, Fraction(0), Fraction(4)), C_MAJOR)
    applied = sung_classes(spell("VI7", C_MAJOR, Fraction(0), Fraction(4)), C_MAJOR)

    assert {8, 3} <= borrowed
    assert not {9, 4} & borrowed
    assert 1 in applied
    assert 0 not in applied


def test_low_down_nothing_stands_near_the_bass() -> None:
    chord = spell("I", C_MAJOR, Fraction(0), Fraction(4))

    keys = voice(chord, (), 40, 67, 4, under=(36, 40))

    assert not [key for key in keys if key < 52 and 0 < abs(key - 40) <= 4]


def test_the_one_highest_note_is_the_climax(bench: ComposingBench) -> None:
    cue = only_cue(bench)
    climax = next(section for section in cue.sections if section.name == "climax")
    start, end = (cue.tempo_map.bars[bar].start_beat for bar in (climax.start_bar, climax.end_bar))

    top = max(notes(cue, "melody"), key=lambda note: note.pitch)

    assert start - 1 <= cue.tempo_map.beat(top.start) < end


def test_the_melody_stays_in_key_or_chord(bench: ComposingBench) -> None:
    cue = only_cue(bench)
    for note in notes(cue, "melody"):
        beat = cue.tempo_map.beat(note.start + 1200)
        bar = cue.tempo_map.bar_at(beat).number - 1
        keys = [s.key for s in cue.sections if s.start_bar - 1 <= bar < s.end_bar]
        chords = [c for c in cue.chords if c.start_beat - 1 <= beat < c.end_beat]
        in_key = any(degree_of(key, note.pitch)[1] == 0 for key in keys)
        assert in_key or any(note.pitch % 12 in chord.pitches for chord in chords)


def test_the_bass_lies_under_the_chords(bench: ComposingBench) -> None:
    cue = only_cue(bench)
    low, chords = notes(cue, "bass"), notes(cue, "harmony")
    for bass in low:
        for note in chords:
            overlap = min(bass.start + bass.duration, note.start + note.duration) - max(
                bass.start, note.start
            )
            assert overlap < 9_600 or note.pitch > bass.pitch


def test_a_leader_is_one_voice(bench: ComposingBench) -> None:
    for part in only_cue(bench).parts:
        if part.stem == "melody":
            for before, note in pairwise(part.notes):
                assert before.start + before.duration <= note.start + 4_800


def test_the_climax_is_the_loudest_section_and_is_let_go_of(bench: ComposingBench) -> None:
    sections = only_cue(bench).sections[:-1]
    climax = next(section for section in sections if section.name == "climax")

    others = [section.intensity for section in sections if section.name != "climax"]
    releases = [section.intensity for section in sections if section.name == "release"]
    assert max(others) < climax.intensity
    assert all(intensity <= 0.63 * climax.intensity for intensity in releases)


def test_a_climax_is_not_whispered_under_speech() -> None:
    quiet = draw(80, mean_shot_s=4.0, seed=7)
    loud = only_cue(composed(quiet)).sections
    climax = next(section for section in loud if section.name == "climax")
    bars = only_cue(composed(quiet)).tempo_map
    start, end = (
        bars.sample(bars.bars[bar].start_beat) / 48_000 for bar in (climax.start_bar, climax.end_bar)
    )

    spoken = only_cue(composed(draw(80, mean_shot_s=4.0, seed=7, speech=((start - 1, end + 1),))))

    now = next(section for section in spoken.sections if section.name == "climax")
    assert now.start_bar != climax.start_bar


def test_a_spark_of_nine_keys_touches_the_hits_all_the_same() -> None:
    chamber = load_palette("chamber")
    narrow = tuple(replace(p, low=72, high=80) if p.layer == "spark" else p for p in chamber.players)

    cue = only_cue(composed(draw(60, mean_shot_s=4.0, seed=7), replace(chamber, players=narrow)))

    name = next(player.name for player in narrow if player.layer == "spark")
    touched = [note for part in cue.parts if part.instrument.name == name for note in part.notes]
    starts = {note.start for note in touched}
    assert cue.hits
    assert all(72 <= note.pitch <= 80 for note in touched)
    assert {hit.sample for hit in cue.hits} <= starts


def test_no_figure_goes_on_unchanged_for_more_than_four_bars() -> None:
    cue = only_cue(composed(draw(100, mean_shot_s=8.0, seed=3), "electronic"))
    motion = next(part for part in cue.parts if part.stem == "motion")
    rows = [_rhythm(cue, motion, number) for number in range(len(cue.tempo_map.bars))]

    for start in range(len(rows) - 4):
        five = rows[start : start + 5]
        assert len(set(five)) > 1 or not five[0]


def _rhythm(cue: Cue, part: Part, number: int) -> tuple[int, ...]:
    bar = cue.tempo_map.bars[number]
    start, stop = (cue.tempo_map.sample(beat) for beat in (bar.start_beat, bar.start_beat + bar.beats))
    inside = [note.start for note in part.notes if start - 500 <= note.start < stop - 500]
    return tuple(round(4 * (cue.tempo_map.beat(at) - bar.start_beat)) for at in inside)


def test_a_new_key_is_prepared_or_jumped_into_on_a_strong_hit() -> None:
    turns = 0
    for seed in range(8):
        cue = only_cue(composed(draw(100, mean_shot_s=5.0, seed=seed), "orchestral", seed=seed))
        strong = {cue.tempo_map.beat(h.sample) for h in cue.hits if h.treatment == "accent"}
        for before, section in pairwise(cue.sections[:-1]):
            if before.key.tonic != section.key.tonic:
                turns += 1
                start = cue.tempo_map.bars[section.start_bar].start_beat
                approach = next(c for c in cue.chords if c.end_beat == start)
                prepared = (approach.root - section.key.tonic) % 12 == 7
                short = approach.end_beat - approach.start_beat < 2
                assert prepared or short or start in strong
    assert turns


def test_a_quiet_beginning_comes_out_of_nothing() -> None:
    cue = only_cue(composed(draw(80, mean_shot_s=6.0, seed=4), "orchestral"))
    assert cue.sections[0].name == "bed"
    first = cue.tempo_map.sample(cue.tempo_map.bars[1].start_beat)

    assert not [note for note in notes(cue, "melody") if note.start < first - 1_000]
    pad = next(part for part in cue.parts if part.name == "strings")
    end = cue.tempo_map.sample(cue.tempo_map.bars[cue.sections[0].end_bar].start_beat)
    assert pad.expression[0].value < 0.85 * max(p.value for p in pad.expression if p.sample < end)


def test_other_films_have_other_themes_with_the_same_seed() -> None:
    themes = [composed(draw(40, seed=seed)).themes[0].melody for seed in range(4)]

    assert len(set(themes)) == 4


@pytest.mark.parametrize("ending", ["ring_out", "fade"])
def test_the_last_chord_is_heard(ending: str) -> None:
    cue = only_cue(composed(draw(60), brief=Brief(seed=1, ending=ending)))  # type: ignore[arg-type]  # a literal
    last = next(hit for hit in cue.hits if hit.kind == "end").sample
    pad = next(part for part in cue.parts if part.stem == "harmony")

    before = [point for point in pad.expression if point.sample <= last][-1]
    after = next(point for point in pad.expression if point.sample >= last)
    assert max(before.value, after.value) > 0.15


def test_speech_inside_the_theme_lets_it_begin_again() -> None:
    film = draw(60, mean_shot_s=5.0, seed=2, speech=((20.0, 26.0),))

    cue = only_cue(composed(film, "chamber"))

    again = [note for note in notes(cue, "melody") if note.start > 26.2 * 48_000]
    beat = cue.tempo_map.beat(again[0].start + 1_200)
    bar = cue.tempo_map.bar_at(beat)
    assert beat - bar.start_beat < 3.2


def test_the_wish_for_one_mode_is_kept_to_the_end() -> None:
    cue = only_cue(composed(draw(40), "chamber", replace(Brief(seed=1), mode="minor")))

    assert {section.key.scale for section in cue.sections} == {"aeolian"}
