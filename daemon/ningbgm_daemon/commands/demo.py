"""`ningbgm demo`: a film of our own, drawn and scored."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import click

from .score_options import ScoreOptions, score_options


@click.command()
@score_options
def demo(**options: object) -> None:
    """Draw a half-minute film of our own and score it."""
    from ningbgm_daemon.order import commission

    from .scoring import carry_out

    asked = cast(ScoreOptions, options)
    out = (asked["out"] or Path("ningbgm-demo")).resolve()
    asked["out"], film = out, out.with_name(f"{out.name}.mp4")
    commission(None, None, None, dict(asked))  # what cannot be done is said before the film is drawn
    _draw(film)
    asked["texts"] = asked["texts"] or (film.with_suffix(".txt"),)
    carry_out(film, None, None, asked)


def _draw(film: Path) -> None:
    from tempfile import TemporaryDirectory

    from ningbgm_daemon.demo.film import draw_demo

    film.parent.mkdir(parents=True, exist_ok=True)
    click.echo("Drawing the demo film ...", err=True)
    with TemporaryDirectory(prefix="ningbgm-") as folder:
        drawn = draw_demo(Path(folder) / "demo.mp4")
        for made, kept in ((drawn, film), (drawn.with_suffix(".txt"), film.with_suffix(".txt"))):
            kept.write_bytes(made.read_bytes())
