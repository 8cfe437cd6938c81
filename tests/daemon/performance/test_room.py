from __future__ import annotations

import numpy as np
import pytest
from scipy import signal

from ningbgm_agents.errors import PerformanceError
from ningbgm_daemon.performance.room import ROOMS, Reverberation, impulse_response


@pytest.mark.parametrize("name", ROOMS)
class TestEveryRoom:
    def test_decays_in_its_time(self, name: str) -> None:
        response = impulse_response(name)[0].astype(np.float64)
        energy = np.cumsum(response[::-1] ** 2)[::-1]
        level = 10 * np.log10(energy / energy[0] + 1e-15)

        low, high = np.searchsorted(-level, [5, 35])

        assert 2 * (high - low) / 48_000 == pytest.approx(ROOMS[name].decay_s, rel=0.15)

    def test_speaks_after_its_pre_delay_on_two_sides_that_differ(self, name: str) -> None:
        response = impulse_response(name)
        delay = round(ROOMS[name].pre_delay_ms * 48)

        assert 0.015 <= ROOMS[name].pre_delay_ms / 1000 <= 0.030
        assert not response[:, :delay].any()
        assert abs(np.corrcoef(response)[0, 1]) < 0.1

    def test_has_no_mud_below_a_hundred_hertz(self, name: str) -> None:
        response = impulse_response(name)
        power = np.abs(np.fft.rfft(response, 1 << 18, axis=-1)) ** 2
        hertz = np.fft.rfftfreq(1 << 18, 1 / 48_000)

        low = power[:, (hertz > 20) & (hertz < 100)].mean()
        middle = power[:, (hertz > 400) & (hertz < 2000)].mean()

        assert 10 * np.log10(low / middle) < -12


def test_blocks_are_convolved_as_the_whole_would_be() -> None:
    random = np.random.default_rng(5)
    sound = random.standard_normal((2, 6000)).astype(np.float32) * 0.1
    response = impulse_response("dry")
    room = Reverberation("dry", 2000)

    blocks = [room.process(sound[:, i : i + 2000]) for i in range(0, 6000, 2000)]
    tail = [room.process(None) for _ in range(3)]

    whole = np.stack([signal.fftconvolve(s, r) for s, r in zip(sound, response, strict=True)])
    heard = np.concatenate([block for block in blocks + tail if block is not None], axis=1)
    np.testing.assert_allclose(heard, whole[:, : heard.shape[1]], atol=2e-6)


def test_silence_costs_nothing_once_the_room_has_died_away() -> None:
    room = Reverberation("dry", 48_000)
    room.process(np.ones((2, 48_000), np.float32))

    assert room.process(None) is not None
    assert room.process(None) is None


def test_an_unknown_room_is_named_with_the_known_ones() -> None:
    with pytest.raises(PerformanceError, match=r"bathroom.*cathedral"):
        impulse_response("bathroom")
