"""Pitches, groove and chords on tunes small enough to count."""

from __future__ import annotations

from math import log2

import numpy as np
import pytest

from ningbgm_daemon.evaluation.metrics.chords import chord_irregularity
from ningbgm_daemon.evaluation.metrics.groove import empty_beat_rate, groove_consistency, groove_similarity
from ningbgm_daemon.evaluation.metrics.pitches import (
    entropy,
    pitch_class_entropy,
    pitch_classes,
    scale_consistency,
    windowed_entropy,
)
from ningbgm_daemon.evaluation.metrics.tune import Tune, TuneNote


def tune(*notes: tuple[float, float, int], bars: int = 4, drums: tuple[float, ...] = ()) -> Tune:
    played = [TuneNote(*note) for note in notes] + [TuneNote(t, t + 0.1, 36, drum=True) for t in drums]
    return Tune(tuple(played), tuple(4.0 * bar for bar in range(bars + 1)))


C_MAJOR = (60, 62, 64, 65, 67, 69, 71)


def test_one_pitch_class_has_no_entropy_and_twelve_have_all() -> None:
    one = tune((0, 1, 60), (1, 2, 72))
    twelve = tune(*((i, i + 1, 60 + i) for i in range(12)))

    assert pitch_class_entropy(one) == 0
    assert pitch_class_entropy(twelve) == pytest.approx(log2(12))


def test_weights_that_are_alike_have_the_most_entropy_and_what_is_not_there_counts_for_nothing() -> None:
    assert entropy(np.array([2.0, 2.0, 0.0, 4.0])) == pytest.approx(1.5)
    assert entropy(np.array([0.0, 7.0])) == 0


def test_octaves_are_one_pitch_class() -> None:
    counts = pitch_classes(tune((0, 1, 60), (1, 2, 72), (2, 3, 61)).notes)

    assert counts.tolist() == [2, 1, *[0] * 10]


def test_drums_have_no_pitch_class() -> None:
    assert pitch_class_entropy(tune(drums=(0, 1))) is None
    assert scale_consistency(tune(drums=(0, 1))) is None


def test_a_bar_on_one_note_has_less_entropy_than_four_of_them() -> None:
    steps = tune(*((4 * bar, 4 * bar + 4, pitch) for bar, pitch in enumerate((60, 62, 64, 65))))

    assert windowed_entropy(steps, 1) == 0
    assert windowed_entropy(steps, 4) == pytest.approx(2)


def test_bars_without_notes_are_left_out_of_the_mean() -> None:
    assert windowed_entropy(tune((0, 1, 60), (1, 2, 62)), 1) == pytest.approx(1)


def test_a_major_scale_and_its_relative_minor_are_consistent() -> None:
    major = tune(*((i, i + 1, pitch) for i, pitch in enumerate(C_MAJOR)))
    minor = tune(*((i, i + 1, 57 + step) for i, step in enumerate((0, 2, 3, 5, 7, 8, 10))))

    assert scale_consistency(major) == 1
    assert scale_consistency(minor) == 1


def test_the_chromatic_scale_keeps_seven_of_twelve() -> None:
    chromatic = tune(*((i, i + 1, 60 + i) for i in range(12)))

    assert scale_consistency(chromatic) == pytest.approx(7 / 12)


def test_bars_alike_are_consistent() -> None:
    alike = tune(*((4 * bar + beat, 4 * bar + beat + 1, 60) for bar in range(4) for beat in range(4)))

    assert groove_consistency(alike) == 1
    assert groove_similarity(alike) == 1


def test_bars_that_differ_in_one_of_sixteen_places_lose_a_sixteenth() -> None:
    two = tune((0, 1, 60), (4, 5, 60), (6, 7, 60), bars=2)

    assert groove_consistency(two) == pytest.approx(15 / 16)


def test_consistency_sees_neighbours_and_similarity_all_pairs() -> None:
    turns = tune((0, 1, 60), (5, 6, 60), (8, 9, 60), (13, 14, 60))

    assert groove_consistency(turns) == pytest.approx(14 / 16)
    assert groove_similarity(turns) == pytest.approx((4 * 14 / 16 + 2) / 6)


def test_the_silent_bars_of_a_ringing_end_are_no_groove() -> None:
    assert groove_consistency(tune((0, 16, 60), bars=4)) is None


def test_drums_are_groove() -> None:
    assert groove_consistency(tune(drums=(0, 4, 8, 12))) == 1


def test_a_note_a_hair_early_belongs_to_the_bar_that_it_means() -> None:
    assert groove_consistency(tune((0, 1, 60), (3.99, 5, 60), (8, 9, 60), bars=3)) == 1


def test_empty_beats_are_counted_up_to_the_last_note() -> None:
    assert empty_beat_rate(tune((0, 1, 60), (3, 4, 60))) == 0.5
    assert empty_beat_rate(tune((0, 2.5, 60))) == 0
    assert empty_beat_rate(tune()) is None


def test_a_loop_of_four_chords_is_regular_and_a_wandering_one_is_not() -> None:
    assert chord_irregularity(["C", "G", "Am", "F"] * 4) == pytest.approx(4 / 14)
    assert chord_irregularity(["C", "D", "E", "F", "G"]) == 1
    assert chord_irregularity(["C", "C", "C", "G"]) is None
