"""The options that `score` and `demo` share."""

from __future__ import annotations

from pathlib import Path
from typing import NotRequired, TypedDict, get_args

import click

from ningbgm_agents.lyrics import VoiceName

FILE = click.Path(path_type=Path)
MEDIA_ROOT = click.option(
    "--media-root",
    "media_roots",
    type=FILE,
    multiple=True,
    help="Folder to search for a timeline's media that is not where it says; may be repeated.",
)
RATE = click.option(
    "--rate",
    default="",
    help="Frame rate of a timeline that does not say its own (EDL): 23.976, 25, '29.97 DF'.",
)


class ScoreOptions(TypedDict):
    """What click makes of the options."""

    out: Path | None
    wish: str
    images: tuple[Path, ...]
    texts: tuple[Path, ...]
    palette: str | None
    loudness: float | None
    seed: int
    variations: int
    stems: str | None
    no_duck: bool
    vocals: bool | None
    voice: VoiceName | None
    language: str
    lyrics: str
    no_preview: bool
    soundfont: Path | None
    like: Path | None
    workers: int | None
    alone: bool
    as_json: bool
    media_roots: NotRequired[tuple[Path, ...]]
    rate: NotRequired[str]


_OPTIONS = (
    click.option(
        "-o",
        "--out",
        type=FILE,
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
        type=FILE,
        multiple=True,
        help="A picture that belongs to the film; may be repeated.",
    ),
    click.option(
        "--text",
        "texts",
        type=FILE,
        multiple=True,
        help="A text that belongs to the film: synopsis, caption, subtitles.",
    ),
    click.option("--palette", help="Style to use: a name of 'ningbgm palettes', or a FILE.toml of your own."),
    click.option(
        "--like",
        type=FILE,
        help="A temp track (sound or film) to be like in tempo, mode, density, brightness and course; never"
        " in its notes.",
    ),
    click.option(
        "--loudness",
        type=float,
        metavar="LUFS",
        help="Integrated loudness of the music. Default: from the wish, else -18.",
    ),
    click.option("--seed", type=int, default=0, show_default=True, help="Same input and seed, same music."),
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
        help="Stems to deliver apart: voice,melody,harmony,motion,bass,drums,hits. "
        "The rest goes into one called 'other'. Default: all.",
    ),
    click.option(
        "--vocals/--no-vocals",
        default=None,
        help="Have a sung line, or none whatever the wish says. Default: from the wish, else none.",
    ),
    click.option(
        "--voice",
        type=click.Choice(get_args(VoiceName)),
        help="Who sings. Default: from the wish.",
    ),
    click.option(
        "--language",
        default="",
        metavar="CODE",
        help="Language of the words: en, de, zh; of your own words any. Default: that of the wish.",
    ),
    click.option(
        "--lyrics",
        default="",
        metavar="FILE|TEXT",
        help="Your own words, sung word for word: a text file, or 'one line / the next one'.",
    ),
    click.option("--no-duck", is_flag=True, help="Do not lower the music under speech."),
    click.option(
        "--no-preview", is_flag=True, help="Do not write preview.mp4, which takes longest for a timeline."
    ),
    click.option(
        "--soundfont",
        type=FILE,
        help="SoundFont (SF2 or SF3) to play on. Default: the built-in one.",
    ),
    click.option(
        "--workers",
        type=click.IntRange(1, 64),
        help="Work alone with so many processes. Default: the daemon's, or one a core.",
    ),
    click.option("--alone", is_flag=True, help="Work in this process even where a daemon runs."),
    click.option("--json", "as_json", is_flag=True, help="Print the score.json instead of the summary."),
)


def default_out(film: Path | None, options: ScoreOptions) -> Path:
    """`film.score` beside the input, or `ningbgm.score` here."""
    source = film or next(iter((*options["images"], *options["texts"])), None)
    if source is None or not source.name:  # "." and "/" have no name; they are refused later, with a sentence
        return Path("ningbgm.score")
    return source.with_name(f"{source.stem}.score")


def score_options(command: click.decorators.FC) -> click.decorators.FC:
    """Give a command the options that `score` and `demo` share."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command
