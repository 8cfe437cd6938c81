"""Each plain call of the contract as a value: what is sent, what comes back, how to read it.

Both clients carry these out; neither knows requests or answers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from google.protobuf.empty_pb2 import Empty
from google.protobuf.message import Message

from ningbgm.v1 import (
    cue_pb2,
    cue_service_pb2,
    job_pb2,
    job_service_pb2,
    review_service_pb2,
    score_pb2,
    score_service_pb2,
    stem_service_pb2,
    system_service_pb2,
)

from .limits import CALL_S, PAGE_SIZE
from .reading import read_daemon_status, read_job, read_palette
from .score_reading import read_cue, read_revision, read_score
from .score_values import CueFacts, RevisionFacts, ScoreFacts
from .values import DaemonStatus, JobFacts, Palette

A = TypeVar("A", bound=Message)
T = TypeVar("T")
Service = Literal["ScoreService", "CueService", "JobService", "StemService", "ReviewService", "SystemService"]


@dataclass(frozen=True)
class Call(Generic[A, T]):
    """One call, ready to be sent."""

    service: Service
    method: str
    request: Message
    answer: type[A]
    read: Callable[[A], T]
    again: bool = True
    """Whether it may be sent twice: it changes nothing, or the second changes nothing more."""
    limit_s: float = CALL_S

    @property
    def path(self) -> str:
        """The method's path, as gRPC sends it."""
        return f"/ningbgm.v1.{self.service}/{self.method}"


@dataclass(frozen=True)
class Stream(Generic[A]):
    """One call whose answer is a stream; each can be opened again at any time."""

    service: Service
    method: str
    request: Message
    answer: type[A]

    @property
    def path(self) -> str:
        """The method's path, as gRPC sends it."""
        return f"/ningbgm.v1.{self.service}/{self.method}"


@dataclass(frozen=True)
class Part(Generic[T]):
    """A part of a list, and the token to ask on with; empty at the end."""

    items: tuple[T, ...]
    next_token: str


def full(collection: Literal["jobs", "scores"], name: str) -> str:
    """The resource's name, given that or its last part alone."""
    return name if name.startswith(f"{collection}/") else f"{collection}/{name}"


def create_score(request: score_service_pb2.CreateScoreRequest) -> Call[job_pb2.Job, JobFacts]:
    """Score an edit."""
    return Call("ScoreService", "CreateScore", request, job_pb2.Job, read_job, bool(request.request_id))


def revise_score(request: score_service_pb2.ReviseScoreRequest) -> Call[job_pb2.Job, JobFacts]:
    """Score again what a newer edit changed."""
    return Call("ScoreService", "ReviseScore", request, job_pb2.Job, read_job, bool(request.request_id))


def regenerate_cue(request: cue_service_pb2.RegenerateCueRequest) -> Call[job_pb2.Job, JobFacts]:
    """Write one cue anew."""
    return Call("CueService", "RegenerateCue", request, job_pb2.Job, read_job, bool(request.request_id))


def rollback_score(name: str, number: int) -> Call[score_pb2.Score, ScoreFacts]:
    """Go back to an earlier revision; sent twice, it would go back twice."""
    request = score_service_pb2.RollbackScoreRequest(name=full("scores", name), revision_number=number)
    return Call("ScoreService", "RollbackScore", request, score_pb2.Score, read_score, again=False)


def choose_variation(name: str, variation: int) -> Call[score_pb2.Score, ScoreFacts]:
    """Make another variation the present one; sent twice, it would give the first one back."""
    request = score_service_pb2.ChooseVariationRequest(name=full("scores", name), variation=variation)
    return Call("ScoreService", "ChooseVariation", request, score_pb2.Score, read_score, again=False)


def get_score(name: str) -> Call[score_pb2.Score, ScoreFacts]:
    """Get a score."""
    request = score_service_pb2.GetScoreRequest(name=full("scores", name))
    return Call("ScoreService", "GetScore", request, score_pb2.Score, read_score)


def list_scores(token: str) -> Call[score_service_pb2.ListScoresResponse, Part[ScoreFacts]]:
    """List scores."""

    def read(answer: score_service_pb2.ListScoresResponse) -> Part[ScoreFacts]:
        return Part(tuple(read_score(score) for score in answer.scores), answer.next_page_token)

    request = score_service_pb2.ListScoresRequest(page_size=PAGE_SIZE, page_token=token)
    return Call("ScoreService", "ListScores", request, score_service_pb2.ListScoresResponse, read)


def delete_score(name: str) -> Call[Empty, None]:
    """Forget a score; sent twice, the second would not find it."""
    request = score_service_pb2.DeleteScoreRequest(name=full("scores", name))
    return Call("ScoreService", "DeleteScore", request, Empty, _nothing, again=False)


def get_revision(name: str) -> Call[score_pb2.Revision, RevisionFacts]:
    """Get a revision."""
    request = score_service_pb2.GetRevisionRequest(name=name)
    return Call("ScoreService", "GetRevision", request, score_pb2.Revision, read_revision)


def list_revisions(
    score: str, token: str
) -> Call[score_service_pb2.ListRevisionsResponse, Part[RevisionFacts]]:
    """List the revisions of a score."""

    def read(answer: score_service_pb2.ListRevisionsResponse) -> Part[RevisionFacts]:
        return Part(tuple(read_revision(found) for found in answer.revisions), answer.next_page_token)

    parent = full("scores", score)
    request = score_service_pb2.ListRevisionsRequest(parent=parent, page_size=PAGE_SIZE, page_token=token)
    return Call("ScoreService", "ListRevisions", request, score_service_pb2.ListRevisionsResponse, read)


def get_cue(name: str) -> Call[cue_pb2.Cue, CueFacts]:
    """Get a cue."""
    return Call("CueService", "GetCue", cue_service_pb2.GetCueRequest(name=name), cue_pb2.Cue, read_cue)


def lock_cue(name: str) -> Call[cue_pb2.Cue, CueFacts]:
    """Lock a cue; locking a locked one changes nothing."""
    return Call("CueService", "LockCue", cue_service_pb2.LockCueRequest(name=name), cue_pb2.Cue, read_cue)


def unlock_cue(name: str) -> Call[cue_pb2.Cue, CueFacts]:
    """Unlock a cue."""
    return Call("CueService", "UnlockCue", cue_service_pb2.UnlockCueRequest(name=name), cue_pb2.Cue, read_cue)


def get_job(name: str) -> Call[job_pb2.Job, JobFacts]:
    """Get a job."""
    request = job_service_pb2.GetJobRequest(name=full("jobs", name))
    return Call("JobService", "GetJob", request, job_pb2.Job, read_job)


def list_jobs(state: str, token: str) -> Call[job_service_pb2.ListJobsResponse, Part[JobFacts]]:
    """List jobs; all where `state` is empty."""

    def read(answer: job_service_pb2.ListJobsResponse) -> Part[JobFacts]:
        return Part(tuple(read_job(job) for job in answer.jobs), answer.next_page_token)

    wanted = job_pb2.Job.State.Value(f"STATE_{(state or 'unspecified').upper()}")
    request = job_service_pb2.ListJobsRequest(page_size=PAGE_SIZE, page_token=token, state=wanted)
    return Call("JobService", "ListJobs", request, job_service_pb2.ListJobsResponse, read)


def cancel_job(name: str) -> Call[job_pb2.Job, JobFacts]:
    """Stop a job; one that is over stays as it is."""
    request = job_service_pb2.CancelJobRequest(name=full("jobs", name))
    return Call("JobService", "CancelJob", request, job_pb2.Job, read_job)


def delete_job(name: str) -> Call[Empty, None]:
    """Forget a job that is over; sent twice, the second would not find it."""
    request = job_service_pb2.DeleteJobRequest(name=full("jobs", name))
    return Call("JobService", "DeleteJob", request, Empty, _nothing, again=False)


def watch_job(name: str) -> Stream[job_pb2.Job]:
    """Follow a job."""
    request = job_service_pb2.WatchJobRequest(name=full("jobs", name))
    return Stream("JobService", "WatchJob", request, job_pb2.Job)


def download_stem(name: str, offset: int) -> Stream[stem_service_pb2.DownloadStemResponse]:
    """Fetch a stem from an offset on."""
    request = stem_service_pb2.DownloadStemRequest(name=name, offset=offset)
    return Stream("StemService", "DownloadStem", request, stem_service_pb2.DownloadStemResponse)


def open_review(name: str) -> Call[review_service_pb2.OpenReviewResponse, str]:
    """Get an address that opens the review page; sent twice, it makes two."""

    def read(answer: review_service_pb2.OpenReviewResponse) -> str:
        return answer.url

    request = review_service_pb2.OpenReviewRequest(score=full("scores", name) if name else "")
    return Call("ReviewService", "OpenReview", request, review_service_pb2.OpenReviewResponse, read)


def get_status() -> Call[system_service_pb2.Status, DaemonStatus]:
    """Get the state of the daemon."""
    request = system_service_pb2.GetStatusRequest()
    return Call("SystemService", "GetStatus", request, system_service_pb2.Status, read_daemon_status)


def list_palettes(token: str) -> Call[system_service_pb2.ListPalettesResponse, Part[Palette]]:
    """List the palettes."""

    def read(answer: system_service_pb2.ListPalettesResponse) -> Part[Palette]:
        return Part(tuple(read_palette(palette) for palette in answer.palettes), answer.next_page_token)

    request = system_service_pb2.ListPalettesRequest(page_size=PAGE_SIZE, page_token=token)
    return Call("SystemService", "ListPalettes", request, system_service_pb2.ListPalettesResponse, read)


def shut_down() -> Call[system_service_pb2.ShutdownResponse, None]:
    """End the daemon; sent twice, it could end the next one."""
    request = system_service_pb2.ShutdownRequest()
    return Call(
        "SystemService", "Shutdown", request, system_service_pb2.ShutdownResponse, _nothing, again=False
    )


def _nothing(_: Message) -> None:
    return None
