"""Jobs are traced with their steps, and a collector hears of them."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import grpc
import pytest
from opentelemetry.proto.collector.trace.v1 import trace_service_pb2, trace_service_pb2_grpc

from fakes.fake_jobs import FakeJobs
from ningbgm_daemon.records.job import Failure, Job, Progress
from ningbgm_daemon.records.order import ScoreOrder
from ningbgm_daemon.telemetry.job_trace import JobTrace, StepClock, StepTrace
from ningbgm_daemon.telemetry.otlp import OtlpSink
from ningbgm_daemon.telemetry.traced_jobs import TracedJobs

JOB = Job("j1", "A film", ScoreOrder(), created_s=100.0)


class ListedTraces:
    def __init__(self) -> None:
        self.traces: list[JobTrace] = []
        self.closed = False

    def take(self, trace: JobTrace) -> None:
        self.traces.append(trace)

    def close(self) -> None:
        self.closed = True


class Collector(trace_service_pb2_grpc.TraceServiceServicer):  # type: ignore[misc]  # it has no types
    """Takes spans as a collector does: OTLP's TraceService/Export by gRPC."""

    def __init__(self) -> None:
        self.spans: list[object] = []

    def Export(self, request: object, context: object) -> object:  # noqa: N802  # the contract names it
        for resource in request.resource_spans:  # type: ignore[attr-defined]
            for scope in resource.scope_spans:
                self.spans += scope.spans
        return trace_service_pb2.ExportTraceServiceResponse()


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def test_steps_follow_each_other_without_a_gap() -> None:
    clock = StepClock()
    running = replace(JOB, state="running")

    clock.see(JOB, 100.0)
    clock.see(replace(running, progress=Progress("sense", 0.1)), 103.0)
    clock.see(replace(running, progress=Progress("sense", 0.4)), 104.0)
    clock.see(replace(running, progress=Progress("compose", 0.5)), 107.0)
    trace = clock.trace(replace(running, state="succeeded", ended_s=110.0), 111.0)

    assert trace.steps == (
        StepTrace("queued", 100.0, 103.0),
        StepTrace("sense", 103.0, 107.0),
        StepTrace("compose", 107.0, 110.0),
    )


@pytest.mark.anyio
async def test_every_job_that_is_asked_for_is_traced() -> None:
    jobs, sink = FakeJobs(), ListedTraces()
    waiting = await jobs.submit(ScoreOrder())

    async with TracedJobs(jobs, sink) as traced:
        asked = await traced.submit(ScoreOrder())
        await asyncio.sleep(0.01)
        jobs.change(replace(asked, state="succeeded", ended_s=2e9))
        await traced.cancel(waiting.id)
        await asyncio.sleep(0.01)

    assert sorted(trace.job.state for trace in sink.traces) == ["cancelled", "succeeded"]
    assert sink.closed


def test_a_collector_hears_of_jobs_and_steps() -> None:
    collector, server = Collector(), grpc.server(ThreadPoolExecutor(1))
    trace_service_pb2_grpc.add_TraceServiceServicer_to_server(collector, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    failed = replace(JOB, state="failed", failure=Failure("MediaError", "it is damaged"))

    sink = OtlpSink(f"http://127.0.0.1:{port}")
    sink.take(JobTrace(failed, 100.0, 110.0, (StepTrace("sense", 103.0, 107.0),)))
    sink.close()
    server.stop(None).wait()

    told = {span.name: span for span in collector.spans}  # type: ignore[attr-defined]
    job, step = told["create_score"], told["sense"]
    assert step.parent_span_id == job.span_id
    assert (job.start_time_unix_nano, job.end_time_unix_nano) == (100 * 10**9, 110 * 10**9)
    assert job.status.message == "it is damaged"
    assert {fact.key: fact.value.string_value for fact in job.attributes}["ningbgm.job"] == "jobs/j1"


def test_nothing_of_opentelemetry_is_loaded_until_it_is_used() -> None:
    code = (
        "import sys, ningbgm_daemon.telemetry.traced_jobs, ningbgm_daemon.telemetry.otlp;"
        "assert not [name for name in sys.modules if name.startswith('opentelemetry')]"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
