from pathlib import Path

import numpy as np
import pytest
from drawn_films import scene, silence, tone, write_film

from ningbgm_agents.evidence import Evidence
from ningbgm_daemon.media.sense import sense
from ningbgm_daemon.media.spectrum import Decimator
from ningbgm_daemon.media.speech import WINDOW_S, spans_of


def heard(tmp_path: Path, sound: np.ndarray) -> Evidence:
    return sense(write_film(tmp_path / "sound.wav", [], sound=sound)).evidence


def test_loudness_of_a_tone_is_what_the_standard_says(tmp_path: Path) -> None:
    sound = tone(5.0, level=10 ** (-23 / 20), hertz=1000)

    evidence = heard(tmp_path, sound)

    assert evidence.loudness_lufs == pytest.approx(-23.0, abs=0.1)
    curve = evidence.curve("loudness")
    assert curve is not None
    assert curve.at(2.5) == pytest.approx(-23.0, abs=0.2)


def test_silences_are_found(tmp_path: Path) -> None:
    sound = np.concatenate([tone(2.0), silence(1.5), tone(1.0), silence(0.2), tone(1.0)], axis=1)

    silences = heard(tmp_path, sound).silences

    assert len(silences) == 1
    assert silences[0].start_s == pytest.approx(2.0, abs=0.05)
    assert silences[0].end_s == pytest.approx(3.5, abs=0.05)


def test_a_bang_is_a_sound_event_on_its_frame(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    sound = rng.normal(0, 0.003, (2, 48_000 * 4)).astype(np.float32)
    decay = np.exp(-np.arange(24_000) / 4_000)
    sound[:, 96_000:120_000] += (rng.normal(0, 0.4, 24_000) * decay).astype(np.float32)
    film = write_film(tmp_path / "film.mkv", scene(1, 100), 25, sound=sound)

    events = [event for event in sense(film).evidence.events if event.kind == "sound"]

    assert len(events) == 1
    assert abs(events[0].frame - 50) <= 1


def test_a_chord_is_tonal_and_music_rather_than_noise(tmp_path: Path) -> None:
    chord = sum(tone(6.0, 0.05, hertz) for hertz in (220.0, 277.2, 329.6))
    noise = np.random.default_rng(1).normal(0, 0.05, (2, 48_000 * 6)).astype(np.float32)

    tonal, noisy = heard(tmp_path, chord), heard(tmp_path, noise)

    for name in ("tonality", "music"):
        high, low = tonal.curve(name), noisy.curve(name)
        assert high is not None
        assert low is not None
        assert high.mean(1, 5) > low.mean(1, 5) + 0.3


def test_clicks_are_counted_as_onsets(tmp_path: Path) -> None:
    sound = np.random.default_rng(1).normal(0, 0.001, (2, 48_000 * 6)).astype(np.float32)
    for click in range(0, 6 * 48_000, 24_000):
        sound[:, click : click + 2400] += tone(0.05, 0.3, 900.0)

    curve = heard(tmp_path, sound).curve("onsets")

    assert curve is not None
    assert curve.mean(2, 4) == pytest.approx(2.0, abs=0.7)


def test_short_gaps_in_speech_are_closed_and_short_spans_dropped() -> None:
    likelihoods = np.zeros(200)
    likelihoods[10:40] = likelihoods[48:80] = 0.9
    likelihoods[150:155] = 0.9

    spans = spans_of(likelihoods)

    assert [(start, end) for start, end, _ in spans] == [(10 * WINDOW_S, 80 * WINDOW_S)]


def test_the_decimator_gives_the_same_however_the_sound_is_cut() -> None:
    sound = np.random.default_rng(1).normal(0, 0.1, 48_000).astype(np.float32)
    whole, pieces = Decimator(), Decimator()

    once = whole.feed(sound)
    often = np.concatenate([pieces.feed(part) for part in np.array_split(sound, 37)])

    np.testing.assert_allclose(once[: len(often)], often, atol=1e-6)
    assert len(once) == pytest.approx(16_000, abs=30)
