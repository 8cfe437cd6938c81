"""The command line: `ningbgm score`, `inspect`, `palettes`, `demo`.

Exit codes: 0 done; 2 what was given cannot be used; 3 the output cannot be written or the score not
performed; 130 interrupted.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

EXIT_INPUT = 2
EXIT_OUTPUT = 3
EXIT_INTERRUPTED = 130

_FILE = click.Path(path_type=Path)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="ningbgm", prog_name="ningbgm")
def main() -> None:
    """Music for a picture edit: a film or timeline in, stems in sync out."""


def _score_options(command: click.decorators.FC) -> click.decorators.FC:
    """The options that `score` and `demo` share."""
    for option in reversed(
        (
            click.option(
                "-o",
                "--out",
                type=_FILE,
                help="Folder to write; appears whole or not at all. Default: INPUT.score beside the input.",
            ),
            click.option(
                "--wish",
                default="",
                help="What you want, in English or Chinese: 'calm piano, no drums, hopeful ending'.",
            ),
            click.option(
                "--image",
                "images",
                type=_FILE,
                multiple=True,
                help="A picture that belongs to the film; may be repeated.",
            ),
            click.option(
                "--text",
                "texts",
                type=_FILE,
                multiple=True,
                help="A text that belongs to the film: synopsis, caption, subtitles.",
            ),
            click.option("--palette", help="Style to use; see 'ningbgm palettes'."),
            click.option(
                "--loudness",
                type=float,
                metavar="LUFS",
                help="Integrated loudness of the music. Default: from the wish, else -18.",
            ),
            click.option(
                "--seed", type=int, default=0, show_default=True, help="Same input and seed, same music."
            ),
            click.option(
                "--variations",
                type=click.IntRange(1, 9),
                default=1,
                show_default=True,
                help="How many different scores to write.",
            ),
            click.option(
                "--stems",
                metavar="LIST",
                help="Stems to deliver apart: melody,harmony,motion,bass,drums,hits. "
                "The rest goes into one called 'other'. Default: all.",
            ),
            click.option("--no-duck", is_flag=True, help="Do not lower the music under speech."),
            click.option(
                "--soundfont",
                type=_FILE,
                help="SoundFont (SF2 or SF3) to play on. Default: the built-in one.",
            ),
            click.option(
                "--workers", type=click.IntRange(1, 64), help="Processes to use. Default: one a core."
            ),
            click.option(
                "--json", "as_json", is_flag=True, help="Print the score.json instead of the summary."
            ),
        )
    ):
        command = option(command)
    return command


@main.command()
@click.argument("film", metavar="[INPUT]", type=_FILE, required=False)
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
@_score_options
def score(
    film: Path | None, scored: tuple[str, str] | None, length_s: float | None, **options: object
) -> None:
    """Score INPUT, a media file or an OpenTimelineIO timeline whose media is on disk.

    Without INPUT, --image or --text with --length is scored.
    """
    _score(film, scored, length_s, options)


@main.command()
@_score_options
def demo(**options: object) -> None:
    """Draw a half-minute film of our own and score it."""
    from tempfile import TemporaryDirectory

    from .demo.film import draw_demo

    out = options.get("out") or Path("ningbgm-demo")
    assert isinstance(out, Path), "click gives paths"
    with _errors_told():
        from .order import commission

        out = out.resolve()
        commission(None, None, None, options | {"out": out})
        film = out.with_name(f"{out.name}.mp4")
        film.parent.mkdir(parents=True, exist_ok=True)
        click.echo("Drawing the demo film ...", err=True)
        with TemporaryDirectory(prefix="ningbgm-") as folder:
            drawn = draw_demo(Path(folder) / "demo.mp4")
            for made, kept in ((drawn, film), (drawn.with_suffix(".txt"), film.with_suffix(".txt"))):
                kept.write_bytes(made.read_bytes())
    options["out"] = out
    options["texts"] = options["texts"] or (film.with_suffix(".txt"),)
    _score(film, None, None, options)


def _score(
    film: Path | None, scored: tuple[str, str] | None, length_s: float | None, options: dict[str, object]
) -> None:
    with _errors_told():
        from .console import LiveProgress, print_summary
        from .order import commission

        order = commission(film, scored, length_s, options)
        from .app import score_film

        with LiveProgress(not options["as_json"], order.request.variations) as progress:
            result = score_film(order, progress.watch)
        if options["as_json"]:
            click.echo((result.folder / "score.json").read_text(encoding="utf-8"), nl=False)
        else:
            print_summary(result)


@main.command()
@click.argument("film", metavar="INPUT", type=_FILE)
@click.option(
    "--range", "scored", nargs=2, metavar="IN OUT", help="Part to look at: timecode, seconds or frames."
)
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
def inspect(film: Path, scored: tuple[str, str] | None, as_json: bool) -> None:
    """Show what is read and sensed of INPUT: rate, cuts, speech, scene records."""
    with _errors_told():
        from .inspection import inspect_film

        found = inspect_film(film, scored)
        if as_json:
            import json

            click.echo(json.dumps(found.plain(), ensure_ascii=False, indent=1))
        else:
            click.echo(found.told())


@main.command()
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
def palettes(as_json: bool) -> None:
    """List the styles that there are to choose."""
    with _errors_told():
        import json

        from ningbgm_agents.document import to_plain
        from ningbgm_agents.palette import load_palette, palette_names

        for_all = [load_palette(name) for name in palette_names()]
        if as_json:
            click.echo(json.dumps([to_plain(palette) for palette in for_all], ensure_ascii=False, indent=1))
            return
        for palette in for_all:
            low, high = palette.tempo_bpm
            click.echo(f"{palette.name:<12} {palette.title}, {low:g} to {high:g} bpm")
            click.echo(f"{'':<12} {palette.description}")


@contextmanager
def _errors_told() -> Iterator[None]:
    """One clear sentence and the exit code, in place of a traceback."""
    from ningbgm_agents.errors import InputError, NingbgmError, NotFoundError

    try:
        yield
    except (InputError, NotFoundError) as error:
        click.echo(f"ningbgm: {error}", err=True)
        sys.exit(EXIT_INPUT)
    except NingbgmError as error:
        click.echo(f"ningbgm: {error}", err=True)
        sys.exit(EXIT_OUTPUT)
    except OSError as error:
        click.echo(f"ningbgm: {error.filename or 'the disk'}: {error.strerror or error}", err=True)
        sys.exit(EXIT_OUTPUT)
    except KeyboardInterrupt:
        click.echo("ningbgm: stopped; nothing was left behind", err=True)
        sys.exit(EXIT_INTERRUPTED)
