"""Models of this disk, asked through their host: of language, of speech, of pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ningbgm_agents import document
from ningbgm_agents.evidence import SpokenWord
from ningbgm_agents.thought import ModelFacts, Question, Reply

from .host_line import HostLine, Request
from .picture_requests import asked_to_describe, asked_to_tag, read_answers, read_words
from .posts import CAPTIONS, TAGS
from .viewer import FittingWord, PictureAnswer, PictureQuestion


@dataclass(frozen=True)
class HostedModel:
    """The language model in a folder."""

    facts: ModelFacts
    folder: Path
    line: HostLine

    def reply(self, question: Question, limit_s: float) -> Reply:
        """Ask the model, once it is loaded; loading has a limit of its own.

        Raises:
            ModelError: it cannot be loaded, is too slow, or its process ended.
        """
        asked: Request = {"do": "reply", "question": document.dump(question), "limit_s": limit_s}
        (answer,) = self.line.ask(self.folder, [asked], limit_s)
        return document.load(Reply, str(answer["reply"]))


@dataclass(frozen=True)
class HostedWhisper:
    """The speech model in a file."""

    facts: ModelFacts
    path: Path
    line: HostLine

    def transcribe(
        self, film: Path, windows: Sequence[tuple[float, float]], limit_s: float
    ) -> tuple[SpokenWord, ...]:
        """What is said in parts of a film's sound, in seconds of the film; the limit is for each part.

        Raises:
            ModelError: it cannot be loaded, is too slow, or its process ended.
        """
        asked: list[Request] = [
            {"do": "transcribe", "film": str(film), "start_s": start, "end_s": end} for start, end in windows
        ]
        answers = self.line.ask(self.path, asked, limit_s)
        return tuple(
            document.load(SpokenWord, str(word))
            for answer in answers
            for word in (answer["words"] if isinstance(answer["words"], list) else ())
        )


@dataclass(frozen=True)
class HostedCaptioner:
    """The vision-language model in a folder."""

    facts: ModelFacts
    folder: Path
    line: HostLine

    def describe(self, questions: Sequence[PictureQuestion], limit_s: float) -> list[PictureAnswer]:
        """A reply for each picture, in their order; loading the model has a limit of its own.

        Raises:
            ModelError: it cannot be loaded, is too slow, or its process ended.
        """
        (answer,) = self.line.ask(self.folder, [asked_to_describe(questions, limit_s)], limit_s, CAPTIONS)
        return read_answers(answer["answers"])


@dataclass(frozen=True)
class HostedTagger:
    """The CLIP-like model in a folder."""

    facts: ModelFacts
    folder: Path
    line: HostLine

    def tag(self, pictures: Sequence[bytes], limit_s: float) -> list[tuple[FittingWord, ...]]:
        """The words that fit each picture (JPEG), in their order.

        Raises:
            ModelError: it cannot be loaded, is too slow, or its process ended.
        """
        (answer,) = self.line.ask(self.folder, [asked_to_tag(pictures)], limit_s, TAGS)
        return read_words(answer["words"])
