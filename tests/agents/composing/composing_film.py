"""A film that exists only as evidence and scene: cuts where we want them, calm, then tense, then warm."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from ningbgm_agents.agent import Event
from ningbgm_agents.brief import Brief
from ningbgm_agents.composing.bench import ComposingBench
from ningbgm_agents.composing.ensemble import fit
from ningbgm_agents.composing.team import composing_team
from ningbgm_agents.evidence import Cut, Evidence, Look, Shown, SpeechSpan
from ningbgm_agents.minds.rules import RulesMind
from ningbgm_agents.palette import Palette, load_palette
from ningbgm_agents.scene import FeelingCurve, HolisticScene, SceneRecord, Turn
from ningbgm_agents.score import Cue, Heard, Score
from ningbgm_agents.task import Need
from ningbgm_agents.timeline import Edit, FrameRate, Marker, Span


@dataclass(frozen=True)
class DrawnFilm:
    """Edit, evidence and scene that belong together."""

    edit: Edit
    evidence: Evidence
    scene: HolisticScene


def draw(
    seconds: float = 40.0,
    fps: Fraction = Fraction(24),
    mean_shot_s: float = 3.0,
    seed: int = 1,
    speech: tuple[tuple[float, float], ...] = (),
    markers: tuple[Marker, ...] = (),
    feeling: Callable[[float], tuple[float, float, float]] | None = None,
) -> DrawnFilm:
    """A film with random cuts; `feeling` gives valence, arousal and tension at a share of its length."""
    rate, dice = FrameRate(fps), random.Random(seed)
    frames = max(1, round(seconds * fps))
    cuts, at = [], 0.0
    while mean_shot_s:
        at += max(0.4, dice.expovariate(1 / mean_shot_s))
        if at > seconds - 0.4:
            break
        cuts.append(Cut(round(at * fps), 0.95))
    bounds = [0, *(cut.frame for cut in cuts), frames]
    shots = tuple(
        Shown(a, b, Look(dice.random(), dice.random(), dice.uniform(-1, 1), dice.random()))
        for a, b in itertools.pairwise(bounds)
    )
    spoken = tuple(SpeechSpan(a, b, 0.9, -20.0) for a, b in speech)
    evidence = Evidence(rate, frames, ("picture",), tuple(cuts), shots=shots, speech=spoken)
    return DrawnFilm(
        Edit("drawn", rate, frames, markers=markers), evidence, _scene(rate, frames, feeling or _arch)
    )


def _arch(share: float) -> tuple[float, float, float]:
    """Calm and bright, then agitated and dark, then warm."""
    if share < 0.4:
        return 0.4, -0.4 + share, 0.15 + share / 2
    return (-0.4, 0.6, 0.8) if share < 0.75 else (0.5, -0.3, 0.1)


def _scene(
    rate: FrameRate, frames: int, feeling: Callable[[float], tuple[float, float, float]]
) -> HolisticScene:
    seconds = max(1, round(float(rate.seconds(frames)) + 0.5))
    valence, arousal, tension = zip(*(feeling((s + 0.5) / seconds) for s in range(seconds)), strict=True)
    bounds = sorted({0, frames * 2 // 5, frames * 3 // 4, frames})
    names = (("setup", "calm"), ("climax", "tense"), ("release", "warm"))
    records = tuple(
        SceneRecord(
            Span(a, b),
            "a walker",
            mood,
            "no voice",
            "none",
            "a field",
            "wide",
            "wind",
            "soft",
            0.0,
            0.0,
            0.3,
            10.0,
            role,
        )  # type: ignore[arg-type]  # literals from the table above
        for (a, b), (role, mood) in zip(itertools.pairwise(bounds), names, strict=False)
    )
    return HolisticScene(
        rate,
        frames,
        records,
        FeelingCurve("valence", valence),
        FeelingCurve("arousal", arousal),
        FeelingCurve("tension", tension),
        tuple(Turn(bound, 0.7, "a turn") for bound in bounds[1:-1]),
    )


class SilentPerformer:
    """A performer that measures what it was told to: nothing, unless given."""

    def __init__(self, heard: Callable[[Score], tuple[Heard, ...]] = lambda score: ()) -> None:
        self._heard = heard
        self.performed: list[Score] = []

    def perform(self, score: Score, progress: Callable[[float], None]) -> tuple[Heard, ...]:
        self.performed.append(score)
        progress(1.0)
        return self._heard(score)


class StoppedClock:
    """A clock that stands still, so that records are the same every time."""

    def seconds(self) -> float:
        return 0.0


def composed(
    film: DrawnFilm,
    palette: str | Palette = "orchestral",
    brief: Brief | None = None,
    seed: int = 1,
    variation: int = 0,
    performer: SilentPerformer | None = None,
    events: list[Event] | None = None,
) -> ComposingBench:
    """The bench after the composing team has worked."""
    brief = brief or Brief(seed=seed)
    players = load_palette(palette) if isinstance(palette, str) else palette
    bench = ComposingBench(film.edit, film.evidence, film.scene, brief, fit(players, brief), seed, variation)
    sings = brief.vocals is not None
    team = composing_team(RulesMind(), performer or SilentPerformer(), lambda share: None, sings)
    record = (events if events is not None else []).append
    return team.run(Need("music for a walker"), bench, record, StoppedClock())[0]


def score_of(bench: ComposingBench) -> Score:
    """The score, which must be there."""
    assert bench.score is not None
    return bench.score


def only_cue(bench: ComposingBench) -> Cue:
    """The one cue of the score."""
    (cue,) = score_of(bench).cues
    return cue
