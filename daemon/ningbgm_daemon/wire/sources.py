"""Where an edit comes from, and which part of it is meant."""

from __future__ import annotations

from ningbgm.v1 import score_service_pb2 as calls
from ningbgm_agents.errors import InputError, TimelineError
from ningbgm_agents.timeline import FrameRate

from ..records.order import EditSource
from . import checks, limits


def source_from_proto(source: calls.Source) -> EditSource:
    """Where an edit comes from.

    Raises:
        InputError: a field that cannot be used.
    """
    checks.at_most(source.media_roots, "source.media_roots", limits.MAX_ROOTS)
    given = source.WhichOneof("from")
    if given is None or not (source.path or source.otio.strip()):
        raise InputError("source is empty; give its path or its otio", field="source")
    return EditSource(
        path=checks.path(source.path, "source.path") if given == "path" else "",
        otio=checks.text(source.otio, "source.otio", limits.MAX_OTIO_CHARS),
        media_roots=tuple(
            checks.path(root, f"source.media_roots[{at}]") for at, root in enumerate(source.media_roots)
        ),
        rate=_rate(source.rate),
        name=checks.line(source.display_name, "source.display_name", limits.MAX_TITLE_CHARS),
    )


def source_to_proto(source: EditSource) -> calls.Source:
    """The same as a message."""
    made = calls.Source(media_roots=source.media_roots, rate=source.rate, display_name=source.name)
    if source.path:
        made.path = source.path
    else:
        made.otio = source.otio
    return made


def range_from_proto(given: calls.PositionRange) -> tuple[str, str] | None:
    """Two positions as typed, an empty one for the edit's own; None where both are.

    Raises:
        InputError: a position that is too long or no line.
    """
    start = checks.line(given.start, "range.start", limits.MAX_POSITION_CHARS).strip()
    end = checks.line(given.end, "range.end", limits.MAX_POSITION_CHARS).strip()
    return (start, end) if start or end else None


def range_to_proto(scored: tuple[str, str]) -> calls.PositionRange:
    """The same as a message."""
    return calls.PositionRange(start=scored[0], end=scored[1])


def _rate(text: str) -> str:
    rate = checks.line(text, "source.rate", limits.MAX_POSITION_CHARS).strip()
    try:
        if rate:
            FrameRate.parse(rate)
    except TimelineError as error:
        raise InputError(f"source.rate: {error}", field="source.rate") from error
    return rate
