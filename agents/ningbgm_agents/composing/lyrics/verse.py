"""Which lines are sung to which phrases: pairs that rhyme and suit the moment, and a refrain that returns."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

from ...lyrics import HOUSE_LANGUAGES, Line, Syllable
from .book import Couplet, LyricMood, book_of, spoken_lines
from .fitting import Fit, fit, shortened
from .song import Phrase

_WORST = 0.85
"""Price a syllable from which a line is not sung to a phrase at all."""
_OTHER_MOOD, _SUITS, _CHANCE = 4.0, 1.2, 0.8
_FAR_BEATS = 16
"""Two phrases that are further apart make no rhyme."""
_MANY_PAIRS = 6
"""With so many pairs the refrain comes every third time, else every second."""

Laid = tuple[Phrase, Line, Fit]
"""A phrase with the line under it."""


@dataclass(frozen=True)
class Moment:
    """A phrase and what the film feels and shows there."""

    phrase: Phrase
    mood: LyricMood
    words: frozenset[str]
    """Words of the scene and of the wish."""


@dataclass
class Poet:
    """Chooses from the house's book; knows over all cues what has been used and which refrain returns."""

    language: str
    dice: random.Random
    used: set[Couplet] = field(default_factory=set)
    refrain: Couplet | None = None

    def remember(self, sung: Collection[str]) -> None:
        """Take lines that are sung elsewhere as used, and their refrain as the one that returns."""
        book = book_of(self.language)
        self.used |= {couplet for couplet in book.couplet if set(couplet.lines) & set(sung)}
        self.refrain = self.refrain or next(
            (couplet for couplet in book.refrain if set(couplet.lines) & set(sung)), None
        )

    def underlay(self, moments: Sequence[Moment]) -> list[Laid]:
        """Words for a cue's phrases, in their order; phrases that nothing fits are left out."""
        if self.language not in HOUSE_LANGUAGES:
            return []
        pairs, left = self._pairs(moments)
        every = 3 if len(pairs) > _MANY_PAIRS else 2
        returns = [(len(pairs) - 1 - n) % every == 0 for n in range(len(pairs))]
        self._choose_refrain([pair for pair, on in zip(pairs, returns, strict=True) if on])
        laid: list[Laid] = []
        for pair, on in zip(pairs, returns, strict=True):
            sung = self._pair(pair, self.refrain, refrain=True) if on and self.refrain else None
            laid += sung or self._verse(pair)
        if left is not None and self.refrain is not None:
            laid += _tag(left.phrase, spoken_lines(self.refrain, self.language, True)[1])
        return laid

    def _pairs(self, moments: Sequence[Moment]) -> tuple[list[tuple[Moment, ...]], Moment | None]:
        """Neighbouring phrases to which any two lines can be sung, and the last one where it is left over."""
        book = book_of(self.language)
        pairs: list[tuple[Moment, ...]] = []
        at = 0
        while at + 1 < len(moments):
            pair = tuple(moments[at : at + 2])
            near = pair[1].phrase.start - pair[0].phrase.end <= _FAR_BEATS
            couplets = (*book.couplet, *book.refrain)
            sings_any = near and any(self._pair(pair, one, refrain=False) for one in couplets)
            if sings_any:
                pairs.append(pair)
            at += 2 if sings_any else 1
        return pairs, moments[-1] if at == len(moments) - 1 else None

    def _choose_refrain(self, pairs: Sequence[tuple[Moment, ...]]) -> None:
        if self.refrain is not None or not pairs:
            return
        mood = max((m.mood for m in pairs[-1]), key=[m.mood for pair in pairs for m in pair].count)
        scored = []
        for number, couplet in enumerate(book_of(self.language).refrain):
            prices = list(self._prices(pairs, couplet))
            unsuited = _OTHER_MOOD * (mood not in couplet.moods) + _CHANCE * self.dice.random()
            if prices:
                scored.append((-len(prices), sum(prices) / len(prices) + unsuited, number))
        if scored:
            self.refrain = book_of(self.language).refrain[min(scored)[-1]]

    def _prices(self, pairs: Sequence[tuple[Moment, ...]], couplet: Couplet) -> Iterator[float]:
        for pair in pairs:
            sung = self._pair(pair, couplet, refrain=True)
            if sung:
                yield sum(fitted.cost for _, _, fitted in sung)

    def _verse(self, pair: tuple[Moment, ...]) -> list[Laid]:
        """The best pair of lines that has not been sung yet."""
        scored: list[tuple[float, int, list[Laid]]] = []
        for number, couplet in enumerate(book_of(self.language).couplet):
            chance = _CHANCE * self.dice.random()
            sung = None if couplet in self.used else self._pair(pair, couplet, refrain=False)
            if sung:
                price = sum(fitted.cost for _, _, fitted in sung) + chance
                price += _OTHER_MOOD * (pair[0].mood not in couplet.moods)
                price -= _SUITS * bool(set(couplet.about) & pair[0].words)
                scored.append((price, number, sung))
        if not scored:
            return []
        _, number, sung = min(scored, key=lambda one: one[:2])
        self.used.add(book_of(self.language).couplet[number])
        return sung

    def _pair(self, pair: tuple[Moment, ...], couplet: Couplet, refrain: bool) -> list[Laid] | None:
        lines = spoken_lines(couplet, self.language, refrain)
        laid = []
        for moment, line in zip(pair, lines, strict=True):
            fitted = sings(line, moment.phrase)
            if fitted is None:
                return None
            laid.append((moment.phrase, line, fitted))
        return laid


def sings(line: Line, phrase: Phrase) -> Fit | None:
    """The line under the phrase, or None where it would not sing well."""
    fitted = fit(line, phrase)
    return fitted if fitted is not None and fitted.cost <= _WORST * len(line.syllables) else None


def _tag(phrase: Phrase, line: Line) -> list[Laid]:
    """The refrain's last line once more, where a phrase is left over."""
    fitted = sings(line, phrase)
    return [] if fitted is None else [(phrase, line, fitted)]


def own_words(lines: list[Line], phrases: Sequence[Phrase]) -> list[Laid]:
    """The user's lines in their order, word for word; what is sung is taken out of `lines`.

    A line too long for a phrase goes on in the next one, cut between two words.
    """
    laid: list[Laid] = []
    for phrase in phrases:
        if not lines:
            break
        count = len(lines[0].words)
        for size in range(count, 0, -1):
            part = replace(lines[0], words=lines[0].words[:size])
            there = shortened(phrase, len(part.syllables))
            fitted = fit(part, there)
            if fitted is not None:
                rest = lines[0].words[size:]
                lines[:1] = [replace(lines[0], words=rest)] if rest else []
                laid.append((there, part, fitted))
                break
    return laid


def placed(laid: Laid, first_note: int) -> Line:
    """The line with the notes of every syllable; `first_note` is the number of the phrase's first one."""
    _, line, fitted = laid
    ends = (*fitted.starts[1:], len(fitted.notes))
    numbers = iter(zip(fitted.starts, ends, strict=True))

    def noted(syllable: Syllable) -> Syllable:
        start, end = next(numbers)
        return replace(syllable, notes=tuple(range(first_note + start, first_note + end)))

    words = tuple(
        replace(word, syllables=tuple(noted(syllable) for syllable in word.syllables)) for word in line.words
    )
    return replace(line, words=words)
