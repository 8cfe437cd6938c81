"""A film that is cut from named sources, each with its own look, and that can be cut again."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from ningbgm_agents.brief import Brief, Request
from ningbgm_agents.conforming.plan import Conformed, NewEdit, conform
from ningbgm_agents.evidence import Cut, Evidence, Look, Shown, SpeechSpan
from ningbgm_agents.production import compose, revise
from ningbgm_agents.revision import CueOrder, Revision
from ningbgm_agents.scene import FeelingCurve, HolisticScene, SceneRecord
from ningbgm_agents.score import Heard, Score
from ningbgm_agents.timeline import Edit, FrameRate, Marker, Media, Shot, Sound, Span, Track

RATE = FrameRate(Fraction(24))


@dataclass(frozen=True)
class Take:
    """A shot: frames of a source from a frame on, at a speed."""

    source: str
    first: int
    frames: int
    speed: Fraction = Fraction(1)


Cutting = tuple[Take, ...]


def cutting(count: int = 30, seed: int = 1, low: int = 40, high: int = 260) -> Cutting:
    """Shots of random lengths, each from a source of its own."""
    dice = random.Random(seed)
    return tuple(Take(f"s{n}", dice.randrange(50, 500), dice.randrange(low, high)) for n in range(count))


def edit_of(
    takes: Sequence[Take],
    rate: FrameRate = RATE,
    markers: tuple[Marker, ...] = (),
    dialogue: tuple[tuple[int, int, str], ...] = (),
    start_frame: int = 86_400,
) -> Edit:
    """The edit of a cutting; dialogue as record frame, frames and source."""
    bounds = [0, *itertools.accumulate(take.frames for take in takes)]
    shots = tuple(
        Shot(Span(a, b), t.source, Media(f"/media/{t.source}.mov"), rate.seconds(t.first) * t.speed, t.speed)
        for t, (a, b) in zip(takes, itertools.pairwise(bounds), strict=True)
    )
    sounds = tuple(
        Sound(Span(at, at + n), Media(f"/sound/{name}.wav"), name=name) for at, n, name in dialogue
    )
    tracks = (Track("A1", "dialogue", sounds),) if sounds else ()
    return Edit("film", rate, bounds[-1], start_frame, shots, tracks, markers)


def sensed(edit: Edit) -> Evidence:
    """What would be sensed of it: its cuts, a look a source, and its dialogue as speech."""
    cuts = tuple(Cut(shot.record.start, 1.0) for shot in edit.shots[1:])
    shown = tuple(Shown(s.record.start, s.record.end, _look(s.name)) for s in edit.shots)
    spoken = tuple(
        SpeechSpan(
            float(edit.rate.seconds(s.record.start)), float(edit.rate.seconds(s.record.end)), 0.9, -20.0
        )
        for track in edit.tracks
        for s in track.sounds
    )
    return Evidence(edit.rate, edit.duration, ("picture",), cuts, shots=shown, speech=spoken)


def _look(name: str) -> Look:
    dice = random.Random(name)
    return Look(dice.random(), dice.random(), dice.uniform(-1, 1), dice.random())


def scene_of(edit: Edit) -> HolisticScene:
    """A scene with one mood and curves that follow the shots."""
    seconds = max(1, round(float(edit.rate.seconds(edit.duration)) + 0.5))
    names = [edit.shots[0].name] * seconds
    for shot in edit.shots:
        for second in range(int(edit.rate.seconds(shot.record.start)), seconds):
            names[second] = shot.name
    dice = [random.Random(f"feel{name}") for name in names]
    record = SceneRecord(
        Span(0, edit.duration), "a walker", "calm", "no voice", "none", "a field", "wide", "wind", "soft",
        0.0, 0.0, 0.3, 10.0, "setup",
    )  # fmt: skip
    return HolisticScene(
        edit.rate,
        edit.duration,
        (record,),
        FeelingCurve("valence", tuple(d.uniform(-0.6, 0.6) for d in dice)),
        FeelingCurve("arousal", tuple(d.uniform(-0.3, 0.3) for d in dice)),
        FeelingCurve("tension", tuple(d.uniform(0.1, 0.7) for d in dice)),
    )


class QuietPerformer:
    """A performer in whose sound all is as it should be; it remembers what it was given."""

    def __init__(self) -> None:
        self.performed: list[Score] = []

    def perform(self, score: Score, progress: object) -> tuple[Heard, ...]:
        self.performed.append(score)
        return ()


class StoppedClock:
    """A clock that stands still."""

    def seconds(self) -> float:
        return 0.0


def first_score(edit: Edit, brief: Brief | None = None, palette: str = "ambient") -> Score:
    """The score of an edit, composed anew."""
    brief = replace(brief or Brief(seed=1), palettes=(palette,))
    score, _ = compose(
        edit, sensed(edit), brief, scene_of(edit), 0, QuietPerformer(), lambda share: None, lambda e: None,
        StoppedClock(),
    )  # fmt: skip
    return score


def plan_for(
    score: Score,
    edit: Edit,
    locked: Sequence[str] = (),
    orders: Sequence[CueOrder] = (),
    earlier: Sequence[Revision] = (),
    number: int = 1,
    had: tuple[CueOrder, ...] = (),
) -> Conformed:
    """The plan for a new edit."""
    current = Revision(number, score, had, evidence=None)
    return conform(current, NewEdit(edit, {}), locked, orders, lambda: tuple(earlier))


def revised(score: Score, conformed: Conformed, edit: Edit) -> Score:
    """The plan carried out."""
    made, _ = revise(
        score, conformed, Request(), edit, sensed(edit), scene_of(edit), QuietPerformer(),
        lambda share: None, lambda e: None, StoppedClock(),
    )  # fmt: skip
    return made
