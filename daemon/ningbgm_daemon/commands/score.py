"""`ningbgm score`: a film or timeline in, stems in sync out."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import click

from .score_options import FILE, MEDIA_ROOT, RATE, ScoreOptions, score_options


@click.command()
@click.argument("film", metavar="[INPUT]", type=FILE, required=False)
@click.option(
    "--range",
    "scored",
    nargs=2,
    metavar="IN OUT",
    help="Part to score: timecode (01:00:05:00), seconds (5s) or frames (120f).",
)
@click.option(
    "--length",
    "length_s",
    type=click.FloatRange(0.5, 7200),
    metavar="SECONDS",
    help="Length, where only an image or a text is given.",
)
@MEDIA_ROOT
@RATE
@score_options
def score(
    film: Path | None, scored: tuple[str, str] | None, length_s: float | None, **options: object
) -> None:
    """Score INPUT: a media file, or a timeline as OTIO, FCPXML, FCP7 XML, EDL or AAF.

    Without INPUT, --image or --text with --length is scored. Where a daemon runs it does the work, else this
    process does; the music is the same.
    """
    from .scoring import carry_out

    carry_out(film, scored, length_s, cast(ScoreOptions, options))
