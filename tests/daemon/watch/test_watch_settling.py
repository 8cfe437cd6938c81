"""When a file is whole, over any history that a disk can tell."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from ningbgm_daemon.watch.settling import Seen, Settling

QUIET_S = 2.0
FILM = Path("/drop/film.mp4")
LOOKS = st.lists(
    st.tuples(st.floats(0.01, 3.0), st.integers(0, 3), st.integers(0, 2)), min_size=1, max_size=30
)
"""Seconds since the look before, size, and time of the file."""


def test_a_file_that_grows_is_waited_for() -> None:
    settling = Settling(QUIET_S)

    for second in range(10):
        settling.observe(FILM, Seen(second + 1, 0), float(second))
        assert not settling.is_settled(FILM, float(second))

    settling.observe(FILM, Seen(10, 0), 11.0)
    assert settling.is_settled(FILM, 11.0)


def test_a_file_that_is_written_in_place_is_waited_for() -> None:
    settling = Settling(QUIET_S)

    for second in range(10):
        settling.observe(FILM, Seen(100, second), float(second))
        assert not settling.is_settled(FILM, float(second))


def test_what_was_moved_into_place_is_whole_at_once() -> None:
    settling = Settling(QUIET_S)

    settling.moved_here(FILM)
    settling.observe(FILM, Seen(100, 1), 0.0)

    assert settling.is_settled(FILM, 0.0)


def test_what_was_moved_and_then_changes_is_waited_for() -> None:
    settling = Settling(QUIET_S)
    settling.moved_here(FILM)
    settling.observe(FILM, Seen(100, 1), 0.0)

    settling.observe(FILM, Seen(101, 2), 0.5)

    assert not settling.is_settled(FILM, 0.5)


def test_an_empty_file_is_never_whole() -> None:
    settling = Settling(QUIET_S)
    settling.moved_here(FILM)
    settling.observe(FILM, Seen(0, 1), 0.0)

    assert not settling.is_settled(FILM, 100.0)


def test_a_time_in_the_past_says_nothing() -> None:
    settling = Settling(QUIET_S)

    settling.observe(FILM, Seen(100, -(10**18)), 5.0)

    assert not settling.is_settled(FILM, 5.0)


@given(LOOKS)
def test_it_is_whole_exactly_where_it_was_quiet_for_long_enough(looks: list[tuple[float, int, int]]) -> None:
    settling, now_s, since_s, before = Settling(QUIET_S), 0.0, 0.0, None

    for delay_s, size, time_ns in looks:
        now_s += delay_s
        seen = Seen(size, time_ns)
        since_s = since_s if seen == before else now_s
        before = seen
        settling.observe(FILM, seen, now_s)
        assert settling.is_settled(FILM, now_s) == (size > 0 and now_s - since_s >= QUIET_S)


@given(LOOKS, st.integers(0, 29))
def test_a_move_counts_for_what_was_moved_alone(looks: list[tuple[float, int, int]], moved_at: int) -> None:
    settling, other = Settling(QUIET_S), Path("/drop/other.mp4")
    now_s, moved_as = 0.0, None

    for number, (delay_s, size, time_ns) in enumerate(looks):
        now_s += delay_s
        seen = Seen(size, time_ns)
        if number == moved_at:
            settling.moved_here(FILM)
            moved_as = seen
        settling.observe(FILM, seen, now_s)
        settling.observe(other, Seen(1, number), now_s)
        if moved_as is not None and seen != moved_as:
            moved_as = None
        if moved_as is not None:
            assert settling.is_settled(FILM, now_s) == (size > 0)
        assert not settling.is_settled(other, now_s)
