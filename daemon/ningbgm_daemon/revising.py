"""Revises a delivered score: only what a changed edit, or a wish, touches is written and performed."""

from __future__ import annotations

import time
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from ningbgm_agents.agent import Event
from ningbgm_agents.minds.tape import Taped
from ningbgm_agents.production import revise, unfit
from ningbgm_agents.revision import STANDING, RevisionPlan
from ningbgm_agents.score import Score, Verdict
from ningbgm_agents.thought import PlayedStem

from .checkpoints import Checkpoints
from .delivering import deliver
from .delivery.folder import OutputFolder
from .delivery.mind_tape import write_tape
from .delivery.placement import Placement, placements
from .delivery.provenance import Provenance, read_provenance, write_provenance
from .delivery.report import ReportFacts
from .delivery.revisions import keep_revision
from .ledger import engine_facts, models_in, senses_in
from .models.thinking import Staffing
from .performance.crew import Crew
from .performance.soundfont_performer import CueDone, SoundFontPerformer
from .performance.stem_player import RecordedPlayer
from .performing import stem_player_of
from .preparing import Prepared, RevisionOrder, prepare
from .taking_over import TakenOver, take_over
from .timing import MonotonicClock, Timer, Watch


@dataclass(frozen=True)
class RevisionResult:
    """What came of it."""

    folder: Path
    number: int
    """Number of the new revision."""
    plan: RevisionPlan
    score: Score
    verdict: Verdict
    placements: tuple[Placement, ...]
    """What brings the timeline from the previous revision to this one."""
    seconds: dict[str, float]
    """Time taken by each step."""
    events: tuple[Event, ...] = ()
    """The agents' exchange."""


@dataclass(frozen=True)
class _Performed:
    """What was written and performed; its sound lies in the output folder."""

    score: Score
    verdict: Verdict
    events: tuple[Event, ...]
    rewritten: tuple[str, ...] = ()
    """Cues whose notes from before did not fit when they were heard."""
    tape: tuple[Taped, ...] = ()
    """What language models were asked and replied."""
    played: tuple[PlayedStem, ...] = ()
    """Stems that models of music played now."""


def plan_revision(order: RevisionOrder, watch: Watch = lambda step, share: None) -> RevisionPlan:
    """What a revision would do; nothing is written.

    Raises:
        InputError: what was given cannot be used.
        NotFoundError: a cue that there is not.
    """
    by_rules = replace(order, staffing=Staffing())  # no model has a say in what is kept
    return prepare(by_rules, Timer(watch), Checkpoints()).conformed.plan


def revise_score(
    order: RevisionOrder,
    watch: Watch = lambda step, share: None,
    steps: Checkpoints | None = None,
    cue_done: CueDone = lambda cue, mix: None,
) -> RevisionResult:
    """Carry out a revision; the output folder appears whole or not at all.

    What is among the finished `steps` is not repeated. `cue_done` is told of each cue that can be heard.

    Raises:
        InputError: what was given cannot be used.
        NotFoundError: a cue that there is not.
        DeliveryError: the output cannot be written.
        PerformanceError: the score cannot be turned into sound.
    """
    timer, steps = Timer(watch), steps or Checkpoints()
    with OutputFolder(order.out, order.job) as output, closing(Crew(order.workers)) as crew:
        if order.film is not None or order.cue_orders:
            crew.warm()
        prepared = prepare(order, timer, steps)
        timer.step("compose")
        first = prepared
        done = steps.keep(
            "compose", _Performed, lambda: _performed(first, output.path, crew, timer, cue_done), output.path
        )
        if done.rewritten:
            prepared = prepared.with_rewritten(done.rewritten)
        timer.step("deliver")
        number = 1 + max(prepared.folders)
        if not output.is_delivered:
            start = time.monotonic()
            _deliver(prepared, done, number, output, crew, timer)
            steps.did("deliver", round(time.monotonic() - start, 3))
        plan = prepared.conformed.plan
        made = placements(order.previous, prepared.previous, output.path, done.score, plan)
        seconds = timer.finish()
        events = _exchange(prepared, done)
    return RevisionResult(output.final, number, plan, done.score, done.verdict, made, seconds, events)


def _performed(prepared: Prepared, folder: Path, crew: Crew, timer: Timer, cue_done: CueDone) -> _Performed:
    """Written and performed; what kept its notes and does not fit when it is heard is written after all."""
    events: list[Event] = []
    player = stem_player_of(prepared.order.staffing)
    score, verdict = _perform(prepared, folder, crew, events, timer, cue_done, player)
    rewrite = unfit(score, prepared.conformed, verdict)
    if rewrite:
        prepared = prepared.with_rewritten(rewrite)
        score, verdict = _perform(prepared, folder, crew, events, timer, cue_done, player)
    events += player.events if player else ()
    played = player.played if player else ()
    return _Performed(score, verdict, tuple(events), tuple(rewrite), prepared.thinking.taken(), played)


def _perform(
    prepared: Prepared,
    folder: Path,
    crew: Crew,
    events: list[Event],
    timer: Timer,
    cue_done: CueDone,
    player: RecordedPlayer | None,
) -> tuple[Score, Verdict]:
    taken = _take_over(prepared, folder)
    order, sensed = prepared.order, prepared.sensed
    performer = SoundFontPerformer(
        folder,
        _soundfont(prepared),
        cache=order.cache,
        crew=crew,
        cue_done=cue_done,
        kept=taken.kept,
        player=player,
    )
    try:
        return revise(
            prepared.previous,
            prepared.conformed,
            prepared.provenance.request,
            sensed.edit,
            sensed.evidence,
            prepared.scene,
            performer,
            timer.share,
            events.append,
            MonotonicClock(),
            prepared.thinking.mind,
        )
    finally:
        performer.close()


def _take_over(prepared: Prepared, folder: Path) -> TakenOver:
    """The files of the cues that stand, from the revisions that they come from."""
    origins = _origins(prepared)
    cues = [cue for cue in prepared.conformed.standing if cue.name in origins]
    return take_over(cues, origins, folder, prepared.provenance.gain_db)


def _origins(prepared: Prepared) -> dict[str, Path]:
    """Folders of the revisions that the cues which stand come from."""
    decisions = [d for d in prepared.conformed.plan.decisions if d.kind in STANDING]
    return {decision.cue: prepared.folders[decision.revision] for decision in decisions}


def _played(prepared: Prepared, done: _Performed) -> tuple[PlayedStem, ...]:
    """Stems that models of music play, those of the cues that stand included."""
    before = [
        one
        for cue, origin in _origins(prepared).items()
        for one in read_provenance(origin).played
        if one.cue == cue
    ]
    return (*before, *done.played)


def _soundfont(prepared: Prepared) -> Path | None:
    given = prepared.order.soundfont
    if given is None and prepared.provenance.soundfont:
        return Path(prepared.provenance.soundfont)
    return given


def _deliver(
    prepared: Prepared, done: _Performed, number: int, output: OutputFolder, crew: Crew, timer: Timer
) -> None:
    """Write everything beside the sound, and keep the previous revision."""
    order, sensed, folder = prepared.order, prepared.sensed, output.path
    score, verdict = done.score, done.verdict
    images = [path for path in map(Path, prepared.provenance.images) if path.exists()]
    events = _exchange(prepared, done)
    models = tuple(
        dict.fromkeys((*prepared.provenance.models, *senses_in(sensed.evidence), *models_in(events)))
    )
    facts = ReportFacts(score, prepared.scene, sensed.evidence, verdict, folder, events, sensed.thumbnails)
    if not order.preview:
        facts = replace(facts, preview="")
    known = _take_over(prepared, folder).hashes
    played = _played(prepared, done)
    engine = engine_facts(_soundfont(prepared), models, played)
    deliver(facts, output.final, images, engine, crew, timer.share, known)
    provenance = replace(_provenance(prepared, number, score, verdict), models=models, played=played)
    write_tape(folder, prepared.told.tape + done.tape)
    write_provenance(folder, provenance, sensed.evidence, prepared.scene)
    if order.keeps_previous:
        keep_revision(order.previous, folder)


def _exchange(prepared: Prepared, done: _Performed) -> tuple[Event, ...]:
    """What the agents said; over the scene too where a model was asked about it."""
    told = prepared.told.events
    return done.events if not any(event.action == "asks" for event in told) else told + done.events


def _provenance(prepared: Prepared, number: int, score: Score, verdict: Verdict) -> Provenance:
    order, before = prepared.order, prepared.provenance
    names = dict.fromkeys((*before.names, *(cue.name for cue in score.cues)))
    soundfont = _soundfont(prepared)
    return replace(
        before,
        number=number,
        film=str(order.film.absolute()) if order.film else before.film,
        scored=order.scored or before.scored,
        media_roots=tuple(str(p.absolute()) for p in order.media_roots) or before.media_roots,
        rate=order.rate or before.rate,
        verdict=verdict,
        soundfont=str(soundfont.absolute()) if soundfont else "",
        orders=prepared.conformed.orders,
        locked=order.locked,
        names=tuple(names),
        sources=tuple(sorted(prepared.new.sources.items())),
        plan=prepared.conformed.plan,
    )
