"""`ningbgm revise`: the edit has changed; only the cues that the change touches are scored again."""

from __future__ import annotations

from pathlib import Path

import click

from .score_options import FILE, MEDIA_ROOT, RATE


@click.command()
@click.argument("score", metavar="SCORE", type=FILE)
@click.argument("edit", metavar="[EDIT]", type=FILE, required=False)
@click.option("-o", "--out", type=FILE, help="Folder to write. Default: SCORE, which keeps what it was.")
@click.option("--range", "scored", nargs=2, metavar="IN OUT", help="Part to score. Default: as before.")
@click.option(
    "--lock", "locked", multiple=True, metavar="CUE", help="Cue to leave untouched; may be repeated."
)
@click.option("--regenerate", multiple=True, metavar="CUE", help="Cue to write anew; may be repeated.")
@click.option("--seed", type=int, help="Seed for --regenerate. Default: the cue's next one.")
@click.option("--wish", help="What the cues of --regenerate should be, in words; '' takes it back.")
@click.option(
    "--back",
    is_flag=False,
    flag_value=0,
    type=int,
    metavar="[N]",
    help="Make revision N the present one again; without N the one before.",
)
@click.option("--dry-run", is_flag=True, help="Tell what would be done, and do nothing.")
@click.option("--preview", is_flag=True, help="Write preview.mp4 too, which takes longest.")
@click.option("--workers", type=click.IntRange(1, 64), help="Processes to use. Default: one a core.")
@MEDIA_ROOT
@RATE
@click.option("--json", "as_json", is_flag=True, help="Print the plan as JSON.")
def revise(score: Path, edit: Path | None, back: int | None, **options: object) -> None:
    """Bring SCORE, a folder that 'ningbgm score' wrote, to EDIT, a newer edit of the same film.

    Without EDIT, the edit stays and only --regenerate changes anything. Cues whose picture and sound are as
    they were keep their files; the plan says what becomes of each cue and why.
    """
    if back is not None:
        from ningbgm_daemon.delivery.revisions import go_back

        number = go_back(score, back or None)
        click.echo(f"{score} is revision {number} again")
        return
    from .revising import carry_out

    carry_out(score, edit, options)
