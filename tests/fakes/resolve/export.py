"""Timeline.Export: only what the live object's constants ask for."""

from __future__ import annotations

import json

from .application import Application
from .face import NotModelledError
from .otio_document import otio_document
from .sequence import Sequence

EXPORT_TYPES = (
    "EXPORT_AAF", "EXPORT_DRT", "EXPORT_EDL", "EXPORT_FCP_7_XML", "EXPORT_FCPXML_1_8", "EXPORT_FCPXML_1_9",
    "EXPORT_FCPXML_1_10", "EXPORT_TEXT_CSV", "EXPORT_TEXT_TAB", "EXPORT_OTIO", "EXPORT_ALE", "EXPORT_ALE_CDL",
    "EXPORT_NONE",
)  # fmt: skip
"""R21.0.4 "Looking up timeline export properties"; EXPORT_OTIO since 18.5 (nle.md 1.3)."""


def constant_of(app: Application, name: str) -> float:
    """A constant of the live object: a float (R21.1), of a value that nobody can guess.

    The real values are not written down; these differ from version to version, so that a number copied from
    one session fails in another (nle.md 1.1: numbers typed in fail silently).
    """
    version = app.version
    session = version.major * 10_000 + version.minor * 100 + version.patch
    return float(session * len(EXPORT_TYPES) + EXPORT_TYPES.index(name))


def export(app: Application, sequence: Sequence, path: str, kind: object) -> bool:
    """Writes the timeline; True where there is a file.

    A string, even the constant's own name, or a number typed in is refused with a bare False and no file (AT
    "Timeline.Export", nle.md 1.1). A folder that is not there: False, without an exception [inference].
    """
    kinds = {constant_of(app, name): name for name in EXPORT_TYPES if name != "EXPORT_NONE"}
    if isinstance(kind, str | bool) or kind not in kinds:
        return False
    if kinds[kind] != "EXPORT_OTIO":
        raise NotModelledError(f"the fake writes OTIO only, not {kinds[kind]}")
    text = json.dumps(otio_document(sequence), indent=4)
    try:
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
    except OSError:
        return False
    return True
