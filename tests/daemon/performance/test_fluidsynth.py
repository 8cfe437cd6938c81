"""Our sampler beside FluidSynth, note by note; runs with `pytest -m fluidsynth`."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy import signal
from small_scores import example

from ningbgm_agents.score import Instrument, Note, Part
from ningbgm_daemon.performance.fluidsynth_performer import FluidSynthPerformer
from ningbgm_daemon.performance.fluidsynth_player import FluidSynthPlayer
from ningbgm_daemon.performance.soundfont import SoundFont, own_soundfont
from ningbgm_daemon.performance.voice import render

pytestmark = pytest.mark.fluidsynth

COUNT = 48_000
KITS = [place for place in SoundFont(own_soundfont()).presets() if place[0] == 128]
PLACES = [place for place in SoundFont(own_soundfont()).presets() if place[0] == 0]


def ours(place: tuple[int, int], key: int, velocity: int = 100) -> np.ndarray:
    font = SoundFont(own_soundfont())
    sound = render(font, font.regions(place, key, velocity), COUNT, rings=place[0] == 128).sound
    return np.pad(sound[:, :COUNT], ((0, 0), (0, max(0, COUNT - sound.shape[1]))))


def theirs(place: tuple[int, int], key: int, velocity: int = 100) -> np.ndarray:
    instrument = Instrument("x", place[1], kit=place[0] == 128)
    part = Part("x", "melody", instrument, (Note(0, 2 * COUNT, key, velocity),))
    block = np.zeros((2, COUNT), np.float32)
    FluidSynthPlayer(part, own_soundfont()).add_to(block, 0)
    return block


def level_db(sound: np.ndarray) -> float:
    return 10 * float(np.log10(np.mean(np.square(sound)) + 1e-14))


def fundamental(sound: np.ndarray, key: int) -> float:
    """Hertz of the strongest partial within a semitone of a key."""
    mono = sound.sum(axis=0)[4800:]
    spectrum = np.abs(np.fft.rfft(mono * np.hanning(len(mono)), 1 << 20))
    hertz = np.fft.rfftfreq(1 << 20, 1 / 48_000)
    centre = 440 * 2 ** ((key - 69) / 12)
    near = (hertz > centre * 0.945) & (hertz < centre * 1.058)
    return float(hertz[near][spectrum[near].argmax()])


def distance_db(one: np.ndarray, two: np.ndarray) -> float:
    """RMS log-spectral distance where either is within 60 dB of its peak."""
    levels = []
    for sound in (one, two):
        power = np.square(np.abs(signal.stft(sound.sum(axis=0), 48_000, nperseg=2048)[2]))
        levels.append(10 * np.log10(np.maximum(power / power.max(), 1e-6)))
    heard = (levels[0] > -60) | (levels[1] > -60)
    return float(np.sqrt(np.mean(np.square(levels[0] - levels[1])[heard])))


def test_pitch_level_and_spectrum_agree_over_all_programs() -> None:
    notes = [(place, key) for place in PLACES for key in (48, 60, 72)]
    pairs = [(key, ours(place, key), theirs(place, key)) for place, key in notes]

    levels = np.array([level_db(a) - level_db(b) for _, a, b in pairs])
    cents = [1200 * np.log2(fundamental(a, k) / fundamental(b, k)) for k, a, b in pairs]
    distances = [distance_db(a, b) for _, a, b in pairs]

    assert np.abs(cents).max() < 3
    assert levels.std() < 1.5
    assert abs(levels.mean()) < 1.0
    assert np.median(distances) < 1.5


@pytest.mark.parametrize("place", KITS)
def test_every_drum_agrees_in_level(place: tuple[int, int]) -> None:
    """All but the metronome: half a millisecond, mostly above 20 kHz, which FluidSynth filters off."""
    font = SoundFont(own_soundfont())
    keys = [
        key
        for key in range(27, 88)
        for regions in [font.regions(place, key, 100)]
        if regions and font.header(regions[0].sample).name != "Metronome Click"
    ]

    levels = {key: level_db(ours(place, key)) - level_db(theirs(place, key)) for key in keys}

    assert {key: db for key, db in levels.items() if abs(db) > 1.5} == {}


@pytest.mark.parametrize("velocity", [40, 120])
def test_the_whole_keyboard_agrees_in_level(velocity: int) -> None:
    font = SoundFont(own_soundfont())
    notes = [
        (place, key) for place in PLACES for key in range(28, 100, 18) if font.regions(place, key, velocity)
    ]

    levels = {note: level_db(ours(*note, velocity)) - level_db(theirs(*note, velocity)) for note in notes}

    assert {note: db for note, db in levels.items() if abs(db) > 1.5} == {}


def test_a_note_starts_within_a_slice_of_its_sample() -> None:
    part = Part("x", "drums", Instrument("kit", 0, kit=True), (Note(10_000, 100, 38, 120),))
    block = np.zeros((2, 20_000), np.float32)

    FluidSynthPlayer(part, own_soundfont()).add_to(block, 0)

    first = int(np.flatnonzero(np.abs(block).max(axis=0) > 1e-4)[0])
    assert 10_000 <= first < 10_000 + 64 + 160


def test_the_second_performer_delivers_the_same_files(tmp_path: Path) -> None:
    heard = FluidSynthPerformer(tmp_path).perform(example(8), lambda share: None)

    assert heard[-1].loudness_lufs == pytest.approx(-18, abs=0.3)
    assert len(list((tmp_path / "stems").iterdir())) == 6
