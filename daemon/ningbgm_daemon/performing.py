"""The performers that the user put at their posts, as those who play stems."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from ningbgm_agents.errors import ModelError, NingbgmError
from ningbgm_agents.thought import stays_here

from .local_performer import LocalPerformer
from .models.choice import Choice, read_choice, read_choice_at
from .models.posts import PERFORMER, VOICE, stem_at
from .models.thinking import Staffing
from .performance.acestep.line import KEY as SINGER_KEY
from .performance.acestep.line import AceStepLine
from .performance.acestep.singer import AceStepSinger
from .performance.ensemble import Ensemble
from .performance.guided.guided_stems import GuidedStems
from .performance.guided.performer_key import key_of
from .performance.guided.performer_line import LineLimits, PerformerLine
from .performance.guided.player import Audio, Passage, PassagePlayer, PlayerFacts
from .performance.guided.secrecy import Secrecy
from .performance.singing import SungStems
from .performance.stem_player import RecordedPlayer

_SECRET = "grpcs://"
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


def stem_player_of(staffing: Staffing) -> RecordedPlayer | None:
    """Who plays and sings which stem; None where nobody was put there, and the SoundFont plays all."""
    posts = {post: text for post, text in staffing.posts if post.partition(".")[0] == PERFORMER}
    singer = _singer(posts.get(VOICE, ""), staffing)
    said = {stem_at(post): text for post, text in posts.items() if post != VOICE or singer is None}
    known = {text: _player(text, staffing) for text in said.values()}
    guided = GuidedStems({stem: known[text] for stem, text in said.items()}) if said else None
    if singer is None or guided is None:
        return guided if singer is None else SungStems(singer)
    return Ensemble((SungStems(singer), guided))


def words_about_performer(choice: Choice, authorities: Path | None = None) -> tuple[str, ...]:
    """What a performer or a singer at an address says of itself, before it is used."""
    if choice.kind == "singer":
        return _words_about_singer(choice)
    remote = "" if stays_here(choice.url) else f" Prompts and sounds are sent to {choice.url}"
    if remote:
        remote += "." if choice.url.startswith(_SECRET) else ", unencrypted."
    try:
        facts = _line(choice, authorities, _LOOK).facts()
    except ModelError as error:
        return (f"It cannot be asked now: {error}.{remote}",)
    model = facts.model
    terms = f"Its weights are under {model.licence or 'a licence that it does not name'}."
    if model.noncommercial:
        terms = f"Its weights are under {model.licence}: NOT for commercial use; so is what it plays."
    return (f"{model.name} ({facts.engine}) {facts.device}.{remote}", terms)


def _words_about_singer(choice: Choice) -> tuple[str, ...]:
    goes = "" if stays_here(choice.url) else f" Words, style and the wordless voice are sent to {choice.url}"
    if goes:
        goes += "." if choice.url.startswith("https:") else ", unencrypted."
    try:
        model = _singer_at(choice, _LOOK.facts_s).facts
    except ModelError as error:
        return (f"It cannot be asked now: {error}.{goes}",)
    licence = model.licence or "a licence that is not known here"
    return (
        f"{model.told} sings, where somebody sings (--vocals).{goes}",
        f"Its weights are under {licence}.",
    )


def _singer(text: str, staffing: Staffing) -> AceStepSinger | None:
    """The singer that a text names; None where it names none."""
    if not text.startswith(("http://", "https://")):
        return None
    try:
        return _singer_at(read_choice_at(VOICE, text, staffing.own))
    except NingbgmError:
        return None


def _singer_at(choice: Choice, answer_s: float = 60.0) -> AceStepSinger:
    return AceStepSinger(AceStepLine(choice.url, os.environ.get(SINGER_KEY, ""), answer_s), choice.name)


def _player(text: str, staffing: Staffing) -> PassagePlayer | None:
    """The performer that a text names; None for 'none'."""
    try:
        choice = read_choice(text, staffing.own)
    except NingbgmError as error:
        return _Absent(str(error))
    if choice.kind == "none":
        return None
    if choice.kind == "performer":
        return _line(choice, staffing.performer_ca)
    if choice.kind == "folder":
        return LocalPerformer(choice.path, staffing.place.parent / "performers", staffing.keep_s)
    return _Absent(f"{text} is no performer")


def _line(choice: Choice, authorities: Path | None, limits: LineLimits | None = None) -> PerformerLine:
    address = choice.url.partition("://")[2]
    place = "this machine" if stays_here(choice.url) else (urlsplit(choice.url).hostname or address)
    secrecy = Secrecy(authorities) if choice.url.startswith(_SECRET) else None
    return PerformerLine(address, key_of(), place, limits or LineLimits(), secrecy)
