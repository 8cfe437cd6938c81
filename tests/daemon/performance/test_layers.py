from __future__ import annotations

from typing import get_args

import numpy as np
import pytest

from ningbgm_agents.score import Patch
from ningbgm_daemon.performance.layers import layer, layer_length
from ningbgm_daemon.performance.voice import Voice

SECOND = 48_000
LENGTHS = (36_000, 144_000, 768_000)
PATCHES: tuple[Patch, ...] = get_args(Patch)


def voice_of(patch: Patch, pitch: int = 48, held: int = 96_000, player: str = "part") -> Voice:
    return layer(patch, pitch, layer_length(patch, held, LENGTHS), player)


def level_db(sound: np.ndarray) -> float:
    return 10 * float(np.log10(np.mean(np.square(sound)) + 1e-20))


@pytest.mark.parametrize("patch", PATCHES)
class TestEveryLayer:
    def test_is_the_same_for_the_same_part_and_pitch(self, patch: Patch) -> None:
        one, two = voice_of(patch), voice_of(patch)

        assert np.array_equal(one.sound, two.sound)

    def test_stays_below_full_scale_and_begins_and_ends_in_silence(self, patch: Patch) -> None:
        sound = voice_of(patch).sound

        assert 0.05 < np.abs(sound).max() < 0.9
        assert np.abs(sound[:, 0]).max() < 0.2 * np.abs(sound).max()
        assert np.isfinite(sound).all()

    def test_holds_no_aliases_near_the_top(self, patch: Patch) -> None:
        sound = voice_of(patch, pitch=72).sound[0]
        spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound)))) ** 2
        top = spectrum[round(len(spectrum) * 20_000 / 24_000) :].sum()

        assert 10 * np.log10(top / spectrum.sum() + 1e-20) < -25


@pytest.mark.parametrize("patch", ["pad", "riser", "noise", "impact", "shimmer"])
def test_layers_with_chance_differ_between_parts_and_sides(patch: Patch) -> None:
    one, two = voice_of(patch, player="one"), voice_of(patch, player="two")

    assert not np.array_equal(one.sound, two.sound)
    assert np.corrcoef(one.sound)[0, 1] < 0.995


@pytest.mark.parametrize("patch", ["sub", "impact", "noise", "pulse"])
def test_hits_reach_their_strength_at_once(patch: Patch) -> None:
    voice = voice_of(patch, pitch=36)

    assert voice.lead <= 48
    assert voice.onset <= 200


@pytest.mark.parametrize("held", [9_601, 96_000])
def test_a_riser_grows_until_its_very_end_and_stops_there(held: int) -> None:
    sound = voice_of("riser", held=held).sound

    thirds = [level_db(part) for part in np.array_split(sound, 4, axis=1)]
    assert sound.shape[1] == held
    assert thirds == sorted(thirds)
    assert int(np.abs(sound).max(axis=0).argmax()) > 0.9 * held
    assert not sound[:, -1].any()


def test_a_pad_is_in_tune_and_wide() -> None:
    sound = voice_of("pad", pitch=57, held=6 * SECOND).sound
    spectrum = np.abs(np.fft.rfft(sound.sum(axis=0) * np.hanning(sound.shape[1])))
    hertz = np.fft.rfftfreq(sound.shape[1], 1 / SECOND)
    near = (hertz > 210) & (hertz < 230)

    centre = float(np.average(hertz[near], weights=spectrum[near] ** 2))

    assert 1200 * np.log2(centre / 220) == pytest.approx(0, abs=8)
    assert np.corrcoef(sound)[0, 1] < 0.9


def test_a_sub_falls_into_its_pitch() -> None:
    sound = voice_of("sub", pitch=36).sound[0].astype(np.float64)

    crossings = np.flatnonzero(np.diff(np.signbit(sound)))
    periods = np.diff(crossings[::2]) / SECOND

    assert 1 / periods[0] > 1.3 / periods[-1]
    assert 1 / np.median(periods[len(periods) // 2 :]) == pytest.approx(65.4, rel=0.02)
