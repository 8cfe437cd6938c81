"""The markers of FCPXML clips, and the words that titles and captions show."""

from __future__ import annotations

from fractions import Fraction
from xml.etree.ElementTree import Element

from . import limits
from .assembling import OWN_TRACK
from .fcpxml_time import ClipTime, time_of, time_or
from .pieces import Note

_LONGEST_TEXT = 2_000
_MARKERS = ("marker", "chapter-marker")
_TITLES_START_S = Fraction(3600)
"""Transitions, like titles and gaps, count their own time from here."""


def notes_of(item: Element, time: ClipTime, fps: Fraction) -> tuple[Note, ...]:
    """The markers of a clip that lie in the part of it that is used, in edit frames from its start.

    Those outside are kept in the file by Final Cut, but it does not show them. Markers on the clips
    that NingBGM placed are not the editor's.
    """
    if (item.get("audioRole") or "").startswith(OWN_TRACK):
        return ()
    notes = []
    for marker in _markers(item):
        start = time_of(marker, "start")
        if start is not None and time.holds(start):
            notes.append(_note(marker, time.since_start_s(start) * fps, time.speed, fps))
    return tuple(notes)


def transition_notes(item: Element, length_s: Fraction, fps: Fraction) -> tuple[Note, ...]:
    """The markers of a transition, in edit frames from its start."""
    notes = []
    for marker in _markers(item):
        start = time_of(marker, "start")
        if start is None:
            continue
        bases = (_TITLES_START_S, Fraction(0), time_or(item, "offset"))
        base = next((base for base in bases if 0 <= start - base < length_s), None)
        if base is not None:
            notes.append(_note(marker, (start - base) * fps, Fraction(1), fps))
    return tuple(notes)


def text_of(item: Element) -> str:
    """The words of a title or a caption, lines as they are broken there."""
    said = "\n".join("".join(text.itertext()) for text in item.findall("text"))
    lines = (" ".join(line.split()) for line in said.splitlines())
    return "\n".join(line for line in lines if line)[:_LONGEST_TEXT]


def _markers(item: Element) -> list[Element]:
    return [child for child in item if child.tag in _MARKERS][: limits.MAX_MARKERS]


def _note(marker: Element, frame: Fraction, speed: Fraction, fps: Fraction) -> Note:
    length = time_or(marker, "duration") / speed * fps
    name, note = marker.get("value") or "", marker.get("note") or ""
    return Note(frame, name[:_LONGEST_TEXT], note[:_LONGEST_TEXT], _colour(marker), max(length, Fraction(0)))


def _colour(marker: Element) -> str:
    """The colour in which Final Cut shows it: chapters, done and open tasks, notes."""
    if marker.tag == "chapter-marker":
        return "orange"
    return {"0": "red", "1": "green"}.get(marker.get("completed") or "", "blue")
