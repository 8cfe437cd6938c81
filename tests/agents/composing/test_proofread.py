"""The verifier reads like a musician: each check on a score that is broken in one place."""

from __future__ import annotations

from dataclasses import replace

import pytest
from composing_film import composed, draw, only_cue, score_of
from written_score import BEAT, LAST, changed, clean, note, with_notes, with_part

from ningbgm_agents.composing.proofread import proofread
from ningbgm_agents.composing.proofs.lines import SOUNDING
from ningbgm_agents.palette import load_palette
from ningbgm_agents.role import load_role
from ningbgm_agents.scene import Finding
from ningbgm_agents.score import Instrument, Part, Score

ORCHESTRAL = load_palette("orchestral")


def only(score: Score) -> Finding:
    """The one thing that is wrong with a score."""
    (finding,) = proofread(score, ORCHESTRAL)
    return finding


def with_more(score: Score, part: Part) -> Score:
    return changed(score, parts=(*score.cues[0].parts, part))


def emptied(first_beat: int, last_beat: int) -> Score:
    score = clean()
    for part in score.cues[0].parts:
        kept = [n for n in part.notes if not first_beat <= n.start / BEAT < last_beat]
        score = with_part(score, part.name, *kept)
    return score


def test_a_clean_score_passes() -> None:
    assert proofread(clean(), ORCHESTRAL) == ()


def test_a_note_in_neither_key_nor_chord_is_sent_back() -> None:
    finding = only(with_notes(clean(), "violins", note(4 * 4 + 2, 78, 0.9)))

    assert (finding.severity, finding.check) == ("error", "scale")
    assert finding.sentence.startswith("1m1 bar 5: F#5")


def test_a_key_that_the_instrument_does_not_have_is_sent_back() -> None:
    horn = Part("French horn", "harmony", Instrument("French horn", 60), (note(8, 84, 2),))

    finding = only(with_more(clean(), horn))

    assert (finding.severity, finding.check) == ("error", "range")


def test_samples_of_ones_own_have_the_keys_that_they_have() -> None:
    horn = Part("French horn", "harmony", Instrument("horn", 60, samples="mine.sfz"), (note(8, 84, 2),))

    assert proofread(with_more(clean(), horn), ORCHESTRAL) == ()


@pytest.mark.parametrize("check", ["scale", "range", "hole", "ending", "hit_notes"])
def test_the_orchestration_expert_answers_for_what_is_sent_back(check: str) -> None:
    assert check in load_role("orchestration_expert").answers_for


def test_parallels_are_noticed_at_every_attack() -> None:
    bass, tune = (note(8, 43, 1.8), note(10, 45, 1.8)), (note(8, 74, 0.9), note(10, 76, 0.9))

    finding = only(with_notes(with_notes(clean(), "celli and basses", *bass), "violins", *tune))

    assert (finding.severity, finding.check) == ("warning", "parallels")
    assert "bar 3: parallel fifths: D5 over G2 to E5 over A2" in finding.sentence


def test_a_fifth_after_a_long_rest_is_no_parallel() -> None:
    score = with_part(clean(), "violins", note(0, 79, 0.9), note(20, 74, 0.9), note(4 * LAST, 72, 4))
    bass = [n for n in score.cues[0].parts[1].notes if n.start / BEAT >= 24 or 4 <= n.start / BEAT < 20]
    score = with_part(score, "celli and basses", note(0, 36, 3.8), note(20, 43, 3.8), *bass)

    assert "parallels" not in {finding.check for finding in proofread(score, ORCHESTRAL)}


def test_a_bass_over_the_tune_is_noticed() -> None:
    checks = {
        f.check for f in proofread(with_notes(clean(), "celli and basses", note(8, 79, 0.9)), ORCHESTRAL)
    }

    assert "crossing" in checks


def test_mud_is_noticed() -> None:
    finding = only(with_notes(clean(), "celli and basses", note(8, 43, 3.8), note(8, 47, 3.8)))

    assert (finding.severity, finding.check) == ("warning", "mud")


def test_a_wind_that_never_breathes_is_noticed() -> None:
    horns = Part("horns", "melody", Instrument("horns", 60), tuple(note(4 * bar, 60, 4) for bar in range(6)))

    checks = {finding.check for finding in proofread(with_more(clean(), horns), ORCHESTRAL)}

    assert "breath" in checks


def test_a_rhythm_that_never_changes_is_noticed() -> None:
    notes = [note(4 * bar + at, 67, 0.4) for bar in range(LAST) for at in (0, 1.5, 2.5)]
    motion = Part("pizzicato strings", "motion", Instrument("pizzicato strings", 45), tuple(notes))

    finding = only(with_more(clean(), motion))

    assert (finding.severity, finding.check) == ("warning", "layer_loop")
    assert "one rhythm for 10 bars" in finding.sentence


def test_two_bars_of_nothing_are_noticed_and_four_are_sent_back() -> None:
    short, long = (proofread(emptied(16, stop), ORCHESTRAL) for stop in (24, 32))

    assert [(finding.severity, finding.check) for finding in short] == [("warning", "hole")]
    assert ("error", "hole") in {(finding.severity, finding.check) for finding in long}


def test_marks_of_one_kind_are_one_finding() -> None:
    notes = [note(4 * bar + 2, 78, 0.9) for bar in (4, 6, 7)]

    finding = only(with_notes(clean(), "violins", *notes))

    assert finding.sentence.endswith("(and 2 more)")


def test_keys_that_an_instrument_lacks_come_back_mended() -> None:
    high = tuple(
        replace(p, program=41, low=72, high=100) if p.layer == "melody" else p for p in ORCHESTRAL.players
    )

    bench = composed(draw(40), replace(ORCHESTRAL, players=high))

    parts = [
        part for part in only_cue(bench).parts if part.stem == "melody" and part.instrument.program == 41
    ]
    assert bench.attempt == 1
    assert parts
    assert all(SOUNDING[41][0] <= n.pitch <= SOUNDING[41][1] for part in parts for n in part.notes)


@pytest.mark.parametrize("palette", ["chamber", "acoustic", "suspense", "comedy", "orchestral", "hybrid"])
def test_what_is_written_is_not_marked(palette: str) -> None:
    for seed in range(3):
        bench = composed(draw(70, mean_shot_s=3.0, seed=seed), palette, seed=seed)

        assert proofread(score_of(bench), load_palette(palette)) == ()
