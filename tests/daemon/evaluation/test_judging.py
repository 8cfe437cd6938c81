"""What a model's hearing makes of the rows, with a model of three dimensions that tells pitch and words."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import soundfile

from ningbgm_agents.errors import InputError
from ningbgm_daemon.evaluation.films import Film, Truth
from ningbgm_daemon.evaluation.judging import Judging
from ningbgm_daemon.evaluation.rows import Row
from ningbgm_daemon.evaluation.systems import System

RATE = 48_000
OURS, OTHER = System("ours", ""), System("other", "")


class PitchJudge:
    """Hears whether a second is low, middle or high, and reads these three words."""

    mark = title = "pitch"

    def __init__(self) -> None:
        self.heard: list[str] = []

    def hear(self, sound: Path) -> np.ndarray:
        """Shares of the power under 500 Hz, to 2 kHz and above, for each second."""
        self.heard.append(sound.name)
        samples, _ = soundfile.read(sound)
        power = np.abs(np.fft.rfft(samples[: len(samples) // RATE * RATE].reshape(-1, RATE))) ** 2
        bands = [power[:, low:high].sum(axis=1) for low, high in ((0, 500), (500, 2000), (2000, 24_000))]
        return np.stack(bands, axis=1) / power.sum(axis=1)[:, None]

    def read(self, texts: Sequence[str]) -> np.ndarray:
        return np.array([[word in text for word in ("low", "middle", "high")] for text in texts], float)


def tone(path: Path, hz: float, seed: int = 0) -> Path:
    time = np.arange(3 * RATE) / RATE
    noise = np.random.default_rng(seed).normal(0, 0.001, len(time))
    soundfile.write(path, 0.3 * np.sin(2 * np.pi * hz * time) + noise, RATE)
    return path


@pytest.fixture
def films(tmp_path: Path) -> tuple[Film, ...]:
    made = []
    for name in ("low", "middle", "high"):
        (tmp_path / f"{name}.txt").write_text(f"a {name} tone", encoding="utf-8")
        wish = "a low tone" if name == "low" else ""
        made.append(
            Film(
                name=name,
                path=tmp_path / f"{name}.mp4",
                text=tmp_path / f"{name}.txt",
                truth=Truth(wish=wish),
            )
        )
    return tuple(made)


def rows_of(system: System, films: Sequence[Film]) -> tuple[Row, ...]:
    return tuple(Row(f"{system.name}/{film.name}", system.name, film.name, "", {"cuts": 6}) for film in films)


def nothing(what: str, share: float) -> None:
    """Takes note of nothing."""


def test_music_that_fits_its_words_has_a_gain_and_music_turned_about_a_loss(
    films: tuple[Film, ...], tmp_path: Path
) -> None:
    judging = Judging(PitchJudge(), tmp_path / "out", None)
    rows = (*rows_of(OURS, films), *rows_of(OTHER, films))
    for row, hz in zip(rows, (200, 1000, 5000, 1000, 5000, 200), strict=True):
        judging.hear(row.key, tone(tmp_path / "piece.wav", hz))

    done, judged = judging.judged(films, (OURS, OTHER), rows, nothing)

    fits = [row.measured["clap_text"] for row in done]
    assert fits[:3] == pytest.approx([1, 1, 1], abs=0.01)
    assert fits[3:] == pytest.approx([0, 0, 0], abs=0.01)
    gains = [row.measured["clap_text_gain"] for row in done]
    assert gains == pytest.approx([1, 1, 1, -0.5, -0.5, -0.5], abs=0.01)
    assert done[0].measured["cuts"] == 6
    assert done[0].measured["clap_wish"] == pytest.approx(1, abs=0.01)
    assert done[0].measured["clap_wish_gain"] is None, "no other film has a wish"
    assert "clap_wish" not in done[1].measured
    assert judged.estimates == {}


def test_a_system_like_the_reference_is_nearer_to_it(films: tuple[Film, ...], tmp_path: Path) -> None:
    (tmp_path / "reference").mkdir()
    for seed, hz in enumerate((200, 1000, 5000)):
        tone(tmp_path / f"reference/{hz}.wav", hz, seed)
    judge = PitchJudge()
    judging = Judging(judge, tmp_path / "out", tmp_path / "reference")
    rows = (*rows_of(OURS, films), *rows_of(OTHER, films))
    for row, hz in zip(rows, (200, 1000, 5000, 200, 200, 200), strict=True):
        judging.hear(row.key, tone(tmp_path / "piece.wav", hz))

    _, judged = judging.judged(films, (OURS, OTHER), rows, nothing)

    ours, other = judged.estimates["ours"]["fad"], judged.estimates["other"]["fad"]
    assert ours.mean == pytest.approx(0, abs=1e-3)
    assert other.mean > 0.3
    assert ours.count == 9
    assert "fad_infinity" not in judged.estimates["ours"]
    assert judged.reference == "reference"

    judge.heard.clear()
    judging.judged(films, (OURS, OTHER), rows, nothing)
    assert judge.heard == [], "the reference was heard before"


def test_a_reference_without_music_is_told(films: tuple[Film, ...], tmp_path: Path) -> None:
    (tmp_path / "reference").mkdir()
    (tmp_path / "reference/read_me.txt").touch()

    with pytest.raises(InputError, match="too little music"):
        Judging(PitchJudge(), tmp_path / "out", tmp_path / "reference").judged(films, (OURS,), (), nothing)
