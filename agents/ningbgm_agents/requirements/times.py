"""Times and counts in plain words: '5 s', '0:10', 'half a minute', '一分半'."""

from __future__ import annotations

import re

_ENGLISH = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "twelve": 12,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "forty five": 45,
    "fifty": 50,
    "sixty": 60,
    "ninety": 90,
    "half a": 0.5,
    "half an": 0.5,
}
_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2}
_WORDS = "|".join(sorted((word.replace(" ", "[ -]") for word in _ENGLISH), key=len, reverse=True))

NUMBER = rf"(?:\d+(?:\.\d+)?|(?:{_WORDS})(?![a-z])|[零一二两三四五六七八九十百半]+)"
_MINUTE = r"分(?=半|[零一二两三四五六七八九十\d]|$|[,，。;；的])"
"""The short word for a minute, which before other words means something else (十分快乐)."""
_UNIT = (
    r"(?:seconds?|secs?|s(?![a-z])|minutes?|mins?|m(?![a-z])|hours?"
    rf"|秒钟|秒|分钟|{_MINUTE}|小时)"
)
_CLOCK = r"\d{1,2}(?::\d{2}){1,3}"
UNIT_TIME = rf"{NUMBER}[ -]?个?{_UNIT}半?(?:[ ,]*(?:and )?{NUMBER}[ -]?{_UNIT})?"
"""A time in units: '5 s', '一分半'."""
TIME = rf"(?:{_CLOCK}|{UNIT_TIME})"
"""A time in units or on the clock."""
BARE_TIME = rf"(?:{TIME}|\d+(?:\.\d+)?)"
"""A time that may lack its unit."""
_PART = re.compile(rf"({NUMBER})[ -]?个?({_UNIT})(半?)")
_CHINESE = re.compile(r"[零一二两三四五六七八九十百半]+")


def seconds_in(text: str, unit_of: str = "", fps: float = 0.0) -> float:
    """The time that `text` says; a number without unit takes that of `unit_of`, else seconds.

    A timecode of four parts ends in frames, which count where `fps` is known.
    """
    if ":" in text:
        return _clock(text, fps)
    parts = _PART.findall(text)
    if not parts:
        unit = _PART.findall(unit_of)
        return number_in(text) * (_scale(unit[0][1]) if unit else 1.0)
    return sum((number_in(n) + (0.5 if half else 0.0)) * _scale(unit) for n, unit, half in parts)


def number_in(text: str) -> float:
    """A number in digits, English or Chinese."""
    word = text.strip().replace("-", " ")
    if word in _ENGLISH:
        return float(_ENGLISH[word])
    if _CHINESE.fullmatch(word):
        return _chinese(word)
    return float(word)


def _clock(text: str, fps: float) -> float:
    parts = [int(part) for part in text.split(":")]
    if len(parts) == 4:
        hours, minutes, seconds, frames = parts
        return hours * 3600 + minutes * 60 + seconds + (frames / fps if fps else 0.0)
    total = 0
    for part in parts:
        total = total * 60 + part
    return float(total)


def _scale(unit: str) -> float:
    if unit.startswith(("h", "小时")):
        return 3600.0
    return 60.0 if unit.startswith(("m", "分")) else 1.0


def _chinese(word: str) -> float:
    if word == "半":
        return 0.5
    half = 0.5 if word.endswith("半") else 0.0
    total, digit = 0, 0
    for character in word.rstrip("半"):
        if character in "十百":
            total += (digit or 1) * (10 if character == "十" else 100)
            digit = 0
        else:
            digit = _DIGITS[character]
    return total + digit + half
