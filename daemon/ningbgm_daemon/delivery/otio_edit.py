"""An edit written as OpenTimelineIO tracks, where there is no timeline to copy."""

from __future__ import annotations

import opentimelineio as otio

from ningbgm_agents.timeline import Edit, Marker, Shot, Sound, Span, Track

from .laid_out import Layout


def edit_timeline(layout: Layout) -> otio.schema.Timeline:
    """A timeline with the edit's picture on one track and its original sound on the others."""
    timeline = otio.schema.Timeline(name=layout.edit.name)
    if layout.edit.shots:
        timeline.tracks.append(_picture_track(layout))
    for track in layout.sound:
        timeline.tracks.append(_sound_track(track, layout))
    timeline.tracks.markers.extend(_marker(marker, layout.edit) for marker in layout.edit.markers)
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


def _picture_track(layout: Layout) -> otio.schema.Track:
    track = otio.schema.Track("V1", kind=otio.schema.TrackKind.Video)
    for index, shot in enumerate(layout.picture):
        lead, tail = layout.transition_into(index)
        if lead or tail:
            track.append(_transition(shot, lead, tail, layout.edit))
        if shot.kind == "gap":
            append_gap(track, shot.record, layout.edit)
        else:
            track.append(_clip(shot, layout))
    return track


def _marker(marker: Marker, edit: Edit) -> otio.schema.Marker:
    span = Span(marker.frame, marker.frame + max(1, marker.duration))
    return otio.schema.Marker(marker.name, frame_range(span, edit), comment=marker.note)


def _transition(shot: Shot, lead: int, tail: int, edit: Edit) -> otio.schema.Transition:
    kinds = otio.schema.TransitionTypes
    wipe = shot.transition_in == "wipe"
    return otio.schema.Transition(
        "Wipe" if wipe else "Cross Dissolve",
        kinds.Custom if wipe else kinds.SMPTE_Dissolve,
        frame_time(lead, edit),
        frame_time(tail, edit),
    )


def _sound_track(track: Track, layout: Layout) -> otio.schema.Track:
    audio = otio.schema.Track(track.name, kind=otio.schema.TrackKind.Audio)
    position = 0
    for sound in track.sounds:
        append_gap(audio, Span(position, sound.record.start), layout.edit)
        audio.append(_clip(sound, layout))
        position = sound.record.end
    return audio


def _clip(piece: Shot | Sound, layout: Layout) -> otio.schema.Clip:
    """The range counts in the media's own timecode and, as Resolve has it, lasts as long as the record."""
    edit, reference = layout.edit, _reference(piece, layout)
    start_s = piece.source_start_s
    if piece.speed < 0:
        # The range names what is used; played backwards, its end is seen first.
        start_s += edit.rate.seconds(piece.record.duration) * piece.speed
    if reference.available_range is not None and piece.media is not None:
        start_s += layout.sources.of(piece.media).start_s
    start = max(0, edit.rate.frame_at(start_s))
    clip = otio.schema.Clip(
        piece.name, reference, frame_range(Span(start, start + piece.record.duration), edit)
    )
    if piece.speed == 0:
        clip.effects.append(otio.schema.FreezeFrame())
    elif piece.speed != 1:
        clip.effects.append(otio.schema.LinearTimeWarp(time_scalar=float(piece.speed)))
    return clip


def _reference(piece: Shot | Sound, layout: Layout) -> otio.core.MediaReference:
    if piece.media is None:
        kind = "Title" if isinstance(piece, Shot) and piece.kind == "title" else "SolidColor"
        return otio.schema.GeneratorReference(name=piece.name, generator_kind=kind)
    source = layout.sources.of(piece.media)
    if source.length_s is None:
        return otio.schema.ExternalReference(target_url=source.url)
    rate = float(source.rate.fps if source.rate else layout.edit.rate.fps)
    time = otio.opentime.RationalTime
    available = otio.opentime.TimeRange(
        time(round(source.start_s * rate), rate), time(round(source.length_s * rate), rate)
    )
    return otio.schema.ExternalReference(target_url=source.url, available_range=available)
