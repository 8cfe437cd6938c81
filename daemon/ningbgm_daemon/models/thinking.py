"""The agents' mind out of what the user put at the posts; the rules where nothing was put."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import cast

from ningbgm_agents.agent import Mind
from ningbgm_agents.deciding import DECISIONS
from ningbgm_agents.errors import ModelError, NingbgmError
from ningbgm_agents.evidence import SpokenWord
from ningbgm_agents.minds.language import LanguageMind, Limits
from ningbgm_agents.minds.rules import RulesMind
from ningbgm_agents.minds.staff import StaffedMind
from ningbgm_agents.minds.tape import Recorder, Replayer, Taped
from ningbgm_agents.ports import Clock, LanguageModel
from ningbgm_agents.thought import ModelFacts, Question, Reply

from .choice import TAPE, Choice, check_fits, read_choice, read_tape
from .host_line import KEEP_S, HostLine
from .hosted import HostedCaptioner, HostedModel, HostedTagger, HostedWhisper
from .on_disk import ModelOnDisk, read_checkpoint, read_model
from .posts import CAPTIONS, TAGS, TRANSCRIPT, said_for
from .transcribing import Transcriber
from .viewer import Captioner, FittingWord, PictureAnswer, PictureQuestion, Tagger, Viewers

KEY = "NINGBGM_MODEL_KEY"
"""Environment variable that holds the key of an endpoint that wants one."""


@dataclass(frozen=True)
class Staffing:
    """What the settings say of models, for one job."""

    posts: tuple[tuple[str, str], ...] = ()
    """Posts and what was put there, as typed."""
    own: Path = Path()
    """NingBGM's folder of models."""
    place: Path = Path()
    """Folder in which the host of models is found."""
    limits: Limits = field(default_factory=Limits)
    keep_s: float = KEEP_S
    """How long a model stays loaded that nobody asks."""
    performer_ca: Path | None = None
    """Who vouches for performers at `grpcs://`; None for those that the system trusts."""


class _Absent:
    """Stands for a model that cannot be used, and says why to whoever asks."""

    def __init__(self, name: str, reason: str) -> None:
        self.facts, self._reason = ModelFacts(name), reason

    def reply(self, question: Question, limit_s: float) -> Reply:
        raise ModelError(self._reason, unsent=True)

    def transcribe(
        self, film: Path, windows: Sequence[tuple[float, float]], limit_s: float
    ) -> tuple[SpokenWord, ...]:
        raise ModelError(self._reason)

    def describe(self, questions: Sequence[PictureQuestion], limit_s: float) -> list[PictureAnswer]:
        raise ModelError(self._reason)

    def tag(self, pictures: Sequence[bytes], limit_s: float) -> list[tuple[FittingWord, ...]]:
        raise ModelError(self._reason)


class Thinking:
    """The mind of one job, and the tape of what it asked."""

    def __init__(self, staffing: Staffing, seed: int, clock: Clock) -> None:
        self._tape: list[Taped] = []
        self._staffing, self._seed, self._clock = staffing, seed, clock
        self.mind: Mind = self._staffed() if staffing.posts else RulesMind()

    def taken(self) -> tuple[Taped, ...]:
        """What was asked since this was last called."""
        taken = tuple(self._tape)
        self._tape.clear()
        return taken

    def _staffed(self) -> StaffedMind:
        """A mind for each role; one that several roles share knows from each how the model fares."""
        posts = dict(self._staffing.posts)
        minds: dict[str, Mind] = {}
        shared: dict[str, Mind] = {}
        for role in DECISIONS:
            text = said_for(role, posts)
            if text:
                key = f"{text} {role}" if text.startswith(TAPE) else text
                minds[role] = shared.get(key) or self._mind(text, role)
                shared[key] = minds[role]
        return StaffedMind(minds)

    def _mind(self, text: str, role: str) -> LanguageMind:
        model = Recorder(self._model(text, role), self._tape)
        return LanguageMind(model, DECISIONS, self._clock, self._seed, self._staffing.limits)

    def _model(self, text: str, role: str) -> LanguageModel:
        try:
            return _model(_fitting(role, text, self._staffing), role, self._staffing)
        except NingbgmError as error:
            return _Absent(text, str(error))


def _model(choice: Choice, role: str, staffing: Staffing) -> LanguageModel:
    if choice.kind == "tape":
        tape = read_tape(choice.path)
        return Replayer(one for one in tape if one.question.role == role)
    if choice.kind == "folder":
        facts = read_model(choice.path, choice.name).facts
        return HostedModel(facts, choice.path, HostLine(staffing.place, staffing.keep_s))
    try:
        endpoint = import_module("ningbgm_agents.minds.endpoint")
    except ImportError as error:
        raise ModelError(f"{error.name} is not installed; pip install 'ningbgm[llm]'") from error
    return cast("LanguageModel", endpoint.Endpoint(choice.url, choice.name, os.environ.get(KEY, "")))


def transcriber_of(staffing: Staffing) -> Transcriber | None:
    """Who writes down what is said; None where nobody was put there."""
    text = dict(staffing.posts).get(TRANSCRIPT, "")
    if not text:
        return None
    try:
        choice = _fitting(TRANSCRIPT, text, staffing)
    except NingbgmError as error:
        return _Absent(text, str(error))
    return HostedWhisper(
        read_checkpoint(choice.path).facts, choice.path, HostLine(staffing.place, staffing.keep_s)
    )


def viewers_of(staffing: Staffing) -> Viewers:
    """Who looks at pictures; nobody where nobody was put there."""
    return Viewers(_captioner(staffing), _tagger(staffing))


def _captioner(staffing: Staffing) -> Captioner | None:
    text = dict(staffing.posts).get(CAPTIONS, "")
    if not text:
        return None
    try:
        model = _seeing(CAPTIONS, text, staffing)
    except NingbgmError as error:
        return _Absent(text, str(error))
    return HostedCaptioner(model.facts, model.folder, HostLine(staffing.place, staffing.keep_s))


def _tagger(staffing: Staffing) -> Tagger | None:
    text = dict(staffing.posts).get(TAGS, "")
    if not text:
        return None
    try:
        model = _seeing(TAGS, text, staffing)
    except NingbgmError as error:
        return _Absent(text, str(error))
    return HostedTagger(model.facts, model.folder, HostLine(staffing.place, staffing.keep_s))


def _seeing(post: str, text: str, staffing: Staffing) -> ModelOnDisk:
    choice = _fitting(post, text, staffing)
    return read_model(choice.path, choice.name)


def _fitting(post: str, text: str, staffing: Staffing) -> Choice:
    """The choice that a text says, where it can work at the post.

    Raises:
        NingbgmError: it cannot, or is not there.
    """
    choice = read_choice(text, staffing.own)
    check_fits(post, choice)
    return choice
