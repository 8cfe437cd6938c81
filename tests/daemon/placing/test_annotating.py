"""The editor's markers reach the edit; ours and the wish do not."""

from __future__ import annotations

import json

import pytest
from laid_timeline import RATE

from ningbgm_agents.errors import TimelineError
from ningbgm_daemon.placing.annotating import wish_of, with_markers
from ningbgm_daemon.placing.claims import marker_data
from ningbgm_daemon.placing.laid import LaidMarker, LaidTimeline

TIMELINE = LaidTimeline(
    RATE,
    markers=(
        LaidMarker(10, "", "Wish", "calm piano", "Blue"),
        LaidMarker(60, "theirs", "door slams", "hit", "Red", 3),
        LaidMarker(0, marker_data("scores/s1", "1m1", "h", 0, {}), "1m1"),
    ),
)


def test_the_wish_is_the_note_of_the_marker_that_is_named_so() -> None:
    assert wish_of(TIMELINE) == "calm piano"
    assert wish_of(LaidTimeline(RATE)) == ""


def test_only_the_editors_own_are_added_to_those_that_are_there() -> None:
    edit = json.dumps({"tracks": {"markers": [{"name": "kept"}]}})

    markers = json.loads(with_markers(edit, TIMELINE))["tracks"]["markers"]

    assert [marker["name"] for marker in markers] == ["kept", "door slams"]
    assert (markers[1]["comment"], markers[1]["color"]) == ("hit", "RED")
    assert markers[1]["marked_range"]["start_time"] == {
        "OTIO_SCHEMA": "RationalTime.1",
        "rate": 25.0,
        "value": 60.0,
    }
    assert markers[1]["marked_range"]["duration"]["value"] == 3.0


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"tracks": 3}', "<xmeml/>", "[" * 99999])
def test_what_is_no_timeline_is_told(text: str) -> None:
    with pytest.raises(TimelineError, match="export it again"):
        with_markers(text, TIMELINE)
