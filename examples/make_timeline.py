"""Cuts the demo film into an OpenTimelineIO timeline: shots out of order, a gap, slow motion, markers.

python examples/make_timeline.py demo.mp4 demo.otio
"""

from __future__ import annotations

import argparse
from pathlib import Path

import opentimelineio as otio

FPS = 24
START = 24 * 3600
"""The timeline starts at 01:00:00:00, as most do."""

SHOTS = (
    ("city", 365, 60, 1.0),
    ("window", 436, 50, 1.0),
    ("storm", 317, 48, 1.0),
    (None, 0, 24, 1.0),
    ("mountains", 512, 72, 0.5),
    ("home", 609, 63, 1.0),
)
"""Name, first frame in the film, frames on the timeline, speed; no name is a gap."""

MARKERS = ((110 + 24, "lightning", "RED"), (182, "the light comes back", "GREEN"))
"""Frame of the timeline, name, colour."""


def time(frames: float) -> otio.opentime.RationalTime:
    """A position or length in frames of the timeline."""
    return otio.opentime.RationalTime(frames, FPS)


def make_timeline(film: Path) -> otio.schema.Timeline:
    """The timeline: one picture track, one dialogue track, two markers."""
    timeline = otio.schema.Timeline("the long way home, recut", global_start_time=time(START))
    for kind, name in (("Video", "V1"), ("Audio", "A1 dialogue")):
        track = otio.schema.Track(name, kind=kind)
        track.extend(piece(film, *shot) for shot in SHOTS)
        timeline.tracks.append(track)
    for frame, name, colour in MARKERS:
        place = otio.opentime.TimeRange(time(frame), time(0))
        timeline.tracks.markers.append(otio.schema.Marker(name, place, colour))
    return timeline


def piece(film: Path, name: str | None, first: int, frames: int, speed: float) -> otio.core.Item:
    """A shot of the film, or a gap where it has no name."""
    if name is None:
        return otio.schema.Gap(duration=time(frames))
    whole = otio.opentime.TimeRange(time(0), time(768))
    media = otio.schema.ExternalReference(film.absolute().as_uri(), whole)
    clip = otio.schema.Clip(name, media, otio.opentime.TimeRange(time(first), time(frames)))
    if speed != 1:
        clip.effects.append(otio.schema.LinearTimeWarp("speed", time_scalar=speed))
    return clip


def main() -> None:
    """Read the command line and write the timeline."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("film", type=Path)
    parser.add_argument("timeline", type=Path)
    said = parser.parse_args()
    otio.adapters.write_to_file(make_timeline(said.film), str(said.timeline))


if __name__ == "__main__":
    main()
