"""What is asked of a cue by hand goes both ways unchanged, and what cannot be used is told by its field."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ningbgm.v1 import cue_service_pb2 as cue_calls
from ningbgm.v1.cue_pb2 import CueDirection, HitDirection
from ningbgm.v1.plan_pb2 import FrameSpan
from ningbgm_agents import direction as values
from ningbgm_agents.errors import InputError
from ningbgm_agents.timeline import Span
from ningbgm_daemon.wire import limits
from ningbgm_daemon.wire.directions import direction_from_proto, direction_to_proto
from ningbgm_daemon.wire.orders import regenerate_order_from_proto

FRAMES = st.integers(0, limits.LAST_FRAME)
NAMES = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zs")), max_size=30)
HITS = st.lists(
    st.builds(values.HitDirection, FRAMES, st.floats(0, 1), NAMES),
    unique_by=lambda hit: hit.frame,
    max_size=9,
).map(lambda hits: tuple(sorted(hits, key=lambda hit: hit.frame)))
SILENCES = st.lists(FRAMES, unique=True, max_size=8).map(
    lambda edges: tuple(Span(a, b) for a, b in zip(sorted(edges)[::2], sorted(edges)[1::2], strict=False))
)


@given(st.builds(values.Direction, HITS, SILENCES))
def test_a_direction_goes_both_ways(direction: values.Direction) -> None:
    assert direction_from_proto(direction_to_proto(direction)) == direction


def test_what_comes_in_is_put_in_order() -> None:
    given_out_of_order = CueDirection(
        hits=[HitDirection(frame=9, weight=1), HitDirection(frame=3)],
        silences=[FrameSpan(start=40, end=50), FrameSpan(start=10, end=20)],
    )

    read = direction_from_proto(given_out_of_order)

    assert [hit.frame for hit in read.hits] == [3, 9]
    assert read.silences == (Span(10, 20), Span(40, 50))


def hit(**fields: object) -> CueDirection:
    return CueDirection(hits=[HitDirection(**{"frame": 5, "weight": 1.0, **fields})])  # type: ignore[arg-type]  # any


def silences(*spans: tuple[int, int]) -> CueDirection:
    return CueDirection(silences=[FrameSpan(start=start, end=end) for start, end in spans])


BAD = {
    "before the edit": (hit(frame=-1), r"direction.hits\[0\].frame is -1"),
    "beyond all edits": (hit(frame=2**62), r"direction.hits\[0\].frame is"),
    "weight above": (hit(weight=1.01), r"direction.hits\[0\].weight is 1.01; it must lie between 0 and 1"),
    "weight below": (hit(weight=-0.5), r"direction.hits\[0\].weight is -0.5"),
    "weight no number": (hit(weight=math.nan), r"direction.hits\[0\].weight is nan"),
    "weight endless": (hit(weight=math.inf), r"direction.hits\[0\].weight is inf"),
    "name of two lines": (hit(name="a\nb"), r"direction.hits\[0\].name holds a line break"),
    "name too long": (hit(name="x" * 121), r"direction.hits\[0\].name has 121"),
    "a frame twice": (
        CueDirection(hits=[HitDirection(frame=5), HitDirection(frame=5, weight=1)]),
        "direction.hits has frame 5 twice",
    ),
    "too many hits": (
        CueDirection(hits=[HitDirection(frame=n) for n in range(limits.MAX_DIRECTED_HITS + 1)]),
        "direction.hits has 501 entries",
    ),
    "a silence of nothing": (silences((5, 5)), r"direction.silences\[0\] goes from 5 to 5"),
    "a silence backwards": (silences((9, 5)), r"direction.silences\[0\] goes from 9 to 5"),
    "a silence before the edit": (silences((-3, 5)), r"direction.silences\[0\].start is -3"),
    "silences that overlap": (silences((0, 10), (5, 20)), "0 to 10 and 5 to 20 touch"),
    "silences that touch": (silences((10, 20), (0, 10)), "0 to 10 and 10 to 20 touch"),
    "too many silences": (
        silences(*((3 * n, 3 * n + 1) for n in range(limits.MAX_DIRECTED_SILENCES + 1))),
        "direction.silences has 101 entries",
    ),
}


@pytest.mark.parametrize(("asked", "said"), BAD.values(), ids=BAD)
def test_what_cannot_be_used_is_told_by_its_field(asked: CueDirection, said: str) -> None:
    with pytest.raises(InputError, match=said) as refused:
        direction_from_proto(asked)

    assert len(str(refused.value)) < 300


def test_a_regeneration_tells_no_direction_from_an_empty_one() -> None:
    name = "scores/s1/cues/1m1"

    silent = regenerate_order_from_proto(cue_calls.RegenerateCueRequest(name=name))
    empty = regenerate_order_from_proto(cue_calls.RegenerateCueRequest(name=name, direction=CueDirection()))

    assert silent.direction is None
    assert empty.direction == values.NO_DIRECTION


@pytest.mark.parametrize("cue", ["1m2A", "1m0", "1m12AB"])
def test_cues_that_came_later_can_be_named(cue: str) -> None:
    asked = cue_calls.RegenerateCueRequest(name=f"scores/s1/cues/{cue}")

    assert regenerate_order_from_proto(asked).cue == cue
