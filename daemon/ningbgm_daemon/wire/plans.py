"""Plans of revisions as messages."""

from __future__ import annotations

from ningbgm.v1 import plan_pb2
from ningbgm_agents.revision import Decision, DecisionKind
from ningbgm_agents.timeline import Span

from ..records.score import Action, PlacementRecord, Plan

_DECISIONS: dict[DecisionKind, plan_pb2.CueDecision.Kind.ValueType] = {
    "keep": plan_pb2.CueDecision.KIND_KEEP,
    "move": plan_pb2.CueDecision.KIND_MOVE,
    "retime": plan_pb2.CueDecision.KIND_RETIME,
    "rescore": plan_pb2.CueDecision.KIND_RESCORE,
    "new": plan_pb2.CueDecision.KIND_NEW,
    "drop": plan_pb2.CueDecision.KIND_DROP,
}
_ACTIONS: dict[Action, plan_pb2.Placement.Action.ValueType] = {
    "keep": plan_pb2.Placement.ACTION_KEEP,
    "move": plan_pb2.Placement.ACTION_MOVE,
    "place": plan_pb2.Placement.ACTION_PLACE,
    "remove": plan_pb2.Placement.ACTION_REMOVE,
}


def plan_to_proto(plan: Plan) -> plan_pb2.RevisionPlan:
    """What a revision does."""
    return plan_pb2.RevisionPlan(
        decisions=[_decision(decision) for decision in plan.decisions],
        conflicts=[plan_pb2.CueConflict(cue_id=one.cue, reason=one.reason) for one in plan.conflicts],
        placements=[_placement(placement) for placement in plan.placements],
        sentences=plan.sentences,
    )


def span_to_proto(span: Span) -> plan_pb2.FrameSpan:
    """Frames of an edit."""
    return plan_pb2.FrameSpan(start=span.start, end=span.end)


def _decision(decision: Decision) -> plan_pb2.CueDecision:
    return plan_pb2.CueDecision(
        cue_id=decision.cue,
        kind=_DECISIONS[decision.kind],
        before=span_to_proto(decision.before) if decision.before else None,
        after=span_to_proto(decision.after) if decision.after else None,
        reason=decision.reason,
    )


def _placement(placement: PlacementRecord) -> plan_pb2.Placement:
    return plan_pb2.Placement(
        action=_ACTIONS[placement.action],
        cue_id=placement.cue,
        stem_id=placement.stem,
        path=placement.path,
        record_frame=placement.record_frame,
        record_frame_before=placement.record_frame_before,
        sample_count=placement.sample_count,
    )
