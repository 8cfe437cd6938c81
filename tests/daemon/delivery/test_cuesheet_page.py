"""The cue sheet to print."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

from example_score import cue, edit_of, score_of

from ningbgm_agents.timeline import Span
from ningbgm_daemon.delivery.cuesheet_page import write_cue_sheet_page


class Cells(HTMLParser):
    """Collects the texts of table cells, and every tag."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.tags: set[str] = set()
        self.urls: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.urls += [value or "" for name, value in attrs if name in ("src", "href")]
        if tag == "tr":
            self.rows.append([])
        if tag == "td":
            self.rows[-1].append("")

    def handle_data(self, text: str) -> None:
        if self.rows and self.rows[-1] and self.lasttag == "td":
            self.rows[-1][-1] += text.strip()


def page(folder: Path, name: str = "My film") -> tuple[str, Cells]:
    edit = replace(edit_of(), name=name)
    score = replace(score_of(edit), cues=(cue("1m1", Span(0, 150), edit), cue("1m2", Span(180, 360), edit)))
    text = write_cue_sheet_page(folder, score).read_text(encoding="utf-8")
    cells = Cells()
    cells.feed(text)
    return text, cells


def test_every_cue_and_the_total_have_a_row(tmp_path: Path) -> None:
    _, cells = page(tmp_path)

    rows = [row for row in cells.rows if row]
    assert rows[0] == [
        "1m1", "+the door", "NingBGM", "", "BI", "01:00:00;00", "01:00:05;00", "00:05.00", "A minor", "119.3",
        "ring out",
    ]  # fmt: skip
    assert rows[2][1] == "Total music, 2 cues"
    assert rows[2][7] == "00:11.00"


def test_nothing_that_was_typed_becomes_markup(tmp_path: Path) -> None:
    text, cells = page(tmp_path, "<script>alert(1)</script>")

    assert "script" not in cells.tags
    assert "&lt;script&gt;" in text


def test_the_page_needs_no_other_file_and_fits_any_paper(tmp_path: Path) -> None:
    text, cells = page(tmp_path)

    assert cells.urls == []
    assert "url(" not in text
    assert "size: landscape" in text
    assert "display: table-header-group" in text
