"""What is heard and seen, on sounds and films whose answer is known."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ningbgm_daemon.evaluation.cutting import detected_cuts
from ningbgm_daemon.evaluation.films import Film, Truth
from ningbgm_daemon.evaluation.hearing import listen
from ningbgm_daemon.evaluation.measures import BY_KEY, MEASURES
from ningbgm_daemon.evaluation.measuring import measure
from ningbgm_daemon.evaluation.metrics.form import tempo_agrees
from ningbgm_daemon.evaluation.picture import look_at, own_sound
from ningbgm_daemon.evaluation.pieces import Piece

RATE = 48_000


TRIAD = (261.6, 329.6, 392.0)


def struck(
    times_s: list[float], length_s: float, hz: tuple[float, ...] = TRIAD, decay_s: float = 0.08
) -> np.ndarray:
    """A chord struck at each time, shape (2, samples)."""
    sound = np.zeros(round(length_s * RATE))
    t = np.arange(round(5 * decay_s * RATE)) / RATE
    blow = sum(np.sin(2 * np.pi * f * t) for f in hz) * np.exp(-t / decay_s) * 0.2
    for time in times_s:
        first = round(time * RATE)
        sound[first : first + len(blow)] += blow[: len(sound) - first]
    return np.tile(sound.astype(np.float32), (2, 1))


def test_blows_are_heard_when_they_fall_and_so_is_their_tempo() -> None:
    times = [0.5 + 0.5 * beat for beat in range(22)]

    heard = listen(struck(times, 12.0))

    assert np.median([min(abs(t - o) for o in heard.onsets_s) for t in times]) < 0.01
    assert heard.bpm is not None
    assert tempo_agrees(120, heard.bpm)
    assert heard.chroma.shape == (24, 12)


def test_a_cadence_is_heard_in_its_key() -> None:
    chords = [(261.6, 329.6, 392.0), (261.6, 349.2, 440.0), (246.9, 293.7, 392.0), (261.6, 329.6, 392.0)]
    sound = sum(struck([2 * bar, 2 * bar + 1], 8.0, hz, 0.4) for bar, hz in enumerate(chords))

    heard = listen(sound)

    assert heard.key == (0, True)
    assert set(np.argsort(heard.chroma.sum(axis=0))[-7:].tolist()) == {0, 2, 4, 5, 7, 9, 11}


def test_in_silence_nothing_is_heard() -> None:
    heard = listen(np.zeros((2, 3 * RATE), np.float32))

    assert heard.onsets_s == ()
    assert heard.bpm is None
    assert heard.key is None
    assert listen(np.zeros((2, 0), np.float32)).onsets_s == ()


def test_the_cuts_of_the_small_film_are_detected(small_film: Path) -> None:
    assert detected_cuts(small_film) == (25, 50)


def test_what_is_known_of_a_film_is_not_detected(small_film: Path) -> None:
    truth = Truth(cuts=(10,), speech_s=((0.5, 1.0),), silences_s=(), scenes_s=(1.0,))

    facts = look_at(Film(name="small", path=small_film, truth=truth))

    assert facts.cuts_s == (0.4,)
    assert facts.cuts_known
    assert facts.speech_s == ((0.5, 1.0),)
    assert facts.length_s == pytest.approx(3)
    assert len(facts.movement) == 12


def test_the_film_moves_most_where_it_is_cut(small_film: Path) -> None:
    facts = look_at(Film(name="small", path=small_film))

    assert facts.cuts_s == (1.0, 2.0)
    assert facts.speech_s == ()
    moved = np.array(facts.movement)
    assert {4, 8} == set(np.argsort(moved)[-2:].tolist())


def test_music_on_the_cuts_is_measured_as_such(small_film: Path, tmp_path: Path) -> None:
    import soundfile

    truth = Truth(cuts=(13, 25, 38, 50, 63), speech_s=(), silences_s=((2.8, 3.0),))
    film = Film(name="small", path=small_film, truth=truth)
    facts = look_at(film)
    soundfile.write(tmp_path / "hit.wav", struck(list(facts.cuts_s), 2.99).T, RATE, subtype="FLOAT")

    found = measure(Piece(tmp_path / "hit.wav"), facts, own_sound(film))

    assert set(found) == {m.key for m in MEASURES if m.group != "judged"}
    assert found["cuts"] == 5
    assert found["met_frame"] == 1
    assert found["corrected_frame"] == 1
    assert found["length_error_samples"] == 480
    assert found["exact_length"] == 0
    assert found["ended"] == 0  # the last blow falls into the last half second
    assert found["pitch_class_entropy"] is None
    assert found["stems_sum"] is None
    assert found["speech_clearance_lu"] is None


def test_with_few_cuts_nothing_is_said_of_sync(small_film: Path, tmp_path: Path) -> None:
    import soundfile

    film = Film(name="small", path=small_film, truth=Truth(cuts=(25, 50), speech_s=()))
    soundfile.write(tmp_path / "hit.wav", struck([1.0, 2.0], 3.0).T, RATE, subtype="FLOAT")

    found = measure(Piece(tmp_path / "hit.wav"), look_at(film), own_sound(film))

    assert found["met_frame"] is None
    assert found["chance_frame"] is None
    assert found["hit_median_ms"] is None


def test_every_measure_has_one_name_and_chance_levels_exist() -> None:
    assert len(BY_KEY) == len(MEASURES)
    assert all(measure.chance in BY_KEY for measure in MEASURES if measure.chance)
