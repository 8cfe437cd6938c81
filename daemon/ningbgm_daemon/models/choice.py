"""Which model the user put at a post: an address, a folder, a name, or the tape of an earlier run."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ningbgm_agents.errors import InputError, WishError
from ningbgm_agents.minds.tape import Taped, load_tape

from .on_disk import ModelKind, find_model, read_checkpoint, read_model
from .posts import CAPTIONS, PERFORMER, TAGS, TRANSCRIPT, VOICE

_URL = re.compile(r"(https?://[^\s#/@]+(?:/[^\s#]*)?)#(\S+)")
_SERVER_URL = re.compile(
    r"(https?://(?:\[[0-9a-fA-F:]+\]|[^\s:/@?#\[\]]+)(?::[0-5]?\d{1,4})?(?:/[^\s?#]*)?)(?:#(\S+))?"
)
_PERFORMER_URL = re.compile(r"grpcs?://(\[[0-9a-fA-F:]+\]|[^\s:/@#\[\]]+):\d{1,5}")
TAPE = "tape:"
NONE = "none"
ADVICE = (
    "give an address with the model's name behind it (http://127.0.0.1:11434/v1#qwen3:8b), the folder of a"
    " model, its name, a .pt of openai-whisper, or tape:FILE"
)

_BLIND: dict[ModelKind, str] = {
    "matching": f"describes no pictures; let it work as {TAGS}",
    "language": "describes no pictures: it reads words alone",
    "speech": "describes no pictures: it hears",
    "music": f"describes no pictures; let it work as {PERFORMER}",
}
_USES: dict[ModelKind | None, str] = {
    "matching": f"let it work as {TAGS}",
    "music": f"let it work as {PERFORMER}",
    "speech": f"as {TRANSCRIPT} works openai-whisper's own .pt",
}


@dataclass(frozen=True)
class Choice:
    """What was said for a post, taken apart."""

    kind: Literal["endpoint", "folder", "speech", "tape", "performer", "singer", "none"]
    text: str
    """As it was said."""
    url: str = ""
    name: str = ""
    path: Path = Path()


def read_choice_at(post: str, text: str, own: Path) -> Choice:
    """The choice that a text says for a post: for the voice's, an address is that of a singer's server.

    Raises:
        WishError: it says nothing that can be used there.
        NotFoundError: the model that it names is not there.
    """
    if not text.startswith(("http://", "https://")) or post.partition(".")[0] != PERFORMER:
        return read_choice(text, own)
    if post != VOICE:
        raise WishError(f"{text} plays no instrument; where it is ACE-Step's server, say {VOICE}={text}")
    match = _SERVER_URL.fullmatch(text)
    if match is None:
        raise WishError(f"{text!r} is no server's address; give http://HOST:PORT, or http://HOST:PORT#MODEL")
    return Choice("singer", text, match[1], match[2] or "")


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
    if text.startswith(("grpc:", "grpcs:")):
        if not _PERFORMER_URL.fullmatch(text):
            raise WishError(
                f"{text!r} is no performer's address; give grpc://HOST:PORT, or grpcs://HOST:PORT with TLS",
                model=text,
            )
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
    why = _unfit(post, choice)
    if why:
        raise WishError(f"{choice.text} {why}", model=choice.text)


def _unfit(post: str, choice: Choice) -> str:
    """Why a choice cannot work at a post, to be said after its name; empty where it can."""
    kind = read_model(choice.path, choice.name).kind if choice.kind == "folder" else None
    if post == VOICE:
        sings = choice.kind in ("singer", "none")
        return "" if sings else f"sings no words; ACE-Step's server does: {VOICE}=http://HOST:PORT"
    if post.partition(".")[0] == PERFORMER:
        if choice.kind not in ("performer", "folder", "none"):
            return "does not play; give grpc://HOST:PORT or the folder of a MusicGen"
        fits = choice.kind != "folder" or kind == "music"
        return "" if fits else "is no model of music; MusicGen and MusicGen Melody are"
    if choice.kind == "none":
        return f"is said of performers; for the rules say 'ningbgm models forget {post}'"
    if choice.kind == "performer":
        return f"plays, and does not work as {post}; say {PERFORMER}={choice.text}"
    if post == TRANSCRIPT:
        return "" if choice.kind == "speech" else "is not a .pt of openai-whisper"
    if post in (CAPTIONS, TAGS) and choice.kind != "folder":
        return f"is not the folder of a model, and nothing else works as {post}"
    if post == CAPTIONS:
        return _BLIND.get(kind, "") if kind else ""
    if post == TAGS:
        return "" if kind == "matching" else "is no CLIP or SigLIP"
    if choice.kind == "speech":
        return f"does not think; let it work as {TRANSCRIPT}"
    return f"does not think; {_USES[kind]}" if kind in _USES else ""


def lasting(choice: Choice) -> str:
    """The choice as the settings keep it: paths whole, so that they hold in any folder."""
    if choice.kind in ("endpoint", "performer", "singer", "none"):
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
