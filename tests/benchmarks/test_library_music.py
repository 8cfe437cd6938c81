"""Library music under films: as long as the film, as loud as asked, ended, and the same on every run."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from library_music import lay, usable
from ningbgm_daemon.evaluation.films import Film
from ningbgm_daemon.evaluation.metrics.level import loudness, tail_ratio

RATE = 48_000


@pytest.fixture
def films(tmp_path: Path) -> tuple[Film, ...]:
    """Two "films" of twelve seconds; only their length matters here."""
    made = []
    for name in ("beauty", "sport"):
        soundfile.write(tmp_path / f"{name}.wav", np.zeros(12 * RATE), RATE)
        made.append(Film(name=f"set/{name}", path=tmp_path / f"{name}.wav"))
    return tuple(made)


@pytest.fixture
def recordings(tmp_path: Path) -> Path:
    """A minute of noise, half a minute of louder noise, a second, and a file that is no sound."""
    folder = tmp_path / "recordings"
    folder.mkdir()
    dice = np.random.default_rng(1)
    for name, seconds, level in (("long", 60, 0.02), ("loud", 30, 0.2), ("short", 1, 0.1)):
        soundfile.write(folder / f"{name}.wav", dice.normal(0, level, (seconds * RATE, 2)), RATE)
    (folder / "broken.ogg").write_bytes(b"no sound")
    return folder


def test_what_is_too_short_or_cannot_be_read_is_left_out(recordings: Path) -> None:
    assert [path.name for path in usable(recordings, 12)] == ["long.wav", "loud.wav"]


def test_each_film_has_another_recording_at_its_length_and_level_with_an_end(
    films: tuple[Film, ...], recordings: Path, tmp_path: Path
) -> None:
    lay(films, usable(recordings, 12), tmp_path / "out", seed=1, lufs=-18)

    told = (tmp_path / "out/music.txt").read_text(encoding="utf-8").split("\n")
    assert sorted(line.split("\t")[1] for line in told if line) == ["long.wav", "loud.wav"]
    for film in films:
        sound, _ = soundfile.read(tmp_path / "out" / f"{film.name}.wav", always_2d=True)
        assert len(sound) == 12 * RATE
        heard, tail = loudness(sound.T), tail_ratio(sound.T)
        assert heard is not None
        assert heard.integrated_lufs == pytest.approx(-18, abs=0.7), "the fade takes a little"
        assert tail is not None
        assert tail < 0.4
        assert abs(sound[-1]).max() < 1e-4


def test_a_seed_lays_the_same_again_and_another_one_other_music(
    films: tuple[Film, ...], recordings: Path, tmp_path: Path
) -> None:
    for name, seed in (("one", 1), ("again", 1), ("other", 2)):
        lay(films, usable(recordings, 12), tmp_path / name, seed, -18)

    one, again, other = (
        [(tmp_path / name / f"{film.name}.wav").read_bytes() for film in films]
        for name in ("one", "again", "other")
    )
    assert one == again
    assert set(one).isdisjoint(other)
