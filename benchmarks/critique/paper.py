"""Scores on paper: all three teams at work, and nothing performed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from critique.scenes import DrawnScene
from ningbgm_agents.brief import Brief, Request
from ningbgm_agents.composing.bench import ComposingBench
from ningbgm_agents.composing.ensemble import fit
from ningbgm_agents.composing.team import composing_team
from ningbgm_agents.minds.rules import RulesMind
from ningbgm_agents.palette import load_palette
from ningbgm_agents.production import compose, understand
from ningbgm_agents.scene import HolisticScene
from ningbgm_agents.score import Heard, Score, Theme
from ningbgm_agents.task import Need


class NobodyPlays:
    """A performer that plays nothing and hears nothing."""

    def perform(self, score: Score, progress: Callable[[float], None]) -> tuple[Heard, ...]:
        """No measurement at all."""
        return ()


class StoppedClock:
    """A clock that stands still."""

    def seconds(self) -> float:
        """Always the same."""
        return 0.0


def understood(scene: DrawnScene, seed: int, palette: str | None = None) -> tuple[Brief, HolisticScene]:
    """The brief and the meaning of a scene; a palette by name in place of the chosen one."""
    request = Request(scene.wish, palette, seed=seed)
    return understand(request, scene.edit, scene.evidence, lambda event: None, StoppedClock())


def on_paper(scene: DrawnScene, seed: int, palette: str | None = None) -> Score:
    """The score that a scene, its wish and a seed get."""
    brief, meant = understood(scene, seed, palette)
    score, _verdict = compose(
        scene.edit,
        scene.evidence,
        brief,
        meant,
        0,
        NobodyPlays(),
        lambda share: None,
        lambda event: None,
        StoppedClock(),
    )
    return score


def themes_of(scene: DrawnScene, seeds: range) -> dict[int, tuple[Theme, ...]]:
    """The themes that a scene gets with each seed: the theme expert's work alone."""
    brief, meant = understood(scene, 0)
    palette = fit(load_palette(brief.palettes[0]), brief)
    team = composing_team(RulesMind(), NobodyPlays(), lambda share: None)
    (expert,) = (a for stage in team.stages for a in stage if a.role.name == "theme_expert")
    alone = replace(team, stages=((expert,),), check=lambda bench: (bench, ()))
    found = {}
    for seed in seeds:
        own = replace(brief, seed=seed)
        bench = ComposingBench(scene.edit, scene.evidence, meant, own, palette, seed)
        bench, _reworks = alone.run(Need("a theme"), bench, lambda event: None, StoppedClock())
        found[seed] = bench.themes
    return found
