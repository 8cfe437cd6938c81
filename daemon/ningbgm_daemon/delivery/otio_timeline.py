"""Writes `timeline.otio`: the edit as it was, with the music on named audio tracks to the frame.

OpenTimelineIO's own writer does all of it right; only the times are ours to say.
"""

from __future__ import annotations

from pathlib import Path

import opentimelineio as otio

from ningbgm_agents.document import Plain, fingerprint
from ningbgm_agents.errors import DeliveryError
from ningbgm_agents.timeline import SAMPLE_RATE_HZ, Edit, Span

from .laid_out import Layout, MusicClip
from .markers import Mark
from .otio_edit import append_gap, edit_timeline, frame_range, frame_time
from .otio_original import OWN_TRACK, is_resolve, original_timeline

NAMESPACE = "ningbgm"
"""Key of our metadata in the file."""


def write_timeline(layout: Layout) -> Path:
    """Write `timeline.otio`, naming the sound files where they will be.

    Raises:
        DeliveryError: what was written does not read back as meant.
    """
    path = layout.folder / "timeline.otio"
    otio.adapters.write_to_file(_timeline(layout), str(path), adapter_name="otio_json")
    check_timeline(path, layout)
    return path


def check_timeline(path: Path, layout: Layout) -> None:
    """Read a delivered timeline back and compare it with what was to be laid out, frame by frame.

    Raises:
        DeliveryError: it cannot be read, a cue is missing or does not lie where the score has it.
    """
    try:
        timeline = otio.adapters.read_from_file(str(path), adapter_name="otio_json")
    except (otio.exceptions.OTIOError, OSError, ValueError) as error:
        raise DeliveryError(f"{path.name} does not read back: {error}", path=str(path)) from error
    edit = layout.edit
    _expect("the start", timeline.global_start_time, frame_time(edit.start_frame, edit))
    _expect("the picture", bool(list(timeline.video_tracks())), bool(edit.shots))
    placed = {
        (clip.metadata[NAMESPACE]["cue"], clip.metadata[NAMESPACE]["stem"]): clip
        for track in timeline.audio_tracks()
        if track.name.startswith(OWN_TRACK)
        for clip in track.find_clips()
    }
    wanted = {(clip.cue.name, clip.stem): clip for lane in layout.music for clip in lane.clips}
    _expect("the set of cues", sorted(placed), sorted(wanted))
    for name, clip in wanted.items():
        _check_clip(" ".join(name), placed[name], clip, edit)


def _check_clip(name: str, found: otio.schema.Clip, wanted: MusicClip, edit: Edit) -> None:
    _expect(f"the place of {name}", found.range_in_parent(), frame_range(wanted.record, edit))
    _expect(f"the source range of {name}", found.source_range, _source_range(wanted, edit))
    _expect(f"the length of {name}", found.media_reference.available_range, _available(wanted))
    frames = [marker.metadata[NAMESPACE]["frame"] for marker in found.markers]
    _expect(f"the markers of {name}", frames, [mark.span.start for mark in wanted.marks])


def _timeline(layout: Layout) -> otio.schema.Timeline:
    edit = layout.edit
    timeline = original_timeline(edit) or edit_timeline(layout)
    timeline.name = layout.name
    timeline.global_start_time = frame_time(edit.start_frame, edit)
    timeline.metadata[NAMESPACE] = {
        "kind": "ningbgm.timeline",
        "rate": f"{edit.rate.fps.numerator}/{edit.rate.fps.denominator}",
        "drop_frame": edit.rate.drop_frame,
    }
    bare_paths = is_resolve(timeline)
    for lane in layout.music:
        track = otio.schema.Track(lane.name, kind=otio.schema.TrackKind.Audio)
        position = 0
        for clip in lane.clips:
            append_gap(track, Span(position, clip.record.start), edit)
            track.append(_clip(str(clip.file) if bare_paths else clip.file.as_uri(), clip, edit))
            position = clip.record.end
        timeline.tracks.append(track)
    return timeline


def _clip(url: str, music: MusicClip, edit: Edit) -> otio.schema.Clip:
    """A cue on a stem's track, named like its file, by which editors relink."""
    reference = otio.schema.ExternalReference(target_url=url, available_range=_available(music))
    clip = otio.schema.Clip(music.file.name, reference, _source_range(music, edit))
    clip.metadata[NAMESPACE] = {
        "cue": music.cue.name,
        "stem": music.stem,
        "hash": fingerprint(music.cue),
    }
    clip.markers.extend(_marker(mark, music, edit) for mark in music.marks)
    return clip


def _available(music: MusicClip) -> otio.opentime.TimeRange:
    """The samples of the file, counted from midnight like its Broadcast WAV header."""
    time = otio.opentime.RationalTime
    return otio.opentime.TimeRange(
        time(music.first_sample, SAMPLE_RATE_HZ), time(music.sample_count, SAMPLE_RATE_HZ)
    )


def _source_range(music: MusicClip, edit: Edit) -> otio.opentime.TimeRange:
    start = edit.rate.frame_of_sample(music.first_sample)
    return frame_range(Span(start, start + music.record.duration), edit)


def _marker(mark: Mark, music: MusicClip, edit: Edit) -> otio.schema.Marker:
    """A marker on a clip; like all of them it counts in the time of the clip's media."""
    zero = _source_range(music, edit).start_time.to_frames() - music.record.start
    told: dict[str, Plain] = {"cue": mark.cue, "kind": mark.kind, "frame": mark.span.start}
    if mark.hit is not None:
        told |= {"weight": mark.hit.weight, "hash": fingerprint(mark.hit)}
    return otio.schema.Marker(
        name=mark.name,
        marked_range=frame_range(mark.within(music.record).span.shifted(zero), edit),
        color=mark.colour,
        comment=mark.note,
        metadata={NAMESPACE: told},
    )


def _expect(what: str, found: object, wanted: object) -> None:
    if found != wanted:
        raise DeliveryError(f"timeline.otio is wrong: {what} is {found}, not {wanted}")
