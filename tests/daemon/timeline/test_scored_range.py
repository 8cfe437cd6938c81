"""Positions and ranges as people write them."""

from __future__ import annotations

from fractions import Fraction

import pytest

from ningbgm_agents.errors import RangeError
from ningbgm_agents.timeline import Edit, FrameRate, Span
from ningbgm_daemon.timeline.scored_range import parse_position, with_length, with_range

EDIT = Edit("cut", FrameRate(Fraction(25)), 1_000, start_frame=90_000)


@pytest.mark.parametrize(
    ("text", "frame"),
    [
        ("01:00:05:00", 125),
        ("00:00:05:00", 125),
        ("01:00:40:00", 1_000),
        ("12.5s", 313),
        ("12.5", 313),
        ("12", 300),
        ("300f", 300),
        (" 300 frames ", 300),
        ("0", 0),
    ],
)
def test_positions_are_read_as_meant(text: str, frame: int) -> None:
    assert parse_position(text, EDIT) == frame


@pytest.mark.parametrize("text", ["02:00:00:00", "00:59:59:24", "41s", "1001f", "-1", "", "soon"])
def test_positions_outside_are_refused_with_the_bounds(text: str) -> None:
    with pytest.raises(RangeError, match="01:00:00:00"):
        parse_position(text, EDIT)


def test_a_timecode_inside_an_edit_that_starts_at_zero_is_absolute() -> None:
    edit = Edit("cut", FrameRate(Fraction(30000, 1001), drop_frame=True), 20_000)

    assert parse_position("00:01:00;02", edit) == 1_800


def test_a_range_is_set_and_an_open_side_is_the_edits_own() -> None:
    assert with_range(EDIT, "2s", "4s").scored == Span(50, 100)
    assert with_range(EDIT, None, "4s").scored == Span(0, 100)
    assert with_range(EDIT, "2s", "").scored == Span(50, 1_000)


def test_an_empty_range_is_refused() -> None:
    with pytest.raises(RangeError, match="empty"):
        with_range(EDIT, "4s", "4s")


def test_an_edit_without_film_becomes_as_long_as_asked() -> None:
    assert with_length(EDIT, 12.0).duration == 300
    with pytest.raises(RangeError):
        with_length(EDIT, 0.0)
