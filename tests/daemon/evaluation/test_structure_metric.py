"""The fitness of a repeated part on self-similarities drawn by hand."""

from __future__ import annotations

import numpy as np
import pytest

from ningbgm_daemon.evaluation.metrics.structure import (
    best_fitness,
    fitness,
    similarity,
    structure_indicators,
)


def drawn(count: int, *repeats: tuple[int, int, int]) -> np.ndarray:
    """A self-similarity with stripes: (first place, second place, length)."""
    likeness = np.full((count, count), -2.0)
    np.fill_diagonal(likeness, 1.0)
    for one, other, length in repeats:
        for step in range(length):
            likeness[one + step, other + step] = likeness[other + step, one + step] = 1.0
    return likeness


def by_theory(repeats: int, length: int, count: int) -> float:
    """Harmonic mean of the normalised score and coverage of a part that comes so often."""
    score = (repeats * length - length) / (repeats * length)
    coverage = (repeats * length - length) / count
    return 2 * score * coverage / (score + coverage)


def test_a_part_that_comes_back_once_has_the_fitness_of_the_paper() -> None:
    likeness = drawn(20, (2, 12, 5))

    assert fitness(likeness, 5)[2] == pytest.approx(by_theory(2, 5, 20))
    assert fitness(likeness, 5)[12] == pytest.approx(by_theory(2, 5, 20))


def test_a_part_that_comes_three_times_has_more() -> None:
    likeness = drawn(20, (0, 7, 4), (0, 14, 4), (7, 14, 4))

    assert fitness(likeness, 4)[0] == pytest.approx(by_theory(3, 4, 20))


def test_a_part_that_never_comes_back_has_none() -> None:
    likeness = drawn(20, (2, 12, 5))

    assert fitness(likeness, 4)[8] == 0
    assert best_fitness(drawn(12), 2, 6) == 0


def test_a_repeat_at_half_the_tempo_is_found() -> None:
    likeness = drawn(24)
    for step in range(5):
        likeness[10 + 2 * step, 2 + step] = 1.0

    found = fitness(likeness, 5)[2]

    covered, walked = 5 + 9, 10
    score, coverage = (10 - 5) / walked, (covered - 5) / 24
    assert found == pytest.approx(2 * score * coverage / (score + coverage))


def test_all_parts_at_once_are_what_each_one_alone_is() -> None:
    dice = np.random.default_rng(4)
    likeness = np.where(dice.random((14, 14)) < 0.3, dice.random((14, 14)), -2.0)
    np.fill_diagonal(likeness, 1.0)

    at_once = fitness(likeness, 4)

    assert at_once == pytest.approx([alone(likeness, place, 4) for place in range(11)])


def alone(likeness: np.ndarray, place: int, length: int) -> float:
    """The recursion of the paper for one part, cell by cell."""
    count, width = len(likeness), length + 1
    rows = [[(-np.inf, 0, 0)] * width for _ in range(count + 2)]
    rows[1][0] = (0.0, 0, 0)
    for n in range(count):
        now, last, before = rows[n + 2], rows[n + 1], rows[n]
        now[0] = max(last[0], last[-1], key=lambda cell: cell[0])
        score, covered, walked = now[0]
        now[1] = (score + likeness[n, place], covered + 1, walked + 1)
        for m in range(2, width):
            ways = [(last[m - 1], 1), (before[m - 1], 2)] + ([(last[m - 2], 1)] if m > 2 else [])
            (score, covered, walked), step = max(ways, key=lambda way: way[0][0])
            now[m] = (score + likeness[n, place + m - 1], covered + step, walked + 1)
    score, covered, walked = max(rows[-1][0], rows[-1][-1], key=lambda cell: cell[0])
    gained, reached = (score - length) / max(walked, 1), (covered - length) / count
    return 2 * gained * reached / (gained + reached) if gained > 0 and reached > 0 else 0.0


def test_a_piece_that_repeats_has_more_structure_than_noise() -> None:
    dice = np.random.default_rng(5)
    part = dice.random((8, 12))
    repeated = structure_indicators(np.tile(part, (5, 1)))
    noise = structure_indicators(dice.random((40, 12)))

    assert repeated["short"] is not None
    assert noise["short"] is not None
    assert repeated["short"] > noise["short"] + 0.2


def test_a_piece_shorter_than_two_parts_has_no_indicator() -> None:
    found = structure_indicators(np.random.default_rng(6).random((20, 12)))

    assert found["short"] is not None
    assert found["middle"] is None
    assert found["long"] is None


def test_the_similarity_is_one_on_its_diagonal_and_punishes_the_unlike() -> None:
    likeness = similarity(np.random.default_rng(7).random((30, 12)))

    assert np.diag(likeness) == pytest.approx(1)
    assert (likeness == -2.0).mean() == pytest.approx(0.8, abs=0.05)
