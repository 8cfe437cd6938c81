"""Builds the objects and carries one edit all the way: read, sense, understand, compose, perform, deliver."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from ningbgm_agents.agent import Event
from ningbgm_agents.brief import Brief, Likeness
from ningbgm_agents.errors import WishError
from ningbgm_agents.production import understand
from ningbgm_agents.scene import HolisticScene
from ningbgm_agents.timeline import Edit, FrameRate

from .cache import Cache
from .checkpoints import Checkpoints
from .commission import Commission
from .delivery.folder import OutputFolder
from .media.likeness import hear_likeness
from .models.thinking import Thinking, transcriber_of, viewers_of
from .performance.crew import Crew
from .performance.soundfont_performer import CueDone
from .sensing import KeptSensedEdit, SensedEdit, sense_edit
from .studio import Made, Studio, Understood
from .timeline.reader import open_edit
from .timing import MonotonicClock, Timer, Watch

_TEXT_ONLY_FPS = 25
_DEFAULT_LENGTH_S = 30.0


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


def score_film(
    order: Commission,
    watch: Watch = lambda step, share: None,
    cache: Cache | None = None,
    steps: Checkpoints | None = None,
    cue_done: CueDone = lambda cue, mix: None,
) -> Result:
    """Carry out a commission; the output folder appears whole or not at all.

    What the `cache` remembers is not computed again; what is among the finished `steps` is not repeated.
    `cue_done` is told of the cues of the first variation as soon as they can be heard.

    Raises:
        InputError: what was given cannot be used.
        DeliveryError: the output cannot be written.
        PerformanceError: the score cannot be turned into sound.
        StoreError: a step's result cannot be kept.
    """
    timer, steps = Timer(watch), steps or Checkpoints()
    with OutputFolder(order.out, order.job) as folder, closing(Crew(order.workers)) as crew:
        timer.step("read")
        edit = steps.keep("read", Edit, lambda: read_edit(order))
        timer.step("sense")
        sensed = steps.keep(
            "sense",
            KeptSensedEdit,
            lambda: KeptSensedEdit.of(
                sense_edit(
                    edit,
                    order.images,
                    order.texts,
                    order.workers,
                    timer.share,
                    cache,
                    transcriber=transcriber_of(order.staffing),
                    viewers=viewers_of(order.staffing),
                )
            ),
        ).sensed_edit()
        timer.step("understand")
        order = _with_likeness(order, steps)
        thinking = Thinking(order.staffing, order.request.seed, MonotonicClock())
        understood = steps.keep("understand", Understood, lambda: _understood(order, sensed, thinking))
        studio = Studio(order, sensed, understood, folder, crew, timer, cache, steps, cue_done, thinking)
        made = studio.make()
        seconds = timer.finish()
    return Result(folder.final, sensed, understood.brief, understood.scene, made, seconds)


def _with_likeness(order: Commission, steps: Checkpoints) -> Commission:
    """The commission with what is measured of its temp track."""
    if order.like is None:
        return order
    path = order.like
    likeness = steps.keep("like", Likeness, lambda: hear_likeness(path))
    return replace(order, request=replace(order.request, likeness=likeness))


def read_edit(order: Commission) -> Edit:
    """The edit of a commission: the film or timeline, else its first image, else a stretch for its text."""
    if order.film is not None:
        return open_edit(order.film, order.scored, order.length_s, order.media_roots, order.rate)
    length = order.length_s or _DEFAULT_LENGTH_S
    if order.images:
        return open_edit(order.images[0], None, length)
    if not order.texts and not order.request.wish:
        raise WishError("give a film, a timeline, an image or a text to score")
    rate = FrameRate(Fraction(_TEXT_ONLY_FPS))
    name = order.texts[0].stem if order.texts else "untitled"
    return Edit(name, rate, max(1, rate.frame_at(length)))


def _understood(order: Commission, sensed: SensedEdit, thinking: Thinking) -> Understood:
    events: list[Event] = []
    brief, scene = understand(
        order.request, sensed.edit, sensed.evidence, events.append, MonotonicClock(), thinking.mind
    )
    return Understood(brief, scene, tuple(events), thinking.taken())
