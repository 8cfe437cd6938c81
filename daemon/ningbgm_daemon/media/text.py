"""Reading the words that belong to a film: plain text, and subtitles with their times."""

from __future__ import annotations

import re
from pathlib import Path

from ningbgm_agents.errors import MediaError
from ningbgm_agents.evidence import Words

from . import limits
from .container import check_file

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_TIMES = re.compile(
    r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})[,.](\d{1,3})\s*-->\s*"
    r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})[,.](\d{1,3})"
)
_TAGS = re.compile(r"<[^>]*>|\{\\[^}]*\}")
_SUBTITLES = {".srt", ".vtt"}


def read_words(path: Path) -> tuple[Words, ...]:
    """The words of a text file: one piece for plain text, one for each line of subtitles.

    Any sane encoding is read: UTF-8, UTF-16, UTF-32, GB18030, Western.
    """
    path = Path(path)
    check_file(path, limits.MAX_TEXT_BYTES)
    text = _decoded(path.read_bytes())
    if text is None:
        raise MediaError(
            f"{path.name} is no text that can be read; save it as plain text in UTF-8",
            path=str(path),
        )
    if path.suffix.lower() in _SUBTITLES or text.lstrip().startswith("WEBVTT"):
        return _subtitles(text, path)
    plain = text.strip()
    return (Words(plain, str(path)),) if plain else ()


def _decoded(content: bytes) -> str | None:
    """The content as text; None where it is no text."""
    encodings = [name for mark, name in _MARKS if content.startswith(mark)][:1]
    if not encodings:
        wide = _unmarked_wide(content)
        encodings = [wide] if wide else ["utf-8", "gb18030", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _is_text(text):
            return text.replace("\r\n", "\n").replace("\r", "\n")
    return None


def _unmarked_wide(content: bytes) -> str | None:
    """UTF-16 without its mark, known by the zeros in every second byte."""
    sample = content[:4096]
    if len(sample) < 4 or sample.count(0) < len(sample) // 4:
        return None
    return "utf-16-le" if sample[1::2].count(0) > sample[0::2].count(0) else "utf-16-be"


def _is_text(text: str) -> bool:
    odd = sum(1 for sign in text[:4096] if ord(sign) < 32 and sign not in "\t\n\r\f\x1a\x0b")
    return odd == 0


def _subtitles(text: str, path: Path) -> tuple[Words, ...]:
    found: list[Words] = []
    lines = text.split("\n")
    for index, line in enumerate(lines):
        match = _TIMES.search(line)
        if match is None:
            continue
        start_s, end_s = _seconds(match.groups()[:4]), _seconds(match.groups()[4:])
        spoken = _spoken(lines, index + 1)
        if spoken and end_s > start_s:
            found.append(Words(spoken, str(path), start_s, end_s))
    if not found:
        raise MediaError(
            f"{path.name} holds no subtitles with times; save it as SRT or WebVTT, or as .txt",
            path=str(path),
        )
    return tuple(sorted(found, key=lambda words: words.start_s or 0.0))


def _spoken(lines: list[str], index: int) -> str:
    """The lines up to the next empty one, without tags."""
    parts: list[str] = []
    while index < len(lines) and lines[index].strip() and not _TIMES.search(lines[index]):
        parts.append(_TAGS.sub("", lines[index]).strip())
        index += 1
    return " ".join(part for part in parts if part)


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, fraction = (part or "0" for part in parts)
    whole = int(hours) * 3600 + int(minutes) * 60 + int(seconds)
    return float(whole + int(fraction) / 10 ** len(fraction))
