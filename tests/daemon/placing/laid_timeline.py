"""A revision of two cues at 25 frames per second, and a timeline on which it was put down."""

from __future__ import annotations

import json
from dataclasses import replace

from ningbgm_agents.timeline import FrameRate, Span
from ningbgm_daemon.placing.laid import LaidClip, LaidMarker, LaidTimeline
from ningbgm_daemon.placing.planning import Intent, PlacementAsk, plan_placement
from ningbgm_daemon.placing.steps import PlacementPlan
from ningbgm_daemon.records.score import CueRecord, EditRecord, RevisionRecord, StemRecord

SCORE = "scores/s1"
RATE = FrameRate.parse("25")


def cue(name: str, start: int, end: int, sound: str = "a", stems: tuple[str, ...] = ()) -> CueRecord:
    """A cue whose stems sound like `sound`."""
    names = stems or ("melody", "bass", "mix")
    made = tuple(
        StemRecord(stem, f"/out/{name}_{stem}_{sound}.wav", 1, f"{name} {stem} {sound}".encode().hex())
        for stem in names
    )
    samples = (end - start) * 1920
    return CueRecord(
        name, Span(start, end), samples, "carries it", "C", 90.0, "ring_out", (), (), made, -18.0, 1
    )


def revision(
    *cues: CueRecord, locked: tuple[str, ...] = (), rate: tuple[int, int] = (25, 1)
) -> RevisionRecord:
    edit = EditRecord("Reel", *rate, False, 90000, 1000, Span(0, 1000), 0, "")
    return RevisionRecord(
        "s1", 1, "created", "", "/out", edit, cues, locked, "band", "", 1, True, (), (), None, 1e9
    )


CUES = (cue("1m1", 0, 100), cue("1m2", 100, 250))


def ask(
    timeline: LaidTimeline, intent: Intent = "update", now: RevisionRecord | None = None, **more: object
) -> PlacementPlan:
    """The plan for the revision `now`, by default the one that was put down."""
    return ask_for(SCORE, timeline, now or revision(*CUES), intent, **more)


def ask_for(
    score: str, timeline: LaidTimeline, now: RevisionRecord, intent: Intent, **more: object
) -> PlacementPlan:
    """The plan for a revision of a score; that of the two cues is known, too."""
    library = {SCORE: revision(*CUES), score: now}
    return plan_placement(PlacementAsk(intent, timeline, library, score, **more))  # type: ignore[arg-type]  # as given


def carried_out(plan: PlacementPlan, timeline: LaidTimeline) -> LaidTimeline:
    """The timeline after a program has done what the plan says, as the contract words it."""
    assert plan.refusal is None, plan.refusal
    clips = [clip for clip in timeline.clips if clip.id not in plan.take_away]
    clips += (
        LaidClip(f"{part.name} {number}", part.track, part.frame, part.frames, part.path, part.name, True)
        for number, part in enumerate(plan.put_down, len(clips) + 1000 * len(timeline.markers))
    )
    gone = [claim.marker for claim in plan.unmark]
    markers = [marker for marker in timeline.markers if marker not in gone]
    for wanted in plan.mark:
        told = json.loads(wanted.data)
        for part in plan.put_down:
            if part.cue == wanted.cue:
                told["stems"][part.stem] = [part.path, part.frames]
        markers.append(LaidMarker(wanted.frame, json.dumps(told, sort_keys=True), wanted.cue))
    return replace(timeline, clips=tuple(clips), markers=tuple(markers))


def scored(*clips: LaidClip) -> LaidTimeline:
    """A timeline on which the two cues were put down, with some clips of the editor's."""
    bare = LaidTimeline(RATE, clips)
    return carried_out(ask(bare, "score"), bare)


def changed(timeline: LaidTimeline, name: str, **how: int) -> LaidTimeline:
    """The same with the clips of that name changed by hand."""
    clips = tuple(replace(clip, **how) if clip.name == name else clip for clip in timeline.clips)
    return replace(timeline, clips=clips)


def without(timeline: LaidTimeline, name: str) -> LaidTimeline:
    """The same with the clips of that name taken off."""
    return replace(timeline, clips=tuple(clip for clip in timeline.clips if clip.name != name))


def rippled(timeline: LaidTimeline, at: int, by: int) -> LaidTimeline:
    """The same with a hole opened, which pushes clips and leaves markers, as editing programs do."""
    clips = (replace(clip, start=clip.start + by * (clip.start >= at)) for clip in timeline.clips)
    return replace(timeline, clips=tuple(clips))


def heard(timeline: LaidTimeline) -> list[tuple[str, int, int]]:
    """What lies where: file, first frame, frame after the last."""
    return sorted((clip.source, clip.start, clip.end) for clip in timeline.clips)


def wanted(*cues: CueRecord) -> list[tuple[str, int, int]]:
    """What should be heard of some cues."""
    return sorted(
        (stem.path, one.span.start, one.span.end)
        for one in cues
        for stem in one.stems
        if stem.name != "mix" or len(one.stems) == 1
    )
