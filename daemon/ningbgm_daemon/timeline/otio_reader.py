"""Reads an OpenTimelineIO timeline, plain or as Resolve and Premiere write it, into an `Edit`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from fractions import Fraction
from pathlib import Path

import opentimelineio as otio

from ningbgm_agents.errors import TimelineError
from ningbgm_agents.timeline import Edit, FrameRate

from . import limits
from .assembling import OWN_TRACK, Lane, assemble
from .media_path import MediaFinder
from .otio_file import load_otio
from .otio_layers import Flattener
from .otio_time import edit_rate, start_frame


def _unknown_start(_path: str) -> Fraction:
    return Fraction(0)


def read_otio(
    path: Path,
    media: MediaFinder | None = None,
    media_start_s: Callable[[str], Fraction] = _unknown_start,
) -> Edit:
    """The edit that a timeline file describes: the picture as seen, the sound as placed.

    `media` finds what it names, by default beside the timeline. `media_start_s` tells
    the start timecode of a media file, in seconds, where the timeline does not say which range of
    time the file holds.

    Raises:
        TimelineError: not a timeline, or one without a clip, with the reason in one sentence.
    """
    loaded = load_otio(path)
    finder = media or MediaFinder(path if path.is_dir() else path.parent)
    return edit_of(loaded.root, path, finder, media_start_s, loaded.notes)


def edit_of(
    root: otio.core.SerializableObject,
    path: Path,
    media: MediaFinder,
    media_start_s: Callable[[str], Fraction] = _unknown_start,
    notes: Sequence[str] = (),
    drop_frame: bool = False,
) -> Edit:
    """The edit of an object of OpenTimelineIO, however it was read.

    `drop_frame` says that timecodes drop frames where the object itself does not.

    Raises:
        TimelineError: no timeline, or one without a clip, with the reason in one sentence.
    """
    stack, timeline = _stack(root, path.name)
    tracks = [child for child in stack if child.enabled]
    rate = edit_rate(timeline, _clips(stack))
    if drop_frame:
        with suppress(TimelineError):
            rate = FrameRate(rate.fps, drop_frame=True)
    premiere = "PremierePro_OTIO" in stack.metadata or "PremierePro_OTIO" in timeline.metadata
    flattener = Flattener(rate, media, premiere, media_start_s)
    picture = flattener.lay(stack, "Video")
    lanes = [
        Lane(track.name or "", flattener.lay(track, "Audio"))
        for track in tracks
        if getattr(track, "kind", "") == "Audio" and not (track.name or "").startswith(OWN_TRACK)
    ]
    start = start_frame(timeline, rate)
    said = (*notes, *flattener.notes())
    return assemble(path, timeline.name or "", rate, start, picture, lanes, notes=said)


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
