"""Several who play stems, as one: each plays what the ones before it leave."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from ningbgm_agents.agent import Event
from ningbgm_agents.score import Part
from ningbgm_agents.thought import PlayedStem
from ningbgm_daemon.cache import Cache

from .stem_player import RecordedPlayer, StemToPlay

Place = tuple[str, str]


class Ensemble:
    """A model of music for the instruments and a singer for the voice, say; see `stem_player.StemPlayer`.

    They play one after the other: they may share a GPU.
    """

    def __init__(self, players: Sequence[RecordedPlayer]) -> None:
        self._players = tuple(players)

    def plays(self, stem: str, part: Part) -> bool:
        """Whether one of them does."""
        return self._player_of(stem, part) is not None

    def recall(self, stems: Sequence[StemToPlay], cache: Cache) -> dict[Place, Path]:
        """What was played before, by whoever would play it now."""
        found: dict[Place, Path] = {}
        for player in self._players:
            found |= player.recall(self._stems_of(player, stems), cache)
        return found

    def play(
        self,
        stems: Sequence[StemToPlay],
        rendered: Mapping[str, Path],
        cache: Cache,
        progress: Callable[[float], None],
    ) -> dict[Place, Path]:
        """What each of them can play; see `stem_player.StemPlayer`."""
        made: dict[Place, Path] = {}
        done = 0
        for player in self._players:
            own = self._stems_of(player, stems)
            if not own:
                continue

            def tell(share: float, before: int = done, count: int = len(own)) -> None:
                progress((before + share * count) / len(stems))

            made |= player.play(own, rendered, cache, tell)
            done += len(own)
        return made

    @property
    def played(self) -> tuple[PlayedStem, ...]:
        """Which stems of the last performance models played, for the ledger."""
        return tuple(one for player in self._players for one in player.played)

    @property
    def events(self) -> tuple[Event, ...]:
        """How it went, stem by stem, for the record."""
        return tuple(one for player in self._players for one in player.events)

    def _player_of(self, stem: str, part: Part) -> RecordedPlayer | None:
        return next((player for player in self._players if player.plays(stem, part)), None)

    def _stems_of(self, player: RecordedPlayer, stems: Sequence[StemToPlay]) -> list[StemToPlay]:
        """The stems whose parts a player takes: the parts of one stem go to one player."""
        return [one for one in stems if self._player_of(one.stem, one.parts[0]) is player]
