"""AppendToTimeline: the only placement that the API has, and most of what goes wrong with it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from .application import Application
from .clip import Clip
from .item import Item
from .sequence import Sequence
from .track import Track, TrackKind

_VIDEO_ONLY, _AUDIO_ONLY = 1, 2


@dataclass(frozen=True, slots=True)
class Placement:
    """One clipInfo, made sense of."""

    clip: Clip
    start: Fraction
    end: Fraction
    kinds: tuple[TrackKind, ...]
    track_index: int
    record: int | None

    def duration(self, sequence: Sequence) -> int:
        """Record frames of it.

        `endFrame` is EXCLUSIVE, in the clip's own rate: duration = end - start (nle.md 1.4.2-3; AT, verified
        at 1, 119 and 120; samuelgursky/davinci-resolve-mcp #82). Mixed rates floor, one frame short: 435
        frames at 24 are 543 at 29.97 (AT "mixed-fps sources (duration floor)").
        """
        return math.floor((self.end - self.start) * sequence.rate.fps / self.clip.rate.fps)


def append(app: Application, infos: list[object]) -> list[Item] | None:
    """What the call returns; items in it may be unreal.

    - nothing selected in the media pool fails before 20.3.2 (nle.md 1.4.6); from 19.0.2 on here, since
      earlier builds have no call to select with and AS placed on them [inference];
    - `trackIndex` of sound is checked against VIDEO tracks before 20.2.2 (nle.md 1.4.6);
    - a track that does not exist gives None (AS #361: nil), a locked one an empty list (nle.md 1.4.6).
    """
    sequence = app.film.current
    if sequence is None:
        return None
    version = app.version
    if not version.before("19.0.2") and version.before("20.3.2") and not app.film.selection:
        return []
    known = set(app.film.root.all_clips())
    returned: list[Item] = []
    for info in infos:
        placement = _read(info)
        if placement is None or placement.clip not in known:
            continue
        wrongly_checked = version.before("20.2.2") and placement.kinds == ("audio",)
        if wrongly_checked and placement.track_index > len(sequence.tracks["video"]):
            return []
        tracks = [sequence.track(kind, placement.track_index) for kind in placement.kinds]
        if None in tracks:
            return None
        returned += _place(app, sequence, placement, [track for track in tracks if track is not None])
    return returned


def _place(app: Application, sequence: Sequence, placement: Placement, tracks: list[Track]) -> list[Item]:
    """Puts the clip down; where something lies already, the earlier item wins and an unreal one comes back.

    Sources: nle.md 1.4.4-5, AT "overlapping records" and "null-id timeline items". `recordFrame` is absolute
    and any number is taken: a relative one lies before the timeline's start, reads back and renders nothing
    (nle.md 1.4.1, samuelgursky/davinci-resolve-mcp #164).
    """
    duration = placement.duration(sequence)
    if duration <= 0 or any(track.locked for track in tracks):
        return []
    record = sequence.end if placement.record is None else placement.record
    made = []
    for track in tracks:
        item = Item(
            app.new_id(),
            placement.clip.name,
            "clip",
            None,
            record,
            duration,
            placement.clip,
            placement.start,
            made_by="script",
        )
        if track.is_free(record, record + duration):
            track.put(item)
        made.append(item)
    real = [item for item in made if item.track is not None]
    for item in real:
        item.links = [other for other in real if other is not item]
    return made


def _read(info: object) -> Placement | None:
    if isinstance(info, Clip):
        info = {"mediaPoolItem": info}
    if not isinstance(info, dict) or not isinstance(info.get("mediaPoolItem"), Clip):
        return None
    clip = info["mediaPoolItem"]
    start = Fraction(info.get("startFrame", 0))
    end = Fraction(info.get("endFrame", clip.frames))
    record = info.get("recordFrame")
    return Placement(
        clip,
        max(start, Fraction(0)),
        min(end, Fraction(clip.frames)),  # past the clip's end nothing can be played [inference]
        _kinds(clip, info.get("mediaType")),
        int(info.get("trackIndex") or 1),
        None if record is None else math.floor(record),
    )


def _kinds(clip: Clip, media_type: object) -> tuple[TrackKind, ...]:
    """Where it goes: 1 picture only, 2 sound only, else both (R21.0.4)."""
    kinds: list[TrackKind] = []
    if clip.media.has_picture and media_type != _AUDIO_ONLY:
        kinds.append("video")
    if clip.media.has_sound and media_type != _VIDEO_ONLY:
        kinds.append("audio")
    return tuple(kinds)
