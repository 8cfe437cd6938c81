"""What the options say of singing: whether, who, in which language, and the user's own words."""

from __future__ import annotations

import re
from pathlib import Path
from typing import cast

from ningbgm_agents.errors import MediaError, WishError
from ningbgm_agents.lyrics import MOST_LYRICS, VocalWish, VoiceName

_TEXT_FILES = (".txt", ".md", ".lrc", ".text")
_LINE = " / "
_MOST_BYTES = 8 * MOST_LYRICS
"""A file with more is no song: four bytes a letter, and as much again for the times of each line."""
_TAG = re.compile(
    r"\[(?:\d{1,3}:\d{2}(?:[.:]\d{1,3})?|(?:al|ar|au|by|id|la|length|lr|offset|re|ti|tool|ve):[^\]\n]*)\]|<\d+:\d{2}[^>\n]*>"
)
"""Times of lines and words, and headers, in LRC files."""


def vocals_of(options: dict[str, object]) -> VocalWish:
    """What the options ask for.

    Raises:
        MediaError: the file of the words is not there, or holds no text.
        WishError: a language that is none, or too many words.
    """
    vocals, voice = options.get("vocals"), options.get("voice")
    return VocalWish(
        sing=vocals if isinstance(vocals, bool) else None,
        voice=cast("VoiceName", voice) if voice else None,
        language=checked_language(str(options.get("language") or "")),
        lyrics=_lyrics(str(options.get("lyrics") or "")),
    )


def checked_language(code: str) -> str:
    """A language's two letters in lower case, or nothing.

    Raises:
        WishError: something else.
    """
    code = code.strip().lower().partition("-")[0]
    if code and not (len(code) == 2 and code.isascii() and code.isalpha()):
        raise WishError(f"a language is two letters such as en, de or zh, not {code[:40]!r}")
    return code


def checked_lyrics(text: str) -> str:
    """Words to sing, if there are any that can be.

    Raises:
        WishError: too many, or nothing but signs.
    """
    if len(text) > MOST_LYRICS:
        raise WishError(f"the words have {len(text)} characters; {MOST_LYRICS} are the most")
    if text.strip() and not any(letter.isalpha() for letter in text):
        raise WishError("there is no word in what is to be sung")
    return text.strip()


def _lyrics(said: str) -> str:
    if not said.strip():
        return ""
    path = Path(said)
    one_line = "\n" not in said and len(said) < 1000
    if one_line and path.suffix.lower() in _TEXT_FILES:
        text = _read(path)
        return checked_lyrics(_untimed(text) if path.suffix.lower() == ".lrc" else text)
    return checked_lyrics(said.replace(_LINE, "\n"))


def _read(path: Path) -> str:
    try:
        size = path.stat().st_size
        if size > _MOST_BYTES:
            raise WishError(
                f"{path} has {size} bytes; the words to sing have {MOST_LYRICS} characters at most"
            )
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise MediaError(f"there is no file {path} with words to sing", path=str(path)) from error
    except UnicodeDecodeError as error:
        raise MediaError(f"{path} is not a text in UTF-8", path=str(path)) from error


def _untimed(text: str) -> str:
    """The words of an LRC file: its times and headers left out, and the lines that only held such."""
    lines = ((line, _TAG.sub("", line).strip()) for line in text.splitlines())
    return "\n".join(words for line, words in lines if words or not line.strip())
