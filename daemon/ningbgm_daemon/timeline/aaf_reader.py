"""Reads AAF, as Avid Media Composer, Resolve and Premiere write it, into an `Edit`."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

from ningbgm_agents.errors import TimelineError
from ningbgm_agents.timeline import Edit

from . import limits
from .media_path import MediaFinder
from .otio_file import load_otio
from .otio_reader import edit_of

_HEAD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Of the structured storage that every AAF is."""


def _unknown_start(_path: str) -> Fraction:
    return Fraction(0)


def read_aaf(
    path: Path,
    media: MediaFinder | None = None,
    media_start_s: Callable[[str], Fraction] = _unknown_start,
) -> Edit:
    """The edit of an AAF's composition: the picture as seen, the sound as placed.

    Raises:
        TimelineError: no AAF, a damaged one, or one that takes too long, in one sentence.
    """
    _check_head(path)
    with TemporaryDirectory(prefix="ningbgm-aaf-") as folder:
        out = Path(folder) / "edit.otio"
        facts = _facts(path, out)
        if "error" in facts:
            raise TimelineError(
                f"{path.name} is damaged or holds no edit ({facts['error']}); export the AAF again, linked to"
                " its media",
                path=str(path),
            )
        try:
            loaded = load_otio(out)
        except TimelineError as error:
            raise TimelineError(f"{path.name} holds no edit that can be read", path=str(path)) from error
    finder = media or MediaFinder(path.parent)
    drops = bool(facts.get("drop_frame"))
    return edit_of(loaded.root, path, finder, media_start_s, loaded.notes, drop_frame=drops)


def _check_head(path: Path) -> None:
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(len(_HEAD))
    except OSError as error:
        raise TimelineError(f"{path.name} cannot be read: {error.strerror}", path=str(path)) from error
    if head != _HEAD:
        raise TimelineError(f"{path.name} is not an AAF file", path=str(path))
    if size > limits.MAX_AAF_BYTES:
        megabytes = limits.MAX_AAF_BYTES // 2**20
        raise TimelineError(
            f"{path.name} is larger than {megabytes} MB; export the AAF with linked instead of embedded media"
        )


def _facts(path: Path, out: Path) -> dict[str, object]:
    """What the child found; an error where it broke off."""
    command = [sys.executable, "-m", "ningbgm_daemon.timeline.aaf_worker", str(path.absolute()), str(out)]
    try:
        done = subprocess.run(
            command, capture_output=True, stdin=subprocess.DEVNULL, timeout=limits.AAF_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise TimelineError(
            f"{path.name} could not be read within {limits.AAF_SECONDS} seconds; it is damaged or too large",
            path=str(path),
        ) from error
    try:
        facts = json.loads(done.stdout)
    except ValueError:
        facts = None
    return facts if isinstance(facts, dict) else {"error": "the reader broke off"}
