"""Films side by side: the same rows in the same order, each lane with a process of its own."""

from __future__ import annotations

import os
import threading
from concurrent.futures import CancelledError
from pathlib import Path

import numpy as np
import pytest
import soundfile

from ningbgm_agents.errors import DeliveryError
from ningbgm_daemon.evaluation.bench import evaluate
from ningbgm_daemon.evaluation.films import Film, Truth
from ningbgm_daemon.evaluation.lanes import Measurer, in_lanes
from ningbgm_daemon.evaluation.pieces import Piece
from ningbgm_daemon.evaluation.systems import System


def test_what_is_made_stands_in_the_order_of_the_films() -> None:
    met = threading.Barrier(2, timeout=60)

    def work(number: int, _: Measurer) -> tuple[int, int]:
        if number < 2:
            met.wait()  # only two at once can pass
        return number, threading.get_ident()

    made = in_lanes(range(5), work, 2)

    assert [number for number, _ in made] == [0, 1, 2, 3, 4]
    assert made[0][1] != made[1][1]


def test_one_lane_is_here() -> None:
    assert in_lanes([1], lambda _, measured: threading.get_ident(), 8) == (threading.get_ident(),)
    assert in_lanes([], lambda _, measured: 1, 2) == ()


def test_the_first_error_ends_all_and_what_waits_does_not_begin() -> None:
    begun: list[int] = []

    def work(number: int, _: Measurer) -> None:
        begun.append(number)
        raise DeliveryError("the disk is full")

    with pytest.raises(DeliveryError, match="the disk is full"):
        in_lanes(range(50), work, 2)

    assert len(begun) < 50


def test_after_an_error_nothing_more_is_measured(small_film: Path) -> None:
    film = Film(name="small", path=small_film, truth=Truth(cuts=(13, 25, 38), speech_s=()))
    begun, told = threading.Barrier(2, timeout=60), list[str]()

    def work(number: int, measured: Measurer) -> None:
        begun.wait()
        if number == 0:
            raise DeliveryError("the disk is full")
        for _ in range(600):
            try:
                measured(Piece(small_film), film)
            except CancelledError:
                told.append("over")
                raise

    with pytest.raises(DeliveryError):
        in_lanes(range(2), work, 2)

    assert told == ["over"]


def test_two_lanes_measure_what_one_measures(small_film: Path, tmp_path: Path) -> None:
    folder = tmp_path / "theirs"
    folder.mkdir()
    films = []
    for name in ("one", "two"):
        os.symlink(small_film, tmp_path / f"{name}.mp4")
        films.append(
            Film(name=name, path=tmp_path / f"{name}.mp4", truth=Truth(cuts=(13, 25, 38), speech_s=()))
        )
        noise = np.random.default_rng(len(films)).normal(0, 0.05, (3 * 48_000, 2))
        soundfile.write(folder / f"{name}.wav", noise, 48_000)
    theirs = (System("theirs", "noise", folder=folder),)

    side_by_side = evaluate(tuple(films), theirs, tmp_path / "two", workers=2)
    in_turn = evaluate(tuple(films), theirs, tmp_path / "one", workers=1)

    assert side_by_side.rows == in_turn.rows
    assert [row.film for row in in_turn.rows] == ["one", "two"]
