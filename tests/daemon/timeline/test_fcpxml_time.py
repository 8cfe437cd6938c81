"""Retimed and conformed clips of FCPXML show the right frames at the right time."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import pytest

from ningbgm_agents.errors import TimelineError
from ningbgm_daemon.timeline.fcpxml_reader import read_fcpxml
from ningbgm_daemon.timeline.fcpxml_time import conformed_speed, retimed, time_of

Writer = Callable[..., Path]

F24, F30, F60 = Fraction(24000, 1001), Fraction(30000, 1001), Fraction(60000, 1001)


def retimed_clip(points: str, start: str, duration: str, inside: str = "") -> str:
    return (
        f'<asset-clip ref="v" name="a" offset="0s" start="{start}" duration="{duration}">'
        f"<timeMap>{points}</timeMap>{inside}</asset-clip>"
    )


def points(*pairs: tuple[str, str]) -> str:
    return "".join(f'<timept time="{time}" value="{value}" interp="linear"/>' for time, value in pairs)


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("1001/24000s", Fraction(1001, 24000)), ("5s", 5), ("0s", 0), ("3600/1s", 3600),
        ("-1/25s", Fraction(-1, 25)), ("2.5s", Fraction(5, 2)),
    ],
)  # fmt: skip
def test_times_are_exact(said: str, seconds: Fraction) -> None:
    assert time_of(Element("gap", offset=said), "offset") == seconds


@pytest.mark.parametrize("said", ["", "s", "1/0s", "1/-2s", "nan", "1e9s", "٣s", "1//2s", "9" * 40 + "s"])
def test_what_is_no_time_is_refused_by_name(said: str) -> None:
    with pytest.raises(TimelineError, match=r"the offset .* of 'Black' is no time"):
        time_of(Element("gap", offset=said, name="Black"), "offset")


def test_twice_the_speed_shows_the_second_half_at_the_quarter(fcpxml: Writer) -> None:
    marker = '<marker start="6s" value="hit"/>'
    spine = retimed_clip(points(("0s", "0s"), ("50s", "100s")), "5s", "4s", marker)

    edit = read_fcpxml(fcpxml(spine))

    shot = edit.shots[0]
    assert (shot.record.end, shot.source_start_s, shot.speed) == (100, 10, 2)
    assert edit.markers[0].frame == 25
    assert edit.tracks[0].sounds[0].speed == 2


def test_reverse_play_starts_at_the_end(fcpxml: Writer) -> None:
    edit = read_fcpxml(fcpxml(retimed_clip(points(("0s", "20s"), ("20s", "0s")), "5s", "2s")))

    assert (edit.shots[0].source_start_s, edit.shots[0].speed) == (15, -1)


def test_a_hold_stands_between_two_moving_parts(fcpxml: Writer) -> None:
    held = points(("0s", "0s"), ("2s", "2s"), ("3s", "2s"), ("9s", "8s"))

    edit = read_fcpxml(fcpxml(retimed_clip(held, "1s", "4s")))

    assert [(s.record.start, s.record.end, s.source_start_s, s.speed) for s in edit.shots] == [
        (0, 25, 1, 1), (25, 50, 2, 0), (50, 100, 2, 1),
    ]  # fmt: skip


def test_what_is_connected_to_a_retimed_clip_stays_in_its_new_time(fcpxml: Writer) -> None:
    over = '<asset-clip ref="p" name="over" lane="1" offset="6s" duration="1s"/>'
    spine = retimed_clip(points(("0s", "0s"), ("50s", "100s")), "5s", "4s", over)

    edit = read_fcpxml(fcpxml(spine))

    assert [(s.name, s.record.start) for s in edit.shots] == [("a", 0), ("over", 25), ("a", 50)]
    assert edit.shots[2].source_start_s == 14


def test_a_smooth_ramp_is_laid_in_straight_parts_that_meet() -> None:
    clip = fromstring(
        '<clip><timeMap><timept time="0s" value="0s"/>'
        '<timept time="10s" value="10s" inTime="2s" outTime="2s"/>'
        '<timept time="20s" value="30s"/></timeMap></clip>'
    )

    laid = retimed(clip)

    assert laid[0] == (0, 0)
    assert laid[-1] == (20, 30)
    assert laid[1] == (8, 8)
    assert laid[-2] == (12, 14)
    # The quadratic from speed 1 to speed 2 over four seconds: at its middle 10 + 1/2.
    assert (10, Fraction(21, 2)) in laid
    speeds = [(b[1] - a[1]) / (b[0] - a[0]) for a, b in pairwise(laid)]
    assert speeds == sorted(speeds)
    assert (speeds[0], speeds[-1]) == (1, 2)


@pytest.mark.parametrize(
    ("source", "timeline", "speed"),
    [
        # Apple's chart of rate conforming: media rate, timeline rate, and the rate that it plays at.
        (Fraction(25), Fraction(24), Fraction(24, 25)),
        (Fraction(24), Fraction(25), Fraction(25, 24)),
        (F24, Fraction(25), Fraction(25) / F24),
        (F24, Fraction(50), Fraction(25) / F24),
        (Fraction(50), F24, F24 * 2 / 50),
        (Fraction(50), Fraction(24), Fraction(48, 50)),
        (F30, Fraction(60), Fraction(1001, 1000)),
        (Fraction(60), F30, Fraction(1000, 1001)),
        (F60, Fraction(30), Fraction(1001, 1000)),
        (Fraction(25), F30, Fraction(1)),
        (Fraction(24), F30, Fraction(1)),
        (F30, Fraction(25), Fraction(1)),
        (F60, F24, Fraction(1)),
        (Fraction(25), Fraction(50), Fraction(1)),
    ],
)
def test_rates_conform_by_apples_chart(source: Fraction, timeline: Fraction, speed: Fraction) -> None:
    assert conformed_speed(source, timeline) == speed


def test_a_conformed_clip_plays_every_frame_of_its_media(fcpxml: Writer) -> None:
    inside = '<conform-rate srcFrameRate="25"/><marker start="2s" value="hit"/>'
    over = '<asset-clip ref="p" name="over" lane="1" offset="3s" duration="1s"/>'
    spine = f'<asset-clip ref="v" name="a" offset="0s" start="1s" duration="5s">{inside}{over}</asset-clip>'

    edit = read_fcpxml(fcpxml(spine, "1/24s"))

    assert (edit.shots[0].source_start_s, edit.shots[0].speed) == (1, Fraction(24, 25))
    # A second of media later is frame 25 of the media, and so frame 25 of the edit.
    assert edit.markers[0].frame == 25
    assert (edit.shots[1].name, edit.shots[1].record.start, edit.shots[1].record.end) == ("over", 50, 74)


def test_a_rate_that_is_not_scaled_keeps_its_speed(fcpxml: Writer) -> None:
    inside = '<conform-rate scaleEnabled="0" srcFrameRate="25"/>'

    edit = read_fcpxml(
        fcpxml(f'<asset-clip ref="v" offset="0s" duration="5s">{inside}</asset-clip>', "1/24s")
    )

    assert edit.shots[0].speed == 1


def test_a_compound_clip_can_be_played_backwards(fcpxml: Writer) -> None:
    inner = (
        '<asset-clip ref="v" name="x" offset="0s" start="0s" duration="2s"/>'
        '<asset-clip ref="v" name="y" offset="2s" start="50s" duration="2s"/>'
    )
    media = f'<media id="m"><sequence format="f1"><spine>{inner}</spine></sequence></media>'
    time_map = f"<timeMap>{points(('0s', '4s'), ('4s', '0s'))}</timeMap>"
    spine = f'<ref-clip ref="m" offset="0s" start="0s" duration="4s">{time_map}</ref-clip>'

    edit = read_fcpxml(fcpxml(spine, resources=media))

    assert [(s.name, s.record.start, s.source_start_s, s.speed) for s in edit.shots] == [
        ("y", 0, 52, -1), ("x", 50, 2, -1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("start", "time_map"),
    [
        ("3610s", points(("3600s", "3600s"), ("3650s", "3700s"))),
        ("3610s", points(("0s", "0s"), ("50s", "100s"))),
        ("10s", points(("0s", "0s"), ("50s", "100s"))),
    ],
)
def test_a_retime_may_count_from_the_timecode_or_the_first_frame(
    start: str, time_map: str, fcpxml: Writer
) -> None:
    inside = f"<timeMap>{time_map}</timeMap>"
    clip = f'<asset-clip ref="tc" offset="0s" start="{start}" duration="2s">{inside}</asset-clip>'

    edit = read_fcpxml(fcpxml(clip))

    assert (edit.shots[0].source_start_s, edit.shots[0].speed) == (20, 2)
