"""The whole state as plain values, to prove that nothing changed."""

from __future__ import annotations

from typing import Literal

from .application import Application
from .bin import Bin
from .clip import Clip
from .item import Item
from .markers import MarkerBook
from .sequence import Sequence
from .track import Track

Whose = Literal["all", "user"]
Plain = dict[str, object]


def snapshot(app: Application, of: Whose = "all") -> Plain:
    """Two of them are equal where nothing differs.

    `all`: everything, and where the user stands (page, folder, playheads, marks, locks, selections). `user`:
    the same, but only what the user made, however a script's things stand between it.
    """
    film = app.film
    kept: Plain = {
        "project": (film.name, film.rate.name),
        "bins": _bin(film.root, of),
        "timelines": [_sequence(sequence, of) for sequence in film.sequences if _is_kept(sequence, of)],
    }
    kept["desk"] = {
        "page": app.page,
        "current timeline": film.current.id if film.current else None,
        "current folder": film.bin.path,
        "selected in the pool": [clip.id for clip in film.selection],
        "playheads": {
            sequence.id: sequence.playhead for sequence in film.sequences if _is_kept(sequence, of)
        },
    }
    return kept


def differences(before: object, after: object, path: str = "") -> list[str]:
    """Where two snapshots differ, a line each: `timelines/0/tracks/2/items/0/start: 86400 -> 86412`."""
    if isinstance(before, dict) and isinstance(after, dict):
        keys = dict.fromkeys([*before, *after])
        return [
            line
            for key in keys
            for line in differences(before.get(key), after.get(key), f"{path}/{key}".lstrip("/"))
        ]
    if isinstance(before, list) and isinstance(after, list):
        rows = range(max(len(before), len(after)))
        return [
            line for row in rows for line in differences(_at(before, row), _at(after, row), f"{path}/{row}")
        ]
    return [] if before == after else [f"{path}: {before!r} -> {after!r}"]


def _at(rows: list[object], index: int) -> object:
    return rows[index] if index < len(rows) else None


def _is_kept(thing: Bin | Clip | Item | Track | Sequence, of: Whose) -> bool:
    return of == "all" or thing.made_by == "user"


def _bin(folder: Bin, of: Whose) -> Plain:
    return {
        "name": folder.name,
        "id": folder.id,
        "clips": [_clip(clip) for clip in folder.clips if _is_kept(clip, of)],
        "bins": [_bin(inner, of) for inner in folder.bins if _is_kept(inner, of)],
    }


def _clip(clip: Clip) -> Plain:
    return {
        "id": clip.id,
        "name": clip.name,
        "path": clip.media.path,
        "rate": clip.rate.name,
        "color": clip.color,
        "metadata": dict(clip.metadata),
        "third party": dict(clip.third_party),
        "marks": {side: dict(values) for side, values in clip.marks.items()},
        "markers": _markers(clip.markers, "all"),
    }


def _sequence(sequence: Sequence, of: Whose) -> Plain:
    return {
        "id": sequence.id,
        "name": sequence.name,
        "rate": sequence.rate.name,
        "start": sequence.start,
        "marks": {side: dict(values) for side, values in sequence.marks.items()},
        "markers": _markers(sequence.markers, of),
        "selection": [item.id for item in sequence.selection],
        "tracks": [_track(track, of) for track in sequence.all_tracks() if _is_kept(track, of)],
    }


def _track(track: Track, of: Whose) -> Plain:
    """A track with only a script's items on it, but made by the user, is the user's."""
    return {
        "kind": track.kind,
        "name": track.name if of == "all" else track.given_name,
        "sub type": track.sub_type,
        "enabled": track.enabled,
        "locked": track.locked,
        "items": [_item(item) for item in track.sorted_items() if _is_kept(item, of)],
    }


def _item(item: Item) -> Plain:
    return {
        "id": item.id,
        "name": item.name,
        "kind": item.kind,
        "start": item.start,
        "duration": item.duration,
        "clip": item.clip.id if item.clip else None,
        "source": item.source,
        "speed": item.speed,
        "enabled": item.enabled,
        "color": item.color,
        "links": sorted(other.id for other in item.links),
        "markers": _markers(item.markers, "all"),
        "takes": (item.take, [(take.clip.id, take.start, take.end) for take in item.takes]),
        "fades": dict(item.fades),
        "levels": dict(item.levels),
        "properties": dict(item.properties),
    }


def _markers(book: MarkerBook, of: Whose) -> Plain:
    return {
        str(frame): marker.shown
        for frame, marker in sorted(book.items())
        if of == "all" or marker.made_by == "user"
    }
