"""Loads OpenTimelineIO files safely, and is clear about those it refuses."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import opentimelineio as otio

from ningbgm_agents.document import Plain
from ningbgm_agents.errors import TimelineError

from . import limits
from .bounded_file import read_bounded
from .otio_schema import bring_down
from .otioz_file import bundle_text

_REFUSALS = (
    otio.exceptions.OTIOError, LookupError, ValueError, TypeError, RuntimeError, ArithmeticError,
)  # fmt: skip
"""What the parser was seen to raise over damaged files."""


@dataclass(frozen=True)
class OtioFile:
    """A file as loaded."""

    root: otio.core.SerializableObject
    notes: tuple[str, ...] = ()
    """What of it could not be read, in sentences."""


def load_otio(path: Path) -> OtioFile:
    """The root object of an `.otio` file, or of the `content.otio` inside an `.otiod` or `.otioz` bundle.

    Schemas newer than the library are read as the newest it knows.

    Raises:
        TimelineError: not a timeline that can be read, with the reason in one sentence.
    """
    text = _text(path)
    document = _json(text, path.name)
    changed, notes = bring_down(document)
    try:
        root = otio.adapters.otio_json.read_from_string(json.dumps(document) if changed else text)
        return OtioFile(root, notes)
    except _REFUSALS as error:
        raise TimelineError(
            f"{path.name} is not a valid OpenTimelineIO file: a part of it is missing or of the wrong kind",
            path=str(path),
        ) from error


def _text(path: Path) -> str:
    try:
        if path.suffix.lower() == ".otioz":
            return bundle_text(path).decode("utf-8-sig")
        content = path / "content.otio" if path.is_dir() else path
        return read_bounded(content, path.name).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TimelineError(f"{path.name} is not an OpenTimelineIO file: it is not text") from error


def _json(text: str, name: str) -> Plain:
    """The document; other texts, and nesting without end, the C++ parser should never see."""
    try:
        root: Plain = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise TimelineError(f"{name} is not an OpenTimelineIO file: it is not JSON") from error
    if not isinstance(root, dict) or not isinstance(root.get("OTIO_SCHEMA"), str):
        raise TimelineError(f"{name} is JSON, but not an OpenTimelineIO timeline")
    if _depth(root) > limits.MAX_JSON_DEPTH:
        raise TimelineError(f"{name} is nested more than {limits.MAX_JSON_DEPTH} levels deep")
    return root


def _depth(root: object) -> int:
    deepest, waiting = 0, [(root, 1)]
    while waiting:
        value, depth = waiting.pop()
        deepest = max(deepest, depth)
        if isinstance(value, dict):
            waiting.extend((inner, depth + 1) for inner in value.values())
        elif isinstance(value, list):
            waiting.extend((inner, depth + 1) for inner in value)
    return deepest
