"""The pictures of a cue hold what they should: notes where they sound, and a page for every kind."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile
from written_score import clean, with_part

pytest.importorskip("matplotlib", reason="pip install -e '.[dev]'")

from PIL import Image

from critique.canvas import draw_lead_sheet, draw_roll, draw_sound  # needs matplotlib
from critique.fault import pages_of


def pixels(path: Path) -> np.ndarray:
    """A picture as numbers, shape (rows, columns, 3)."""
    return np.asarray(Image.open(path).convert("RGB"), np.int64)


def red(picture: np.ndarray) -> int:
    """How much of a picture is the colour of the melody."""
    return int(((picture[..., 0] - picture[..., 1] > 60) & (picture[..., 0] - picture[..., 2] > 60)).sum())


@pytest.mark.parametrize("draw", [draw_roll, draw_lead_sheet])
def test_the_melody_is_drawn_and_a_silent_one_is_not(draw: object, tmp_path: Path) -> None:
    assert callable(draw)
    (page,) = pages_of(clean())
    (silent,) = pages_of(with_part(clean(), "violins"))

    draw(page, tmp_path / "full.png")
    draw(silent, tmp_path / "silent.png")

    assert red(pixels(tmp_path / "full.png")) > red(pixels(tmp_path / "silent.png")) + 200


def test_a_spectrogram_is_bright_where_something_sounds(tmp_path: Path) -> None:
    (page,) = pages_of(clean())
    time = np.arange(page.length) / 48_000
    tone = np.where(time < 12, 0.3 * np.sin(2 * np.pi * 440 * time), 0.0)
    soundfile.write(tmp_path / "tone.wav", np.stack([tone, tone], axis=1), 48_000)

    draw_sound(page, tmp_path / "tone.wav", tmp_path / "sound.png")

    picture = pixels(tmp_path / "sound.png")[90:250].sum(axis=2)
    left, right = picture[:, 100 : picture.shape[1] // 2 - 60], picture[:, picture.shape[1] // 2 + 60 : -60]
    assert np.percentile(left, 99.5) > np.percentile(right, 99.5) + 200
