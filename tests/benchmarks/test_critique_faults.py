"""Every check of the critic on a score that is broken in one place."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from written_score import BEAT, LAST, changed, clean, note, with_notes, with_part

from critique.fault import Fault
from critique.reading import read
from ningbgm_agents.composing.progression import spell
from ningbgm_agents.composing.proofs.layers import longest_loop
from ningbgm_agents.score import Instrument, Key, Part, Score


def only(score: Score, kind: str) -> Fault:
    """The one mark in a score, which is of this kind."""
    faults = read(score)
    assert [fault.kind for fault in faults] == [kind], faults
    return faults[0]


def test_a_clean_score_has_no_mark() -> None:
    assert read(clean()) == ()


def test_a_note_beside_key_and_chord_is_marked_with_its_bar() -> None:
    fault = only(with_notes(clean(), "violins", note(4 * 4 + 2, 78, 0.9)), "scale")

    assert fault.bar == 5
    assert "F#5" in fault.sentence
    assert "Dm" in fault.sentence


def test_a_note_that_the_chord_names_is_in_its_place() -> None:
    score = clean()
    chords = list(score.cues[0].chords)
    chords[4] = spell("II7", Key(0, "ionian"), Fraction(16), Fraction(20))
    pad = [note(16, pitch, 3.8) for pitch in (60, 62, 66, 69)]

    score = with_notes(changed(score, chords=tuple(chords)), "strings", *pad)

    assert read(with_notes(score, "violins", note(4 * 4 + 2, 78, 0.9))) == ()


def test_a_key_that_the_instrument_does_not_have_is_marked() -> None:
    score = clean()
    horn = Part("French horn", "harmony", Instrument("French horn", 60), (note(8, 84, 2),))

    fault = only(changed(score, parts=(*score.cues[0].parts, horn)), "range")

    assert fault.sentence == "French horn has no C6"


def test_a_leap_of_more_than_an_octave_without_a_rest_is_marked() -> None:
    faults = read(with_notes(clean(), "violins", note(8, 72, 1), note(9, 88, 0.9)))

    there_and_back = ["violins leaps from C5 to E6", "violins leaps from E6 to C5"]
    assert [(fault.kind, fault.sentence) for fault in faults] == [("leap", line) for line in there_and_back]


def test_a_wind_that_never_breathes_is_marked() -> None:
    score = clean()
    horns = [note(4 * bar, 72, 4) for bar in range(6)]
    part = Part("horns", "melody", Instrument("horns", 60), tuple(horns))
    without = [p for p in score.cues[0].parts if p.name != "violins"]
    closing = replace(part, name="violins", instrument=Instrument("violins", 40), notes=(note(40, 72, 4),))

    kinds = {fault.kind for fault in read(changed(score, parts=(*without, part, closing)))}

    assert "breath" in kinds


def test_parallel_fifths_of_melody_and_bass_are_marked() -> None:
    score = clean()
    bass, tune = (note(8, 43, 1.8), note(10, 45, 1.8)), (note(8, 74, 0.9), note(10, 76, 0.9))
    score = with_notes(with_notes(score, "celli and basses", *bass), "violins", *tune)

    fault = only(score, "parallels")

    assert (fault.bar, fault.sentence) == (3, "parallel fifths: D5 over G2 to E5 over A2")


def test_a_style_of_parallel_fifths_may_have_them() -> None:
    score = replace(clean(), palette="rock")
    bass, tune = (note(8, 43, 1.8), note(10, 45, 1.8)), (note(8, 74, 0.9), note(10, 76, 0.9))
    score = with_notes(with_notes(score, "celli and basses", *bass), "violins", *tune)

    assert "parallels" not in {fault.kind for fault in read(score)}


def test_a_bass_over_the_tune_is_marked() -> None:
    kinds = {fault.kind for fault in read(with_notes(clean(), "violins", note(8, 55, 0.9)))}
    assert kinds == set()

    crossed = with_notes(clean(), "celli and basses", note(8, 79, 0.9))

    assert "crossing" in {fault.kind for fault in read(crossed)}


def test_a_third_in_the_depths_is_marked() -> None:
    fault = only(with_notes(clean(), "celli and basses", note(8, 43, 3.8), note(8, 47, 3.8)), "mud")

    assert fault.sentence == "G2 and B2 together, held and low"


def silent_from_bar_five_to_six() -> Score:
    score = clean()
    for part in score.cues[0].parts:
        score = with_part(score, part.name, *(n for n in part.notes if not 16 <= n.start / BEAT < 24))
    return score


def test_two_bars_in_which_nobody_plays_are_a_hole() -> None:
    fault = only(silent_from_bar_five_to_six(), "hole")

    assert (fault.bar, fault.sentence) == (4, "nobody plays for 4.1 s")


def test_a_silence_that_was_asked_for_is_no_hole() -> None:
    assert read(changed(silent_from_bar_five_to_six(), silences=((16 * BEAT, 24 * BEAT),))) == ()


def test_a_tempo_that_the_palette_does_not_have_is_marked() -> None:
    score = clean()

    assert read(replace(score, brief=replace(score.brief, tempo_bpm=(60.0, 90.0))))[0].kind == "tempo"


def test_a_foreign_note_in_the_last_chord_is_marked() -> None:
    fault = only(with_notes(clean(), "violins", note(4 * LAST, 74, 4)), "ending")

    assert fault.sentence == "foreign to the last chord C: [2]"


def test_a_last_chord_away_from_home_is_marked() -> None:
    score = clean()
    chords = (*score.cues[0].chords[:-1], spell("IV", Key(0, "ionian"), Fraction(40), Fraction(48)))
    struck = [note(40, pitch, 4, True) for pitch in (60, 65, 69)]
    score = with_notes(changed(score, chords=chords), "strings", *struck)
    score = with_notes(score, "celli and basses", note(40, 41, 4, True))

    sentences = {fault.sentence for fault in read(with_notes(score, "violins", note(40, 72, 4)))}

    assert "it closes on F, not at home" in sentences


def test_a_last_chord_that_was_there_before_is_no_cadence() -> None:
    score = clean()
    chords = (*score.cues[0].chords[:-2], spell("I", Key(0, "ionian"), Fraction(36), Fraction(40)))
    score = changed(score, chords=(*chords, score.cues[0].chords[-1]))

    assert "no cadence: C goes to C" in {fault.sentence for fault in read(score)}


def test_a_hit_without_a_note_on_its_sample_is_marked() -> None:
    score = with_notes(clean(), "strings", *(note(4 * LAST, pitch, 4) for pitch in (60, 64, 67)))
    score = with_notes(score, "celli and basses", note(4 * LAST, 36, 4))

    assert only(score, "hit_notes").sentence == "1m1: no note on the hit at frame 480"


def test_one_bar_for_ever_is_a_stuck_loop() -> None:
    score = clean()
    chords = tuple(
        spell("I", Key(0, "ionian"), Fraction(4 * bar), Fraction(4 * bar + 4)) for bar in range(LAST)
    )
    score = changed(score, chords=(*chords, score.cues[0].chords[-1]))
    score = with_part(score, "strings", *(note(4 * bar, 64, 3.8, bar == LAST) for bar in range(LAST + 1)))
    score = with_part(score, "celli and basses", *(note(4 * b, 36, 3.8, b == LAST) for b in range(LAST + 1)))
    score = with_part(score, "violins", *(note(4 * bar, 72, 0.9) for bar in range(LAST + 1)))

    loops = [fault for fault in read(score) if fault.kind == "loop"]

    assert [(fault.bar, fault.sentence) for fault in loops] == [(1, "11 bars without change in any part")]


def test_a_rhythm_that_never_changes_is_marked_though_its_chords_do() -> None:
    score = clean()
    notes = [note(4 * bar + at, 67, 0.4) for bar in range(LAST) for at in (0, 1.5, 2.5)]
    motion = Part("pizzicato strings", "motion", Instrument("pizzicato strings", 45), tuple(notes))

    fault = only(changed(score, parts=(*score.cues[0].parts, motion)), "layer_loop")

    assert fault.sentence == "pizzicato strings: one rhythm for 10 bars"


@pytest.mark.parametrize(
    ("bars", "expected"),
    [("abab", (0, 4)), ("abcabc", (0, 0)), ("xaaaay", (1, 4)), ("....", (0, 0)), ("abcdabcdabcd", (0, 12))],
)
def test_loops_of_one_two_and_four_bars_are_found(bars: str, expected: tuple[int, int]) -> None:
    patterns = [frozenset() if bar == "." else frozenset({(bar, 0, 60)}) for bar in bars]

    assert longest_loop(patterns) == expected
