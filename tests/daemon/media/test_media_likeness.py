"""What is heard of a temp track, on tracks whose tempo, key, density and course are known."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import soundfile

from ningbgm_agents.errors import MediaError
from ningbgm_daemon.media.likeness import hear_likeness

RATE_HZ = 44_100
MAJOR, MINOR = (
    ((0, 4, 7), (5, 9, 12), (7, 11, 14), (0, 4, 7)),
    ((0, 3, 7), (5, 8, 12), (7, 10, 14), (0, 3, 7)),
)
Sound = npt.NDArray[np.float64]


def tone(pitch: float, seconds: float, partials: int = 6) -> Sound:
    time = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    hertz = 440 * 2 ** ((pitch - 69) / 12)
    sound = sum(np.sin(2 * np.pi * hertz * n * time) / n for n in range(1, partials + 1))
    return np.asarray(
        0.12 * sound * np.exp(-2 * time / seconds) * np.minimum(np.minimum(time, seconds - time) / 0.005, 1)
    )


def track(
    bpm: float, tonic: int, mode: str, seconds: float = 30.0, per_beat: int = 1, partials: int = 6
) -> Sound:
    """Chords of a key in four, struck on every beat or oftener, with a click on each beat."""
    sound = np.zeros(round((seconds + 2) * RATE_HZ))
    step_s = 60 / bpm / per_beat
    dice = np.random.default_rng(1)
    for number in range(int(seconds / step_s)):
        bar = number // (4 * per_beat)
        chord = (MAJOR if mode == "major" else MINOR)[bar % 4]
        place = round(number * step_s * RATE_HZ)
        keys = chord if number % per_beat == 0 else chord[number % 3 : number % 3 + 1]
        for key in keys:
            note = tone(48 + tonic + key, 0.9 * step_s, partials)
            sound[place : place + len(note)] += note
        if number % per_beat == 0:
            click = 0.1 * dice.standard_normal(500) * np.exp(-np.arange(500) / 90)
            sound[place : place + 500] += click
    return sound[: round(seconds * RATE_HZ)]


def written(folder: Path, sound: Sound, name: str = "temp.wav") -> Path:
    soundfile.write(folder / name, sound, RATE_HZ, subtype="FLOAT")
    return folder / name


@pytest.mark.parametrize("bpm", [72.0, 90.0, 100.0, 112.0, 128.0, 140.0])
def test_the_tempo_of_a_steady_track_is_heard(tmp_path: Path, bpm: float) -> None:
    heard = hear_likeness(written(tmp_path, track(bpm, 2, "major")))

    assert heard.tempo_bpm == pytest.approx(bpm, rel=0.01)
    assert heard.tempo_confidence > 0.4


@pytest.mark.parametrize(
    ("tonic", "mode"), [(0, "major"), (7, "major"), (10, "major"), (9, "minor"), (4, "minor")]
)
def test_the_key_and_its_mode_are_heard(tmp_path: Path, tonic: int, mode: str) -> None:
    heard = hear_likeness(written(tmp_path, track(100, tonic, mode)))

    assert (heard.tonic, heard.mode) == (tonic, mode)
    assert heard.key_confidence > 0.2


def test_denser_tracks_have_more_onsets(tmp_path: Path) -> None:
    sparse = hear_likeness(written(tmp_path, track(80, 0, "major")))
    dense = hear_likeness(written(tmp_path, track(80, 0, "major", per_beat=4)))

    assert sparse.onsets_per_minute == pytest.approx(80, rel=0.1)
    assert dense.onsets_per_minute > 2.5 * sparse.onsets_per_minute


def test_brighter_tracks_have_a_higher_middle(tmp_path: Path) -> None:
    dull = hear_likeness(written(tmp_path, track(100, 0, "major", partials=1)))
    bright = hear_likeness(written(tmp_path, track(100, 0, "major", partials=30)))

    assert bright.brightness_hz > 1.5 * dull.brightness_hz


def test_the_course_of_loudness_is_kept(tmp_path: Path) -> None:
    sound = track(100, 0, "major")
    rising = hear_likeness(written(tmp_path, sound * np.geomspace(0.05, 1, len(sound))))
    even = hear_likeness(written(tmp_path, sound))

    assert rising.energy == tuple(sorted(rising.energy)) or rising.energy[0] < 0.1 < 0.9 < rising.energy[-1]
    assert rising.range_lu > 15
    assert even.range_lu < 4


def test_noise_has_neither_pulse_nor_key(tmp_path: Path) -> None:
    noise = 0.1 * np.random.default_rng(3).standard_normal(20 * RATE_HZ)

    heard = hear_likeness(written(tmp_path, noise))

    assert heard.tempo_bpm is None
    assert heard.key_confidence < 0.2 or heard.mode is None


def test_the_same_track_is_heard_alike_twice(tmp_path: Path) -> None:
    path = written(tmp_path, track(112, 9, "minor"))

    assert hear_likeness(path) == hear_likeness(path)


@pytest.mark.parametrize("sound", [np.zeros(2 * RATE_HZ), 0.2 * np.ones(100)])
def test_a_track_without_sound_is_refused_with_a_sentence(tmp_path: Path, sound: Sound) -> None:
    with pytest.raises(MediaError, match="no sound that music could be like"):
        hear_likeness(written(tmp_path, sound))


def test_a_track_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MediaError, match="there is no file"):
        hear_likeness(tmp_path / "none.wav")
