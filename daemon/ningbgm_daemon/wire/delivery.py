"""What is to be handed over."""

from __future__ import annotations

from ningbgm.v1 import score_service_pb2 as calls
from ningbgm_agents.brief import STEMS, Request
from ningbgm_agents.errors import InputError
from ningbgm_agents.requirements.checks import LOUDNESS_LUFS

from . import checks


def stems_from_proto(wanted: calls.Delivery) -> tuple[str, ...]:
    """Stems to deliver apart; empty for all.

    Raises:
        InputError: a stem that there is not, or one twice.
    """
    unknown = [stem for stem in wanted.stems if stem not in STEMS]
    if unknown:
        raise InputError(
            f"delivery.stems has {unknown[0][:40]!r}; choose from {', '.join(STEMS)}", field="delivery.stems"
        )
    if len(set(wanted.stems)) < len(wanted.stems):
        raise InputError("delivery.stems names a stem twice", field="delivery.stems")
    return tuple(wanted.stems)


def loudness_from_proto(wanted: calls.Delivery) -> float | None:
    """Loudness asked for in LUFS; None to follow the wish.

    Raises:
        InputError: out of bounds, or no number.
    """
    if not wanted.HasField("loudness_lufs"):
        return None
    return checks.number(wanted.loudness_lufs, "delivery.loudness_lufs", *LOUDNESS_LUFS)


def delivery_to_proto(wanted: Request, folder: str, preview: bool = True) -> calls.Delivery:
    """A delivery as a message."""
    return calls.Delivery(
        folder=folder,
        stems=wanted.stems,
        loudness_lufs=wanted.loudness_lufs,
        no_duck=not wanted.duck,
        no_preview=not preview,
    )
