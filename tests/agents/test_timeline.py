"""Exact time: rates, timecodes, spans, edits."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ningbgm_agents.errors import RangeError, TimelineError
from ningbgm_agents.timeline import Edit, FrameRate, Span, Timecode, snap_rate

RATES = {
    "23.976": FrameRate(Fraction(24000, 1001)),
    "24": FrameRate(Fraction(24)),
    "25": FrameRate(Fraction(25)),
    "29.97 DF": FrameRate(Fraction(30000, 1001), drop_frame=True),
    "29.97": FrameRate(Fraction(30000, 1001)),
    "50": FrameRate(Fraction(50)),
    "59.94 DF": FrameRate(Fraction(60000, 1001), drop_frame=True),
    "60": FrameRate(Fraction(60)),
}
every_rate = pytest.mark.parametrize("rate", RATES.values(), ids=RATES.keys())
rates = st.sampled_from(list(RATES.values()))


def frames_of_a_day(rate: FrameRate) -> int:
    return Timecode.parse("23:59:59:00", rate).frame + rate.nominal


@settings(max_examples=300)
@given(rate=rates, data=st.data())
def test_a_frame_survives_the_way_through_its_timecode(rate: FrameRate, data: st.DataObject) -> None:
    frame = data.draw(st.integers(0, frames_of_a_day(rate) - 1))

    text = str(Timecode(frame, rate))

    assert Timecode.parse(text, rate).frame == frame


@every_rate
def test_every_timecode_around_every_minute_of_a_day_comes_back(rate: FrameRate) -> None:
    per_minute = round(60 * rate.fps)

    for minute in range(0, 1440, 7):
        for frame in range(max(0, minute * per_minute - 4), minute * per_minute + 4):
            assert Timecode.parse(str(Timecode(frame, rate)), rate).frame == frame


@every_rate
def test_timecodes_are_written_in_the_order_of_their_frames(rate: FrameRate) -> None:
    frames = range(0, frames_of_a_day(rate), 10_007)

    texts = [str(Timecode(frame, rate)) for frame in frames]

    assert texts == sorted(texts)


@pytest.mark.parametrize(
    ("text", "rate", "frame"),
    [
        ("01:00:00;00", "29.97 DF", 107_892),
        ("01:00:00:00", "29.97", 108_000),
        ("00:01:00;02", "29.97 DF", 1_800),
        ("00:09:59;29", "29.97 DF", 17_981),
        ("00:10:00;00", "29.97 DF", 17_982),
        ("01:00:00;00", "59.94 DF", 215_784),
        ("00:01:00;04", "59.94 DF", 3_600),
        ("01:00:00:00", "24", 86_400),
        ("01:00:00:00", "23.976", 86_400),
        ("10:00:00:00", "25", 900_000),
    ],
)
def test_known_timecodes_name_known_frames(text: str, rate: str, frame: int) -> None:
    found = Timecode.parse(text, RATES[rate])

    assert found.frame == frame
    assert str(found) == text


def test_a_semicolon_reads_drop_frame_even_where_the_rate_does_not_say_so() -> None:
    assert Timecode.parse("01:00:00;00", RATES["29.97"]).frame == 107_892
    assert Timecode.parse("01:00:00;00", RATES["25"]).frame == 90_000


def test_a_drop_frame_day_is_86_frames_short_of_the_clock() -> None:
    rate = RATES["29.97 DF"]

    day = frames_of_a_day(rate)

    assert day == 2_589_408
    assert abs(float(rate.seconds(day)) - 86_400) < 0.1


@pytest.mark.parametrize(
    "text", ["", "1:2:3", "01:00:00", "aa:bb:cc:dd", "00:60:00:00", "00:00:61:00", "00:00:00:25"]
)
def test_what_is_no_timecode_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(TimelineError, match="is not a timecode"):
        Timecode.parse(text, RATES["25"])


@pytest.mark.parametrize("text", ["00:01:00;00", "00:01:00;01", "00:59:00;00"])
def test_timecodes_that_drop_frame_skips_are_refused(text: str) -> None:
    with pytest.raises(TimelineError, match="does not exist"):
        Timecode.parse(text, RATES["29.97 DF"])


@settings(max_examples=300)
@given(rate=rates, frame=st.integers(0, 10_000_000))
def test_samples_rise_with_frames_and_lead_back_to_them(rate: FrameRate, frame: int) -> None:
    sample, after = rate.sample(frame), rate.sample(frame + 1)

    assert sample < after
    assert rate.frame_of_sample(sample) == frame
    assert abs(sample - 48_000 * rate.seconds(frame)) <= Fraction(1, 2)


@every_rate
def test_nothing_drifts_over_a_day(rate: FrameRate) -> None:
    day = round(86_400 * rate.fps)

    steps = sum(rate.sample(f + 100_000) - rate.sample(f) for f in range(0, day, 100_000))

    assert steps == rate.sample(-(-day // 100_000) * 100_000)


@settings(max_examples=200)
@given(rate=rates, frame=st.integers(0, 5_000_000))
def test_the_nearest_frame_of_a_frames_own_second_is_itself(rate: FrameRate, frame: int) -> None:
    assert rate.frame_at(rate.seconds(frame)) == frame
    assert rate.frame_at(float(rate.seconds(frame))) == frame


@pytest.mark.parametrize(
    ("text", "fps"),
    [
        ("23.976", Fraction(24000, 1001)),
        ("23.98", Fraction(24000, 1001)),
        ("23.976024627685547", Fraction(24000, 1001)),
        ("29.97 DF", Fraction(30000, 1001)),
        ("30000/1001", Fraction(30000, 1001)),
        ("59.94fps", Fraction(60000, 1001)),
        ("25", Fraction(25)),
        ("12.5", Fraction(25, 2)),
    ],
)
def test_rates_are_read_exactly(text: str, fps: Fraction) -> None:
    assert FrameRate.parse(text).fps == fps


@pytest.mark.parametrize("text", ["", "fast", "nan", "-5", "0", "1/0", "1e999999999", "9" * 50])
def test_what_is_no_rate_is_refused_at_once(text: str) -> None:
    with pytest.raises(TimelineError):
        FrameRate.parse(text)


def test_drop_frame_exists_only_at_rates_that_drop() -> None:
    with pytest.raises(TimelineError, match="drop-frame"):
        FrameRate(Fraction(25), drop_frame=True)


@given(rate=rates)
def test_a_rate_survives_its_own_text(rate: FrameRate) -> None:
    assert FrameRate.parse(str(rate)) == rate


@given(value=st.fractions(min_value=1, max_value=1000))
def test_snapping_twice_changes_nothing(value: Fraction) -> None:
    assert snap_rate(snap_rate(value)) == snap_rate(value)


spans = st.tuples(st.integers(-1000, 1000), st.integers(0, 500)).map(lambda p: Span(p[0], sum(p)))


@given(first=spans, second=spans)
def test_an_overlap_is_what_lies_in_both(first: Span, second: Span) -> None:
    common = first.overlap(second)

    inside = [frame for frame in range(first.start, first.end) if frame in second]
    assert (common.duration if common else 0) == len(inside)
    assert common == second.overlap(first)


@given(span=spans, by=st.integers(-100, 100))
def test_a_shifted_span_keeps_its_length(span: Span, by: int) -> None:
    assert span.shifted(by).duration == span.duration
    assert span.shifted(by).shifted(-by) == span


def test_a_span_cannot_end_before_it_starts() -> None:
    with pytest.raises(RangeError):
        Span(5, 4)


def test_an_edit_without_frames_is_refused() -> None:
    with pytest.raises(TimelineError, match="no frames"):
        Edit("empty", RATES["25"], 0)


@pytest.mark.parametrize("scored", [Span(0, 0), Span(0, 101), Span(50, 50)])
def test_a_range_outside_the_edit_is_refused(scored: Span) -> None:
    with pytest.raises(RangeError):
        Edit("e", RATES["25"], 100, scored=scored)


def test_an_edit_counts_timecode_from_its_own_start() -> None:
    edit = Edit("e", RATES["29.97 DF"], 5_000, start_frame=107_892)

    assert str(edit.timecode(0)) == "01:00:00;00"
    assert str(edit.timecode(1_800)) == "01:01:00;02"
    assert edit.sample(30) == 48_048
