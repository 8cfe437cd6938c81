"""A palette of the caller's own, whose text comes with the order."""

from __future__ import annotations

from ningbgm.v1 import score_service_pb2 as calls
from ningbgm_agents.errors import InputError
from ningbgm_agents.palette import read_palette

from . import checks, limits, names


def own_palette_in(request: calls.CreateScoreRequest) -> str:
    """The name of the palette that comes as text; empty where none does.

    Raises:
        InputError: the text holds no palette, or another one than is named.
    """
    if not request.palette_text:
        return ""
    text = checks.text(request.palette_text, "palette_text", limits.MAX_PALETTE_CHARS)
    own = read_palette(text, "in palette_text").name
    named = names.palette_in(request.palette) if request.palette else own
    if named != own:
        raise InputError(
            f"palette_text holds {own!r}, but palette names {named!r}; leave palette empty", field="palette"
        )
    return own
