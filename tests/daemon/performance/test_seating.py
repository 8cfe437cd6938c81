from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ningbgm_agents.score import Instrument
from ningbgm_daemon.performance.sampler import Sampler
from ningbgm_daemon.performance.seating import seated
from ningbgm_daemon.performance.soundfont import SoundFont, own_soundfont

FONT = SoundFont(own_soundfont())
KIT, PIANO, STRINGS, FLUTE = (
    Instrument("kit", 0, kit=True),
    Instrument("piano", 0),
    Instrument("strings", 48),
    Instrument("flute", 73),
)


def balance(instrument: Instrument, pitch: int) -> float:
    """-1 where all sounds left, 1 where all sounds right."""
    voice, _ = Sampler(FONT).voice(instrument, pitch, 96, 24_000, "p")
    left, right = (float(np.square(side).sum()) for side in voice.sound)
    return (right - left) / (right + left)


def test_a_kit_stands_as_the_audience_sees_it() -> None:
    assert balance(KIT, 36) == pytest.approx(0, abs=0.01)
    assert balance(KIT, 38) == pytest.approx(0, abs=0.01)
    assert balance(KIT, 42) < -0.3
    assert balance(KIT, 51) > 0.3


def test_keyboards_and_sections_have_width_and_single_players_none() -> None:
    assert balance(PIANO, 48) < -0.1 < 0.1 < balance(PIANO, 84)
    assert balance(STRINGS, 84) < -0.1 < 0.1 < balance(STRINGS, 45)
    assert balance(FLUTE, 84) == pytest.approx(0, abs=0.01)
    assert balance(PIANO, 33) == pytest.approx(0, abs=0.01)


def test_a_place_costs_no_power() -> None:
    regions = FONT.regions((0, 0), 84, 96)

    moved = seated(regions, PIANO, 84)

    assert [region.gain for region in moved] == [region.gain for region in regions]
    assert all(region.pan > 0 for region in moved)


def test_recordings_with_sides_of_their_own_and_ones_own_samples_keep_them() -> None:
    regions = FONT.regions((0, 0), 84, 96)
    stereo = tuple(replace(region, pan=side) for region in regions[:1] for side in (-1.0, 1.0))

    assert seated(stereo, PIANO, 84) == stereo
    assert seated(regions, replace(PIANO, samples="/mine.sfz"), 84) == regions
