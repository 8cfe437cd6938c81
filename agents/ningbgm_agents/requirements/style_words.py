"""Styles, palettes and references that a wish names, read as traits and never copied."""

from __future__ import annotations

from dataclasses import replace

from .clauses import Said, Text
from .sentences import Sentence
from .tokens import tokenise
from .vocabulary import Entry, Found, entry_named, find
from .wish import Wish

_PALETTE, _MOOD_WORD = 1.0, 0.5
"""Weight of a palette's own word, and of one that is also a mood, an instrument or a style."""


def styles_of(wish: Wish, text: Text) -> Wish:
    """The wish with the palettes that its words ask for, and the traits of its styles."""
    weights: list[tuple[str, float]] = []
    for said in text.said:
        weights += _weights(said)
    meant = [e for said in text.said if (e := said.entry("style")) and not said.negated]
    return replace(_traits(wish, meant), palettes=_summed(weights))


def references(wish: Wish, sentences: tuple[Sentence, ...]) -> Wish:
    """The wish with its reference as understood; what is not known is said."""
    texts = []
    for sentence in sentences:
        if sentence.kind != "reference" or sentence.parts["words"] in texts:
            continue
        words = sentence.parts["words"]
        texts.append(words)
        found = find(tokenise(words))
        if not any(e.kind in ("style", "palette", "mood") for f in found for e in f.entries):
            wish = wish.complaining(f"The reference “{words}” is not known; nothing was taken from it.")
    styles = [entry for name in wish.styles if (entry := entry_named("style", name))]
    people = [entry.name for entry in styles if entry.person]
    if people:
        wish = wish.complaining(
            f"Nothing of {' or '.join(people)} is copied; only traits of the style were"
            f" taken: {'; '.join(e.traits for e in styles if e.person)}."
        )
    known = texts[:1] or people[:1]
    if not known:
        return wish
    traits = "; ".join(dict.fromkeys(entry.traits for entry in styles if entry.traits))
    return replace(wish, reference=f"like {known[0]}" + (f" ({traits})" if traits else ""))


def _weights(said: Said) -> list[tuple[str, float]]:
    sign = -1.0 if said.negated else 1.0
    style = said.entry("style")
    weights = []
    if style:
        weights += [(name, sign * (1.0 - 0.2 * n)) for n, name in enumerate(style.palettes)]
        if said.negated:
            weights = weights[:1]
    for entry in said.found.entries:
        if entry.kind == "palette":
            weights.append((entry.name, sign * _palette_weight(said.found)))
    return weights


def _palette_weight(found: Found) -> float:
    others = any(entry.kind in ("mood", "instrument", "style") for entry in found.entries)
    return _MOOD_WORD if others else _PALETTE


def _summed(weights: list[tuple[str, float]]) -> tuple[tuple[str, float], ...]:
    totals: dict[str, float] = {}
    for name, weight in weights:
        totals[name] = round(totals.get(name, 0.0) + weight, 3)
    return tuple(totals.items())


def _traits(wish: Wish, styles: list[Entry]) -> Wish:
    tempi = [style.tempo_bpm for style in styles if style.tempo_bpm]
    modes = [style.mode for style in styles if style.mode]
    return replace(
        wish,
        styles=tuple(dict.fromkeys(style.name for style in styles)),
        traits=tuple(dict.fromkeys(style.traits for style in styles if style.traits)),
        style_tempo_bpm=tempi[0] if tempi else None,
        style_mode=modes[0] if modes else None,
        style_valence=_mean([s.valence for s in styles if s.valence is not None]),
        style_arousal=_mean([s.arousal for s in styles if s.arousal is not None]),
        style_include=tuple(dict.fromkeys(name for style in styles for name in style.include)),
    )


def _mean(values: list[float]) -> float | None:
    return round(sum(values) / len(values), 3) if values else None
