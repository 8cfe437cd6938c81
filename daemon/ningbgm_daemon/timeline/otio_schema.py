"""Turns schemas of OpenTimelineIO that are newer than the library back into those it reads."""

from __future__ import annotations

import re

import opentimelineio as otio

from ningbgm_agents.document import Plain

_NAME = re.compile(r"^([A-Za-z_]+)\.(\d{1,4})$")


def bring_down(root: Plain) -> tuple[bool, tuple[str, ...]]:
    """Bring every schema of a document to a version that the library reads, in place.

    Says whether anything was changed, and in sentences what was given up.

    What is known to say the same is translated without a word: `Marker.3` differs from `Marker.2` in its
    colour only, which is a `Color.1` object in place of a name. Of other newer schemas the properties
    that the library knows are read, and a note says so.
    """
    known: dict[str, int] = otio.core.type_version_map()
    newer: dict[str, int] = {}
    changed = False
    waiting: list[Plain] = [root]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            changed |= _translate(value, known, newer)
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
    notes = tuple(
        f"The timeline uses {name}.{version}; read as far as OpenTimelineIO's {name}.{known[name]} goes."
        for name, version in sorted(newer.items())
    )
    return changed, notes


def _translate(value: dict[str, Plain], known: dict[str, int], newer: dict[str, int]) -> bool:
    schema = _NAME.match(str(value.get("OTIO_SCHEMA", "")))
    if schema is None or schema[1] not in known:
        return False
    name, version = schema[1], int(schema[2])
    colour = value.get("color")
    coloured = isinstance(colour, dict)
    if isinstance(colour, dict):
        value["color"] = str(colour.get("name") or "").upper() or None
    if version <= known[name]:
        return coloured
    value["OTIO_SCHEMA"] = f"{name}.{known[name]}"
    if (name, version) != ("Marker", 3):
        newer[name] = version
    return True
