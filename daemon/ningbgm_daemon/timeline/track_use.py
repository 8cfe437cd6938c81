"""Guesses from names what an audio track is for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from ningbgm_agents.timeline import TrackUse

_WORDS: tuple[tuple[TrackUse, str], ...] = (
    (
        "dialogue",
        r"dial\w*|dia|dx|vo|voice\w*|speech|narrat\w*|interview\w*|lavs?|lavalier|adr|talk\w*",
    ),
    ("music", r"music|mus|mx|score|songs?|bgm|soundtrack|ost|theme"),
    (
        "effects",
        r"s?fx|sound effects?|foley|ambi\w*|atmos?|effects?|room ?tone|whoosh\w*|wind|hits?",
    ),
)
_PATTERNS = tuple((use, re.compile(rf"(?:^|[^a-z])(?:{words})(?:[^a-z]|$)", re.I)) for use, words in _WORDS)


def guess_use(track_name: str, clip_names: Iterable[str]) -> TrackUse:
    """What the track's name says, else what most of its clips' names say, else 'unknown'."""
    named = _use(track_name)
    if named is not None:
        return named
    uses = Counter(use for use in map(_use, clip_names) if use is not None)
    return uses.most_common(1)[0][0] if uses else "unknown"


def _use(name: str) -> TrackUse | None:
    return next((use for use, pattern in _PATTERNS if pattern.search(name)), None)
