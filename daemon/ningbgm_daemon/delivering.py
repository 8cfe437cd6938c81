"""Writes everything that is delivered of one variation, the slow files side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from .delivery.cuesheet import write_cue_sheet
from .delivery.midi import write_midi
from .delivery.otio_timeline import write_timeline
from .delivery.preview import write_preview
from .delivery.report import ReportFacts, write_report
from .delivery.score_json import EngineFacts, write_score_json
from .performance.crew import Crew


def deliver(
    facts: ReportFacts,
    final: Path,
    images: Sequence[Path],
    engine: EngineFacts,
    crew: Crew,
    progress: Callable[[float], None],
) -> None:
    """Write all files into `facts.folder`, which already holds the sound and will be moved to `final`.

    Raises:
        DeliveryError: a file cannot be written, or does not read back as meant.
    """
    folder, score = facts.folder, facts.score
    report = crew.beside(_report, facts)
    with ThreadPoolExecutor(1) as thread:
        preview = thread.submit(
            write_preview, folder / "preview.mp4", score.edit, folder / "mix" / "music.wav", images, progress
        )
        write_midi(folder, score)
        write_cue_sheet(folder, score)
        write_timeline(folder, final, score)
        write_score_json(folder, score, facts.verdict, facts.scene, engine)
        preview.result()
    report()


def _report(facts: ReportFacts) -> None:
    write_report(facts.folder / "report.html", facts)
