"""Reads one AAF in a process of its own: damaged ones can loop or eat memory in the library.

The adapter of OpenTimelineIO turns Avid's structure into OTIO: nesting, transitions with their cut
points, source chains down to files, markers. What it leaves out is added here: whether the timecode
drops frames, and how many clips have a varying speed.
"""

from __future__ import annotations

import contextlib
import io
import json
import logging
import sys
from pathlib import Path

from . import limits

_CLASSES = ("", "Sequence", "TimelineMobSlot", "OperationGroup", "NestedScope", "SourceClip")


def main(path: str, out: str) -> None:
    """Read an AAF, write it as OTIO JSON, and print the facts as JSON, or what went wrong.

    Nothing else is printed, whatever the libraries say.
    """
    _bound_memory()
    logging.disable(logging.CRITICAL)
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        try:
            facts = _read(path, out)
        except MemoryError:
            facts = {"error": "it needs too much memory"}
        except Exception as error:  # noqa: BLE001  # the libraries raise anything over damaged files
            facts = {"error": type(error).__name__}
    print(json.dumps(facts))


def _read(path: str, out: str) -> dict[str, object]:
    import aaf2
    from otio_aaf_adapter.adapters import advanced_authoring_format as adapter

    root = adapter.read_from_file(path)
    _name_tracks(root)
    Path(out).write_text(root.to_json_string(), encoding="utf-8")
    with aaf2.open(path, "r") as file:
        drops = any(_drops(mob) for mob in file.content.toplevel())
    return {"drop_frame": drops}


def _name_tracks(root: object) -> None:
    """Give audio tracks numbers where the adapter calls them after classes of AAF."""
    import opentimelineio as otio

    found = [root] if isinstance(root, otio.schema.Timeline) else list(root or ())  # type: ignore[call-overload]  # iterable
    for timeline in found:
        sounds = timeline.audio_tracks() if isinstance(timeline, otio.schema.Timeline) else []
        for number, track in enumerate(sounds, 1):
            if track.name in _CLASSES:
                track.name = f"A{number}"


def _drops(mob: object) -> bool:
    """Whether a composition's first timecode track drops frames, which the adapter does not say."""
    import aaf2

    for slot in getattr(mob, "slots", ()):
        segment = getattr(slot, "segment", None)
        for part in getattr(segment, "components", None) or [segment]:
            if isinstance(part, aaf2.components.Timecode) and slot["PhysicalTrackNumber"].value == 1:
                return bool(part.getvalue("Drop"))
    return False


def _bound_memory() -> None:
    if sys.platform == "win32":
        return
    import resource

    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (limits.AAF_BYTES, limits.AAF_BYTES))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
