"""Plans of placements as messages, and the timelines that they are made for."""

from __future__ import annotations

from ningbgm.v1 import placement_pb2, plan_pb2
from ningbgm.v1 import placement_service_pb2 as calls
from ningbgm_agents.errors import InputError, TimelineError
from ningbgm_agents.timeline import FrameRate, Span, Timecode

from ..placing.laid import LaidClip, LaidMarker, LaidTimeline
from ..placing.planning import Intent
from ..placing.program import Program
from ..placing.steps import CueMarker, FoundCue, PlacementPlan, PutDown, Refusal, RefusalReason
from . import checks, limits
from .plans import span_to_proto

_INTENTS: dict[calls.PlanPlacementRequest.Intent.ValueType, Intent] = {
    calls.PlanPlacementRequest.INTENT_LOOK: "look",
    calls.PlanPlacementRequest.INTENT_SCORE: "score",
    calls.PlanPlacementRequest.INTENT_UPDATE: "update",
    calls.PlanPlacementRequest.INTENT_REMOVE: "remove",
    calls.PlanPlacementRequest.INTENT_CLEAR: "clear",
}
_REASONS: dict[RefusalReason, placement_pb2.Refusal.Reason.ValueType] = {
    "locked": placement_pb2.Refusal.REASON_LOCKED,
    "changed_by_hand": placement_pb2.Refusal.REASON_CHANGED_BY_HAND,
    "in_the_way": placement_pb2.Refusal.REASON_IN_THE_WAY,
    "other_rate": placement_pb2.Refusal.REASON_OTHER_RATE,
    "sound_gone": placement_pb2.Refusal.REASON_SOUND_GONE,
}
_MUSIC = placement_pb2.COLOUR_ROLE_MUSIC


def intent_from_proto(request: calls.PlanPlacementRequest) -> Intent:
    """What a plan is to do.

    Raises:
        InputError: it is not said, or needs a score.
    """
    intent = _INTENTS.get(request.intent)
    if intent is None:
        raise InputError(f"intent is {request.intent}; there are 1 to {max(_INTENTS)}", field="intent")
    if intent in ("score", "update") and not (request.score or request.job):
        raise InputError(
            "score is empty; say which score is to lie on the timeline, or which job made it", field="score"
        )
    return intent


def intent_to_proto(intent: Intent) -> calls.PlanPlacementRequest.Intent.ValueType:
    """The same as in the contract."""
    return next(value for value, name in _INTENTS.items() if name == intent)


def scored_from_proto(request: calls.PlanPlacementRequest | calls.StartWorkRequest) -> Span | None:
    """The frames that are to be scored.

    Raises:
        InputError: they end before they begin.
    """
    if not request.HasField("range"):
        return None
    return _span(request.range, "range")


def selected_from_proto(request: calls.StartWorkRequest) -> tuple[Span, ...]:
    """The frames of the selected clips.

    Raises:
        InputError: too many, or one that ends before it begins.
    """
    checks.at_most(request.selected, "selected", limits.MAX_LAID_CLIPS)
    return tuple(_span(span, "selected") for span in request.selected)


def program_from_proto(program: calls.Program) -> Program:
    """The program that asks.

    Raises:
        InputError: a name that is too long or has lines, or too many.
    """
    checks.at_most(program.missing_calls, "program.missing_calls", limits.MAX_MISSING_CALLS)
    missing = (
        checks.line(call, "program.missing_calls", limits.MAX_TITLE_CHARS) for call in program.missing_calls
    )
    return Program(checks.line(program.name, "program.name", limits.MAX_TITLE_CHARS), tuple(missing))


def timeline_from_proto(timeline: placement_pb2.LaidTimeline) -> LaidTimeline:
    """A timeline as it lies.

    Raises:
        InputError: a field that cannot be used.
        TimelineError: a rate or timecode that is none.
    """
    checks.at_most(timeline.clips, "timeline.clips", limits.MAX_LAID_CLIPS)
    checks.at_most(timeline.markers, "timeline.markers", limits.MAX_LAID_MARKERS)
    rate = FrameRate.parse(checks.line(timeline.rate, "timeline.rate", limits.MAX_POSITION_CHARS))
    ids = {clip.clip_id for clip in timeline.clips}
    if len(ids) < len(timeline.clips) or "" in ids:
        raise InputError("every clip of the timeline needs a clip_id of its own", field="timeline.clips")
    return LaidTimeline(
        rate,
        tuple(_clip(clip) for clip in timeline.clips),
        tuple(_marker(marker) for marker in timeline.markers),
        _playhead(timeline, rate),
    )


def placement_plan_to_proto(plan: PlacementPlan) -> placement_pb2.PlacementPlan:
    """A plan with all that was found."""
    return placement_pb2.PlacementPlan(
        refusal=_refusal(plan.refusal) if plan.refusal else None,
        take_away_clip_ids=plan.take_away,
        remove_markers=[
            placement_pb2.UnwantedMarker(frame=one.marker.frame, data=one.marker.data, cue_id=one.cue)
            for one in plan.unmark
        ],
        put_down=[_put_down(part) for part in plan.put_down],
        write_markers=[_cue_marker(marker) for marker in plan.mark],
        drop_tracks=plan.drop_tracks,
        sentences=plan.sentences,
        cues=[_found(cue) for cue in plan.found],
        scores=plan.scores,
        cue_under_playhead=plan.under_playhead,
        stray_clip_ids=plan.strays,
    )


def _clip(clip: placement_pb2.LaidClip) -> LaidClip:
    return LaidClip(
        clip.clip_id,
        clip.track_name,
        _frame(clip.start_frame, "start_frame"),
        _frame(clip.frame_count, "frame_count"),
        clip.source_id,
        clip.name,
        clip.ours,
    )


def _marker(marker: placement_pb2.LaidMarker) -> LaidMarker:
    texts = {name: getattr(marker, name) for name in ("data", "name", "note", "colour")}
    for name, text in texts.items():
        checks.text(text, f"markers.{name}", limits.MAX_MARKER_CHARS)
    frames = _frame(marker.frame_count, "markers.frame_count")
    return LaidMarker(_frame(marker.frame, "markers.frame"), **texts, frames=frames)


def _span(span: plan_pb2.FrameSpan, field: str) -> Span:
    start, end = _frame(span.start, f"{field}.start"), _frame(span.end, f"{field}.end")
    if end < start:
        raise InputError(f"{field} ends at {end} before it begins at {start}", field=field)
    return Span(start, end)


def _frame(frame: int, field: str) -> int:
    return checks.whole(frame, field, -limits.MAX_FRAME, limits.MAX_FRAME)


def _playhead(timeline: placement_pb2.LaidTimeline, rate: FrameRate) -> int | None:
    """The frame under the playhead, from the timeline's first."""
    said = checks.line(timeline.playhead, "timeline.playhead", limits.MAX_POSITION_CHARS)
    if not said:
        return None
    if said.endswith("f") and said[:-1].isascii() and said[:-1].isdigit():
        return int(said[:-1])
    start = checks.line(timeline.start_timecode, "timeline.start_timecode", limits.MAX_POSITION_CHARS)
    try:
        return Timecode.parse(said, rate).frame - Timecode.parse(start or "00:00:00:00", rate).frame
    except TimelineError as error:
        raise InputError(f"the playhead cannot be found: {error}", field="timeline.playhead") from error


def _refusal(refusal: Refusal) -> placement_pb2.Refusal:
    return placement_pb2.Refusal(
        reason=_REASONS[refusal.reason], sentence=refusal.sentence, clip_ids=refusal.clips
    )


def _put_down(part: PutDown) -> placement_pb2.PutDown:
    return placement_pb2.PutDown(
        cue_id=part.cue,
        stem_id=part.stem,
        path=part.path,
        track_name=part.track,
        frame=part.frame,
        sample_count=part.samples,
        frame_count=part.frames,
        clip_name=part.name,
        colour=_MUSIC,
        moves_clip_id=part.moves,
    )


def _cue_marker(marker: CueMarker) -> placement_pb2.CueMarker:
    return placement_pb2.CueMarker(
        cue_id=marker.cue,
        frame=marker.frame,
        end_frame=marker.end,
        name=marker.cue,
        note=marker.note,
        data=marker.data,
        colour=_MUSIC,
    )


def _found(cue: FoundCue) -> placement_pb2.PlacedCue:
    return placement_pb2.PlacedCue(
        name=cue.name,
        cue_id=cue.claim.cue,
        score=cue.claim.score,
        span=span_to_proto(cue.span),
        clip_ids=cue.clips,
        changed_by_hand=cue.changed_by_hand,
        missing_stem_ids=cue.missing,
        locked=cue.locked,
        known=cue.known,
    )
