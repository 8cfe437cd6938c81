"""What is said in a film, line by line, from a transcript or from subtitles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .evidence import Evidence, SpeechSpan, SpokenWord, line_of

_ENDS = (".", "?", "!", "…", "。", "？", "！")
_PAUSE_S = 0.7
"""A pause between two words that ends a line, whatever the punctuation says."""
_UNTIMED_S = 2.0
"""How long a subtitle without an end is taken to stand."""
_NAMED = re.compile(r"^(?:\[([^\]\n:]{1,30})\]|\(([^)\n:]{1,30})\)|([A-Z][A-Z0-9 .'’-]{1,24}))\s*:\s*(?=\S)")
"""Who speaks, as subtitles and scripts say it: 'ANNA: ...', '[Anna]: ...', '(Anna): ...'."""


@dataclass(frozen=True)
class SpokenLine:
    """A sentence that somebody says."""

    text: str
    start_s: float
    end_s: float
    confidence: float
    source: str
    """The model that heard it, or the file that says it."""
    speaker: str = ""
    """Who says it, where the text tells; empty otherwise."""


def spoken_lines(evidence: Evidence) -> tuple[SpokenLine, ...]:
    """Every line in its order: what was heard, where a model wrote it down; else the subtitles."""
    heard = [line for span in evidence.speech if span.text.strip() for line in _of_span(span)]
    lines = heard or [
        _line(words.text, words.start_s, words.end_s or words.start_s + _UNTIMED_S, 0.8, words.source)
        for words in evidence.words
        if words.start_s is not None and words.text.strip()
    ]
    return tuple(sorted(lines, key=lambda line: (line.start_s, line.end_s)))


def spoken_text(evidence: Evidence) -> str:
    """All that is said as one text."""
    return " ".join(line.text for line in spoken_lines(evidence))


def _of_span(span: SpeechSpan) -> Iterator[SpokenLine]:
    source = span.source or "subtitles"
    if not span.words:
        yield _line(span.text, span.start_s, span.end_s, span.confidence, source)
        return
    for words in _sentences(span.words):
        confidence = sum(word.confidence for word in words) / len(words)
        yield _line(line_of(words), words[0].start_s, words[-1].end_s, confidence, source)


def _sentences(words: tuple[SpokenWord, ...]) -> Iterator[tuple[SpokenWord, ...]]:
    sentence: list[SpokenWord] = []
    for word in words:
        if sentence and word.start_s - sentence[-1].end_s >= _PAUSE_S:
            yield tuple(sentence)
            sentence = []
        sentence.append(word)
        if word.text.rstrip("\"'”’»)").endswith(_ENDS):
            yield tuple(sentence)
            sentence = []
    if sentence:
        yield tuple(sentence)


def _line(text: str, start_s: float, end_s: float, confidence: float, source: str) -> SpokenLine:
    text = " ".join(text.split())
    named = _NAMED.match(text)
    speaker = next(part for part in named.groups() if part).strip().title() if named else ""
    said = text[named.end() :] if named else text
    return SpokenLine(said, start_s, max(end_s, start_s), round(confidence, 3), source, speaker)
