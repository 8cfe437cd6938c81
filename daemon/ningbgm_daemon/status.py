"""Errors as `google.rpc.Status`: one table from class to code and reason, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import grpc
from google.rpc import code_pb2, error_details_pb2, status_pb2

from ningbgm_agents import errors
from ningbgm_agents.errors import NingbgmError

DOMAIN = "ningbgm"
"""Domain of every `google.rpc.ErrorInfo` that comes from here."""
UNEXPECTED = "UNEXPECTED"
"""Reason of what no class of the tree explains."""

_DETAILS = "grpc-status-details-bin"
_MOST_MESSAGE_BYTES = 1024
_MOST_FACTS = 12
_MOST_FACT_BYTES = 160
# All of it travels in the trailers of a call, of which clients take 8 KiB.


@dataclass(frozen=True)
class Kind:
    """How the doors tell a class of errors."""

    code: int
    reason: str
    """What programs switch on."""


TABLE: Mapping[type[NingbgmError], Kind] = {
    NingbgmError: Kind(code_pb2.INTERNAL, "FAILED"),
    errors.InputError: Kind(code_pb2.INVALID_ARGUMENT, "INPUT_INVALID"),
    errors.MediaError: Kind(code_pb2.INVALID_ARGUMENT, "MEDIA_UNREADABLE"),
    errors.TimelineError: Kind(code_pb2.INVALID_ARGUMENT, "TIMELINE_UNREADABLE"),
    errors.RangeError: Kind(code_pb2.OUT_OF_RANGE, "RANGE_INVALID"),
    errors.WishError: Kind(code_pb2.INVALID_ARGUMENT, "WISH_IMPOSSIBLE"),
    errors.NotFoundError: Kind(code_pb2.NOT_FOUND, "NOT_FOUND"),
    errors.StateError: Kind(code_pb2.FAILED_PRECONDITION, "WRONG_STATE"),
    errors.AccessError: Kind(code_pb2.PERMISSION_DENIED, "ACCESS_DENIED"),
    errors.TokenError: Kind(code_pb2.UNAUTHENTICATED, "TOKEN_REFUSED"),
    errors.BusyError: Kind(code_pb2.UNAVAILABLE, "BUSY"),
    errors.StoreError: Kind(code_pb2.INTERNAL, "STORE_FAILED"),
    errors.DeliveryError: Kind(code_pb2.FAILED_PRECONDITION, "DELIVERY_FAILED"),
    errors.ModelError: Kind(code_pb2.FAILED_PRECONDITION, "MODEL_FAILED"),
    errors.PerformanceError: Kind(code_pb2.INTERNAL, "PERFORMANCE_FAILED"),
}
"""Every class of `ningbgm_agents.errors`; a class of another tree is told as its nearest ancestor."""

HTTP_CODES: Mapping[int, int] = {
    code_pb2.OK: 200,
    code_pb2.CANCELLED: 499,
    code_pb2.UNKNOWN: 500,
    code_pb2.INVALID_ARGUMENT: 400,
    code_pb2.DEADLINE_EXCEEDED: 504,
    code_pb2.NOT_FOUND: 404,
    code_pb2.ALREADY_EXISTS: 409,
    code_pb2.PERMISSION_DENIED: 403,
    code_pb2.UNAUTHENTICATED: 401,
    code_pb2.RESOURCE_EXHAUSTED: 429,
    code_pb2.FAILED_PRECONDITION: 400,
    code_pb2.ABORTED: 409,
    code_pb2.OUT_OF_RANGE: 400,
    code_pb2.UNIMPLEMENTED: 501,
    code_pb2.INTERNAL: 500,
    code_pb2.UNAVAILABLE: 503,
    code_pb2.DATA_LOSS: 500,
}
"""HTTP status of each `google.rpc.Code`, as the comments of its definition map them."""


def status_of(error: NingbgmError) -> status_pb2.Status:
    """The status that tells an error of the tree."""
    facts = {name: str(value) for name, value in error.facts.items()}
    kind = next(TABLE[cls] for cls in type(error).__mro__ if cls in TABLE)
    return made_status(kind.code, kind.reason, str(error), facts)


def status_of_kind(name: str, sentence: str, facts: Mapping[str, str]) -> status_pb2.Status:
    """The status of an error that was stored by the name of its class."""
    kind = next((kind for cls, kind in TABLE.items() if cls.__name__ == name), TABLE[NingbgmError])
    return made_status(kind.code, kind.reason, sentence, facts)


def unexpected_status(reference: str, log: str = "'ningbgm daemon logs'") -> status_pb2.Status:
    """The status of a fault of our own; the log holds the particulars under the reference."""
    sentence = (
        "Something went wrong inside NingBGM that is no fault of yours;"
        f" {log} tells what, under the reference {reference}."
    )
    return made_status(code_pb2.INTERNAL, UNEXPECTED, sentence, {"reference": reference})


def status_of_call(error: grpc.aio.AioRpcError) -> status_pb2.Status:
    """The status with which a call ended: the far side's own, else one made of what gRPC says."""
    for key, value in error.trailing_metadata() or ():
        if key == _DETAILS and isinstance(value, bytes):
            return status_pb2.Status.FromString(value)
    name = error.code().name
    return made_status(code_pb2.Code.Value(name), name, error.details() or f"the call ended with {name}")


def error_of(status: status_pb2.Status) -> NingbgmError:
    """The error that a status tells, for callers; what is not of our table is a plain `NingbgmError`."""
    info = error_details_pb2.ErrorInfo()
    for detail in status.details:
        if detail.Unpack(info):
            break
    cls = next((cls for cls, kind in TABLE.items() if kind.reason == info.reason), NingbgmError)
    facts = {name: value for name, value in info.metadata.items() if name not in ("self", "message")}
    return cls(status.message, **facts)


def made_status(
    code: int, reason: str, sentence: str, facts: Mapping[str, str] | None = None
) -> status_pb2.Status:
    """A status with its `ErrorInfo`, cut to what trailers can carry."""
    info = error_details_pb2.ErrorInfo(reason=reason, domain=DOMAIN)
    for name, value in list((facts or {}).items())[:_MOST_FACTS]:
        info.metadata[name[:64]] = _cut(value, _MOST_FACT_BYTES)
    status = status_pb2.Status(code=code, message=_cut(sentence, _MOST_MESSAGE_BYTES))
    status.details.add().Pack(info)
    return status


class CallStatus(NamedTuple):
    """A status as gRPC ends a call with it: `grpc.Status`."""

    code: grpc.StatusCode
    details: str
    trailing_metadata: tuple[tuple[str, bytes], ...]


def call_status(status: status_pb2.Status) -> CallStatus:
    """The status with its details in the trailers, where every gRPC library looks for them."""
    code = next(code for code in grpc.StatusCode if code.value[0] == status.code)
    return CallStatus(code, status.message, ((_DETAILS, status.SerializeToString()),))


def _cut(text: str, most_bytes: int) -> str:
    """The text as far as it fits, without what UTF-8 cannot say."""
    return text.encode("utf-8", "replace")[:most_bytes].decode("utf-8", "ignore")
