"""Who may play a stem instead of the SoundFont: the seam between the built-in performer and a model."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from ningbgm_agents.agent import Event
from ningbgm_agents.score import Cue, Part, Score
from ningbgm_agents.thought import PlayedStem
from ningbgm_daemon.cache import Cache


@dataclass(frozen=True)
class StemToPlay:
    """Parts of one stem of one cue that somebody else may play."""

    score: Score
    cue: Cue
    stem: str
    parts: tuple[Part, ...]
    key: str
    """Fingerprint of the same parts played with the SoundFont."""

    @property
    def place(self) -> tuple[str, str]:
        """Cue and stem."""
        return self.cue.name, self.stem

    @property
    def count(self) -> int:
        """Samples of the cue, and so of the stem."""
        return self.score.sample_count(self.cue)


class StemPlayer(Protocol):
    """Plays stems after what the SoundFont made of them.

    Whatever it cannot play well stays as the SoundFont played it: it raises nothing.
    """

    def plays(self, stem: str, part: Part) -> bool:
        """Whether it wants to play a part of a stem."""
        ...

    def recall(self, stems: Sequence[StemToPlay], cache: Cache) -> Mapping[tuple[str, str], Path]:
        """Block files by place of the stems that it has played before, and that are still kept."""
        ...

    def play(
        self,
        stems: Sequence[StemToPlay],
        rendered: Mapping[str, Path],
        cache: Cache,
        progress: Callable[[float], None],
    ) -> Mapping[tuple[str, str], Path]:
        """Block files by place of the stems that it played; `rendered` are those of the SoundFont by key."""
        ...


class RecordedPlayer(StemPlayer, Protocol):
    """A player of stems that tells how it went."""

    @property
    def played(self) -> tuple[PlayedStem, ...]:
        """Which stems of the last performance it played, for the ledger."""
        ...

    @property
    def events(self) -> tuple[Event, ...]:
        """How it went, stem by stem, for the record."""
        ...
