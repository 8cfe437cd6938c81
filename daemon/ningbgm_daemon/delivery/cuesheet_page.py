"""Writes `cuesheet.html`: the cue sheet as one page to print, on A4 or Letter."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from string import Template

from ningbgm_agents.score import Score, Usage

from .cuesheet import COMPOSER, clock
from .report_markup import Markup, element, joined

_COLUMNS = (
    ("Cue", "name"), ("Title", "title"), ("Composer", "text"), ("Publisher", "text"), ("Usage", "text"),
    ("In", "time"), ("Out", "time"), ("Duration", "number"), ("Key", "text"), ("Tempo", "number"),
    ("Ending", "text"),
)  # fmt: skip
_USAGES: dict[Usage, str] = {
    "BI": "background instrumental",
    "BV": "background vocal",
    "VI": "visual instrumental",
    "VV": "visual vocal",
    "MT": "main title",
    "ET": "end title",
    "TH": "theme",
}


def write_cue_sheet_page(folder: Path, score: Score) -> Path:
    """Write the page; it needs no other file, and nothing that a user typed becomes markup."""
    path = folder / "cuesheet.html"
    template = files(__package__).joinpath("report", "cuesheet.html").read_text(encoding="utf-8")
    parts = {
        "title": joined(score.edit.name or "Untitled"),
        "facts": _facts(score),
        "head": element("tr", *(element("th", name, class_=kind, scope="col") for name, kind in _COLUMNS)),
        "cues": joined(*(_row(cells) for cells in _cells(score))),
        "total": _row(_total(score)),
        "codes": _codes(score),
    }
    path.write_text(Template(template).substitute(parts), encoding="utf-8")
    return path


def _facts(score: Score) -> Markup:
    edit, span = score.edit, score.edit.span
    facts = [
        ("Length", clock(score, span.duration)),
        ("Music", clock(score, sum(cue.span.duration for cue in score.cues))),
        ("Picture", f"{edit.timecode(span.start)} to {edit.timecode(span.end)}"),
        ("Frame rate", f"{edit.rate} fps"),
        ("Production company", ""),
        ("Director", ""),
        ("Episode, version", ""),
        ("First shown, where", ""),
    ]
    return joined(
        *(
            element("div", element("dt", name), element("dd", value, class_=None if value else "blank"))
            for name, value in facts
        )
    )


def _cells(score: Score) -> list[tuple[str, ...]]:
    edit = score.edit
    return [
        (
            cue.name,
            cue.purpose,
            COMPOSER,
            "",
            cue.usage,
            str(edit.timecode(cue.span.start)),
            str(edit.timecode(cue.span.end)),
            clock(score, cue.span.duration),
            str(cue.key),
            f"{cue.tempo_map.base_bpm:.1f}",
            cue.ending.replace("_", " "),
        )
        for cue in score.cues
    ]


def _total(score: Score) -> tuple[str, ...]:
    music = sum(cue.span.duration for cue in score.cues)
    count = len(score.cues)
    title = f"Total music, {count} {'cue' if count == 1 else 'cues'}"
    return ("", title, "", "", "", "", "", clock(score, music), "", "", "")


def _row(cells: tuple[str, ...]) -> Markup:
    kinds = (kind for _, kind in _COLUMNS)
    return element("tr", *(element("td", cell, class_=kind) for cell, kind in zip(cells, kinds, strict=True)))


def _codes(score: Score) -> Markup:
    used = dict.fromkeys(cue.usage for cue in score.cues)
    told = [f"{usage} {_USAGES[usage]}" for usage in used]
    times = "Times are timecodes of the edit; durations are minutes, seconds and frames."
    said = ". ".join([*([f"Usage: {', '.join(told)}"] if told else []), times])
    return element("p", said, class_="codes")
