"""Sends traces to an OpenTelemetry collector; the only file that knows OpenTelemetry."""

from __future__ import annotations

from importlib.metadata import version

from ningbgm_agents.errors import WishError

from .job_trace import JobTrace

_CLOSE_MS = 3000
_NANO = 1_000_000_000


class OtlpSink:
    """Makes a span of each job and a child of each step, and sends them in the background.

    Raises:
        WishError: OpenTelemetry is not installed.
    """

    def __init__(self, endpoint: str) -> None:
        try:
            from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter
            from opentelemetry.sdk.resources import Resource
            from opentelemetry.sdk.trace import TracerProvider
            from opentelemetry.sdk.trace.export import BatchSpanProcessor
        except ImportError as error:
            raise WishError(
                "otlp_endpoint needs OpenTelemetry: pip install 'ningbgm[telemetry]'", key="otlp_endpoint"
            ) from error
        facts = {"service.name": "ningbgm", "service.version": version("ningbgm")}
        self._provider = TracerProvider(resource=Resource.create(facts), shutdown_on_exit=False)
        exporter = OTLPSpanExporter(endpoint, insecure=endpoint.startswith("http://"))
        self._provider.add_span_processor(BatchSpanProcessor(exporter))
        self._tracer = self._provider.get_tracer("ningbgm")

    def take(self, trace: JobTrace) -> None:
        """Make the spans; they are sent later."""
        from opentelemetry.trace import Status, StatusCode, set_span_in_context

        span = self._tracer.start_span(
            trace.job.kind, start_time=_nanoseconds(trace.start_s), attributes=dict(trace.facts())
        )
        if trace.job.failure is not None:
            span.set_status(Status(StatusCode.ERROR, trace.job.failure.sentence))
        inside = set_span_in_context(span)
        for step in trace.steps:
            child = self._tracer.start_span(step.name, inside, start_time=_nanoseconds(step.start_s))
            child.end(_nanoseconds(step.end_s))
        span.end(_nanoseconds(trace.end_s))

    def close(self) -> None:
        """Send what was taken, for some seconds at most."""
        self._provider.force_flush(_CLOSE_MS)
        self._provider.shutdown()


def _nanoseconds(seconds: float) -> int:
    return int(seconds * _NANO)
