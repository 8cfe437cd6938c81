"""`ningbgm inspect`: what is read and sensed."""

from __future__ import annotations

from pathlib import Path

import click

from .score_options import FILE, MEDIA_ROOT, RATE


@click.command()
@click.argument("film", metavar="INPUT", type=FILE)
@click.option(
    "--range", "scored", nargs=2, metavar="IN OUT", help="Part to look at: timecode, seconds or frames."
)
@MEDIA_ROOT
@RATE
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
def inspect(
    film: Path, scored: tuple[str, str] | None, media_roots: tuple[Path, ...], rate: str, as_json: bool
) -> None:
    """Show what is read and sensed of INPUT: rate, shots, tracks, markers, cuts, speech, scene records."""
    import json

    from ningbgm_daemon.cache import Cache
    from ningbgm_daemon.config import load_settings
    from ningbgm_daemon.inspection import inspect_film
    from ningbgm_daemon.models.staffing import staffing_of

    settings = load_settings()
    staffing = staffing_of(settings)
    cache = Cache(settings.cache, settings.cache_limit_bytes) if staffing.posts else None
    found = inspect_film(film, scored, media_roots, rate, staffing, cache)
    if as_json:
        click.echo(json.dumps(found.plain(), ensure_ascii=False, indent=1))
    else:
        click.echo(found.told())
