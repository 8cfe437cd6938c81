"""What it means that a call to a performer failed: its line, its key, its model, or this passage."""

from __future__ import annotations

import grpc

from ningbgm_agents.errors import ModelError

from .performer_key import KEY

_DETAILS = "grpc-status-details-bin"
"""The trailer in which a service tells its own errors; what gRPC says by itself has none."""
_AGAIN = (grpc.StatusCode.RESOURCE_EXHAUSTED, grpc.StatusCode.INTERNAL, grpc.StatusCode.ABORTED)
"""What may go better the next time; anything else means that the player is gone."""
_REFUSED = (grpc.StatusCode.INVALID_ARGUMENT, grpc.StatusCode.OUT_OF_RANGE)
_DISTRUST = ("CERTIFICATE_VERIFY_FAILED", "Hostname Verification Check failed")
"""What gRPC says where nobody whom we trust vouches for the other side."""
_MOST_WORDS = 200


def as_model_error(error: grpc.RpcError, address: str) -> ModelError:
    """What a call's failure means for whoever asked.

    The fact `gone` says that the player cannot be asked further, `unanswered` that nobody is at the address.
    """
    if not isinstance(error, grpc.Call):
        return ModelError("it failed: unknown", gone=True)
    code, details = error.code(), error.details() or ""
    said = words_of(details)
    match code:
        case grpc.StatusCode.UNAVAILABLE if _tells_itself(error):
            return ModelError(f"it is busy: {said}", gone=False)
        case grpc.StatusCode.UNAVAILABLE if any(sign in details for sign in _DISTRUST):
            return ModelError(
                f"nobody vouches for {address}: name the authority of its certificate in performer_ca",
                gone=True,
            )
        case grpc.StatusCode.UNAVAILABLE:
            return ModelError(f"nobody answers at {address}", gone=True, unanswered=True)
        case grpc.StatusCode.UNAUTHENTICATED | grpc.StatusCode.PERMISSION_DENIED:
            return ModelError(f"{address} does not take the key; set {KEY}", gone=True)
        case grpc.StatusCode.DEADLINE_EXCEEDED:
            return ModelError("it took too long", gone=True)
        case grpc.StatusCode.FAILED_PRECONDITION:
            return ModelError(f"its model cannot play: {said}", gone=True)
    verb = "refused" if code in _REFUSED else "failed"
    return ModelError(f"it {verb}: {said or code.name.lower()}", gone=code not in _AGAIN + _REFUSED)


def words_of(text: str) -> str:
    """Words of a stranger, on one line and of bounded length."""
    return " ".join(text.split())[:_MOST_WORDS]


def _tells_itself(call: grpc.Call) -> bool:
    """Whether the service itself said no, and not the line to it."""
    return any(key == _DETAILS for key, _ in call.trailing_metadata() or ())
