"""What an editor's markers say, for programs whose exported edit lacks them."""

from __future__ import annotations

import json
from collections.abc import Iterable

from ningbgm_agents.errors import TimelineError

from .claims import claims_of
from .laid import LaidMarker, LaidTimeline

_WISH = "wish"


def wish_of(timeline: LaidTimeline) -> str:
    """What the marker named `wish` says in its note; empty without one."""
    return "\n".join(marker.note for marker in timeline.markers if marker.name.lower() == _WISH)


def with_markers(otio: str, timeline: LaidTimeline) -> str:
    """An edit as OpenTimelineIO text, with the timeline's markers that are neither ours nor a wish.

    Raises:
        TimelineError: it is no OpenTimelineIO timeline.
    """
    ours = {claim.marker for claim in claims_of(timeline)}
    theirs = [one for one in timeline.markers if one not in ours and one.name.lower() != _WISH]
    try:
        document = json.loads(otio)
        document["tracks"].setdefault("markers", []).extend(_markers(theirs, float(timeline.rate.fps)))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise TimelineError("the exported edit is no OpenTimelineIO timeline; export it again") from error
    return json.dumps(document)


def _markers(markers: Iterable[LaidMarker], rate: float) -> Iterable[dict[str, object]]:
    for marker in markers:
        yield {
            "OTIO_SCHEMA": "Marker.2",
            "name": marker.name,
            "color": marker.colour.upper(),
            "comment": marker.note,
            "metadata": {},
            "marked_range": {
                "OTIO_SCHEMA": "TimeRange.1",
                "start_time": _time(marker.frame, rate),
                "duration": _time(marker.frames, rate),
            },
        }


def _time(frames: int, rate: float) -> dict[str, object]:
    return {"OTIO_SCHEMA": "RationalTime.1", "rate": rate, "value": float(frames)}
