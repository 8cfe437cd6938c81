"""Follows, stops and forgets jobs."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing

from google.protobuf.empty_pb2 import Empty

from ningbgm.v1 import job_pb2
from ningbgm.v1 import job_service_pb2 as calls
from ningbgm.v1.job_service_pb2_grpc import JobServiceServicer

from ..wire import checks, names
from ..wire.jobs import job_to_proto, state_from_proto
from .latest import latest
from .ports import Jobs


class JobServicer(JobServiceServicer):
    """`ningbgm.v1.JobService`."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs

    async def GetJob(self, request: calls.GetJobRequest, context: object) -> job_pb2.Job:
        """A job."""
        return job_to_proto(await self._jobs.get(names.job_in(request.name)))

    async def ListJobs(self, request: calls.ListJobsRequest, context: object) -> calls.ListJobsResponse:
        """Jobs, the newest first."""
        page = await self._jobs.page(
            checks.page_size(request.page_size),
            checks.page_token(request.page_token),
            state_from_proto(request.state),
        )
        return calls.ListJobsResponse(
            jobs=[job_to_proto(job) for job in page.items], next_page_token=page.next_token
        )

    async def CancelJob(self, request: calls.CancelJobRequest, context: object) -> job_pb2.Job:
        """Stop a job."""
        return job_to_proto(await self._jobs.cancel(names.job_in(request.name)))

    async def DeleteJob(self, request: calls.DeleteJobRequest, context: object) -> Empty:
        """Forget a job that is over."""
        await self._jobs.delete(names.job_in(request.name))
        return Empty()

    async def WatchJob(
        self, request: calls.WatchJobRequest, context: object
    ) -> AsyncGenerator[job_pb2.Job, None]:
        """A job as it is, then after every change, until it is over."""
        async with aclosing(latest(self._jobs.watch(names.job_in(request.name)))) as jobs:
            async for job in jobs:
                yield job_to_proto(job)
                if job.over:
                    break
