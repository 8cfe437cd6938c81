"""From what a caller wants and what lies there to what is done."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from ningbgm_agents.timeline import Span

from ..records.score import RevisionRecord
from .claims import Claim, as_put, claims_of, overlaps
from .conforming import Draft
from .laid import TRACK_PREFIX, LaidClip, LaidTimeline
from .steps import FoundCue, PlacementPlan, Refusal
from .wanted import wanted_cues

Intent = Literal["look", "score", "update", "remove", "clear"]


@dataclass(frozen=True)
class PlacementAsk:
    """What a caller wants, and all that is needed to plan it."""

    intent: Intent
    timeline: LaidTimeline
    library: Mapping[str, RevisionRecord] = field(default_factory=dict)
    """The present revisions of the scores that the timeline tells of, by `scores/{score}`."""
    score: str = ""
    """The score to put down or to conform; it is in the library."""
    moved: Mapping[str, int] = field(default_factory=dict)
    """How far the edit moved each cue."""
    told: tuple[str, ...] = ()
    """What else the person is to know."""
    scored: Span | None = None
    """The frames that are to be scored."""


def plan_placement(ask: PlacementAsk) -> PlacementPlan:
    """The plan, with all that was found on the timeline."""
    claims = claims_of(ask.timeline)
    found = tuple(_found(claim, ask) for claim in claims)
    plan = _PLANS[ask.intent](ask, claims, found)
    strays = tuple(clip.id for clip in _strays(ask.timeline, claims))
    return replace(plan, found=found, strays=strays, under_playhead=_under(found, ask.timeline.playhead))


def _look(ask: PlacementAsk, claims: tuple[Claim, ...], found: tuple[FoundCue, ...]) -> PlacementPlan:
    for one in found:
        if one.locked and ask.scored is not None and one.span.overlap(ask.scored):
            sentence = f"{one.claim.cue} lies in the range and is locked; unlock it first"
            return PlacementPlan(refusal=Refusal("locked", sentence, one.clips))
    return PlacementPlan()


def _conform(ask: PlacementAsk, claims: tuple[Claim, ...], found: tuple[FoundCue, ...]) -> PlacementPlan:
    """Bring the timeline to the score's present revision; for a new score, others give way."""
    revision, timeline, draft = ask.library[ask.score], ask.timeline, Draft()
    if refusal := _other_rate(revision, timeline):
        return PlacementPlan(refusal=refusal)
    cues = {cue.name: cue for cue in wanted_cues(revision, timeline.rate)}
    for claim in claims:
        if claim.score == ask.score:
            cue = cues.pop(claim.cue, None)
            shifts = (0, ask.moved.get(claim.cue, 0), cue.start - claim.start if cue else 0)
            draft.conform(claim, cue, as_put(claim, timeline, shifts))
        elif ask.intent == "score" and any(
            overlaps(cue.start, cue.end, claim.start, claim.end) for cue in cues.values()
        ):
            put = as_put(claim, timeline)
            if put is None:
                sentence = f"{claim.cue} in the range was changed by hand; move it away or delete it"
                return PlacementPlan(refusal=Refusal("changed_by_hand", sentence))
            draft.take_away(claim, put)
    draft.place += cues.values()
    if refusal := draft.in_the_way(timeline):
        return PlacementPlan(refusal=refusal)
    draft.sentences += ask.told
    return draft.plan(timeline, ask.score)


def _remove(ask: PlacementAsk, claims: tuple[Claim, ...], found: tuple[FoundCue, ...]) -> PlacementPlan:
    """Take our music away; what was changed by hand goes at a second time, when only that is left."""
    draft = Draft()
    for claim in claims:
        if (put := as_put(claim, ask.timeline)) is not None:
            draft.take_away(claim, put)
    if not draft.unmark:
        return _clear(ask, claims, found)
    draft.sentences += (
        f"{clip.name} was changed by hand and is still there; Remove score again takes it away."
        for clip in _strays(ask.timeline, claims)
    )
    return draft.plan(ask.timeline)


def _clear(ask: PlacementAsk, claims: tuple[Claim, ...], found: tuple[FoundCue, ...]) -> PlacementPlan:
    draft = Draft()
    draft.remove += _strays(ask.timeline, claims)
    draft.unmark += (claim for claim in claims if as_put(claim, ask.timeline) is None)
    return draft.plan(ask.timeline)


_PLANS: Mapping[Intent, Callable[[PlacementAsk, tuple[Claim, ...], tuple[FoundCue, ...]], PlacementPlan]] = {
    "look": _look,
    "score": _conform,
    "update": _conform,
    "remove": _remove,
    "clear": _clear,
}


def _strays(timeline: LaidTimeline, claims: tuple[Claim, ...]) -> Iterator[LaidClip]:
    """Sounds of ours on tracks of ours that no marker claims as they lie."""
    claimed = {clip.id for claim in claims if (put := as_put(claim, timeline)) for clip in put.clips.values()}
    for clip in timeline.clips:
        if clip.ours and clip.track.startswith(TRACK_PREFIX) and clip.id not in claimed:
            yield clip


def _other_rate(revision: RevisionRecord, timeline: LaidTimeline) -> Refusal | None:
    edit = revision.edit
    if edit.rate_numerator == timeline.rate.fps * edit.rate_denominator:
        return None
    written = edit.rate_numerator / edit.rate_denominator
    return Refusal(
        "other_rate",
        f"the score is written for {written:.5g} frames per second, and this timeline runs at"
        f" {timeline.rate}; score this timeline anew",
    )


def _found(claim: Claim, ask: PlacementAsk) -> FoundCue:
    put, revision = as_put(claim, ask.timeline), ask.library.get(claim.score)
    return FoundCue(
        claim,
        Span(claim.start, claim.end),
        tuple(clip.id for clip in put.clips.values()) if put else (),
        put is None,
        put.gone if put else (),
        revision is not None and claim.cue in revision.locked,
        revision is not None and any(cue.name == claim.cue for cue in revision.cues),
    )


def _under(found: tuple[FoundCue, ...], playhead: int | None) -> str:
    """The first cue over the playhead."""
    return next((one.name for one in found if playhead is not None and playhead in one.span), "")
