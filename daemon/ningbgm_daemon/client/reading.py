"""From the daemon's answers to values: jobs, plans, the daemon itself.

Words that only a newer daemon knows read as `unknown`.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import cast

from google.protobuf.descriptor import EnumDescriptor
from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from ningbgm.v1 import job_pb2, plan_pb2, system_service_pb2

from .errors import error_of_status
from .values import (
    Action,
    Conflict,
    DaemonStatus,
    Decision,
    DecisionKind,
    Engine,
    EngineKind,
    FrameSpan,
    JobFacts,
    Kind,
    Outcome,
    Palette,
    Placement,
    Plan,
    ReadyCue,
    State,
    Step,
    Storage,
)


def read_job(message: job_pb2.Job) -> JobFacts:
    """A job."""
    progress = message.progress
    step = word(job_pb2.Progress.Step.DESCRIPTOR, progress.step, "STEP_")
    return JobFacts(
        name=message.name,
        display_name=message.display_name,
        kind=cast(Kind, word(job_pb2.Job.Kind.DESCRIPTOR, message.kind, "KIND_")),
        state=cast(State, word(job_pb2.Job.State.DESCRIPTOR, message.state, "STATE_")),
        step=cast(Step, "" if step == "unknown" else step),
        share=progress.share,
        left_s=progress.time_left.ToNanoseconds() / 1e9 if progress.HasField("time_left") else None,
        ready_cues=tuple(
            ReadyCue(cue.cue_id, cue.stem, cue.path, cue.start_frame, cue.sample_count)
            for cue in progress.ready_cues
        ),
        outcome=_outcome(message.result) if message.HasField("result") else None,
        error=error_of_status(message.error) if message.HasField("error") else None,
        score=message.score,
        request_id=message.request_id,
        version=message.version,
        attempts=message.attempts,
        created=moment(message, "create_time"),
        started=moment(message, "start_time"),
        ended=moment(message, "end_time"),
    )


def read_plan(message: plan_pb2.RevisionPlan) -> Plan:
    """A plan."""
    return Plan(
        decisions=tuple(_decision(decision) for decision in message.decisions),
        conflicts=tuple(Conflict(conflict.cue_id, conflict.reason) for conflict in message.conflicts),
        placements=tuple(_placement(placement) for placement in message.placements),
        sentences=tuple(message.sentences),
    )


def read_span(message: plan_pb2.FrameSpan) -> FrameSpan:
    """A span of frames."""
    return FrameSpan(message.start, message.end)


def read_daemon_status(message: system_service_pb2.Status) -> DaemonStatus:
    """The daemon and its machine."""
    return DaemonStatus(
        version=message.version,
        pid=message.pid,
        started=moment(message, "start_time"),
        engines=tuple(_engine(engine) for engine in message.engines),
        memory_bytes=message.memory_bytes,
        data=_storage(message.data),
        cache=_storage(message.cache),
        queued_jobs=message.queued_jobs,
        running_jobs=message.running_jobs,
        notes=tuple(message.notes),
    )


def read_palette(message: system_service_pb2.Palette) -> Palette:
    """A palette."""
    name = message.name.removeprefix("palettes/")
    return Palette(name, message.title, message.description, message.low_bpm, message.high_bpm)


def moment(message: Message, field: str) -> datetime | None:
    """The time in a field, None where it is not set."""
    if not message.HasField(field):
        return None
    found = getattr(message, field)
    assert isinstance(found, Timestamp), "asked for fields that hold times"
    return found.ToDatetime(tzinfo=UTC)


def word(enum: EnumDescriptor, number: int, prefix: str) -> str:
    """The value of an enumeration as the word that we use for it."""
    found = enum.values_by_number.get(number)
    said = found.name.removeprefix(prefix).lower() if found else "unknown"
    return "unknown" if said == "unspecified" else said


def _outcome(message: job_pb2.Job.Result) -> Outcome:
    plan = read_plan(message.plan) if message.HasField("plan") else None
    return Outcome(message.score, message.revision, message.folder, plan)


def _decision(message: plan_pb2.CueDecision) -> Decision:
    return Decision(
        cue_id=message.cue_id,
        kind=cast(DecisionKind, word(plan_pb2.CueDecision.Kind.DESCRIPTOR, message.kind, "KIND_")),
        before=read_span(message.before) if message.HasField("before") else None,
        after=read_span(message.after) if message.HasField("after") else None,
        reason=message.reason,
    )


def _placement(message: plan_pb2.Placement) -> Placement:
    return Placement(
        action=cast(Action, word(plan_pb2.Placement.Action.DESCRIPTOR, message.action, "ACTION_")),
        cue_id=message.cue_id,
        stem_id=message.stem_id,
        path=message.path,
        record_frame=message.record_frame,
        record_frame_before=message.record_frame_before,
        sample_count=message.sample_count,
    )


def _engine(message: system_service_pb2.Engine) -> Engine:
    kind = cast(EngineKind, word(system_service_pb2.Engine.Kind.DESCRIPTOR, message.kind, "KIND_"))
    return Engine(message.engine_id, kind, message.available, message.detail)


def _storage(message: system_service_pb2.Storage) -> Storage:
    return Storage(message.path, message.used_bytes, message.limit_bytes, message.free_bytes)
