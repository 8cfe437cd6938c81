"""A timeline as OpenTimelineIO in Resolve's dialect, piece by piece as in real exports (OTIO, AYON)."""

from __future__ import annotations

from .item import Item
from .otio_clip import clip_piece
from .otio_time import in_timeline, time_range, time_value
from .sequence import Sequence
from .track import Track

Piece = dict[str, object]

_AUDIO_TYPES = {"mono": "Mono", "stereo": "Stereo"}


def otio_document(sequence: Sequence) -> Piece:
    """The whole file: `global_start_time` set, the name blank, both as in the two whole exports (OTIO).

    Markers of the TIMELINE are not in it at all (AT "Timeline.Export EXPORT_OTIO (drops timeline markers)").
    """
    tracks = [*sequence.tracks["video"], *sequence.tracks["audio"]]
    groups = _link_groups(sequence)
    return {
        "OTIO_SCHEMA": "Timeline.1",
        "metadata": {"Resolve_OTIO": {"Resolve OTIO Meta Version": "1.0"}},
        "name": "",
        "global_start_time": time_value(sequence.start, sequence.rate),
        "tracks": {
            "OTIO_SCHEMA": "Stack.1",
            "metadata": {},
            "name": "",
            "source_range": None,
            "effects": [],
            "markers": [],
            "enabled": True,
            "children": [_track(track, groups) for track in tracks],
        },
    }


def _track(track: Track, groups: dict[Item, int]) -> Piece:
    meta: Piece = {"Locked": track.locked}
    if track.kind == "audio":
        sub_type = track.sub_type or "stereo"
        meta = {"Audio Type": _AUDIO_TYPES.get(sub_type, sub_type), "Locked": track.locked, "SoloOn": False}
    return {
        "OTIO_SCHEMA": "Track.1",
        "metadata": {"Resolve_OTIO": meta},
        "name": track.name,
        "source_range": None,
        "effects": [],
        "markers": [],
        "enabled": track.enabled,
        "children": list(_children(track, groups)),
        "kind": track.kind.capitalize(),
    }


def _children(track: Track, groups: dict[Item, int]) -> list[Piece]:
    """Clips and transitions in order; gaps between them and up to the timeline's end (OTIO).

    What lies before the timeline's start is left out [inference].
    """
    sequence = track.sequence
    pieces: list[Piece] = []
    at = sequence.start
    for item in (item for item in track.clips() if item.start >= sequence.start):
        opening = [t for t in _transitions(track) if t.start + t.before_cut == item.start]
        closing = [t for t in _transitions(track) if t.start + t.before_cut == item.end]
        if item.start > at:
            pieces.append(_gap(item.start - at, sequence))
        pieces += [_transition(t) for t in opening if _transition(t) not in pieces[-1:]]
        pieces.append(clip_piece(item, groups.get(item)))
        pieces += [_transition(t) for t in closing]
        at = item.end
    if at < sequence.end:
        pieces.append(_gap(sequence.end - at, sequence))
    return pieces


def _transitions(track: Track) -> list[Item]:
    return [item for item in track.items if item.kind == "transition"]


def _transition(item: Item) -> Piece:
    """`SMPTE_Dissolve` on picture (OTIO, DB), `Custom_Transition` on sound (AT, E114)."""
    rate = in_timeline(item)
    sound = item.track is not None and item.track.kind == "audio"
    return {
        "OTIO_SCHEMA": "Transition.1",
        "metadata": {"Resolve_OTIO": {"Effects": {"Effect Name": item.name}, "Transition Type": item.name}},
        "name": item.name,
        "in_offset": time_value(item.before_cut, rate),
        "out_offset": time_value(item.duration - item.before_cut, rate),
        "transition_type": "Custom_Transition" if sound else "SMPTE_Dissolve",
    }


def _gap(frames: int, sequence: Sequence) -> Piece:
    return {
        "OTIO_SCHEMA": "Gap.1",
        "metadata": {},
        "name": "",
        "source_range": time_range(0, frames, sequence.rate),
        "effects": [],
        "markers": [],
        "enabled": True,
    }


def _link_groups(sequence: Sequence) -> dict[Item, int]:
    """`Link Group ID`, counted from 1 (AYON `qt_retimed_speed.json`, nle.md 3)."""
    groups: dict[Item, int] = {}
    for item in sequence.all_items():
        if item.links and item not in groups:
            number = len(set(groups.values())) + 1
            groups.update(dict.fromkeys([item, *item.links], number))
    return groups
