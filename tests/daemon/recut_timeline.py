"""Timelines over media that are not there: their cuts are known, so they can be scored in a moment."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import opentimelineio as otio

RATE = 30000 / 1001
Shot = tuple[str, int, int]
"""Source, first frame in it, frames."""
SHOTS: tuple[Shot, ...] = (
    ("a", 100, 77), ("b", 40, 95), ("c", 500, 131), ("d", 10, 64), ("e", 33, 150), ("f", 7, 83),
    ("g", 90, 120), ("h", 61, 119),
)  # fmt: skip
WISH = "ambient; no music from 8 s to 9 s; no music from 18 s to 19 s"


def write_edit(path: Path, shots: Sequence[Shot]) -> Path:
    """Write a timeline at 29.97 frames per second that starts an hour in."""
    timeline = otio.schema.Timeline("recut", global_start_time=_time(107_892))
    track = otio.schema.Track("V1", kind=otio.schema.TrackKind.Video)
    for source, first, frames in shots:
        media = otio.schema.ExternalReference(f"/nowhere/{source}.mov")
        track.append(otio.schema.Clip(source, media, otio.opentime.TimeRange(_time(first), _time(frames))))
    timeline.tracks.append(track)
    otio.adapters.write_to_file(timeline, str(path))
    return path


def trimmed(shots: Sequence[Shot], at: int, frames: int) -> tuple[Shot, ...]:
    """The shots, one of them shorter at its end."""
    source, first, length = shots[at]
    return (*shots[:at], (source, first, length - frames), *shots[at + 1 :])


def _time(frame: int) -> otio.opentime.RationalTime:
    return otio.opentime.RationalTime(frame, RATE)
