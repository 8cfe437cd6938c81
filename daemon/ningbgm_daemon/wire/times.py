"""Points and lengths of time on the wire."""

from __future__ import annotations

from google.protobuf.duration_pb2 import Duration
from google.protobuf.timestamp_pb2 import Timestamp

_NANO = 1_000_000_000


def time_to_proto(seconds: float) -> Timestamp:
    """A point in time, from seconds since 1970."""
    made = Timestamp()
    made.FromNanoseconds(round(seconds * 1_000_000) * 1000)
    return made


def duration_to_proto(seconds: float) -> Duration:
    """A length of time."""
    made = Duration()
    made.FromNanoseconds(round(seconds * 1_000_000) * 1000)
    return made


def duration_from_proto(length: Duration) -> float:
    """Seconds of a length of time, whatever stands in it."""
    return length.seconds + length.nanos / _NANO
