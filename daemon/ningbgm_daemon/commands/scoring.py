"""Scores for `score` and `demo`: by the running daemon where there is one, else in this process."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .score_options import ScoreOptions, default_out

if TYPE_CHECKING:
    from ningbgm_daemon.client import Client, Cue, Score
    from ningbgm_daemon.client.asking import ScoreDetails
    from ningbgm_daemon.palette_file import ChosenPalette


def carry_out(
    film: Path | None, scored: tuple[str, str] | None, length_s: float | None, options: ScoreOptions
) -> None:
    """Score as the options say, show how it goes, and print what was made."""
    options["out"] = options["out"] or default_out(film, options)
    bgm = None if options["alone"] or options["workers"] else _running_daemon()
    if bgm is None:
        _score_here(film, scored, length_s, options)
        return
    with bgm:
        _score_there(bgm, film, scored, length_s, options)


def _running_daemon() -> Client | None:
    """The daemon, where one of our own version runs: another one might write other notes."""
    from ningbgm_daemon.config import load_settings
    from ningbgm_daemon.discovery import find_daemon

    found = find_daemon(load_settings().runtime)
    if found is None or not found.alive:
        return None
    if found.discovery.version != version("ningbgm"):
        click.echo(
            f"ningbgm: working alone: the daemon that runs is of version {found.discovery.version};"
            " 'ningbgm daemon stop' and 'start' renew it",
            err=True,
        )
        return None
    from ningbgm_daemon.client import Client

    return Client()


def _score_here(
    film: Path | None, scored: tuple[str, str] | None, length_s: float | None, options: ScoreOptions
) -> None:
    from ningbgm_daemon.app import score_film
    from ningbgm_daemon.console import LiveProgress, print_summary
    from ningbgm_daemon.order import commission

    order = commission(film, scored, length_s, dict(options))
    with LiveProgress(not options["as_json"], order.request.variations) as progress:
        result = score_film(order, progress.watch)
    if options["as_json"]:
        _print_score_json(result.folder)
    else:
        print_summary(result)


def _score_there(
    bgm: Client,
    film: Path | None,
    scored: tuple[str, str] | None,
    length_s: float | None,
    options: ScoreOptions,
) -> None:
    from .following import follow

    job = bgm.score(film, **_details(scored, length_s, options))
    made = follow(job, not options["as_json"])
    if options["as_json"]:
        _print_score_json(Path(made.folder))
    else:
        print_made(bgm.get_score(made.score))


def _details(scored: tuple[str, str] | None, length_s: float | None, options: ScoreOptions) -> ScoreDetails:
    from ningbgm_daemon.vocal_order import vocals_of

    chosen = _chosen(options["palette"])
    stems = (options["stems"] or "").lower().replace(" ", "")
    return {
        "scored": scored,
        "length_s": length_s,
        "media_roots": options.get("media_roots", ()),
        "rate": options.get("rate", ""),
        "folder": options["out"],
        "wish": options["wish"],
        "images": options["images"],
        "texts": options["texts"],
        "palette": "" if chosen.text else chosen.name,
        "palette_text": chosen.text,
        "like": options["like"],
        "loudness_lufs": options["loudness"],
        "seed": options["seed"],
        "variations": options["variations"],
        "stems": [name for name in stems.split(",") if name and name != "all"],
        "duck": not options["no_duck"],
        "preview": not options["no_preview"],
        "soundfont": options["soundfont"],
        "vocals": vocals_of(dict(options)),
    }


def _chosen(palette: str | None) -> ChosenPalette:
    """The palette that was asked for; a file is read here, where its path means something."""
    from ningbgm_daemon.palette_file import ChosenPalette, chosen_palette, is_file_name

    return chosen_palette(palette) if palette and is_file_name(palette) else ChosenPalette(palette or "")


def print_made(score: Score) -> None:
    """What was made, as the daemon tells it."""
    from ningbgm_daemon.telling import looking

    edit = score.edit
    length_s = edit.duration_frames / float(edit.rate)
    click.echo(f"{score.display_name}: {length_s:.1f} s from {edit.start_timecode}, {edit.cut_count} cuts")
    click.echo(f"{score.palette}, seed {score.seed}, {score.name}")
    for cue in score.cues:
        click.echo(f"  {cue_line(cue)}")
    click.echo("Passed" if score.passed else "Not everything passed")
    for sentence in score.findings:
        click.echo(f"  {sentence}")
    click.echo(f"{score.folder}  {looking(Path(score.folder))}")


def cue_line(cue: Cue) -> str:
    """A cue in a line."""
    ending, lock = cue.ending.replace("_", " "), ", locked" if cue.locked else ""
    return (
        f"{cue.cue_id}  {cue.start_timecode} to {cue.end_timecode}  {cue.key}, {cue.tempo_bpm:g} bpm,"
        f" {len(cue.hits)} hits, {ending}{lock}"
    )


def _print_score_json(folder: Path) -> None:
    click.echo((folder / "score.json").read_text(encoding="utf-8"), nl=False)
