"""Jobs and their progress as messages."""

from __future__ import annotations

from ningbgm.v1 import job_pb2
from ningbgm_agents.document import load
from ningbgm_agents.errors import InputError, StoreError

from ..records.job import Failure, Job, Kind, Outcome, Progress, ReadyCue, State, Step
from ..records.score import Plan
from ..status import status_of_kind
from . import names
from .plans import plan_to_proto
from .times import duration_to_proto, time_to_proto

_KINDS: dict[Kind, job_pb2.Job.Kind.ValueType] = {
    "create_score": job_pb2.Job.KIND_CREATE_SCORE,
    "revise_score": job_pb2.Job.KIND_REVISE_SCORE,
    "regenerate_cue": job_pb2.Job.KIND_REGENERATE_CUE,
}
_STATES: dict[State, job_pb2.Job.State.ValueType] = {
    "queued": job_pb2.Job.STATE_QUEUED,
    "running": job_pb2.Job.STATE_RUNNING,
    "succeeded": job_pb2.Job.STATE_SUCCEEDED,
    "failed": job_pb2.Job.STATE_FAILED,
    "cancelled": job_pb2.Job.STATE_CANCELLED,
}
_STEPS: dict[Step, job_pb2.Progress.Step.ValueType] = {
    "read": job_pb2.Progress.STEP_READ,
    "sense": job_pb2.Progress.STEP_SENSE,
    "understand": job_pb2.Progress.STEP_UNDERSTAND,
    "plan": job_pb2.Progress.STEP_PLAN,
    "compose": job_pb2.Progress.STEP_COMPOSE,
    "deliver": job_pb2.Progress.STEP_DELIVER,
}
_WORDS: dict[Step, str] = {
    "read": "reading the edit",
    "sense": "watching and listening",
    "understand": "understanding the scene",
    "plan": "planning what changes",
    "compose": "composing",
    "deliver": "writing the files",
}


def job_to_proto(job: Job) -> job_pb2.Job:
    """A job.

    Raises:
        StoreError: its plan cannot be read.
    """
    made = job_pb2.Job(
        name=names.job_name(job.id),
        display_name=job.title,
        kind=_KINDS[job.kind],
        state=_STATES[job.state],
        progress=_progress(job.progress, job.id),
        result=_result(job.outcome) if job.outcome else None,
        error=status_of_kind(*_told(job.failure)) if job.failure else None,
        score=names.score_name(job.score_id) if job.score_id else "",
        request_id=job.request_id,
        version=job.version,
        attempts=job.attempts,
        create_time=time_to_proto(job.created_s),
        sentence=_sentence(job),
    )
    if job.started_s is not None:
        made.start_time.CopyFrom(time_to_proto(job.started_s))
    if job.ended_s is not None:
        made.end_time.CopyFrom(time_to_proto(job.ended_s))
    return made


def state_from_proto(state: job_pb2.Job.State.ValueType) -> State | None:
    """A state to look for; None for all.

    Raises:
        InputError: a number that is no state.
    """
    if state == job_pb2.Job.STATE_UNSPECIFIED:
        return None
    for name, value in _STATES.items():
        if value == state:
            return name
    raise InputError(f"state is {state}; there are 1 to {max(_STATES.values())}", field="state")


def plan_of(outcome: Outcome) -> Plan | None:
    """What a job did to the cues; None for a first scoring.

    Raises:
        StoreError: it cannot be read.
    """
    try:
        return load(Plan, outcome.plan) if outcome.plan else None
    except InputError as error:
        raise StoreError(f"the plan of this job is damaged in the store: {error}") from error


def _progress(progress: Progress, job: str) -> job_pb2.Progress:
    return job_pb2.Progress(
        step=_STEPS[progress.step] if progress.step else job_pb2.Progress.STEP_UNSPECIFIED,
        share=progress.share,
        time_left=None if progress.left_s is None else duration_to_proto(progress.left_s),
        ready_cues=[_ready(cue, job) for cue in progress.ready_cues],
    )


def _ready(cue: ReadyCue, job: str) -> job_pb2.ReadyCue:
    return job_pb2.ReadyCue(
        cue_id=cue.cue,
        stem=names.ready_stem_name(job, cue.cue),
        path=cue.path,
        start_frame=cue.start_frame,
        sample_count=cue.sample_count,
    )


def _sentence(job: Job) -> str:
    """Where a job stands, for people."""
    if job.failure is not None:
        return job.failure.sentence
    doing = _WORDS[job.progress.step] if job.progress.step else "beginning"
    running = f"{doing}, {int(100 * job.progress.share)} %"
    said = {"queued": "waiting for its turn", "running": running, "succeeded": "done", "failed": "failed"}
    return f"{job.title}: {said.get(job.state, 'cancelled; nothing was changed')}"


def _result(outcome: Outcome) -> job_pb2.Job.Result:
    number, plan = outcome.revision, plan_of(outcome)
    return job_pb2.Job.Result(
        score=names.score_name(outcome.score_id),
        revision="" if number is None else names.revision_name(outcome.score_id, number),
        folder=outcome.folder,
        plan=plan_to_proto(plan) if plan else None,
    )


def _told(failure: Failure) -> tuple[str, str, dict[str, str]]:
    return failure.kind, failure.sentence, dict(failure.facts)
