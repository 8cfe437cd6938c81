"""Writes everything that is delivered of one variation, the slow files side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from .delivery.cuesheet import write_cue_sheet
from .delivery.cuesheet_page import write_cue_sheet_page
from .delivery.fcp7_timeline import write_fcp7
from .delivery.fcpxml_timeline import write_fcpxml
from .delivery.laid_out import Layout, lay_out
from .delivery.lua_plan import write_lua_plan
from .delivery.markers_csv import write_markers_csv, write_markers_edl
from .delivery.midi import write_midi
from .delivery.music_edl import write_music_edl
from .delivery.otio_timeline import write_timeline
from .delivery.preview import write_preview
from .delivery.provenance import hashes_of
from .delivery.report import ReportFacts, write_report
from .delivery.score_json import EngineFacts, write_score_json
from .heap import trim
from .performance.crew import Crew


def deliver(
    facts: ReportFacts,
    final: Path,
    images: Sequence[Path],
    engine: EngineFacts,
    crew: Crew,
    progress: Callable[[float], None],
    known: Mapping[str, str] | None = None,
) -> None:
    """Write all files into `facts.folder`, which already holds the sound and will be moved to `final`.

    `known` are hashes of sound files that were taken over from an earlier revision, by their path.

    Raises:
        DeliveryError: a file cannot be written, or does not read back as meant.
    """
    folder, score = facts.folder, facts.score
    crew.rest()
    trim()
    report = crew.beside(_report, facts)
    with ThreadPoolExecutor(1) as thread:
        preview = thread.submit(_preview, facts, images, progress)
        write_midi(folder, score)
        write_cue_sheet(folder, score)
        write_cue_sheet_page(folder, score)
        layout = lay_out(folder, final, score)
        _write_timelines(layout)
        write_score_json(folder, score, facts.verdict, facts.scene, engine, known)
        write_lua_plan(layout, final, hashes_of(folder))
        preview.result()
    report()


def _write_timelines(layout: Layout) -> None:
    """The edit with its music, in every dialect, from one layout."""
    write_timeline(layout)
    write_fcpxml(layout)
    write_fcp7(layout)
    write_music_edl(layout)
    write_markers_csv(layout)
    write_markers_edl(layout)


def _preview(facts: ReportFacts, images: Sequence[Path], progress: Callable[[float], None]) -> None:
    if facts.preview:
        music = facts.folder / "mix" / "music.wav"
        write_preview(facts.folder / facts.preview, facts.score.edit, music, images, progress)


def _report(facts: ReportFacts) -> None:
    write_report(facts.folder / "report.html", facts)
