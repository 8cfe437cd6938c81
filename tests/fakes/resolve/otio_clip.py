"""One clip of an export."""

from __future__ import annotations

import ntpath
from fractions import Fraction

from .clip import Clip
from .face import NotModelledError
from .item import Item
from .markers import Marker
from .otio_time import in_timeline, time_range
from .rate import Rate

Piece = dict[str, object]

_PICTURE_EFFECTS = (
    ("Transform", 2), ("Cropping", 3), ("Dynamic Zoom", 59), ("Composite", 1), ("Lens Correction", 43),
    ("Retime and Scaling", 22), ("Video Faders", 36),
)  # fmt: skip
"""On every clip of picture, in this order (OTIO, AYON)."""


def clip_piece(item: Item, group: int | None) -> Piece:
    """Clip.2 with a `media_references` map (OTIO)."""
    rate = in_timeline(item)
    zero = _zero(item, rate)
    meta: Piece = {}
    if item.track is not None and item.track.kind == "audio" and item.clip is not None:
        channels = range(item.clip.media.channels)
        meta["Channels"] = [{"Source Channel ID": channel, "Source Track ID": 0} for channel in channels]
    if group is not None:
        meta["Link Group ID"] = group
    return {
        "OTIO_SCHEMA": "Clip.2",
        "metadata": {"Resolve_OTIO": meta},
        "name": item.name,
        "source_range": time_range(zero + _source(item, rate), item.duration, rate),
        "effects": _effects(item),
        "markers": [_marker(frame, marker, zero, rate) for frame, marker in sorted(item.markers.items())],
        "enabled": item.enabled,
        "media_references": {"DEFAULT_MEDIA": _reference(item)},
        "active_media_reference_key": "DEFAULT_MEDIA",
    }


def _zero(item: Item, rate: Rate) -> Fraction:
    """The media's start timecode in the TIMELINE's rate: 86400 at 24 is 90000 at 25 (AYON)."""
    return item.clip.start_s * rate.fps if item.clip else Fraction(0)


def _source(item: Item, rate: Rate) -> Fraction:
    """The source frame where it begins, in the timeline's rate, not divided by the speed.

    AYON `img_seq_2x_speed_resolve.json`: 39 at 200 %, where GetLeftOffset is 19; its duration is the record's
    own.
    """
    return item.source / item.clip.rate.fps * rate.fps if item.clip else Fraction(0)


def _effects(item: Item) -> list[Piece]:
    effects: list[Piece] = []
    if item.speed < 0:
        raise NotModelledError("no export of a reversed clip was found")
    if item.speed != 1:
        warp = {"metadata": {}, "name": "", "effect_name": "", "time_scalar": float(item.speed)}
        effects.append({"OTIO_SCHEMA": "LinearTimeWarp.1", **warp})
    if item.track is not None and item.track.kind == "video":
        effects += [_effect(name, number, []) for name, number in _PICTURE_EFFECTS]
    elif "AudioVolume" in item.levels:
        volume = {"Default Parameter Value": 0.0, "Key Frames": {}, "Parameter ID": "volume"}
        volume |= {"Parameter Value": item.levels["AudioVolume"], "Variant Type": "Double"}
        effects.append(_effect("Fairlight Clip Volume and Fades", 62, [volume]))
    return effects


def _effect(name: str, number: int, parameters: list[Piece]) -> Piece:
    enabled = name != "Dynamic Zoom"
    meta = {"Effect Name": name, "Enabled": enabled, "Name": name, "Parameters": parameters, "Type": number}
    return {
        "OTIO_SCHEMA": "Effect.1",
        "metadata": {"Resolve_OTIO": meta},
        "name": "",
        "effect_name": "Resolve Effect",
    }


def _marker(frame: int, marker: Marker, zero: Fraction, rate: Rate) -> Piece:
    """In clip-source coordinates, the note in Resolve_OTIO (AYON: 90000 + 54 for the marker at 54)."""
    return {
        "OTIO_SCHEMA": "Marker.2",
        "metadata": {"Resolve_OTIO": {"Keywords": [], "Note": marker.note}},
        "name": marker.name,
        "color": marker.color.upper(),
        "marked_range": time_range(zero + frame, marker.duration, rate),
        "comment": "",
    }


def _reference(item: Item) -> Piece:
    """A file by its bare OS path, or a generator (OTIO)."""
    if item.clip is None:
        return {
            "OTIO_SCHEMA": "GeneratorReference.1",
            "metadata": {"Resolve_OTIO": {"Generator Type": item.name}},
            "name": item.name,
            "available_range": None,
            "available_image_bounds": None,
            "generator_kind": item.name,
            "parameters": {"Resolve_OTIO": []},
        }
    return _file(item.clip)


def _file(clip: Clip) -> Piece:
    """`available_range` begins at the media's timecode, in the media's own rate (AYON: 86400 at 24)."""
    return {
        "OTIO_SCHEMA": "ExternalReference.1",
        "metadata": {},
        "name": ntpath.basename(clip.media.path),
        "available_range": time_range(clip.start_frame, clip.frames, clip.rate),
        "available_image_bounds": None,
        "target_url": clip.media.path,
    }
