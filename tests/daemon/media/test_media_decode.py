from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from drawn_films import scene, silence, tone, write_film

from ningbgm_daemon.media.decode import read_frames, read_sound
from ningbgm_daemon.media.probe import probe


@pytest.mark.parametrize("suffix", ["mp4", "mkv", "mov", "avi", "ts"])
def test_every_picture_is_found_at_its_place_from_any_start(tmp_path: Path, suffix: str) -> None:
    film = write_film(tmp_path / f"film.{suffix}", scene(3, 120), Fraction(25))
    info = probe(film)
    assert info.rate is not None

    whole = [info.rate.frame_at(time_s) for time_s, _ in read_frames(info, -0.02, 99)]
    part = [info.rate.frame_at(time_s) for time_s, _ in read_frames(info, 2.38, 3.38)]

    assert whole == list(range(120))
    assert part == list(range(60, 85))


def test_sound_is_cut_out_to_the_sample(tmp_path: Path) -> None:
    noise = np.random.default_rng(1).uniform(-0.5, 0.5, (2, 48_000 * 3)).astype(np.float32)
    film = write_film(tmp_path / "film.mkv", scene(3, 75), Fraction(25), sound=noise)

    part = np.concatenate(list(read_sound(film, Fraction(1, 2), Fraction(2))), axis=1)

    assert part.shape == (2, 72_000)
    np.testing.assert_allclose(part, noise[:, 24_000:96_000], atol=1e-4)


def test_sound_beyond_the_end_is_silence_up_to_the_asked_end(tmp_path: Path) -> None:
    film = write_film(tmp_path / "film.mkv", scene(3, 75), Fraction(25), sound=tone(1.0))

    sound = np.concatenate(list(read_sound(film, 0, 3)), axis=1)

    assert sound.shape == (2, 144_000)
    assert np.abs(sound[:, :48_000]).max() > 0.09
    assert not sound[:, 48_100:].any()


@pytest.mark.parametrize(("channels", "wanted"), [(1, 2), (2, 1), (6, 2), (6, 6)])
def test_channels_are_mixed_as_asked(tmp_path: Path, channels: int, wanted: int) -> None:
    film = write_film(tmp_path / "a.wav", [], sound=tone(0.5, channels=channels))

    blocks = list(read_sound(film, channels=wanted))

    assert {block.shape[0] for block in blocks} == {wanted}
    assert sum(block.shape[1] for block in blocks) == 24_000


def test_low_sample_rates_are_brought_to_48_khz(tmp_path: Path) -> None:
    film = write_film(tmp_path / "a.wav", [], sound=silence(1.0)[:, :8000], sound_rate=8000)

    assert sum(block.shape[1] for block in read_sound(film)) == pytest.approx(48_000, abs=50)


def test_a_film_without_sound_gives_no_block(tmp_path: Path) -> None:
    film = write_film(tmp_path / "film.mp4", scene(3, 10))

    assert list(read_sound(film, 0, 1)) == []
