"""`ningbgm scores`: the scores that the daemon keeps, and their revisions."""

from __future__ import annotations

import click

from .connecting import AS_JSON

_SCORE = click.argument("name", metavar="SCORE")


@click.group(invoke_without_command=True)
@click.pass_context
def scores(context: click.Context) -> None:
    """List, show, choose among and roll back the daemon's scores. SCORE is a name as listed, or 'last'."""
    if context.invoked_subcommand is None:
        context.invoke(list_scores)


@scores.command("list")
@click.option("-n", "--count", type=click.IntRange(1), default=20, show_default=True, help="At most so many.")
@AS_JSON
def list_scores(count: int, as_json: bool) -> None:
    """List scores, the newest first."""
    from itertools import islice

    from .connecting import connected
    from .printing import moment, print_json, print_table

    with connected() as bgm:
        found = list(islice(bgm.list_scores(), count))
    if as_json:
        print_json(found)
        return
    print_table(
        (
            (score.name, moment(score.updated), score.palette, score.display_name, score.folder)
            for score in found
        ),
        "No scores.",
    )


@scores.command()
@_SCORE
@AS_JSON
def show(name: str, as_json: bool) -> None:
    """Show one score with its cues."""
    from .connecting import connected, score_named
    from .printing import print_json
    from .scoring import print_made

    with connected() as bgm:
        score = score_named(bgm, name)
    if as_json:
        print_json(score)
    else:
        print_made(score)


@scores.command()
@_SCORE
@AS_JSON
def revisions(name: str, as_json: bool) -> None:
    """List the revisions of a score, the newest first."""
    from .connecting import connected, score_named
    from .printing import moment, print_json, print_table

    with connected() as bgm:
        found = list(score_named(bgm, name).revisions())
    if as_json:
        print_json(found)
        return
    print_table(
        ((str(one.number), moment(one.created), one.cause.replace("_", " "), one.sentence) for one in found),
        "No revisions.",
    )


@scores.command()
@_SCORE
@click.argument("number", metavar="[REVISION]", type=click.IntRange(0), default=0)
def rollback(name: str, number: int) -> None:
    """Go back to a revision, or to the one before; that can be undone too."""
    from .connecting import connected, score_named
    from .scoring import print_made

    with connected() as bgm:
        print_made(score_named(bgm, name).rollback(number))


@scores.command()
@_SCORE
@click.argument("variation", type=click.IntRange(2, 9))
def choose(name: str, variation: int) -> None:
    """Make VARIATION the present one: 2 is the second that 'score --variations' made. That can be undone."""
    from .connecting import connected, score_named
    from .scoring import print_made

    with connected() as bgm:
        print_made(score_named(bgm, name).choose(variation))


@scores.command()
@click.argument("names", metavar="SCORE...", nargs=-1, required=True)
@click.confirmation_option(prompt="Remove all revisions and the files that the daemon keeps?")
def delete(names: tuple[str, ...]) -> None:
    """Forget scores with all their revisions and the files that the daemon keeps."""
    from .connecting import connected, score_named

    with connected() as bgm:
        for name in names:
            score = score_named(bgm, name)
            score.delete()
            click.echo(f"{score.name} deleted")
