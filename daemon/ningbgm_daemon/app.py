"""Builds the objects and carries one edit all the way: read, sense, understand, compose, perform, deliver."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Literal

from ningbgm_agents.agent import Event
from ningbgm_agents.brief import Brief, Request
from ningbgm_agents.errors import WishError
from ningbgm_agents.production import compose, understand
from ningbgm_agents.scene import HolisticScene
from ningbgm_agents.score import Score, Verdict
from ningbgm_agents.timeline import Edit, FrameRate

from .delivering import deliver
from .delivery.folder import OutputFolder
from .delivery.report import ReportFacts
from .ledger import engine_facts
from .performance.crew import Crew
from .performance.soundfont_performer import SoundFontPerformer
from .sensing import SensedEdit, sense_edit
from .timeline.reader import open_edit

Step = Literal["read", "sense", "understand", "compose", "deliver"]
Watch = Callable[[Step, float], None]
"""Told the running step and its share done, 0 to 1."""

_TEXT_ONLY_FPS = 25
_DEFAULT_LENGTH_S = 30.0
_LONG_S = 60
"""From this length on, worker processes are started while the score is being written."""


@dataclass(frozen=True)
class Commission:
    """One order: what to score, with what wish, and where to put it."""

    out: Path
    film: Path | None = None
    images: tuple[Path, ...] = ()
    texts: tuple[Path, ...] = ()
    scored: tuple[str, str] | None = None
    """First and last position of the range, as typed."""
    length_s: float | None = None
    """Length where no film gives it."""
    request: Request = field(default_factory=Request)
    soundfont: Path | None = None
    workers: int = os.cpu_count() or 1


@dataclass(frozen=True)
class Made:
    """One variation, delivered."""

    folder: Path
    score: Score
    verdict: Verdict


@dataclass(frozen=True)
class Result:
    """What came of a commission."""

    folder: Path
    sensed: SensedEdit
    brief: Brief
    scene: HolisticScene
    made: tuple[Made, ...]
    seconds: dict[str, float]
    """Time taken by each step."""


class MonotonicClock:
    """The machine's monotonic clock."""

    def seconds(self) -> float:
        """Seconds from an arbitrary point."""
        return time.monotonic()


def score_film(order: Commission, watch: Watch = lambda step, share: None) -> Result:
    """Carry out a commission; the output folder appears whole or not at all.

    Raises:
        InputError: what was given cannot be used.
        DeliveryError: the output cannot be written.
        PerformanceError: the score cannot be turned into sound.
    """
    timer = _Timer(watch)
    with OutputFolder(order.out) as folder:
        timer.step("read")
        edit = read_edit(order)
        timer.step("sense")
        sensed = sense_edit(edit, order.images, order.texts, order.workers, timer.share)
        timer.step("understand")
        events: list[Event] = []
        brief, scene = understand(
            order.request, sensed.edit, sensed.evidence, events.append, MonotonicClock()
        )
        made = [
            _make(order, sensed, brief, scene, number, folder, list(events), timer)
            for number in range(brief.variations)
        ]
        seconds = timer.finish()
    return Result(folder.final, sensed, brief, scene, tuple(made), seconds)


def read_edit(order: Commission) -> Edit:
    """The edit of a commission: the film or timeline, else its first image, else a stretch for its text."""
    if order.film is not None:
        return open_edit(order.film, order.scored, order.length_s)
    length = order.length_s or _DEFAULT_LENGTH_S
    if order.images:
        return open_edit(order.images[0], None, length)
    if not order.texts and not order.request.wish:
        raise WishError("give a film, a timeline, an image or a text to score")
    rate = FrameRate(Fraction(_TEXT_ONLY_FPS))
    name = order.texts[0].stem if order.texts else "untitled"
    return Edit(name, rate, max(1, rate.frame_at(length)))


def _make(
    order: Commission,
    sensed: SensedEdit,
    brief: Brief,
    scene: HolisticScene,
    number: int,
    output: OutputFolder,
    events: list[Event],
    timer: _Timer,
) -> Made:
    """Compose, perform and deliver one variation: the first at the top, others under `variations/`."""
    inside = Path() if number == 0 else Path("variations") / str(number + 1)
    folder = output.path / inside
    folder.mkdir(parents=True, exist_ok=True)
    timer.step("compose")
    crew = Crew(order.workers)
    try:
        if sensed.edit.rate.seconds(sensed.edit.span.duration) > _LONG_S:
            crew.warm()
        score, verdict = _composed(order, sensed, brief, scene, number, folder, events, crew, timer)
        timer.step("deliver")
        facts = ReportFacts(score, scene, sensed.evidence, verdict, folder, tuple(events), sensed.thumbnails)
        deliver(facts, output.final / inside, order.images, engine_facts(order.soundfont), crew, timer.share)
    finally:
        crew.close()
    return Made(output.final / inside, score, verdict)


def _composed(
    order: Commission,
    sensed: SensedEdit,
    brief: Brief,
    scene: HolisticScene,
    number: int,
    folder: Path,
    events: list[Event],
    crew: Crew,
    timer: _Timer,
) -> tuple[Score, Verdict]:
    """Compose and perform; what was rendered on the way is forgotten before anything else is written."""
    performer = SoundFontPerformer(folder, order.soundfont, crew=crew)
    try:
        return compose(
            sensed.edit,
            sensed.evidence,
            brief,
            scene,
            number,
            performer,
            timer.share,
            events.append,
            MonotonicClock(),
        )
    finally:
        performer.close()


class _Timer:
    """Tells the watcher where the work stands, and how long each step took."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        self._step: Step | None = None
        self._since = time.monotonic()
        self.seconds: dict[str, float] = {}

    def step(self, step: Step) -> None:
        self.finish()
        self._step, self._since = step, time.monotonic()
        self._watch(step, 0.0)

    def share(self, share: float) -> None:
        if self._step is not None:
            self._watch(self._step, share)

    def finish(self) -> dict[str, float]:
        if self._step is not None:
            self._watch(self._step, 1.0)
            taken = time.monotonic() - self._since
            self.seconds[self._step] = round(self.seconds.get(self._step, 0.0) + taken, 3)
            self._step = None
        return self.seconds
