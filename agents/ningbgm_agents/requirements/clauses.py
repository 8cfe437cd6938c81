"""Clauses of a wish: which words are denied, weakened, strengthened or meant alone."""

from __future__ import annotations

from dataclasses import dataclass

from .tokens import Token, plain, tokenise
from .vocabulary import Entry, Found, Kind, find

STRONG, WEAK = 1.25, 0.6
"""How much 'very' and 'a bit' change a feeling."""
_AS_ONE: dict[str, str] = {"tempo": "mood", "dynamics": "mood", "vocals": "instrument"}
"""Kinds that one negation reaches together: 'no drums or vocals'."""
_NEAR = 2
"""Words that may stand between a degree or 'only' and what it belongs to."""


@dataclass(frozen=True)
class Said:
    """A phrase as it was meant."""

    found: Found
    clause: int
    segment: int = 0
    """Part of a clause that speaks of one place of the film."""
    negated: bool = False
    less: bool = False
    degree: float = 1.0
    only: bool = False

    def entry(self, kind: Kind) -> Entry | None:
        """Its meaning of this kind, or None."""
        return self.found.entry(kind)


@dataclass(frozen=True)
class Text:
    """A prepared text: its tokens, the phrases found in them, and each token's clause."""

    tokens: tuple[Token, ...]
    said: tuple[Said, ...]
    clauses: tuple[int, ...]


def read_clauses(text: str) -> Text:
    """Find the phrases of a text and what the words around them do to them."""
    tokens = tokenise(plain(text))
    found = find(tokens)
    clauses = _clauses(tokens)
    denied = _denied(tokens, found)
    segments = _segments(found, clauses)
    said = tuple(
        Said(
            phrase,
            clauses[phrase.start],
            segments[number],
            number in denied,
            _before(found, number, "less"),
            STRONG if _before(found, number, "strong") else WEAK if _before(found, number, "weak") else 1.0,
            _alone(found, clauses, number),
        )
        for number, phrase in enumerate(found)
    )
    return Text(tokens, said, clauses)


def _clauses(tokens: tuple[Token, ...]) -> tuple[int, ...]:
    numbers, clause = [], 0
    for token in tokens:
        numbers.append(clause)
        clause += token.mark
    return tuple(numbers)


def _denied(tokens: tuple[Token, ...], found: tuple[Found, ...]) -> frozenset[int]:
    """Numbers of the phrases under a negation: up to a mark, a 'but', or a word of another kind."""
    denied: set[int] = set()
    active, last = False, None
    for number, phrase in enumerate(found):
        gap = tokens[found[number - 1].end if number else 0 : phrase.start]
        if any(token.mark for token in gap) and not _list_goes_on(tokens, found, number):
            active = False
        if phrase.entry("negate"):
            active, last = True, None
        elif phrase.entry("but") or phrase.entry("only"):
            active = False
        elif phrase.entry("want"):
            active = active and last is None
        elif active and (kind := _deniable(phrase)):
            if last not in (None, kind):
                active = False
                continue
            denied.add(number)
            last = kind
    return frozenset(denied)


def _deniable(phrase: Found) -> str | None:
    for kind in (
        "instrument",
        "mood",
        "tempo",
        "dynamics",
        "style",
        "palette",
        "refused",
        "vocals",
        "density",
        "joins",
        "arc",
    ):
        if phrase.entry(kind):
            return _AS_ONE.get(kind, kind)
    return None


def _list_goes_on(tokens: tuple[Token, ...], found: tuple[Found, ...], number: int) -> bool:
    """Whether the phrases from here on are the rest of 'no drums, bass or choir'."""
    if not found[number].entry("instrument"):
        return False
    end = found[number].end
    for phrase in found[number + 1 :]:
        if any(token.mark and token.text not in ",，" for token in tokens[end : phrase.start]):
            return False
        if phrase.text in ("or", "nor", "或", "或者"):
            return True
        if not phrase.entry("instrument"):
            return False
        end = phrase.end
    return False


def _before(found: tuple[Found, ...], number: int, kind: Kind) -> bool:
    """Whether a word of this kind stands just before the phrase, plain words aside."""
    start = found[number].start
    for earlier in reversed(found[:number]):
        if start - earlier.end > _NEAR:
            return False
        if earlier.entry(kind):
            return True
        if not earlier.entry("plain"):
            return False
    return False


def _alone(found: tuple[Found, ...], clauses: tuple[int, ...], number: int) -> bool:
    """Whether an instrument is meant alone: 'only piano', 'piano only', 'only piano and cello'."""
    phrase = found[number]
    if not phrase.entry("instrument"):
        return False
    clause = clauses[phrase.start]
    onlies = [f for f in found if f.entry("only") and clauses[f.start] == clause]
    near = any(0 <= f.start - phrase.end <= 1 or 0 <= phrase.start - f.end <= _NEAR for f in onlies)
    return near or any(
        f.end <= phrase.start
        and all(
            between.entry("instrument") or between.entry("join") or between.entry("plain")
            for between in found
            if f.end <= between.start < phrase.start
        )
        for f in onlies
    )


def _segments(found: tuple[Found, ...], clauses: tuple[int, ...]) -> tuple[int, ...]:
    """Each phrase's segment: clauses, cut again at 'with', 'then' and 'and' where due."""
    numbers, segment = [], 0
    for number, phrase in enumerate(found):
        if (
            (number and clauses[phrase.start] != clauses[found[number - 1].start])
            or phrase.entry("but")
            or _opens_place(phrase)
            or _joins_places(found, clauses, number)
        ):
            segment += 1
        numbers.append(segment)
    return tuple(numbers)


def _opens_place(phrase: Found) -> bool:
    place = phrase.entry("place")
    return place is not None and place.name in ("next", "build")


def _joins_places(found: tuple[Found, ...], clauses: tuple[int, ...], number: int) -> bool:
    if not found[number].entry("join"):
        return False
    clause = clauses[found[number].start]
    same = [f for f in found if clauses[f.start] == clause]
    before = any(f.entry("place") for f in same if f.end <= found[number].start)
    after = any(f.entry("place") for f in same if f.start >= found[number].end)
    return before and after
