"""What the comments of an edit list say: clip names, source files, kinds, and markers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .edl_events import EditList, Event

_NAMED = re.compile(
    r"^\*?\s*(?:\*\s*)?(FROM|TO|KEY) CLIP(?: NAME)?\s*(?: IS A?N?\s*|:)\s*(.*)$"
    r"|^\*?\s*(SOURCE FILE)\s*:\s*(.*)$",
    re.I,
)
_MARKER = re.compile(r"^\*?\s*LOC\s*:\s*(\d{1,2}[:;.]\d{2}[:;.]\d{2}[:;.]\d{2,3})\s*(\S*)\s*(.*)$", re.I)
_RESOLVE = re.compile(r"^\*?\s*(.*?)\s*\|C:\s*(?:ResolveColor)?(\w+)\s*\|M:\s*(.*?)\s*(?:\|D:\s*(\d+))?\s*$")
_ROW = re.compile(
    r"^\*\s+\d+\s+(\w+)\s+(.*?)\s+(\d{2}[:;]\d{2}[:;]\d{2}[:;]\d{2})"
    r"(?:\s+(\d{2}[:;]\d{2}[:;]\d{2}[:;]\d{2}))?(?:\s+\d+(?:[:;]\d+)*)?\s+((?:V|A|D|TC)\d+)\s*(.*)$"
)
_FREEZE = re.compile(r"freeze\s*frame", re.I)


@dataclass(frozen=True)
class Names:
    """What the comments below an event, or below both its lines, call the clips."""

    outgoing: str = ""
    """`FROM CLIP NAME`: the clip of a cut, or the one that a dissolve leaves."""
    incoming: str = ""
    """`TO CLIP NAME`."""
    key: str = ""
    """`KEY CLIP NAME`: what lies over the picture."""
    sources: tuple[str, ...] = ()
    """`SOURCE FILE`, in order."""
    kinds: tuple[str, ...] = ()
    """'A GENERATOR' and the like, for the outgoing and the incoming clip."""
    frozen: bool = False


@dataclass(frozen=True)
class Located:
    """A marker with the record timecode at which it stands."""

    clock: str
    colour: str
    name: str
    note: str
    frames: int = 0


def names_in(comments: Iterable[str]) -> Names:
    """The names that comments give."""
    said: dict[str, str] = {}
    sources: list[str] = []
    kinds: list[str] = []
    frozen = False
    for comment in comments:
        frozen = frozen or _FREEZE.search(comment) is not None
        found = _NAMED.match(comment)
        if found is None:
            continue
        if found[3]:
            sources.append(found[4].strip())
        elif re.search(r"\bIS\b", comment[: found.start(2)], re.I):
            kinds.append(f"{found[1].upper()} {found[2].strip()}")
        else:
            said.setdefault(found[1].upper(), found[2].strip())
    return Names(
        said.get("FROM", ""), said.get("TO", ""), said.get("KEY", ""), tuple(sources), tuple(kinds), frozen
    )


def is_marker(event: Event) -> bool:
    """Whether an event is one of Resolve's markers, exported as a list of their own."""
    return any(_RESOLVE.match(comment) for comment in event.comments)


def markers_in(found: EditList) -> Iterator[Located]:
    """Avid's LOC lines and marker table, and Resolve's marker events."""
    for comment in found.remarks:
        yield from _located(comment)
    for event in found.events:
        for comment in event.comments:
            resolve = _RESOLVE.match(comment)
            if resolve is not None:
                note, colour, name, frames = resolve.groups()
                yield Located(event.clocks[2], colour.lower(), name, note, int(frames or 0))
            else:
                yield from _located(comment)


def _located(comment: str) -> Iterator[Located]:
    marker, row = _MARKER.match(comment), _ROW.match(comment)
    if marker is not None:
        yield Located(marker[1], marker[2].lower(), marker[3].strip(), "")
    elif row is not None:
        colour, author, clock, _, _, words = row.groups()
        yield Located(clock, colour.lower(), words.strip(), author.strip())
