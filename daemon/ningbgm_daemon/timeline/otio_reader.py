"""Reads an OpenTimelineIO timeline, plain or as Resolve and Premiere write it, into an `Edit`."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import opentimelineio as otio

from ningbgm_agents.errors import TimelineError
from ningbgm_agents.timeline import Edit, FrameRate, Marker, Shot, Sound, Span, Track

from . import limits
from .otio_file import load_otio
from .otio_layers import Flattener
from .otio_time import edit_rate, start_frame
from .pieces import Layer, Note, Piece
from .track_use import guess_use

OWN_TRACK = "NingBGM"
"""Audio tracks whose names begin so were placed by NingBGM and are no part of the edit."""


def _unknown_start(_path: str) -> Fraction:
    return Fraction(0)


def read_otio(path: Path, media_start_s: Callable[[str], Fraction] = _unknown_start) -> Edit:
    """The edit that a timeline file describes: the picture as seen, the sound as placed.

    `media_start_s` tells the start timecode of a media file, in seconds, where the timeline does
    not say which range of time the file holds.

    Raises:
        TimelineError: not a timeline, or one without a clip, with the reason in one sentence.
    """
    root = load_otio(path)
    stack, timeline = _stack(root, path.name)
    tracks = [child for child in stack if child.enabled]
    rate = edit_rate(timeline, _clips(stack))
    premiere = "PremierePro_OTIO" in stack.metadata or "PremierePro_OTIO" in timeline.metadata
    folder = path if path.is_dir() else path.parent
    flattener = Flattener(rate, folder.absolute(), premiere, media_start_s)
    picture = flattener.lay(stack, "Video")
    sounds = [
        (track, flattener.lay(track, "Audio"))
        for track in tracks
        if getattr(track, "kind", "") == "Audio" and not (track.name or "").startswith(OWN_TRACK)
    ]
    duration = _duration([picture, *(layer for _, layer in sounds)])
    if duration == 0:
        raise TimelineError(f"{path.name} holds neither picture nor sound", path=str(path))
    if duration > limits.MAX_DURATION_S * rate.fps:
        raise TimelineError(f"{path.name} is longer than 24 hours", path=str(path))
    notes = [*picture.notes, *(note for _, layer in sounds for note in layer.notes)]
    return Edit(
        name=timeline.name or path.stem,
        rate=rate,
        duration=duration,
        start_frame=start_frame(timeline, rate),
        shots=_shots(picture.pieces, duration, rate),
        tracks=tuple(_track(lane.name, layer, rate) for lane, layer in sounds if layer.pieces),
        markers=_markers(notes, duration),
        source=str(path.absolute()),
    )


def _stack(
    root: otio.core.SerializableObject, name: str
) -> tuple[otio.schema.Stack, otio.core.SerializableObjectWithMetadata]:
    """The stack of tracks, whatever the root object is, and the object that carries the name."""
    if isinstance(root, otio.schema.SerializableCollection):
        timelines = [child for child in root if isinstance(child, otio.schema.Timeline)]
        candidates = timelines or [child for child in root if isinstance(child, otio.core.Item)]
        if not candidates:
            raise TimelineError(f"{name} is a collection without a timeline")
        root = candidates[0]
    if isinstance(root, otio.schema.Timeline):
        if root.tracks is None:
            raise TimelineError(f"{name} is a timeline without tracks")
        return root.tracks, root
    if isinstance(root, otio.schema.Stack):
        return root, root
    if isinstance(root, otio.core.Item):
        stack = otio.schema.Stack(name=root.name or "")
        item = root.deepcopy()
        stack.append(item if isinstance(item, otio.schema.Track) else _as_track(item))
        return stack, stack
    raise TimelineError(f"{name} holds a {root.schema_name()}, not a timeline")


def _as_track(item: otio.core.Item) -> otio.schema.Track:
    track = otio.schema.Track(kind=otio.schema.TrackKind.Video)
    track.append(item)
    return track


def _clips(stack: otio.schema.Stack) -> list[otio.core.Item]:
    """All clips, those of picture first; where there is any picture only these."""
    picture: list[otio.core.Item] = []
    sound: list[otio.core.Item] = []
    for child in stack:
        found = sound if getattr(child, "kind", "") == "Audio" else picture
        if isinstance(child, otio.schema.Clip):
            found.append(child)
        else:
            found.extend(_bounded_clips(child))
    return picture or sound


def _bounded_clips(item: otio.core.Item) -> list[otio.core.Item]:
    clips: list[otio.core.Item] = []
    waiting: list[tuple[otio.core.Composable, int]] = [(item, 0)]
    while waiting and len(clips) < limits.MAX_ITEMS:
        current, depth = waiting.pop()
        if isinstance(current, otio.schema.Clip):
            clips.append(current)
        elif isinstance(current, otio.core.Composition) and depth <= limits.MAX_NESTING:
            waiting.extend((child, depth + 1) for child in current)
    return clips


def _duration(layers: list[Layer]) -> int:
    ends = [piece.end for layer in layers for piece in layer.pieces]
    return _frame(max(ends, default=Fraction(0)))


def _shots(pieces: tuple[Piece, ...], duration: int, rate: FrameRate) -> tuple[Shot, ...]:
    """Shots that fill the whole edit, gaps included; none where there is no picture at all."""
    shots: list[Shot] = []
    position = 0
    for piece in pieces:
        start, end = max(_frame(piece.start), position), _frame(piece.end)
        if end <= start:
            continue
        if start > position:
            shots.append(Shot(Span(position, start), kind="gap"))
        shots.append(_shot(piece, start, end, rate))
        position = end
    if shots and position < duration:
        shots.append(Shot(Span(position, duration), kind="gap"))
    return tuple(shots)


def _shot(piece: Piece, start: int, end: int, rate: FrameRate) -> Shot:
    moved = piece.source_start_s + (start - piece.start) * piece.source_per_frame_s
    return Shot(
        Span(start, end),
        piece.name,
        piece.media,
        _rounded(max(moved, Fraction(0))),
        _rounded(piece.source_per_frame_s * rate.fps),
        piece.transition_in,
        _frame(piece.transition_frames),
        piece.kind,
    )


def _track(name: str | None, layer: Layer, rate: FrameRate) -> Track:
    sounds = []
    for piece in layer.pieces:
        span = Span(_frame(piece.start), _frame(piece.end))
        if piece.media is not None and span.duration:
            source = _rounded(piece.source_start_s)
            speed = _rounded(piece.source_per_frame_s * rate.fps)
            sounds.append(Sound(span, piece.media, source, speed, piece.name))
    names = (text for sound in sounds for text in {sound.name, Path(sound.media.path).name})
    return Track(name or "", guess_use(name or "", names), tuple(sounds))


def _markers(notes: list[Note], duration: int) -> tuple[Marker, ...]:
    """The editor's markers inside the edit, in order, each once (linked clips carry copies)."""
    markers = {
        Marker(_frame(note.frame), note.name, note.note, note.colour, _frame(note.duration))
        for note in notes
        if 0 <= _frame(note.frame) < duration
    }
    ordered = sorted(markers, key=lambda m: (m.frame, m.name, m.note, m.colour, m.duration))
    return tuple(ordered[: limits.MAX_MARKERS])


def _frame(position: Fraction) -> int:
    return (2 * position.numerator + position.denominator) // (2 * position.denominator)


def _rounded(value: Fraction) -> Fraction:
    return value if value.denominator < 10**6 else value.limit_denominator(10**6)
