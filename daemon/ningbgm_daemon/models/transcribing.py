"""What is said in a media file, written down beside where it is said, and remembered."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from ningbgm_agents import document
from ningbgm_agents.errors import InputError, ModelError
from ningbgm_agents.evidence import SpeechSpan, SpokenWord, line_of
from ningbgm_agents.thought import ModelFacts
from ningbgm_daemon.cache import Cache
from ningbgm_daemon.media.memory import SensedPart, identity

_WINDOW_S = 28.0
"""Whisper listens to half a minute at a time; spans that fit into it are heard together."""
_WINDOW_LIMIT_S = 120.0
_MARGIN_S = 0.2
"""What is heard before and after a span, so that no first or last sound is cut off."""
_SURE = 0.3
"""Mean confidence of words below which a model has guessed, as it does over noise."""
VERSION = 2
"""Raise this when the same words of a model are told otherwise: what was heard is then not used again."""
_KIND = "transcript"


class Transcriber(Protocol):
    """Writes down speech."""

    @property
    def facts(self) -> ModelFacts:
        """Which model it is."""
        ...

    def transcribe(
        self, film: Path, windows: Sequence[tuple[float, float]], limit_s: float
    ) -> tuple[SpokenWord, ...]:
        """What is said in parts of a film's sound, in seconds of the film.

        Raises:
            ModelError: it cannot.
        """
        ...


@dataclass(frozen=True)
class _Kept:
    words: tuple[SpokenWord, ...]


def with_words(path: Path, part: SensedPart, transcriber: Transcriber, cache: Cache | None) -> SensedPart:
    """A part of a media file with its speech in words; where that fails, a note says why."""
    spans = part.evidence.speech
    if not spans:
        return part
    try:
        words = _words(path, part, transcriber, cache)
    except ModelError as error:
        note = f"What is said in {path.name} was not written down: {error}."
        return replace(part, evidence=replace(part.evidence, notes=(*part.evidence.notes, note)))
    spoken = tuple(spoken_in(span, words, transcriber.facts.name) for span in spans)
    return replace(part, evidence=replace(part.evidence, speech=spoken))


def spoken_in(span: SpeechSpan, words: Sequence[SpokenWord], source: str) -> SpeechSpan:
    """A span with the words whose middle lies in it; without any where they are too unsure."""
    inside = tuple(
        word
        for word in words
        if span.start_s - _MARGIN_S <= (word.start_s + word.end_s) / 2 < span.end_s + _MARGIN_S
    )
    if not inside or sum(word.confidence for word in inside) < _SURE * len(inside):
        return span
    return replace(span, words=inside, source=source, text=line_of(inside))


def windows_of(spans: Sequence[SpeechSpan], start_s: float) -> list[tuple[float, float]]:
    """The parts to listen to, in seconds of the file: spans that lie near each other together."""
    windows: list[tuple[float, float]] = []
    for span in sorted(spans, key=lambda one: one.start_s):
        first, last = max(0.0, start_s + span.start_s - _MARGIN_S), start_s + span.end_s + _MARGIN_S
        if windows and last - windows[-1][0] <= _WINDOW_S:
            windows[-1] = (windows[-1][0], max(last, windows[-1][1]))
        else:
            windows.append((first, last))
    return [(round(first, 3), round(last, 3)) for first, last in windows]


def _words(
    path: Path, part: SensedPart, transcriber: Transcriber, cache: Cache | None
) -> tuple[SpokenWord, ...]:
    """The words in seconds of the part, recalled where the same model heard them before."""
    key = _key(path, part, transcriber)
    content = cache.get(_KIND, key) if cache is not None else None
    if content is not None:
        try:
            return document.load(_Kept, content).words
        except InputError:  # kept by another version of NingBGM
            pass
    windows = windows_of(part.evidence.speech, part.start_s)
    heard = transcriber.transcribe(path, windows, _WINDOW_LIMIT_S)
    words = tuple(
        replace(
            word,
            start_s=round(word.start_s - part.start_s, 3),
            end_s=round(word.end_s - part.start_s, 3),
        )
        for word in heard
    )
    if cache is not None:
        cache.put(_KIND, key, document.dump(_Kept(words)).encode())
    return words


def _key(path: Path, part: SensedPart, transcriber: Transcriber) -> str:
    model = transcriber.facts.name, transcriber.facts.fingerprint
    told = repr((VERSION, identity(path), part.start_s, part.end_s, model))
    return hashlib.sha256(told.encode()).hexdigest()[:48]
