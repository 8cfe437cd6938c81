"""The third team at work: composes, performs and delivers every variation of a commission."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from ningbgm_agents.agent import Event
from ningbgm_agents.brief import Brief
from ningbgm_agents.minds.tape import Taped
from ningbgm_agents.production import compose
from ningbgm_agents.scene import HolisticScene
from ningbgm_agents.score import Score, Verdict
from ningbgm_agents.thought import ModelFacts, PlayedStem

from .cache import Cache
from .checkpoints import Checkpoints
from .commission import Commission
from .delivering import deliver
from .delivery.folder import OutputFolder
from .delivery.mind_tape import write_tape
from .delivery.provenance import Provenance, write_provenance
from .delivery.report import PREVIEW, ReportFacts
from .ledger import engine_facts, models_in, senses_in
from .models.thinking import Thinking
from .performance.crew import Crew
from .performance.soundfont_performer import CueDone, SoundFontPerformer
from .performing import stem_player_of
from .sensing import SensedEdit, media_marks
from .timing import MonotonicClock, Timer

_LONG_S = 60
"""From this length on, worker processes are started while the score is being written."""


@dataclass(frozen=True)
class Made:
    """One variation, delivered."""

    folder: Path
    score: Score
    verdict: Verdict
    events: tuple[Event, ...] = ()
    """The agents' exchange."""


@dataclass(frozen=True)
class Understood:
    """What the first two teams made."""

    brief: Brief
    scene: HolisticScene
    events: tuple[Event, ...]
    tape: tuple[Taped, ...] = ()
    """What language models were asked and replied."""


@dataclass(frozen=True)
class Studio:
    """Composes, performs and delivers the variations: the first at the top, others under `variations/`."""

    order: Commission
    sensed: SensedEdit
    understood: Understood
    output: OutputFolder
    crew: Crew
    timer: Timer
    cache: Cache | None
    steps: Checkpoints
    cue_done: CueDone
    thinking: Thinking

    def make(self) -> tuple[Made, ...]:
        """All variations, delivered; those that an earlier attempt delivered are left as they are."""
        if self.sensed.edit.rate.seconds(self.sensed.edit.span.duration) > _LONG_S:
            self.crew.warm()
        numbers = range(self.understood.brief.variations)
        self.timer.step("compose")
        composed = [self._composed(number) for number in numbers]
        self.timer.step("deliver")
        if not self.output.is_delivered:
            start = time.monotonic()
            for number in numbers:
                self._deliver(number, composed[number])
            self.steps.did("deliver", round(time.monotonic() - start, 3))
        return tuple(self._made(number, one) for number, one in enumerate(composed))

    def _made(self, number: int, composed: _Composed) -> Made:
        events = self.understood.events + composed.events
        return Made(self.output.final / _inside(number), composed.score, composed.verdict, events)

    def _composed(self, number: int) -> _Composed:
        folder = self.output.path / _inside(number)
        folder.mkdir(parents=True, exist_ok=True)
        step = "compose" if number == 0 else f"compose-{number + 1}"
        composed = self.steps.keep(step, _Composed, lambda: self._compose(number, folder), folder)
        for cue in composed.score.cues if number == 0 else ():
            self.cue_done(cue, folder / "mix" / f"{cue.name}_mix.wav")
        return composed

    def _compose(self, number: int, folder: Path) -> _Composed:
        """Compose and perform; without a cache, what was rendered is forgotten before more is written."""
        events: list[Event] = []
        cue_done = self.cue_done if number == 0 else lambda cue, mix: None
        player = stem_player_of(self.order.staffing)
        performer = SoundFontPerformer(
            folder, self.order.soundfont, cache=self.cache, crew=self.crew, cue_done=cue_done, player=player
        )
        try:
            score, verdict = compose(
                self.sensed.edit,
                self.sensed.evidence,
                self.understood.brief,
                self.understood.scene,
                number,
                performer,
                self._share(number),
                events.append,
                MonotonicClock(),
                self.thinking.mind,
            )
            events += player.events if player else ()
            return _Composed(
                score,
                verdict,
                performer.gain_db,
                tuple(events),
                self.thinking.taken(),
                player.played if player else (),
            )
        finally:
            performer.close()

    def _deliver(self, number: int, composed: _Composed) -> None:
        order, evidence = self.order, self.sensed.evidence
        folder, score, verdict = self.output.path / _inside(number), composed.score, composed.verdict
        events = self.understood.events + composed.events
        models = (*senses_in(evidence), *models_in(events))
        provenance = replace(
            _provenance(order, score, verdict, composed.gain_db, models), played=composed.played
        )
        write_provenance(folder, provenance, evidence, self.understood.scene)
        write_tape(folder, self.understood.tape + composed.tape)
        facts = ReportFacts(
            score,
            self.understood.scene,
            evidence,
            verdict,
            folder,
            events,
            self.sensed.thumbnails,
            PREVIEW if order.preview else "",
        )
        final = self.output.final / _inside(number)
        engine = engine_facts(order.soundfont, models, composed.played)
        deliver(facts, final, order.images, engine, self.crew, self._share(number))

    def _share(self, number: int) -> Callable[[float], None]:
        """Progress of one variation as a share of all."""
        total = self.understood.brief.variations
        return lambda share: self.timer.share((number + share) / total)


@dataclass(frozen=True)
class _Composed:
    """What the third team made of one variation; its sound lies in the variation's folder."""

    score: Score
    verdict: Verdict
    gain_db: float
    """The programme's gain."""
    events: tuple[Event, ...]
    tape: tuple[Taped, ...] = ()
    played: tuple[PlayedStem, ...] = ()
    """Stems that models of music played."""


def _inside(number: int) -> Path:
    return Path() if number == 0 else Path("variations") / str(number + 1)


def _provenance(
    order: Commission, score: Score, verdict: Verdict, gain_db: float, models: tuple[ModelFacts, ...]
) -> Provenance:
    return Provenance(
        number=1,
        request=order.request,
        film=str(order.film.absolute()) if order.film else "",
        gain_db=gain_db,
        verdict=verdict,
        scored=order.scored,
        length_s=order.length_s,
        media_roots=tuple(str(path.absolute()) for path in order.media_roots),
        rate=order.rate,
        images=tuple(str(path.absolute()) for path in order.images),
        texts=tuple(str(path.absolute()) for path in order.texts),
        soundfont=str(order.soundfont.absolute()) if order.soundfont else "",
        names=tuple(cue.name for cue in score.cues),
        sources=media_marks(score.edit),
        models=models,
    )
