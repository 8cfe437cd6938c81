"""The performers that the user put at their posts, as those who play stems."""

from __future__ import annotations

import os
from collections.abc import Callable
from urllib.parse import urlsplit

from ningbgm_agents.errors import ModelError, NingbgmError
from ningbgm_agents.thought import stays_here

from .local_performer import KEY, LocalPerformer
from .models.choice import Choice, read_choice
from .models.posts import PERFORMER, stem_at
from .models.thinking import Staffing
from .performance.guided.guided_stems import GuidedStems
from .performance.guided.performer_line import LineLimits, PerformerLine
from .performance.guided.player import Audio, Passage, PassagePlayer, PlayerFacts

_LOOK = LineLimits(facts_s=5.0)
"""Whoever only looks does not wait for a model to be loaded."""


class _Absent:
    """Stands for a performer that cannot be used, and says why."""

    def __init__(self, reason: str) -> None:
        self._reason = reason

    def facts(self) -> PlayerFacts:
        raise ModelError(self._reason, gone=True)

    def play(self, passage: Passage, progress: Callable[[float], None]) -> Audio:
        raise ModelError(self._reason, gone=True)


def stem_player_of(staffing: Staffing) -> GuidedStems | None:
    """Who plays which stem; None where nobody was put there, and the SoundFont plays all."""
    said = {stem_at(post): text for post, text in staffing.posts if post.partition(".")[0] == PERFORMER}
    if not said:
        return None
    known = {text: _player(text, staffing) for text in said.values()}
    return GuidedStems({stem: known[text] for stem, text in said.items()})


def words_about_performer(choice: Choice) -> tuple[str, ...]:
    """What a performer at an address says of itself, before it is used."""
    remote = "" if stays_here(choice.url) else f" Prompts and sounds are sent to {choice.url}, unencrypted."
    try:
        facts = _line(choice, _LOOK).facts()
    except ModelError as error:
        return (f"It cannot be asked now: {error}.{remote}",)
    model = facts.model
    terms = f"Its weights are under {model.licence or 'a licence that it does not name'}."
    if model.noncommercial:
        terms = f"Its weights are under {model.licence}: NOT for commercial use; so is what it plays."
    return (f"{model.name} ({facts.engine}) {facts.device}.{remote}", terms)


def _player(text: str, staffing: Staffing) -> PassagePlayer | None:
    """The performer that a text names; None for 'none'."""
    try:
        choice = read_choice(text, staffing.own)
    except NingbgmError as error:
        return _Absent(str(error))
    if choice.kind == "none":
        return None
    if choice.kind == "performer":
        return _line(choice)
    if choice.kind == "folder":
        return LocalPerformer(choice.path, staffing.place.parent / "performers", staffing.keep_s)
    return _Absent(f"{text} is no performer")


def _line(choice: Choice, limits: LineLimits | None = None) -> PerformerLine:
    address = choice.url.removeprefix("grpc://")
    place = "this machine" if stays_here(choice.url) else (urlsplit(choice.url).hostname or address)
    return PerformerLine(address, os.environ.get(KEY, ""), place, limits or LineLimits())
