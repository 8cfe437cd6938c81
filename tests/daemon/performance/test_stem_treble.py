from __future__ import annotations

import numpy as np
import pytest

from ningbgm_agents.score import Instrument, Part
from ningbgm_daemon.performance.block_file import BLOCK
from ningbgm_daemon.performance.stem import render_stem

COUNT = 2 * BLOCK


class Hiss:
    """Plays white noise, the same on both sides."""

    def __init__(self) -> None:
        self.noise = np.random.default_rng(7).standard_normal(COUNT).astype(np.float32) * np.float32(0.1)

    def add_to(self, block: np.ndarray, first: int) -> bool:
        """Add what falls into a block."""
        block += self.noise[first : first + block.shape[1]]
        return True


def middle_db(stem: str, low: float, high: float) -> float:
    """How much of a band of the noise is left in the middle of a stem."""
    part = Part("p", stem, Instrument("p", 0), (), reverb=0.0, high_pass_hz=0.0)
    made = np.concatenate(list(render_stem([part], COUNT, "dry", lambda _: Hiss())), axis=1).mean(axis=0)
    bands = np.fft.rfftfreq(COUNT, 1 / 48_000)
    inside = (bands >= low) & (bands < high)
    powers = [float(np.square(np.abs(np.fft.rfft(sound)[inside])).sum()) for sound in (made, Hiss().noise)]
    return float(10 * np.log10(powers[0] / powers[1]))


@pytest.mark.parametrize(("stem", "treble_db"), [("drums", -5.5), ("melody", -2.5), ("bass", -2.5)])
def test_treble_is_taken_from_what_was_recorded_close(stem: str, treble_db: float) -> None:
    assert middle_db(stem, 200, 800) == pytest.approx(0, abs=0.2)
    assert middle_db(stem, 12_000, 16_000) == pytest.approx(treble_db, abs=0.3)
