"""Words into syllables with their stress: lists a musician can edit first, then rules of the language.

English and German are known by rule, Chinese by its writing (a character is a syllable). Words of any other
language in Latin letters are split at their vowels and left without stress, which nobody then claims to keep.
A hand-set mark always wins: "·" parts syllables and "*" stands before a stressed one.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from itertools import pairwise

from ...lyrics import Line, Syllable, Word

STRESSED_LANGUAGES = ("en", "de")
"""Languages whose stress is known by rule."""
_MARK, _STRESS = "·", "*"
_VOWELS = "aeiouyäöüáàâéèêëíìîïóòôúùûœæãõåøа-яё"
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_PIECES = re.compile(r"[\u3400-\u9fff][，。！？、；：,.!?;:]*|[^\s\u3400-\u9fff]+")
_ONSETS = {
    "en": [
        "bl",
        "br",
        "ch",
        "cl",
        "cr",
        "dr",
        "dw",
        "fl",
        "fr",
        "gl",
        "gr",
        "ph",
        "pl",
        "pr",
        "qu",
        "sc",
        "sh",
        "sk",
        "sl",
        "sm",
        "sn",
        "sp",
        "st",
        "sw",
        "th",
        "tr",
        "tw",
        "wh",
        "wr",
        "str",
        "spr",
        "scr",
        "thr",
    ],
    "de": [
        "bl",
        "br",
        "ch",
        "dr",
        "fl",
        "fr",
        "gl",
        "gr",
        "kl",
        "kn",
        "kr",
        "pf",
        "ph",
        "pl",
        "pr",
        "qu",
        "sch",
        "schl",
        "schm",
        "schn",
        "schr",
        "schw",
        "sp",
        "spr",
        "st",
        "str",
        "th",
        "tr",
        "zw",
    ],
}
_WEAK_PREFIXES = {
    "en": ("be", "re", "de", "pre", "un", "ex", "con", "com", "dis", "en", "em", "im", "pro"),
    "de": ("be", "ge", "er", "ver", "zer", "ent", "emp", "miss"),
}
_PULLING = ("tion", "sion", "cian", "ic", "ics", "ity", "ial", "ian", "eous", "ious")
"""English endings that draw the stress to the syllable before them."""
_NUCLEI = {
    "en": r"[aeiou]+y?|y(?![aeiou])[aeiou]*",
    "de": r"äu|au|eu|ei|ai|ie|aa|ee|oo|[aeiouyäöü]",
}


@dataclass(frozen=True)
class _Known:
    """What a language's list knows."""

    unstressed: frozenset[str]
    words: dict[str, tuple[tuple[str, ...], int]]
    """Syllables and the number of the stressed one, by the word."""


def line_of(text: str, language: str, refrain: bool = False) -> Line:
    """A line of words with their syllables, none on a note yet."""
    pieces = [match for match in _PIECES.finditer(text.strip()) if _sounds(match.group())]
    starts = {match.start() for match in pieces}
    words = (replace(_word(match.group(), language), joined=match.end() in starts) for match in pieces)
    return Line(tuple(words), refrain)


def lines_of(text: str, language: str) -> tuple[Line, ...]:
    """Every line of a text in which something can be sung."""
    lines = (line_of(row, language) for row in text.splitlines())
    return tuple(line for line in lines if line.words)


def _sounds(piece: str) -> bool:
    return any(letter.isalpha() for letter in piece)


def _word(piece: str, language: str) -> Word:
    parts = [part for part in piece.split(_MARK) if part.strip(_STRESS)]
    if _MARK in piece or any(part.startswith(_STRESS) for part in parts):
        stressed = [part.startswith(_STRESS) for part in parts]
        if not any(stressed) and len(parts) > 1:
            stressed[_stress(tuple(part.lower() for part in parts), language)] = True
        plain = (part.removeprefix(_STRESS) for part in parts)
        return Word(tuple(Syllable(text, on) for text, on in zip(plain, stressed, strict=True)))
    if _CHINESE.match(piece):
        return Word((Syllable(piece, False),))
    bare = re.sub(r"^\W+|\W+$", "", piece).lower().replace("’", "'")
    sizes, stress = _split(bare, language)
    return Word(_cut(piece, sizes, stress))


def _split(bare: str, language: str) -> tuple[tuple[int, ...], int | None]:
    """Letters of each syllable and the number of the stressed one, None for a word without stress."""
    known = _known(language)
    if bare in known.words:
        syllables, stress = known.words[bare]
    else:
        syllables = _by_rule(bare, language)
        stress = _stress(syllables, language)
    weak = language not in STRESSED_LANGUAGES or bare in known.unstressed
    return tuple(map(len, syllables)), None if weak else stress


def _cut(piece: str, sizes: tuple[int, ...], stress: int | None) -> tuple[Syllable, ...]:
    """The piece as it is written, cut where its bare word is; punctuation stays with its neighbours."""
    lead = len(piece) - len(re.sub(r"^\W+", "", piece))
    texts, at = [], 0
    for number, size in enumerate(sizes):
        end = len(piece) if number == len(sizes) - 1 else at + size + (lead if number == 0 else 0)
        texts.append(piece[at:end])
        at = end
    return tuple(Syllable(text, number == stress) for number, text in enumerate(texts))


def _by_rule(bare: str, language: str) -> tuple[str, ...]:
    """Syllables of a word that no list has: one a vowel; consonants begin the next where they can."""
    sounded = bare.partition("'")[0] if language == "en" else bare
    nuclei = [match.span() for match in re.finditer(_NUCLEI.get(language, f"[{_VOWELS}]+"), sounded)]
    if language == "en":
        nuclei = _heard_in_english(sounded, nuclei)
    if len(nuclei) < 2:
        return (bare,)
    cuts = [0]
    for (_, end), (start, _) in pairwise(nuclei):
        cuts.append(start - _onset(bare[end:start], language))
    return tuple(bare[a:b] for a, b in zip(cuts, [*cuts[1:], len(bare)], strict=True))


def _heard_in_english(bare: str, nuclei: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Without the vowels that are only written: a closing e, and that of -es and -ed where it is silent."""
    if len(nuclei) < 2:
        return nuclei
    start, end = nuclei[-1]
    last, before = bare[start:end], bare[:start]
    ends_le = bare.endswith(("le", "les", "led")) and before[-2:-1] not in "aeiouy"
    rest = bare[end:]
    silent = last == "e" and (
        rest == ""
        or (rest == "s" and not before.endswith(("s", "x", "z", "ch", "sh", "c", "g")))
        or (rest == "d" and not before.endswith(("t", "d")))
        or rest in ("ly", "less", "ful", "ness", "ment")
    )
    return nuclei[:-1] if silent and not ends_le else nuclei


def _onset(consonants: str, language: str) -> int:
    """How many of the consonants between two vowels begin the later syllable."""
    for size in (4, 3, 2):
        if len(consonants) >= size and consonants[-size:] in _ONSETS.get(language, ()):
            return size
    return 1 if consonants else 0


def _stress(syllables: tuple[str, ...], language: str) -> int:
    """The number of the stressed syllable of a word that no list has."""
    count = len(syllables)
    if count == 1:
        return 0
    if language == "en" and count > 2 and "".join(syllables).endswith(_PULLING):
        long = "".join(syllables).endswith(("ity", "ial", "ian", "eous", "ious"))
        return max(0, count - (3 if long and count > 3 else 2))
    if syllables[0] in _WEAK_PREFIXES.get(language, ()):
        return 1
    return 0


@cache
def _known(language: str) -> _Known:
    if language not in STRESSED_LANGUAGES:
        return _Known(frozenset(), {})
    file = resources.files(__package__) / f"syllables_{language}.toml"
    said = tomllib.loads(file.read_text(encoding="utf-8"))
    words: dict[str, tuple[tuple[str, ...], int]] = {}
    for entry in said["words"]:
        parts = str(entry).split(_MARK)
        stress = next(number for number, part in enumerate(parts) if part.startswith(_STRESS))
        plain = tuple(part.replace(_STRESS, "") for part in parts)
        words["".join(plain)] = plain, stress
    return _Known(frozenset(said["unstressed"]), words)
