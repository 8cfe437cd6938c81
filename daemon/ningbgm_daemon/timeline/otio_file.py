"""Loads OpenTimelineIO files safely, and is clear about those it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import opentimelineio as otio

from ningbgm_agents.errors import TimelineError

from . import limits

OTIO_SUFFIXES = (".otio", ".otiod", ".otioz")
_REFUSALS = (
    otio.exceptions.OTIOError, LookupError, ValueError, TypeError, RuntimeError, ArithmeticError,
)  # fmt: skip
"""What the parser was seen to raise over damaged files."""


def load_otio(path: Path) -> otio.core.SerializableObject:
    """The root object of an `.otio` file, or of the `content.otio` inside an `.otiod` folder.

    Raises:
        TimelineError: not a timeline that can be read, with the reason in one sentence.
    """
    text = _text(_content(path), path.name)
    _check_json(text, path.name)
    try:
        return otio.adapters.otio_json.read_from_string(text)
    except otio.exceptions.UnsupportedSchemaError as error:
        raise TimelineError(
            f"{path.name} uses a newer OpenTimelineIO schema than this NingBGM reads; export it"
            " again for OpenTimelineIO 0.18 or older",
            path=str(path),
        ) from error
    except _REFUSALS as error:
        raise TimelineError(
            f"{path.name} is not a valid OpenTimelineIO file: a part of it is missing or of the wrong kind",
            path=str(path),
        ) from error


def _content(path: Path) -> Path:
    if path.suffix.lower() == ".otioz":
        raise TimelineError(
            f"{path.name} is packed; unpack it (it is a ZIP file) and give its content.otio",
            path=str(path),
        )
    return path / "content.otio" if path.is_dir() else path


def _text(path: Path, name: str) -> str:
    try:
        size = path.stat().st_size
        if size > limits.MAX_FILE_BYTES:
            megabytes = limits.MAX_FILE_BYTES // 2**20
            raise TimelineError(f"{name} is larger than {megabytes} MB, the most that is read")
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise TimelineError(f"{name} cannot be read: {error.strerror}", path=str(path)) from error
    except UnicodeDecodeError as error:
        raise TimelineError(f"{name} is not an OpenTimelineIO file: it is not text") from error


def _check_json(text: str, name: str) -> None:
    """Refuse what the C++ parser should never see: other texts, and nesting without end."""
    try:
        root = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise TimelineError(f"{name} is not an OpenTimelineIO file: it is not JSON") from error
    if not isinstance(root, dict) or not isinstance(root.get("OTIO_SCHEMA"), str):
        raise TimelineError(f"{name} is JSON, but not an OpenTimelineIO timeline")
    if _depth(root) > limits.MAX_JSON_DEPTH:
        raise TimelineError(f"{name} is nested more than {limits.MAX_JSON_DEPTH} levels deep")


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
