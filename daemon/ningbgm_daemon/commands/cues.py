"""`ningbgm cues SCORE`: the cues of a score, one by one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .connecting import AS_JSON
from .directing import Asked, directing_options
from .score_options import FILE

if TYPE_CHECKING:
    from ningbgm_daemon.client import Cue, EditFacts

_CUE = click.argument("cue_id", metavar="CUE")


@dataclass(frozen=True)
class _Asked:
    """The score whose cues are asked for."""

    score: str


@click.group(invoke_without_command=True)
@click.argument("score")
@click.pass_context
def cues(context: click.Context, score: str) -> None:
    """List, lock, rewrite and download the cues of SCORE, a name as 'ningbgm scores' lists it, or 'last'."""
    context.obj = _Asked(score)
    if context.invoked_subcommand is None:
        context.invoke(list_cues)


@cues.command("list")
@AS_JSON
@click.pass_obj
def list_cues(asked: _Asked, as_json: bool) -> None:
    """List the cues, in order."""
    from .connecting import connected, score_named
    from .printing import print_json
    from .scoring import cue_line

    with connected() as bgm:
        found = score_named(bgm, asked.score).cues
    if as_json:
        print_json(list(found))
        return
    for cue in found:
        click.echo(cue_line(cue))


@cues.command()
@_CUE
@AS_JSON
@click.pass_obj
def show(asked: _Asked, cue_id: str, as_json: bool) -> None:
    """Show one cue: its hits, what is asked of it by hand, and its stems."""
    from .connecting import connected, score_named
    from .printing import print_json

    with connected() as bgm:
        score = score_named(bgm, asked.score)
    if as_json:
        print_json(score.cue(cue_id))
    else:
        _print_cue(score.cue(cue_id), score.edit)


@cues.command()
@_CUE
@click.pass_obj
def lock(asked: _Asked, cue_id: str) -> None:
    """Lock a cue: no revision touches it."""
    from .connecting import connected, score_named
    from .scoring import cue_line

    with connected() as bgm:
        click.echo(cue_line(score_named(bgm, asked.score).cue(cue_id).lock()))


@cues.command()
@_CUE
@click.pass_obj
def unlock(asked: _Asked, cue_id: str) -> None:
    """Unlock a cue."""
    from .connecting import connected, score_named
    from .scoring import cue_line

    with connected() as bgm:
        click.echo(cue_line(score_named(bgm, asked.score).cue(cue_id).unlock()))


@cues.command()
@_CUE
@click.option("--seed", type=int, help="Default: the next one, or its own where something else is asked.")
@click.option("--wish", help="Wish for this cue alone; empty to follow the score's again.")
@click.option("-o", "--out", type=FILE, help="Folder to deliver into. Default: one that the daemon keeps.")
@directing_options
@click.pass_obj
def regenerate(
    asked: _Asked,
    cue_id: str,
    seed: int | None,
    wish: str | None,
    out: Path | None,
    hits: tuple[str, ...],
    no_hits: tuple[str, ...],
    silences: tuple[tuple[str, str], ...],
    undirected: bool,
) -> None:
    """Write one cue anew; all others keep their bytes. Ctrl-C cancels.

    What is asked by hand is added to what was asked before; --undirected forgets that.
    """
    from .connecting import connected, score_named
    from .directing import direction_of
    from .following import follow
    from .scoring import cue_line

    with connected() as bgm:
        score = score_named(bgm, asked.score)
        cue = score.cue(cue_id)
        typed = Asked(hits, no_hits, silences, undirected)
        direction = direction_of(typed, cue.direction, score.edit)
        made = follow(cue.regenerate(seed, wish, out, direction), shown=True)
        click.echo(cue_line(bgm.get_score(made.score).cue(cue_id)))
    click.echo(made.folder)


@cues.command()
@_CUE
@click.argument("stems", metavar="[STEM]...", nargs=-1)
@click.option(
    "-o", "--out", type=FILE, default=Path(), help="Folder to put the files into. Default: this one."
)
@click.pass_obj
def download(asked: _Asked, cue_id: str, stems: tuple[str, ...], out: Path) -> None:
    """Put stems of a cue into a folder, all of them or those that are named; each is verified."""
    from .connecting import connected, score_named

    with connected() as bgm:
        cue = score_named(bgm, asked.score).cue(cue_id)
        for stem in [cue.stem(name) for name in stems] or cue.stems:
            click.echo(stem.save(out / f"{cue.cue_id}_{stem.stem_id}.wav"))


def _print_cue(cue: Cue, edit: EditFacts) -> None:
    from .directing import print_direction
    from .printing import print_table, size
    from .scoring import cue_line

    click.echo(cue_line(cue))
    click.echo(f"{cue.purpose}; {cue.loudness_lufs:.1f} LUFS; themes {', '.join(cue.themes) or 'none'}")
    print_table(
        ((hit.timecode, hit.kind, hit.treatment, _error(hit.error_ms), hit.reason) for hit in cue.hits),
        "No hits.",
    )
    print_direction(cue.direction, edit)
    print_table(((stem.stem_id, size(stem.size_bytes), stem.path) for stem in cue.stems), "No stems.")


def _error(error_ms: float | None) -> str:
    return f"{error_ms:+.1f} ms" if error_ms is not None else "not heard"
