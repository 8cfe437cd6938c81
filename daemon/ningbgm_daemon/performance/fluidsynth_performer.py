"""A second performer: the same score, mixed the same way, with the sampled parts played by
FluidSynth."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ningbgm_agents.score import Heard, Score
from ningbgm_daemon.cache import Cache

from .fluidsynth_player import require_fluidsynth
from .soundfont_performer import SoundFontPerformer


class FluidSynthPerformer:
    """Performs scores with FluidSynth where it is installed; onsets are up to 1.4 ms late (its
    slices).

    Raises:
        PerformanceError: FluidSynth is not installed, with what to install.
    """

    def __init__(
        self,
        folder: Path,
        soundfont: Path | None = None,
        workers: int = 1,
        cache: Cache | None = None,
    ) -> None:
        require_fluidsynth()
        self._performer = SoundFontPerformer(folder, soundfont, workers, cache, "fluidsynth")

    def perform(self, score: Score, progress: Callable[[float], None]) -> tuple[Heard, ...]:
        """Perform the whole score; see `ningbgm_agents.ports.Performer`."""
        return self._performer.perform(score, progress)

    def close(self) -> None:
        """Forget kept stems, where no cache was given."""
        self._performer.close()
