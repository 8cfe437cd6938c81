"""Which model the user put at a post: an address, a folder, a name, or the tape of an earlier run."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ningbgm_agents.errors import InputError, WishError
from ningbgm_agents.minds.tape import Taped, load_tape

from .on_disk import find_model, read_checkpoint, read_model
from .posts import PERFORMER

_URL = re.compile(r"(https?://[^\s#/@]+(?:/[^\s#]*)?)#(\S+)")
_PERFORMER_URL = re.compile(r"grpc://(\[[0-9a-fA-F:]+\]|[^\s:/@#\[\]]+):\d{1,5}")
TAPE = "tape:"
NONE = "none"
ADVICE = (
    "give an address with the model's name behind it (http://127.0.0.1:11434/v1#qwen3:8b), the folder of a"
    " model, its name, a .pt of openai-whisper, or tape:FILE"
)


@dataclass(frozen=True)
class Choice:
    """What was said for a post, taken apart."""

    kind: Literal["endpoint", "folder", "speech", "tape", "performer", "none"]
    text: str
    """As it was said."""
    url: str = ""
    name: str = ""
    path: Path = Path()


def read_choice(text: str, own: Path) -> Choice:
    """The choice that a text says; `own` is NingBGM's folder of models.

    Raises:
        WishError: it says nothing that can be used.
        NotFoundError: the model that it names is not there.
    """
    if text.startswith(("http://", "https://")):
        match = _URL.fullmatch(text)
        if match is None:
            raise WishError(f"{text!r} does not say which model; {ADVICE}", model=text)
        return Choice("endpoint", text, match[1], match[2])
    if text.startswith(TAPE):
        path = Path(text.removeprefix(TAPE)).expanduser()
        if not path.is_file():
            raise InputError(f"there is no tape {path}", path=str(path))
        return Choice("tape", text, path=path.absolute())
    if text == NONE:
        return Choice("none", text)
    if text.startswith("grpc:"):
        if not _PERFORMER_URL.fullmatch(text):
            raise WishError(f"{text!r} is no performer's address; give grpc://HOST:PORT", model=text)
        return Choice("performer", text, text)
    path = Path(text).expanduser()
    if path.suffix == ".pt":
        found = read_checkpoint(path.absolute())
        return Choice("speech", text, name=found.name, path=found.folder)
    if path.is_absolute() or text.startswith((".", "~")) or (path / "config.json").is_file():
        found = read_model(path.absolute())
    else:
        found = find_model(text, own)
        if found.folder.suffix == ".pt":
            return Choice("speech", text, name=found.name, path=found.folder)
    return Choice("folder", text, name=found.name, path=found.folder)


def check_fits(post: str, choice: Choice) -> None:
    """See that what was chosen can work at a post.

    Raises:
        WishError: it cannot, with what can.
    """
    performs = post.partition(".")[0] == PERFORMER
    if performs and choice.kind not in ("performer", "folder", "none"):
        raise WishError(f"{choice.text} does not play; give grpc://HOST:PORT or the folder of a MusicGen")
    if performs and choice.kind == "folder" and read_model(choice.path, choice.name).kind != "music":
        raise WishError(f"{choice.text} is no model of music; MusicGen and MusicGen Melody are")
    if not performs and choice.kind in ("performer", "none"):
        raise WishError(f"{choice.text} plays, and does not work as {post}; say performer={choice.text}")


def lasting(choice: Choice) -> str:
    """The choice as the settings keep it: paths whole, so that they hold in any folder."""
    if choice.kind in ("endpoint", "performer", "none"):
        return choice.text
    if choice.kind == "tape":
        return f"{TAPE}{choice.path}"
    is_path = Path(choice.text).expanduser().exists()
    return str(choice.path) if is_path else choice.text


def read_tape(path: Path) -> tuple[Taped, ...]:
    """The tape in a file.

    Raises:
        InputError: it cannot be read, or is none.
    """
    try:
        return load_tape(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} is not the tape of a run: {error}", path=str(path)) from error
