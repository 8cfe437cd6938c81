"""Writes `markers.csv` and `markers.edl`: the cues and their hits as markers of the sequence.

The CSV has the columns of Premiere's Markers panel (Marker Name, Description, In, Out, Duration, Marker
Type), which marker tools for Pro Tools, Avid and spreadsheets read; colour and frame follow. Resolve
imports no CSV: it has `Timelines > Import > Timeline Markers from EDL`, whose own dialect the EDL is.
"""

from __future__ import annotations

import csv
from itertools import groupby
from pathlib import Path

from ningbgm_agents.timeline import Edit, Span

from .cuesheet import safe_cell
from .laid_out import Layout
from .markers import Mark
from .music_edl import edl_timecode

COLUMNS = ("Marker Name", "Description", "In", "Out", "Duration", "Marker Type", "Colour", "Frame")
_ONE_FRAME = 1


def write_markers_csv(layout: Layout) -> Path:
    """Write `markers.csv`, one row a marker, in order of time; timecodes are those of the sequence."""
    path, edit = layout.folder / "markers.csv", layout.edit
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for mark in _in_order(layout):
            writer.writerow([safe_cell(cell) for cell in _row(mark, edit)])
    return path


def write_markers_edl(layout: Layout) -> Path:
    """Write `markers.edl` in the shape in which DaVinci Resolve writes and reads its timeline markers.

    A frame holds one marker in Resolve, and none lies behind the last frame.
    """
    layout = layout.at_editing_rate()
    path, edit = layout.folder / "markers.edl", layout.edit
    mode = "DROP FRAME" if edit.rate.drop_frame else "NON-DROP FRAME"
    lines = [f"TITLE: {_field(layout.name)[:70]}", f"FCM: {mode}", ""]
    everything = Span(0, edit.duration)
    marks = [mark.within(everything) for mark in _in_order(layout)]
    for number, (frame, here) in enumerate(groupby(marks, key=lambda mark: mark.span.start), 1):
        together = list(here)
        first = edit.start_frame + frame
        place = f"{edl_timecode(first, edit.rate)} {edl_timecode(first + _ONE_FRAME, edit.rate)}"
        names = ", ".join(_field(mark.name) for mark in together)
        notes = "; ".join(_field(mark.note) for mark in together if mark.note)
        longest = max(mark.span.duration for mark in together)
        colour = f"ResolveColor{together[0].colour.capitalize()}"
        lines.append(f"{number:03}  001      V     C        {place} {place}  ")
        lines += [f"{notes} |C:{colour} |M:{names} |D:{longest}", ""]
    path.write_text("\n".join(lines), encoding="utf-8", newline="\r\n")
    return path


def _in_order(layout: Layout) -> list[Mark]:
    """Every mark of every cue; each hit is one frame, each cue as long as it is."""
    marks = [mark for clip in layout.mixes for mark in clip.marks]
    return sorted(marks, key=lambda mark: (mark.span.start, mark.hit is not None))


def _row(mark: Mark, edit: Edit) -> list[str]:
    last = mark.span.end if mark.hit is None else mark.span.start
    frames = last - mark.span.start
    return [
        mark.name,
        mark.note,
        str(edit.timecode(mark.span.start)),
        str(edit.timecode(last)),
        edl_timecode(frames, edit.rate),
        "Comment",
        mark.colour.capitalize(),
        str(mark.span.start),
    ]


def _field(text: str) -> str:
    """Text that fits between the bars of Resolve's comment line."""
    return " ".join(text.replace("|", "/").split())
