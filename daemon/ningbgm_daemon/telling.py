"""What was read of an edit, and what to look at of a delivery, as a person would tell it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path, PurePath, PureWindowsPath

from ningbgm_agents.composing.instructions import instructed_silences, instruction_in
from ningbgm_agents.timeline import Edit, Marker, Shot, Track

_MOST_LINES = 40
_TO_LOOK_AT = {"preview.mp4": "watch", "report.html": "read", "timeline.otio": "open"}
_KINDS = {"clip": "shot", "gap": "gap", "title": "title", "generator": "generator"}


def told(edit: Edit) -> Iterator[str]:
    """Rate, length, shots, tracks, markers with what they ask, and titles, a line each."""
    length = float(edit.rate.seconds(edit.duration))
    size = f", {edit.width}x{edit.height}" if edit.width else ""
    start = edit.timecode(0)
    yield f"{edit.name}: {length:.2f} s at {edit.rate} fps, {edit.duration} frames from {start}{size}"
    if edit.scored is not None:
        first, last = edit.timecode(edit.span.start), edit.timecode(edit.span.end)
        yield f"Scored: {first} to {last}, {edit.span.duration} frames"
    yield f"Picture: {_counted(edit.shots)}"
    yield from _some([_shot(edit, shot) for shot in edit.shots])
    if edit.tracks:
        yield f"Sound: {_many(len(edit.tracks), 'track')}"
        yield from (_track(track) for track in edit.tracks)
    if edit.markers:
        yield f"Markers: {len(edit.markers)}"
        yield from _some([_marker(edit, marker) for marker in edit.markers])
    for span in instructed_silences(edit):
        yield f"No music, by markers: {edit.timecode(span.start)} to {edit.timecode(span.end)}"
    if edit.captions:
        yield f"Titles and captions: {len(edit.captions)}"
        words = [f"  {edit.timecode(c.record.start)}  {c.kind}: {c.text}" for c in edit.captions]
        yield from _some(words)


def looking(folder: Path) -> str:
    """What to look at first of what a delivery holds: 'watch preview.mp4, read report.html'."""
    return ", ".join(f"{verb} {name}" for name, verb in _TO_LOOK_AT.items() if (folder / name).exists())


def _some(lines: list[str]) -> Iterator[str]:
    yield from lines[:_MOST_LINES]
    if len(lines) > _MOST_LINES:
        yield f"  and {len(lines) - _MOST_LINES} more"


def _counted(shots: tuple[Shot, ...]) -> str:
    counts = Counter(_KINDS[shot.kind] for shot in shots)
    return ", ".join(_many(count, kind) for kind, count in counts.items()) or "none"


def _many(count: int, thing: str) -> str:
    return f"{count} {thing}{'' if count == 1 else 's'}"


def _shot(edit: Edit, shot: Shot) -> str:
    what = shot.name or (PurePath(shot.media.path).name if shot.media else _KINDS[shot.kind])
    extra = [] if _KINDS[shot.kind] in ("shot", what) else [_KINDS[shot.kind]]
    if shot.speed == 0:
        extra.append("held")
    elif shot.speed != 1:
        percent = f"{float(abs(shot.speed)) * 100:g} %"
        extra.append(f"{percent} speed" if shot.speed > 0 else f"reversed, {percent}")
    if shot.transition_in != "cut":
        extra.append(f"{shot.transition_in.replace('_', ' ')} of {shot.transition_frames} frames")
    if shot.media is not None and shot.media.offline:
        extra.append("offline")
    told = f" ({', '.join(extra)})" if extra else ""
    return f"  {edit.timecode(shot.record.start)}  {shot.record.duration:>5} frames  {what}{told}"


def _track(track: Track) -> str:
    use = "use unknown" if track.use == "unknown" else f"taken as {track.use}"
    temp = ", not scored against" if track.use == "music" else ""
    files = list(dict.fromkeys(PureWindowsPath(sound.media.path).name for sound in track.sounds))
    more = f" and {len(files) - 2} more files" if len(files) > 2 else ""
    clips = f"{_many(len(track.sounds), 'clip')} of {', '.join(files[:2])}{more}"
    return f"  {track.name or 'unnamed'}: {use}{temp}; {clips}"


def _marker(edit: Edit, marker: Marker) -> str:
    text = " / ".join(part for part in (marker.name, marker.note) if part)[:120]
    asked = instruction_in(marker)
    colour = f" ({marker.colour})" if marker.colour else ""
    return (
        f"  {edit.timecode(marker.frame)}  {text or 'a mark'}{colour}: {asked.kind if asked else 'hit point'}"
    )
