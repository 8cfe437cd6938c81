"""Finds out what of an edit can be seen and heard now, and what tells it from all others."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import numpy as np
from av.container import InputContainer
from av.video.stream import VideoStream

from ningbgm_agents import document
from ningbgm_agents.document import fingerprint
from ningbgm_agents.errors import MediaError
from ningbgm_agents.timeline import Edit, FrameRate, Media, Shot, Sound
from ningbgm_daemon.delivery.preview_copy import copied_picture
from ningbgm_daemon.delivery.preview_sound import own_sounds
from ningbgm_daemon.media.container import opened
from ningbgm_daemon.media.mark import content_mark
from ningbgm_daemon.media.probe import MediaInfo, probe

from .sources import Sources, media_paths

_EVEN = 0.1
"""Most of a frame by which a picture may lie beside its place."""
_VERSION = 1
"""Changes where the same sources give another film or guide."""


@dataclass(frozen=True)
class _Picture:
    version: int
    rate: FrameRate
    duration: int
    size: tuple[int, int]
    shots: tuple[Shot, ...]
    marks: tuple[str, ...]


@dataclass(frozen=True)
class _Sound:
    version: int
    rate: FrameRate
    duration: int
    sounds: tuple[Sound, ...]
    marks: tuple[str, ...]


def write_sources(edit: Edit, into: Path) -> None:
    """Write what `sources_of` finds, as a document."""
    into.write_text(document.dump(sources_of(edit)), encoding="utf-8")


def sources_of(edit: Edit) -> Sources:
    """Look at the media of an edit; each file is opened, none is read whole."""
    marks = {path: content_mark(Path(path)) for path in media_paths(edit)}
    edit = _as_at_hand(edit, marks)
    shots = tuple(
        replace(shot, name="", confidence=1.0)
        for shot in edit.shots
        if shot.kind == "clip" and shot.media is not None and not shot.media.offline
    )
    heard_of = {path: mark is not None and _has_sound(Path(path)) for path, mark in marks.items()}
    sounds = tuple(replace(sound, name="") for sound in own_sounds(edit) if heard_of[sound.media.path])
    seen = tuple(marks[shot.media.path] or "" for shot in shots if shot.media is not None)
    heard = tuple(marks[sound.media.path] or "" for sound in sounds)
    size = (edit.width, edit.height)
    picture = _Picture(_VERSION, edit.rate, edit.duration, size, shots, seen)
    sound = _Sound(_VERSION, edit.rate, edit.duration, sounds, heard)
    return Sources(
        edit,
        fingerprint(picture) if shots else "",
        fingerprint(sound) if sounds else "",
        _original(replace(edit, scored=None)) if shots else "",
    )


def _as_at_hand(edit: Edit, marks: dict[str, str | None]) -> Edit:
    def now(media: Media) -> Media:
        return replace(media, offline=marks[media.path] is None)

    return replace(
        edit,
        shots=tuple(
            shot if shot.media is None else replace(shot, media=now(shot.media)) for shot in edit.shots
        ),
        tracks=tuple(
            replace(track, sounds=tuple(replace(one, media=now(one.media)) for one in track.sounds))
            for track in edit.tracks
        ),
    )


def _original(edit: Edit) -> str:
    """The one file that is the edit from first frame to last and that every browser plays; empty for none."""
    found = copied_picture(edit)
    if found is None or found.from_s != 0:
        return ""
    info = found.info
    exact = info.rate is not None and info.rate.fps == edit.rate.fps and not info.variable_rate
    if not exact or info.first_pts != 0 or info.rotation != 0 or not info.video_codec.startswith("h264"):
        return ""
    try:
        with opened(info.path) as container:
            brand = str(container.metadata.get("major_brand", "")).strip()
            fits = "mp4" in container.format.name.split(",") and brand not in ("", "qt")
            fits = fits and _comes_evenly(container, info, edit)
    except MediaError:
        return ""
    return str(info.path) if fits else ""


def _comes_evenly(container: InputContainer, info: MediaInfo, edit: Edit) -> bool:
    """Whether every picture of the file has its place in the edit's rate, by the file's own table."""
    stream = container.streams[info.video_stream or 0]
    entries = getattr(stream, "index_entries", None)  # older releases of PyAV do not have it
    if entries is None or not isinstance(stream, VideoStream) or len(entries) < edit.duration:
        return False
    frames_each = float((stream.time_base or Fraction(1)) * edit.rate.fps)
    times = np.fromiter((entry.timestamp for entry in entries), np.int64, len(entries))
    off = (times - times[0]) * frames_each - np.arange(len(times))
    return bool((np.abs(off) < _EVEN).all())


def _has_sound(path: Path) -> bool:
    try:
        return probe(path).has_sound
    except MediaError:
        return False
