"""Guides of pitch classes as a model reads them."""

import numpy as np

from ningbgm_daemon.performers.chroma import one_hot

C, D, G = 0, 2, 7


def steps(*pitches: int) -> np.ndarray:
    return np.eye(12, dtype=np.float32)[list(pitches)]


def test_the_strongest_of_each_step_is_kept_alone() -> None:
    weights = 0.4 * steps(C, C) + steps(D, G)

    assert (one_hot(weights, 2) == steps(D, G)).all()


def test_steps_are_spread_over_as_many_as_the_model_reads() -> None:
    assert one_hot(steps(C, G, D), 7).argmax(axis=1).tolist() == [C, C, G, G, G, D, D]


def test_many_steps_become_few_by_how_long_each_pitch_sounds() -> None:
    assert one_hot(steps(C, G, G, D, D, C), 2).argmax(axis=1).tolist() == [G, D]


def test_where_nothing_sounds_it_reads_what_no_melody_is_told_as() -> None:
    assert (one_hot(np.zeros((3, 12), np.float32), 2) == steps(C, C)).all()
