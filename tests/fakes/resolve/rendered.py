"""What a viewer would really see and hear: the truth that the API may lie about."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from .item import Item
from .sequence import Sequence


@dataclass(frozen=True, slots=True, order=True)
class Played:
    """A stretch of a clip that reaches the screen or the speakers; frames count from the timeline's start."""

    kind: str
    track: str
    start: int
    end: int
    path: str
    source_start_s: Fraction
    sub_type: str = ""


def rendered(sequence: Sequence) -> list[Played]:
    """Everything played, in order; the render engine knows only the timeline's own start to end.

    An item that begins before the start is there for every getter and plays nothing (nle.md 1.4.1,
    samuelgursky/davinci-resolve-mcp #164); nor do disabled items and tracks, transitions, titles.
    """
    return sorted(
        played
        for track in sequence.all_tracks()
        if track.enabled
        for item in track.clips()
        if item.enabled and item.clip is not None
        for played in _played(sequence, item)
    )


def _played(sequence: Sequence, item: Item) -> list[Played]:
    assert item.track is not None
    assert item.clip is not None
    start, end = max(item.start, sequence.start), min(item.end, sequence.end)
    if start >= end:
        return []
    skipped = (start - item.start) / sequence.rate.fps * item.speed
    source_s = item.source / item.clip.rate.fps + skipped
    track, at = item.track, sequence.start
    path = item.clip.media.path
    return [Played(track.kind, track.name, start - at, end - at, path, source_s, track.sub_type)]


def visible_markers(sequence: Sequence) -> dict[int, str]:
    """Names of the markers that lie on the timeline; others are stored and never seen (PR #66)."""
    length = sequence.end - sequence.start
    return {frame: marker.name for frame, marker in sorted(sequence.markers.items()) if 0 <= frame < length}
