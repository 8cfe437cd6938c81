"""Writes `timeline.otio`: the edit as it was, with the music on named audio tracks to the frame."""

from __future__ import annotations

from pathlib import Path

import opentimelineio as otio

from ningbgm_agents.brief import OTHER_STEM, STEMS
from ningbgm_agents.document import fingerprint
from ningbgm_agents.errors import DeliveryError
from ningbgm_agents.score import Cue, Score
from ningbgm_agents.timeline import SAMPLE_RATE_HZ, Span

from .otio_edit import append_gap, edit_timeline, frame_range, frame_time
from .otio_original import OWN_TRACK, is_resolve, original_timeline
from .score_json import stems_of

NAMESPACE = "ningbgm"
"""Key of our metadata in the file."""
_COLOURS = {
    "cut": "YELLOW", "action": "RED", "line": "CYAN", "marker": "GREEN", "turn": "PURPLE",
    "end": "WHITE",
}  # fmt: skip


def write_timeline(folder: Path, final: Path, score: Score) -> Path:
    """Write `timeline.otio` into `folder`, naming the sound files where they will be: in `final`.

    Raises:
        DeliveryError: what was written does not read back as meant.
    """
    path = folder / "timeline.otio"
    timeline = _timeline(folder, final.absolute(), score)
    otio.adapters.write_to_file(timeline, str(path), adapter_name="otio_json")
    check_timeline(path, score)
    return path


def check_timeline(path: Path, score: Score) -> None:
    """Read a delivered timeline back and compare it with the score, frame by frame.

    Raises:
        DeliveryError: it cannot be read, a cue is missing or does not lie where the score has it.
    """
    try:
        timeline = otio.adapters.read_from_file(str(path), adapter_name="otio_json")
    except (otio.exceptions.OTIOError, OSError, ValueError) as error:
        raise DeliveryError(f"{path.name} does not read back: {error}", path=str(path)) from error
    edit = score.edit
    _expect("the start", timeline.global_start_time, frame_time(edit.start_frame, edit))
    _expect("the picture", bool(list(timeline.video_tracks())), bool(edit.shots))
    placed = {
        (clip.metadata[NAMESPACE]["cue"], clip.metadata[NAMESPACE]["stem"]): clip
        for track in timeline.audio_tracks()
        if track.name.startswith(OWN_TRACK)
        for clip in track.find_clips()
    }
    wanted = {(cue.name, stem): cue for cue in score.cues for stem in stems_of(path.parent, cue)}
    _expect("the set of cues", sorted(placed), sorted(wanted))
    for name, cue in wanted.items():
        _check_clip(" ".join(name), placed[name], score, cue)


def _check_clip(name: str, clip: otio.schema.Clip, score: Score, cue: Cue) -> None:
    edit = score.edit
    _expect(f"the place of {name}", clip.range_in_parent(), frame_range(cue.span, edit))
    source = frame_range(Span(0, cue.span.duration), edit)
    _expect(f"the source range of {name}", clip.source_range, source)
    available = clip.media_reference.available_range.duration
    samples = otio.opentime.RationalTime(score.sample_count(cue), SAMPLE_RATE_HZ)
    _expect(f"the length of {name}", available, samples)
    if clip.markers:
        frames = [marker.metadata[NAMESPACE]["frame"] for marker in clip.markers]
        _expect(f"the hits of {name}", frames, [hit.frame for hit in cue.hits])


def _timeline(folder: Path, final: Path, score: Score) -> otio.schema.Timeline:
    edit = score.edit
    timeline = original_timeline(edit) or edit_timeline(edit)
    timeline.name = f"{edit.name} {OWN_TRACK}"
    timeline.global_start_time = frame_time(edit.start_frame, edit)
    timeline.metadata[NAMESPACE] = {
        "kind": "ningbgm.timeline",
        "rate": f"{edit.rate.fps.numerator}/{edit.rate.fps.denominator}",
        "drop_frame": edit.rate.drop_frame,
    }
    bare_paths = is_resolve(timeline)
    stems = {cue.name: stems_of(folder, cue) for cue in score.cues}
    for stem in (*STEMS, OTHER_STEM):
        cues = [cue for cue in score.cues if stem in stems[cue.name]]
        if not cues:
            continue
        track = otio.schema.Track(f"{OWN_TRACK} {stem}", kind=otio.schema.TrackKind.Audio)
        position = 0
        for cue in cues:
            file = final / "stems" / f"{cue.name}_{stem}.wav"
            append_gap(track, Span(position, cue.span.start), edit)
            clip = _cue_clip(str(file) if bare_paths else file.as_uri(), score, stem, cue)
            if stem == stems[cue.name][0]:
                # Once is enough: the same marker on every track would bury the timeline.
                clip.markers.extend(_markers(score, cue))
            track.append(clip)
            position = cue.span.end
        timeline.tracks.append(track)
    return timeline


def _cue_clip(url: str, score: Score, stem: str, cue: Cue) -> otio.schema.Clip:
    """A cue on a stem's track, named like its file, by which editors relink."""
    available = otio.opentime.TimeRange(
        otio.opentime.RationalTime(0, SAMPLE_RATE_HZ),
        otio.opentime.RationalTime(score.sample_count(cue), SAMPLE_RATE_HZ),
    )
    clip = otio.schema.Clip(
        f"{cue.name}_{stem}.wav",
        otio.schema.ExternalReference(target_url=url, available_range=available),
        frame_range(Span(0, cue.span.duration), score.edit),
    )
    clip.metadata[NAMESPACE] = {"cue": cue.name, "stem": stem, "hash": fingerprint(cue)}
    return clip


def _markers(score: Score, cue: Cue) -> list[otio.schema.Marker]:
    """A marker for every hit; like all markers of clips they count in the clip's own time."""
    markers = []
    for hit in cue.hits:
        # The hit at the cue's end is shown on its last frame, or editors would drop it.
        offset = min(max(hit.frame - cue.span.start, 0), cue.span.duration - 1)
        told = {"cue": cue.name, "kind": hit.kind, "weight": hit.weight, "frame": hit.frame}
        markers.append(
            otio.schema.Marker(
                name=f"{cue.name} {hit.kind}",
                marked_range=frame_range(Span(offset, offset + 1), score.edit),
                color=_COLOURS[hit.kind],
                comment=hit.why,
                metadata={NAMESPACE: told | {"hash": fingerprint(hit)}},
            )
        )
    return markers


def _expect(what: str, found: object, wanted: object) -> None:
    if found != wanted:
        raise DeliveryError(f"timeline.otio is wrong: {what} is {found}, not {wanted}")
