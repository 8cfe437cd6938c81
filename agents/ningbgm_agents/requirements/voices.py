"""Whether somebody sings, who, and in which language: read in the wish, decided in the brief."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import cast

from ..brief import Brief, Request
from ..lyrics import HOUSE_LANGUAGES, Vocals, VoiceName
from .clauses import Text
from .derivation import complain, derive
from .wish import Wish

_NAMES = {"en": "English", "de": "German", "zh": "Chinese"}
_GERMAN = re.compile(
    r"[äöüß]|\b(?:ohne|und|eine|nicht|ist|aber|gesungen|gesang|ruhig|traurig|dich|mich|sich|wir|sind)\b"
)
"""What no other language of the house has; each counts for two words."""
_PERHAPS_GERMAN = re.compile(r"\b(?:mit|der|die|das|dem|den|ein|auf|musik|ich|du|es|von)\b")
"""Words that other languages have too."""
_ENGLISH = re.compile(
    r"\b(?:a|the|and|of|on|with|for|from|you|my|we|me|who|is|are|to|at|it|that|this|your)\b"
)
_SPOKEN = {
    "en": ("english", "englisch", "英文", "英语"),
    "de": ("german", "deutsch", "德语", "德文"),
    "zh": ("chinese", "mandarin", "chinesisch", "中文", "汉语", "国语"),
}
_SUNG = r"(?:(?<![a-z])(?:sung|sings?|singing|gesungen|singt)\s+(?:(?:in|auf)\s+)?|[用唱]\s*)"
_IN = r"(?<![a-z])(?:in|auf)\s+"
"""Before the name of a language, or of what comes from its country: 'in German cars'."""
_ENDS = (
    r"(?![a-z])(?=\s*(?:$|[^\w\s])|\s+(?:and|with|but|please|by|und|mit|aber|bitte|von|gesungen|singen)\b)"
)
"""What stands behind it where it is the language."""
_AFTER = (
    r"(?:e[rnsm]?)?\s*(?:lyrics|vocals?|singers?|singing|songs?|words|voices?|texte?n?\b|gesang|worte"
    r"|gesungen|演唱|歌|唱|人声|女声|男声)"
)


def read_vocals(wish: Wish, text: Text) -> Wish:
    """The wish with what it says of singing; 'no vocals' leaves out the choirs too, as voices."""
    said = [(one, entry) for one in text.said if (entry := one.entry("vocals"))]
    wish = replace(wish, language=language_of(wish.text))
    if not said:
        return wish
    last, entry = said[-1]
    sings = not (last.negated or last.less) and entry.name != "none"
    names = [e.name for s, e in said if not s.negated and e.name not in ("any", "none")]
    denied = any(s.negated and e.name != "none" for s, e in said)
    return replace(
        wish,
        vocals=sings,
        voice=cast("VoiceName", names[-1]) if sings and names else None,
        exclude=tuple(dict.fromkeys((*wish.exclude, *(("voice",) if denied and not sings else ())))),
    )


def language_of(text: str) -> str:
    """The language that a text asks for by name, else the one it is written in; empty where it is empty."""
    folded = text.casefold()
    for language, names in _SPOKEN.items():
        name = f"(?:{'|'.join(map(re.escape, names))})"
        if re.search(rf"{_SUNG}{name}(?![a-z])|{_IN}{name}{_ENDS}|(?<![a-z]){name}{_AFTER}", folded):
            return language
    return written_in(text)


def written_in(text: str) -> str:
    """The language that a text is written in; empty where it is empty."""
    folded = text.casefold()
    if re.search(r"[\u3400-\u9fff]", text):
        return "zh"
    german = 2 * len(set(_GERMAN.findall(folded))) + len(set(_PERHAPS_GERMAN.findall(folded)))
    if german >= 2 and german > len(set(_ENGLISH.findall(folded))):
        return "de"
    return "en" if folded.strip() else ""


def choose_vocals(brief: Brief, request: Request, wish: Wish) -> Brief:
    """The brief with its singer, where one is asked for; options win over words."""
    asked = request.vocals
    words = asked.lyrics.strip()
    sings = asked.sing if asked.sing is not None else bool(words) or wish.vocals
    if not sings:
        return brief
    voice = asked.voice or wish.voice
    if voice is None:
        voice, why = _fitting_voice(brief)
        brief = derive(brief, "voice", voice, why)
    language = (asked.language or (written_in(words) if words else "") or wish.language or "en").lower()
    if not asked.language:
        why = "the language of your words" if words else "the language of the wish"
        why = why if words or wish.language else "no language was named"
        brief = derive(brief, "language", _NAMES.get(language, language), why)
    if not words and language not in HOUSE_LANGUAGES:
        known = ", ".join(_NAMES[one] for one in HOUSE_LANGUAGES)
        brief = complain(
            brief,
            f"The house writes words in {known}, not in “{language}”; English was taken."
            " Give your own words with --lyrics.",
        )
        language = "en"
    return replace(brief, vocals=Vocals(voice, language, words))


def _fitting_voice(brief: Brief) -> tuple[VoiceName, str]:
    valence, arousal = brief.valence or 0.0, brief.arousal or 0.0
    if arousal > 0.35:
        return "tenor", "no voice was named, and the wish is full of energy"
    if valence < -0.2:
        return "alto", "no voice was named, and the wish is dark"
    return "soprano", "no voice was named"
