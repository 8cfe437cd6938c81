"""`ningbgm review`: look at a score, hear it and change it, in a browser."""

from __future__ import annotations

import click


@click.command()
@click.argument("name", metavar="[SCORE]", default="")
@click.option("--no-browser", is_flag=True, help="Only print the address.")
def review(name: str, no_browser: bool) -> None:
    """Open the review page of SCORE, a name as listed or 'last'; without it, the list of all scores.

    The daemon is started where none runs. The address works once, within a minute, on this machine.
    """
    import webbrowser

    from ningbgm_agents.errors import NotFoundError

    from .connecting import connected, score_named

    with connected(start=True) as bgm:
        if next(iter(bgm.list_scores()), None) is None:
            raise NotFoundError("there is no score yet; make one with 'ningbgm score FILM'")
        url = bgm.open_review(score_named(bgm, name).name if name else "")
    click.echo(url)
    if not no_browser and not webbrowser.open(url):
        click.echo("No browser could be opened; open the address in one within a minute.", err=True)
