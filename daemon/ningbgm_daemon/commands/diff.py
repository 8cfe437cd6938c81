"""`ningbgm diff`: what changed from one edit to the next."""

from __future__ import annotations

from pathlib import Path

import click

from .score_options import FILE, MEDIA_ROOT, RATE


@click.command()
@click.argument("before", metavar="EDIT_A", type=FILE)
@click.argument("after", metavar="EDIT_B", type=FILE)
@MEDIA_ROOT
@RATE
@click.option("--json", "as_json", is_flag=True, help="Print every change as JSON.")
def diff(before: Path, after: Path, media_roots: tuple[Path, ...], rate: str, as_json: bool) -> None:
    """Tell what changed from EDIT_A to EDIT_B: shots, sounds, markers and captions, to the frame."""
    import json

    from ningbgm_agents.conforming.difference import compare
    from ningbgm_agents.document import to_plain
    from ningbgm_daemon.sensing import media_marks
    from ningbgm_daemon.timeline.reader import open_edit

    old, new = (open_edit(path, media_roots=media_roots, rate=rate or None) for path in (before, after))
    found = compare(old, new, dict(media_marks(old)), dict(media_marks(new)))
    if as_json:
        changes = [to_plain(change) for change in found.changes]
        click.echo(json.dumps({"changes": changes, "notes": list(found.notes)}, ensure_ascii=False, indent=1))
    else:
        click.echo(found.told())
