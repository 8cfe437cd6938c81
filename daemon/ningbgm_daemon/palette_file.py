"""A palette of the user's own: read at the door, from where its text travels and not its path."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from ningbgm_agents.composing.ensemble import check
from ningbgm_agents.errors import InputError, MediaError
from ningbgm_agents.palette import Palette, load_palette, read_palette

LARGEST_BYTES = 256 << 10
"""Bytes of a palette; the largest of our own has 6 KiB."""
_PATH = re.compile(r"^(\s*(?:soundfont|sfz)\s*=\s*)(\"[^\"\n]*\"|'[^'\n]*')(.*)$", re.MULTILINE)


@dataclass(frozen=True)
class ChosenPalette:
    """The palette that was asked for: its name and, where it is the user's own, its text."""

    name: str
    text: str = ""


def chosen_palette(said: str) -> ChosenPalette:
    """What `--palette NAME` or `--palette FILE.toml` means.

    Raises:
        NotFoundError: a name that there is not.
        MediaError: a file that is not there, or samples that are not.
        InputError: a file that holds no palette.
    """
    if not is_file_name(said):
        return ChosenPalette(load_palette(said).name)
    text = palette_text(Path(said))
    return ChosenPalette(checked_text(text, Path(said).name).name, text)


def is_file_name(said: str) -> bool:
    """Whether a palette is given as a file."""
    return said.lower().endswith(".toml") or "/" in said or "\\" in said


def palette_text(path: Path) -> str:
    """The text of a palette's file, with the paths of its samples from the root.

    Raises:
        MediaError: the file is not there, too large, or no text.
    """
    try:
        path = path.expanduser()
        if not path.is_file():
            raise MediaError(f"there is no palette file {path}", path=str(path))
        if path.stat().st_size > LARGEST_BYTES:
            raise MediaError(f"{path} has more than {LARGEST_BYTES >> 10} KiB; a palette is a short text")
        text = path.read_text(encoding="utf-8")
    except (OSError, RuntimeError) as error:  # a home that nobody has is a RuntimeError
        raise MediaError(f"the palette file {path} cannot be read: {error}", path=str(path)) from error
    except UnicodeDecodeError as error:
        raise MediaError(f"{path} is not a text in UTF-8; a palette is a TOML file") from error
    return _with_full_paths(text, path.resolve().parent)


def checked_text(text: str, name: str) -> Palette:
    """The palette of a text, all that it plays on looked for.

    Raises:
        InputError: the text holds no palette that can be played.
        MediaError: a file of samples is not there.
    """
    if len(text.encode()) > LARGEST_BYTES:
        raise InputError(f"the palette {name} has more than {LARGEST_BYTES >> 10} KiB; it is a short text")
    palette = read_palette(text, name)
    check(palette)
    for player in palette.players:
        check_samples(player.samples, player.name)
    return palette


def check_samples(samples: str, who: str) -> None:
    """Look whether the samples of an instrument are there.

    Raises:
        MediaError: they are not.
    """
    if not samples:
        return
    path = Path(samples)
    if not path.is_absolute():
        raise InputError(f"{who} plays on {samples}; a palette that is sent needs full paths")
    if not path.is_file():
        raise MediaError(f"there is no file {samples}, which {who} plays on", path=samples)
    known = (".sfz",) if path.suffix.lower() == ".sfz" else (".sf2", ".sf3")
    if path.suffix.lower() not in known:
        raise MediaError(f"{who} plays on {samples}; give an .sf2, .sf3 or .sfz file", path=samples)


def _with_full_paths(text: str, folder: Path) -> str:
    """The text with relative paths of samples written out; its lines keep their numbers."""

    def full(found: re.Match[str]) -> str:
        before, quoted, after = found.groups()
        try:
            path = str(tomllib.loads(f"path = {quoted}")["path"])
            whole = str(folder / Path(path).expanduser())
        except (tomllib.TOMLDecodeError, RuntimeError):  # no home of that name
            return found[0]
        return f"{before}{json.dumps(whole)}{after}" if path else found[0]

    return _PATH.sub(full, text)
