from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ningbgm_agents.brief import Delivery
from ningbgm_daemon.loudness import KWeighting, integrated, lufs
from ningbgm_daemon.performance.balance import CueLevels, glue, solve
from ningbgm_daemon.performance.limiter import FramePeaks, gain_between

SECOND = 48_000
DELIVERY = Delivery()


def music(seconds: int, level: float = 0.1, seed: int = 0) -> np.ndarray:
    random = np.random.default_rng(seed)
    swell = 0.7 + 0.3 * np.sin(2 * np.pi * np.arange(seconds * SECOND) / (4 * SECOND))
    return (random.standard_normal((2, seconds * SECOND)) * level * swell).astype(np.float32)


def levels_of(sound: np.ndarray, first: int = 0) -> CueLevels:
    return CueLevels(first, KWeighting(2).blocks(sound), FramePeaks(6.0).feed(sound))


def loudness(sound: np.ndarray) -> float:
    return integrated(KWeighting(2).blocks(sound))


def mastered(sound: np.ndarray, curve: np.ndarray) -> np.ndarray:
    return np.asarray(sound * gain_between(curve, 0, sound.shape[1]))


@pytest.mark.parametrize("target", [-30.0, -23.0, -18.0, -14.0])
@pytest.mark.parametrize("level", [0.001, 0.3])
def test_the_loudness_asked_for_is_met(target: float, level: float) -> None:
    sound = music(20, level)

    balance = solve([levels_of(sound)], (), replace(DELIVERY, loudness_lufs=target))
    (curve,), expected = balance.moves, balance.expected_lufs

    assert expected == pytest.approx(target, abs=0.02)
    assert loudness(mastered(sound, curve)) == pytest.approx(target, abs=0.3)


def test_two_cues_and_the_silence_between_them_are_one_programme() -> None:
    soft, loud = music(10, 0.05, 1), music(10, 0.2, 2)
    cues = [levels_of(soft), levels_of(loud, 30 * SECOND)]

    moves = solve(cues, (), DELIVERY).moves

    parts = [mastered(s, m) for s, m in zip((soft, loud), moves, strict=True)]
    whole = np.concatenate([parts[0], np.zeros((2, 20 * SECOND)), parts[1]], axis=1)
    assert loudness(whole) == pytest.approx(-18, abs=0.3)
    assert loudness(parts[1]) - loudness(parts[0]) == pytest.approx(12, abs=1)


class TestDucking:
    speech = ((5 * SECOND, 8 * SECOND, -24.0), (int(8.8 * SECOND), 11 * SECOND, -20.0))

    def ducked(self, delivery: Delivery = DELIVERY) -> tuple[np.ndarray, np.ndarray]:
        sound = music(30)
        (curve,) = solve([levels_of(sound)], self.speech, delivery).moves
        return mastered(sound, curve), curve - glue_frames(sound)

    def test_music_stays_under_every_span_by_the_clearance(self) -> None:
        sound, _ = self.ducked()
        energies = KWeighting(2).blocks(sound)

        for start, end, level in self.speech:
            inside = energies[-(-start // 4800) : end // 4800]
            clearance = level - float(lufs(np.array([inside.mean()]))[0])
            assert 12.0 <= clearance < 13.5

    def test_the_programme_still_reaches_its_loudness(self) -> None:
        sound, _ = self.ducked()

        assert loudness(sound) == pytest.approx(-18, abs=0.3)

    def test_it_begins_before_the_speech_and_recovers_after_a_hold(self) -> None:
        _, curve = self.ducked()
        free, start, end = curve[4000], 5000, 11_000

        assert curve[start - 15] < free - 10
        assert curve[start - 300] == pytest.approx(free, abs=0.1)
        assert curve[end + 140] < free - 5
        assert curve[end + 950] == pytest.approx(free, abs=0.1)

    def test_it_does_not_come_up_in_a_short_gap(self) -> None:
        _, curve = self.ducked()

        assert curve[8000:8800].max() <= curve[9500] + 0.1

    def test_it_moves_gently(self) -> None:
        _, curve = self.ducked()

        assert np.abs(np.diff(curve)).max() < 0.15

    def test_it_stays_away_where_it_is_not_wanted(self) -> None:
        _, curve = self.ducked(replace(DELIVERY, duck=False))

        assert np.ptp(curve) < 0.05


def test_where_speech_leaves_no_room_speech_wins() -> None:
    sound = music(20)
    speech = ((0, 20 * SECOND, -23.0),)

    balance = solve([levels_of(sound)], speech, DELIVERY)
    (curve,), expected = balance.moves, balance.expected_lufs

    assert loudness(mastered(sound, curve)) == pytest.approx(-35.4, abs=1.0)
    assert expected == pytest.approx(-35.4, abs=1.0)


def test_silence_is_left_silent() -> None:
    sound = np.zeros((2, 5 * SECOND), np.float32)

    balance = solve([levels_of(sound)], (), DELIVERY)
    (curve,), expected = balance.moves, balance.expected_lufs

    assert expected == -70
    assert not curve.any()


def test_the_glue_is_slow_and_takes_about_two_decibels_of_the_loud_parts() -> None:
    sound = music(30)
    reduction = glue(KWeighting(2).blocks(sound))

    assert -3.5 <= reduction.min() < -1.5
    assert reduction.max() <= 0
    assert np.abs(np.diff(reduction)).max() < 0.8


def steps(*levels: float) -> np.ndarray:
    """Fifteen seconds of noise at each level."""
    random = np.random.default_rng(9)
    parts = [random.standard_normal((2, 15 * SECOND)) * level for level in levels]
    return np.concatenate(parts, axis=1).astype(np.float32)


def test_a_long_quiet_passage_comes_up_and_so_the_range_shrinks() -> None:
    sound = steps(0.02, 0.1, 0.1, 0.1)

    lift = glue(KWeighting(2).blocks(sound))

    assert 3 < lift[40:100].mean() <= 5
    assert lift[250:].max() <= 0.01
    assert np.abs(np.diff(lift)).max() < 0.8


def test_what_is_nearly_silent_is_not_brought_up() -> None:
    sound = steps(0.002, 0.1, 0.1, 0.1)

    assert glue(KWeighting(2).blocks(sound))[:110].max() < 0.01


def test_two_levels_near_each_other_stay_apart() -> None:
    sound = steps(0.07, 0.1)

    assert glue(KWeighting(2).blocks(sound))[:100].max() <= 0.01


def glue_frames(sound: np.ndarray) -> np.ndarray:
    reduction = glue(KWeighting(2).blocks(sound))
    middles = (np.arange(len(reduction)) + 0.5) * 100
    return np.asarray(np.interp(np.arange(sound.shape[1] // 48) + 0.5, middles, reduction))
