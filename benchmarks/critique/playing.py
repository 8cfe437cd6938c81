"""A score as sound: the built-in performer at work in a folder of its own."""

from __future__ import annotations

from pathlib import Path

from ningbgm_agents.score import Heard, Score
from ningbgm_daemon.performance.soundfont_performer import SoundFontPerformer


def played(score: Score, folder: Path) -> tuple[Path, tuple[Heard, ...]]:
    """The file of the whole music, and what was measured of it."""
    performer = SoundFontPerformer(folder)
    try:
        heard = performer.perform(score, lambda share: None)
    finally:
        performer.close()
    return folder / "mix" / "music.wav", heard
