"""A direction is looked at against its cue before its job is accepted."""

from __future__ import annotations

from pathlib import Path

import pytest

from fakes.fake_scores import example_score
from ningbgm_agents.direction import Direction, HitDirection
from ningbgm_agents.errors import RangeError
from ningbgm_agents.timeline import Span
from ningbgm_daemon.jobs.checking import check_direction
from ningbgm_daemon.records.score import CueRecord


@pytest.fixture
def cue(tmp_path: Path) -> CueRecord:
    """1m1, with the frames 100 to 189."""
    return example_score("s1", tmp_path).revision.cues[0]


def hit(frame: int) -> Direction:
    return Direction((HitDirection(frame, 1.0),))


@pytest.mark.parametrize(
    "direction",
    [hit(100), hit(189), Direction(silences=(Span(100, 189),)), Direction(silences=(Span(101, 190),))],
)
def test_what_lies_in_the_cue_is_accepted(cue: CueRecord, direction: Direction) -> None:
    check_direction(direction, cue)


BAD = {
    "a frame before": (hit(99), "frame 99 lies outside 1m1; 1m1 has the frames 100 to 189"),
    "a frame after": (hit(190), "frame 190 lies outside 1m1"),
    "a silence before": (Direction(silences=(Span(90, 120),)), "from frame 90 to 120 reaches beyond 1m1"),
    "a silence after": (Direction(silences=(Span(180, 191),)), "reaches beyond 1m1"),
    "a silence elsewhere": (Direction(silences=(Span(300, 310),)), "reaches beyond 1m1"),
    "a silence over all": (Direction(silences=(Span(100, 190),)), "over all of 1m1"),
}


@pytest.mark.parametrize(("direction", "said"), BAD.values(), ids=BAD)
def test_what_does_not_is_refused_with_the_cue_s_frames(
    cue: CueRecord, direction: Direction, said: str
) -> None:
    with pytest.raises(RangeError, match=said):
        check_direction(direction, cue)
