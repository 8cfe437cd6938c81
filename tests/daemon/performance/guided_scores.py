"""A short score with a performer that is a real server, and what is measured of the result."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import soundfile
from small_scores import example, score_of

from fakes.fake_performer import KEY, FakePerformer
from ningbgm_agents.score import Heard, Score
from ningbgm_daemon.cache import Cache
from ningbgm_daemon.performance.guided.guided_stems import GuidedStems
from ningbgm_daemon.performance.guided.performer_line import LineLimits, PerformerLine
from ningbgm_daemon.performance.soundfont_performer import SoundFontPerformer

LIMITS = LineLimits(facts_s=20.0, silent_s=2.0)


def line_to(performer: FakePerformer, key: str = KEY) -> PerformerLine:
    return PerformerLine(performer.address, key, limits=LIMITS)


def perform(
    score: Score,
    folder: Path,
    player: GuidedStems | None,
    cache: Cache | None = None,
    progress: Callable[[float], None] = lambda share: None,
) -> tuple[Heard, ...]:
    performer = SoundFontPerformer(folder, cache=cache, player=player)
    try:
        return performer.perform(score, progress)
    finally:
        performer.close()


def bass_and_drums(seconds: int = 10) -> Score:
    """As little as has a beat and a key: a bass for a model to play, and drums that stay."""
    (cue,) = example(seconds).cues
    parts = tuple(part for part in cue.parts if part.stem in ("bass", "drums"))
    return score_of((replace(cue, parts=parts, hits=()),), seconds)


def stem_of(folder: Path, name: str) -> np.ndarray:
    """A stem: shape (samples,), mono."""
    sound = soundfile.read(folder / "stems" / f"1m1_{name}.wav", dtype="float64", always_2d=True)[0]
    return np.asarray(sound.mean(axis=1))


def sounds(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*.wav"))}
