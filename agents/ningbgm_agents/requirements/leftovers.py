"""What a wish says and nothing was made of: so that no demand is dropped in silence."""

from __future__ import annotations

from .clauses import Text
from .tokens import Token

_HEADS = frozenset(
    [
        "music",
        "score",
        "soundtrack",
        "track",
        "tune",
        "feel",
        "feeling",
        "sound",
        "vibe",
        "mood",
        "style",
        "tone",
        "ending",
        "beginning",
        "rhythm",
        "melody",
        "ambience",
        "ambiance",
        "theme",
    ]
)
"""Words before which an unknown word is a demand ('a crunchy sound')."""
_LEADS = frozenset(
    [
        "with",
        "without",
        "no",
        "only",
        "add",
        "use",
        "using",
        "include",
        "including",
        "feature",
        "featuring",
        "want",
        "need",
        "more",
        "less",
        "avoid",
        "very",
        "make",
        "makes",
        "加",
        "加入",
        "加上",
        "用",
        "使用",
    ]
)
"""Words after which an unknown word is a demand ('with a theremin')."""
_ARTICLES = frozenset(["a", "an", "the", "some", "of", "more", "it", "any"])


def leftovers(text: Text, skipped: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """Sentences about unknown words that look like demands, `skipped` words aside."""
    unknown = _unknown(text, skipped)
    sentences = []
    for group in _groups(text, unknown):
        words = _text(tuple(text.tokens[n] for n in group))
        if _demanded(text, group) or not _understood(text, text.clauses[group[0]]):
            sentences.append(f"“{words}” was not understood and changed nothing in the music.")
    return tuple(dict.fromkeys(sentences))


def _unknown(text: Text, skipped: frozenset[str]) -> list[int]:
    covered = {n for said in text.said for n in range(said.found.start, said.found.end)}
    return [
        n
        for n, token in enumerate(text.tokens)
        if n not in covered
        and not token.mark
        and token.text not in skipped
        and (token.chinese or len(token.text) > 1 or token.text.isdigit())
    ]


def _groups(text: Text, unknown: list[int]) -> list[list[int]]:
    """Neighbouring unknown words together."""
    groups: list[list[int]] = []
    for n in unknown:
        if groups and groups[-1][-1] == n - 1 and text.clauses[n] == text.clauses[n - 1]:
            groups[-1].append(n)
        else:
            groups.append([n])
    return groups


def _demanded(text: Text, group: list[int]) -> bool:
    before, after = group[0] - 1, group[-1] + 1
    while before >= 0 and text.tokens[before].text in _ARTICLES:
        before -= 1
    follows = after < len(text.tokens) and text.tokens[after].text in _HEADS
    led = any(
        said.found.end == before + 1 and (said.found.text in _LEADS or said.entry("negate"))
        for said in text.said
    )
    return follows or led or _beside_mood(text, group)


def _beside_mood(text: Text, group: list[int]) -> bool:
    """Whether it is joined to a mood that was understood: 'happy and flubbery'."""
    for said in text.said:
        if said.entry("join") and said.found.end == group[0]:
            return any(s.entry("mood") and s.found.end == said.found.start for s in text.said)
    return False


def _understood(text: Text, clause: int) -> bool:
    return any(
        said.clause == clause
        and any(entry.kind not in ("plain", "join", "but", "want") for entry in said.found.entries)
        for said in text.said
    )


def _text(tokens: tuple[Token, ...]) -> str:
    return ("" if tokens[0].chinese else " ").join(token.text for token in tokens)
