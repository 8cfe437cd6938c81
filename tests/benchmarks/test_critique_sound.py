"""Prints of sounds whose answer is known, and a classifier on clouds of known places."""

from __future__ import annotations

import numpy as np
import pytest

from critique.sound_print import NAMES, RATE_HZ, Floats, print_of_sound
from critique.telling_apart import leave_one_group_out

TIME = np.arange(6 * RATE_HZ) / RATE_HZ


def feature(sound: Floats, name: str) -> float:
    """One number of a print; one channel is played on both sides."""
    stereo = sound if sound.ndim == 2 else np.stack([sound, sound], axis=1)
    return float(print_of_sound(stereo)[NAMES.index(name)])


def tone(hz: float) -> Floats:
    """A sine of six seconds."""
    return np.asarray(0.3 * np.sin(2 * np.pi * hz * TIME))


def clicks(a_second: float) -> Floats:
    """Short bursts at an even pace."""
    dice = np.random.default_rng(1)
    place = TIME % (1 / a_second)
    return np.asarray(dice.normal(0, 0.3, len(TIME)) * np.exp(-place * 60))


def test_a_print_has_a_number_for_every_name() -> None:
    assert len(print_of_sound(np.stack([tone(440), tone(440)], axis=1))) == len(NAMES)


def test_the_centroid_of_a_tone_is_its_pitch() -> None:
    assert feature(tone(880), "centroid") == pytest.approx(np.log2(880), abs=0.05)


def test_noise_is_flat_and_a_tone_is_not() -> None:
    noise = np.random.default_rng(2).normal(0, 0.1, len(TIME))

    assert feature(noise, "flatness") > -0.5
    assert feature(tone(440), "flatness") < -3


@pytest.mark.parametrize("pace", [2.0, 5.0])
def test_clicks_are_counted_and_their_pulse_is_found(pace: float) -> None:
    sound = clicks(pace)

    beats = feature(sound, "period of the pulse") * pace
    assert feature(sound, "onsets a second") == pytest.approx(pace, rel=0.1)
    assert beats == pytest.approx(round(beats), abs=0.1)
    assert round(beats) >= 1


def test_one_note_has_a_clear_chroma_and_all_twelve_have_none() -> None:
    together = sum(tone(220 * 2 ** (step / 12)) for step in range(12))

    assert feature(tone(440), "entropy of the chroma") < 0.3
    assert feature(np.asarray(together) / 12, "entropy of the chroma") > 3.2


def test_the_same_on_both_sides_is_narrow_and_opposite_sides_are_wide() -> None:
    assert feature(tone(440), "width") < -60
    assert feature(np.stack([tone(440), -tone(440)], axis=1), "width") > 60


def clouds(gap: float) -> tuple[Floats, list[str], list[int]]:
    """Three kinds of points in eight dimensions, five groups, the kinds `gap` apart."""
    dice = np.random.default_rng(3)
    rows, names, groups = [], [], []
    for group in range(5):
        for number, name in enumerate("abc"):
            rows.append(dice.normal(0, 1, 8) + gap * np.eye(8)[number])
            names.append(name)
            groups.append(group)
    return np.array(rows), names, groups


def test_kinds_that_lie_apart_are_told_apart() -> None:
    confusion = leave_one_group_out(*clouds(12.0))

    assert confusion.right == 1.0
    assert confusion.counts.tolist() == [[5, 0, 0], [0, 5, 0], [0, 0, 5]]
    assert confusion.mistaken() == []


def test_kinds_that_are_one_are_told_by_chance_alone() -> None:
    confusion = leave_one_group_out(*clouds(0.0))

    assert confusion.counts.sum() == 15
    assert confusion.right < 0.7
    assert sum(count for _, _, count in confusion.mistaken()) == 15 - np.trace(confusion.counts)


def test_the_table_names_every_class() -> None:
    table = leave_one_group_out(*clouds(12.0)).table().splitlines()

    assert [line.split()[0] for line in table] == ["a", "a", "b", "c"]
