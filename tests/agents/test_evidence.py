"""Curves and sums over what was sensed."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ningbgm_agents.evidence import Curve, Evidence, SpeechSpan
from ningbgm_agents.scene import FeelingCurve
from ningbgm_agents.timeline import FrameRate

values = st.lists(st.floats(-1, 1), min_size=1, max_size=50).map(tuple)


def evidence(*speech: SpeechSpan) -> Evidence:
    return Evidence(FrameRate(Fraction(25)), 250, speech=speech)


def test_a_curve_holds_its_ends() -> None:
    curve = Curve("motion", 2.0, (0.1, 0.2, 0.3), "test")

    assert curve.at(-5) == 0.1
    assert curve.at(0.5) == 0.2
    assert curve.at(99) == 0.3


@given(values=values, start=st.floats(-10, 60), length=st.floats(0, 60))
def test_a_mean_lies_between_the_extremes(values: tuple[float, ...], start: float, length: float) -> None:
    mean = Curve("motion", 1.0, values, "test").mean(start, start + length)

    assert min(values) - 1e-9 <= mean <= max(values) + 1e-9


@given(values=values, start=st.floats(-10, 60), length=st.floats(0, 60))
def test_a_feelings_mean_lies_between_the_extremes(
    values: tuple[float, ...], start: float, length: float
) -> None:
    curve = FeelingCurve("valence", values)

    mean, point = curve.mean(start, start + length), curve.at(start)

    assert min(values) - 1e-9 <= mean <= max(values) + 1e-9
    assert min(values) - 1e-9 <= point <= max(values) + 1e-9


def test_speech_is_counted_where_it_overlaps_the_question() -> None:
    found = evidence(SpeechSpan(1, 3, 1.0), SpeechSpan(5, 6, 1.0))

    assert found.speaking(0, 10) == pytest.approx(3)
    assert found.speaking(2, 5.5) == pytest.approx(1.5)
    assert found.speaking(3, 5) == 0


def test_a_curve_that_was_not_sensed_is_absent() -> None:
    assert evidence().curve("motion") is None
    assert evidence().duration_s == 10.0
