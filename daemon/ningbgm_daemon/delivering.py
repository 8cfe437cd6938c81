"""Writes everything that is delivered of one variation, the slow files side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
    report = crew.beside(_write_report, facts)
    papers = crew.beside(_write_papers, (facts, final, engine))
    folder = facts.folder
    write_preview(folder / "preview.mp4", facts.score.edit, folder / "mix" / "music.wav", images, progress)
    papers()
    report()


def _write_report(facts: ReportFacts) -> None:
    write_report(facts.folder / "report.html", facts)


def _write_papers(what: tuple[ReportFacts, Path, EngineFacts]) -> None:
    """MIDI, cue sheet, timeline and score.json."""
    facts, final, engine = what
    write_midi(facts.folder, facts.score)
    write_cue_sheet(facts.folder, facts.score)
    write_timeline(facts.folder, final, facts.score)
    write_score_json(facts.folder, facts.score, facts.verdict, facts.scene, engine)
