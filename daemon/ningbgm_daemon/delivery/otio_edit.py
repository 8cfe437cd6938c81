"""An edit written as OpenTimelineIO tracks, where there is no timeline to copy."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import opentimelineio as otio

from ningbgm_agents.timeline import Edit, Media, Shot, Sound, Span, Track


def edit_timeline(edit: Edit) -> otio.schema.Timeline:
    """A timeline with the edit's picture on one track and its original sound on the others."""
    timeline = otio.schema.Timeline(name=edit.name)
    if edit.shots:
        timeline.tracks.append(_shots_track("V1", otio.schema.TrackKind.Video, edit))
    if edit.shots and not edit.tracks:
        timeline.tracks.append(_shots_track("A1", otio.schema.TrackKind.Audio, edit))
    for track in edit.tracks:
        timeline.tracks.append(_sounds_track(track, edit))
    return timeline


def append_gap(track: otio.schema.Track, span: Span, edit: Edit) -> None:
    """Leave a span of frames empty."""
    if span.duration > 0:
        track.append(otio.schema.Gap(source_range=frame_range(Span(0, span.duration), edit)))


def frame_range(span: Span, edit: Edit) -> otio.opentime.TimeRange:
    """Frames of the edit as an OTIO range."""
    return otio.opentime.TimeRange(frame_time(span.start, edit), frame_time(span.duration, edit))


def frame_time(frame: int, edit: Edit) -> otio.opentime.RationalTime:
    """A frame, or a number of frames, as an OTIO time in the edit's rate."""
    return otio.opentime.RationalTime(frame, float(edit.rate.fps))


def _shots_track(name: str, kind: str, edit: Edit) -> otio.schema.Track:
    track = otio.schema.Track(name, kind=kind)
    for shot in _as_placed(edit):
        if shot.kind == "gap":
            append_gap(track, shot.record, edit)
        else:
            track.append(_clip(shot, edit))
    return track


def _as_placed(edit: Edit) -> list[Shot]:
    """The shots without the cuts that were only detected: the editor made none there."""
    placed: list[Shot] = []
    for shot in edit.shots:
        if placed and shot.confidence < 1 and placed[-1].media == shot.media:
            record = Span(placed[-1].record.start, shot.record.end)
            placed[-1] = replace(placed[-1], record=record)
        else:
            placed.append(shot)
    return placed


def _sounds_track(track: Track, edit: Edit) -> otio.schema.Track:
    """The sounds in order; in a crossfade the later one begins where the first ends."""
    audio = otio.schema.Track(track.name, kind=otio.schema.TrackKind.Audio)
    position = 0
    for sound in sorted(track.sounds, key=lambda sound: sound.record.start):
        if sound.record.end <= position:
            continue
        append_gap(audio, Span(position, max(position, sound.record.start)), edit)
        audio.append(_clip(_from(sound, position, edit), edit))
        position = sound.record.end
    return audio


def _from(sound: Sound, position: int, edit: Edit) -> Sound:
    late = max(0, position - sound.record.start)
    source = sound.source_start_s + edit.rate.seconds(late) * sound.speed
    record = Span(sound.record.start + late, sound.record.end)
    return Sound(record, sound.media, source, sound.speed, sound.name)


def _clip(piece: Shot | Sound, edit: Edit) -> otio.schema.Clip:
    start = edit.rate.frame_at(piece.source_start_s)
    span = Span(start, start + piece.record.duration)
    clip = otio.schema.Clip(piece.name, _reference(piece), frame_range(span, edit))
    if piece.speed == 0:
        clip.effects.append(otio.schema.FreezeFrame())
    elif piece.speed != 1:
        clip.effects.append(otio.schema.LinearTimeWarp(time_scalar=float(piece.speed)))
    return clip


def _reference(piece: Shot | Sound) -> otio.core.MediaReference:
    media: Media | None = piece.media
    if media is None:
        return otio.schema.GeneratorReference(name=piece.name, generator_kind=piece.name)
    url = media.path if media.offline else Path(media.path).absolute().as_uri()
    return otio.schema.ExternalReference(target_url=url)
