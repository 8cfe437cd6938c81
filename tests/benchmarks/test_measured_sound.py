"""Measures of sounds whose answer is known."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from critique.measured_sound import RATE_HZ, measures, pieces_in, sound_of, usual

SECONDS = 12


def noise(left: float = 0.1, right: float = 0.1, seed: int = 1) -> np.ndarray:
    """The same noise on both sides, or one of its own where a level is negative."""
    dice = np.random.default_rng(seed)
    one = dice.standard_normal(SECONDS * RATE_HZ)
    return np.stack([one * left, one * right]).astype(np.float32)


def test_opposite_sides_have_no_middle_and_equal_ones_no_sides() -> None:
    assert measures(noise())["width_db"] == -60
    assert measures(noise(0.1, 0.05))["width_db"] == pytest.approx(20 * np.log10(1 / 3), abs=0.1)


def test_bands_are_told_apart() -> None:
    tone = 0.3 * np.sin(2 * np.pi * 1000 * np.arange(SECONDS * RATE_HZ) / RATE_HZ)

    found = measures(np.stack([tone, tone]).astype(np.float32))

    assert found["level_500-2000"] == pytest.approx(0, abs=0.1)
    assert (found["level_2000-8000"] or 0) < -30


def test_a_quiet_beginning_is_told() -> None:
    soft, loud = noise() * 0.1, noise()
    sound = np.concatenate([soft, soft, soft, loud, loud, loud], axis=1)

    assert measures(sound)["opening_lu"] == pytest.approx(-20, abs=0.5)
    assert measures(sound)["range_lu"] == pytest.approx(20, abs=1)


def test_pieces_of_a_folder_are_spread_over_it(tmp_path: Path) -> None:
    for number in range(10):
        (tmp_path / f"{number}.wav").touch()
    (tmp_path / "note.txt").touch()

    assert [path.stem for path in pieces_in(tmp_path, 5)] == ["0", "2", "4", "6", "8"]
    assert len(pieces_in(tmp_path, 99)) == 10
    assert pieces_in(tmp_path / "3.wav", 5) == [tmp_path / "3.wav"]


def test_the_first_seconds_of_a_file_are_read(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", noise().T, RATE_HZ)

    assert sound_of(tmp_path / "a.wav", 2.5).shape == (2, 2.5 * RATE_HZ)
    assert sound_of(tmp_path / "a.wav").shape == (2, SECONDS * RATE_HZ)


def test_what_is_usual_leaves_out_what_a_piece_has_not() -> None:
    rows = [{"a": float(number), "b": None} for number in range(101)]

    assert usual(rows) == {"a": (50.0, 5.0, 95.0)}
