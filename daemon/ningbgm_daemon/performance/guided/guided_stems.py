"""Stems played by models: whom to ask for which, what is kept, and the record of who played what."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from ningbgm_agents.agent import Event
from ningbgm_agents.errors import ModelError
from ningbgm_agents.score import Part
from ningbgm_agents.thought import PlayedStem
from ningbgm_daemon.cache import Cache

from ..stem_player import StemToPlay
from .alignment import MOST_STRETCH
from .player import PassagePlayer, PlayerFacts
from .prompt import prompt_for
from .retiming import can_retime
from .stretches import plan_for
from .trying import Tried, try_stem

VERSION = 1
"""Raise this when the same answers of a player sound different: kept stems are then not used again."""
GUIDED = "guided"
"""The cache's kind for stems that a model played: block files by fingerprint."""
PITCHED = ("melody", "harmony", "motion", "bass")
"""The stems that a player takes on by itself; any other has to be given to it by name."""
_PATIENCE = 2
"""After so many stems without an answer a player is left alone for this film."""
Place = tuple[str, str]


class GuidedStems:
    """Plays stems with the players that were put there; see `stem_player.StemPlayer`.

    `players` are by stem, `""` for the four that have pitches; None keeps a stem with the SoundFont.
    """

    def __init__(self, players: Mapping[str, PassagePlayer | None]) -> None:
        self._players = players
        self._facts: dict[int, PlayerFacts | str] = {}
        self._unanswered: dict[int, int] = {}
        self._failed: dict[str, Tried] = {}
        self._told: dict[Place, tuple[PlayerFacts | None, Tried]] = {}

    def plays(self, stem: str, part: Part) -> bool:
        """Whether a model plays a part of a stem.

        Layers are made for their place, and stay. Kits are exact to the sample as they are; a model plays
        them only where their stem was given to it by name.
        """
        if part.instrument.patch is not None or self._player_of(stem) is None:
            return False
        return not part.instrument.kit or stem in self._players

    def recall(self, stems: Sequence[StemToPlay], cache: Cache) -> dict[Place, Path]:
        """What was played before; see `stem_player.StemPlayer`."""
        self._told = {}
        found: dict[Place, Path] = {}
        for stem in stems:
            facts = self._met(stem)
            path = cache.path(GUIDED, _key(stem, facts)) if isinstance(facts, PlayerFacts) else None
            if path is not None and isinstance(facts, PlayerFacts):
                found[stem.place] = path
                self._told[stem.place] = facts, Tried(path, "It was kept from before.")
        return found

    def play(
        self,
        stems: Sequence[StemToPlay],
        rendered: Mapping[str, Path],
        cache: Cache,
        progress: Callable[[float], None],
    ) -> dict[Place, Path]:
        """Play what can be played; see `stem_player.StemPlayer`."""
        shares = dict.fromkeys((stem.place for stem in stems), 0.0)

        def one(stem: StemToPlay) -> Path | None:
            def tell(share: float) -> None:
                shares[stem.place] = max(shares[stem.place], share)
                progress(sum(shares.values()) / len(shares))

            made = self._play(stem, rendered[stem.key], cache, tell)
            tell(1.0)
            return made

        with ThreadPoolExecutor(self._side_by_side(stems)) as threads:
            futures = [threads.submit(one, stem) for stem in stems]
            try:
                made = {stem.place: future.result() for stem, future in zip(stems, futures, strict=True)}
            except BaseException:
                threads.shutdown(wait=False, cancel_futures=True)
                raise
        return {place: path for place, path in made.items() if path is not None}

    @property
    def played(self) -> tuple[PlayedStem, ...]:
        """Which stems of the last performance a model played, for the ledger."""
        return tuple(
            PlayedStem(cue, stem, facts.model)
            for (cue, stem), (facts, _) in sorted(self._told.items())
            if facts is not None
        )

    @property
    def events(self) -> tuple[Event, ...]:
        """How it went, stem by stem, for the record."""
        return tuple(_event(place, facts, tried) for place, (facts, tried) in sorted(self._told.items()))

    def _player_of(self, stem: str) -> PassagePlayer | None:
        if stem in self._players:
            return self._players[stem]
        return self._players.get("") if stem in PITCHED else None

    def _side_by_side(self, stems: Sequence[StemToPlay]) -> int:
        """How many stems at once: as many passages as the largest device plays well."""
        known = [facts.batch_size for facts in self._facts.values() if isinstance(facts, PlayerFacts)]
        return max(1, min(len(stems), max(known, default=1)))

    def _met(self, stem: StemToPlay) -> PlayerFacts | str:
        """Who would play a stem; or why nobody does."""
        player = self._player_of(stem.stem)
        assert player is not None, "only what is played gets here"
        if id(player) not in self._facts:
            self._facts[id(player)] = _facts_of(player)
        return self._facts[id(player)]

    def _play(
        self, stem: StemToPlay, guide: Path, cache: Cache, progress: Callable[[float], None]
    ) -> Path | None:
        """The block file in the cache, or None where the SoundFont plays; `events` says how it went."""
        facts = self._met(stem)
        if isinstance(facts, str):
            self._told[stem.place] = None, Tried(None, facts)
            return None
        key = _key(stem, facts)
        tried = self._failed.get(key) or self._tried(stem, facts, guide, cache, progress)
        if tried.path is None:
            self._failed[key] = tried
            self._told[stem.place] = None, tried
            return None
        self._told[stem.place] = facts, tried
        return cache.adopt(GUIDED, key, tried.path)

    def _tried(
        self,
        stem: StemToPlay,
        facts: PlayerFacts,
        guide: Path,
        cache: Cache,
        progress: Callable[[float], None],
    ) -> Tried:
        player = self._player_of(stem.stem)
        assert player is not None, "only what is played gets here"
        if self._unanswered.get(id(player), 0) >= _PATIENCE:
            return Tried(None, f"{facts.model.told} has not answered and is left alone for this film.")
        tried = try_stem(stem, guide, player, facts, cache, progress)
        self._unanswered[id(player)] = self._unanswered.get(id(player), 0) + 1 if tried.gone else 0
        return tried


def _event(place: Place, facts: PlayerFacts | None, tried: Tried) -> Event:
    """One stem in the record."""
    cue, stem = place
    if facts is None:
        sentence = f"{cue} {stem}: the SoundFont plays it. {tried.sentence}"
        return Event("composing", "performer", "falls back", sentence, tried.reasons)
    who = ", ".join(word for word in (facts.engine, facts.device) if word)
    sentence = f"{cue} {stem}: played by {facts.model.told} ({who}). {tried.sentence}"
    return Event("composing", "performer", "delivers", sentence, tried.reasons)


def _facts_of(player: PassagePlayer) -> PlayerFacts | str:
    """Who a player is, or why it cannot play."""
    if not can_retime():
        return "python-stretch is not installed; pip install 'ningbgm[perform]'."
    try:
        facts = player.facts()
    except ModelError as error:
        return f"The performer cannot be asked: {error}."
    if not plan_for(facts, MOST_STRETCH).usable:
        return f"{facts.model.told} plays only {facts.longest_s:g} s at once, which is too short for music."
    return facts


def _key(stem: StemToPlay, facts: PlayerFacts) -> str:
    """A name for a played stem: equal only where all that goes into it is equal."""
    score = stem.score
    told = (
        VERSION,
        facts.identity,
        prompt_for(stem),
        (score.seed, score.variation, stem.cue.name, stem.stem),
        stem.key,
        tuple((hit.sample, hit.treatment) for hit in stem.cue.hits),
        str(score.edit.rate.fps),
    )
    return hashlib.sha256(repr(told).encode()).hexdigest()[:32]
