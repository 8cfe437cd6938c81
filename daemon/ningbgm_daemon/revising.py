"""Revises a delivered score: only what a changed edit, or a wish, touches is written and performed."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from ningbgm_agents.agent import Event
from ningbgm_agents.conforming.plan import Conformed, NewEdit, conform
from ningbgm_agents.errors import InputError
from ningbgm_agents.evidence import Evidence
from ningbgm_agents.production import RULES, revise, unfit
from ningbgm_agents.revision import STANDING, CueOrder, Revision, RevisionPlan
from ningbgm_agents.scene import HolisticScene
from ningbgm_agents.score import Score, Verdict
from ningbgm_agents.timeline import Edit, Span
from ningbgm_agents.understanding.team import make_scene

from .cache import Cache
from .checkpoints import Checkpoints
from .delivering import deliver
from .delivery.folder import OutputFolder
from .delivery.placement import Placement, placements
from .delivery.provenance import Provenance, read_evidence, read_provenance, read_score, write_provenance
from .delivery.report import ReportFacts
from .delivery.revisions import keep_revision, kept_revisions
from .ledger import engine_facts
from .performance.crew import Crew
from .performance.soundfont_performer import CueDone, SoundFontPerformer
from .sensing import KeptSensedEdit, SensedEdit, media_marks, sense_edit
from .taking_over import TakenOver, take_over
from .timeline.lay import without_detected_shots
from .timeline.reader import open_edit
from .timing import MonotonicClock, Timer, Watch

_MOST_REVISIONS = 12
"""Earlier revisions in which cues are looked for."""


@dataclass(frozen=True)
class RevisionOrder:
    """One order: which score to revise, to which edit, and what to leave or to write anew."""

    previous: Path
    """Folder of the delivered score."""
    out: Path
    """Folder to deliver into; may be the previous one, which is kept inside."""
    film: Path | None = None
    """The newer edit; None for the one that was scored."""
    scored: tuple[str, str] | None = None
    """First and last position of the range, as typed; None for the one that was typed before."""
    media_roots: tuple[Path, ...] = ()
    """Folders to search for the edit's media, beside those that were given before."""
    locked: tuple[str, ...] = ()
    """Cues that are not to be touched."""
    cue_orders: tuple[CueOrder, ...] = ()
    history: tuple[Path, ...] = ()
    """Folders of earlier revisions, beside those that `previous` holds."""
    soundfont: Path | None = None
    """None for the one that the score was performed on."""
    workers: int = os.cpu_count() or 1
    cache: Cache | None = None
    rate: str = ""
    """Frame rate of a timeline that does not say its own (EDL), as typed; empty for what was typed before."""
    preview: bool = False
    """Whether to write the preview film: where shots are drawn again it takes longer than all the rest."""
    job: str = ""
    """Name of the job that this belongs to; a job never delivers twice."""


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


@dataclass(frozen=True)
class _Prepared:
    """All that is known before anything is written."""

    order: RevisionOrder
    provenance: Provenance
    previous: Score
    sensed: SensedEdit
    scene: HolisticScene
    new: NewEdit
    folders: dict[int, Path]
    """Folders of the revisions by number."""
    conformed: Conformed

    def with_rewritten(self, cues: Sequence[str]) -> _Prepared:
        """The same with cues that must not keep their notes."""
        return replace(self, conformed=_conformed(self.order, self.provenance, self.previous, self.new, cues))


def plan_revision(order: RevisionOrder, watch: Watch = lambda step, share: None) -> RevisionPlan:
    """What a revision would do; nothing is written.

    Raises:
        InputError: what was given cannot be used.
        NotFoundError: a cue that there is not.
    """
    return _prepare(order, Timer(watch), Checkpoints()).conformed.plan


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
        prepared = _prepare(order, timer, steps)
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
    return RevisionResult(output.final, number, plan, done.score, done.verdict, made, seconds, done.events)


def _prepare(order: RevisionOrder, timer: Timer, steps: Checkpoints) -> _Prepared:
    timer.step("read")
    provenance, previous = read_provenance(order.previous), read_score(order.previous)
    edit = steps.keep("read", Edit, lambda: _edit(order, provenance, previous))
    timer.step("sense")
    sensed = steps.keep(
        "sense", KeptSensedEdit, lambda: KeptSensedEdit.of(_sensed(order, provenance, edit, timer))
    ).sensed_edit()
    timer.step("understand")
    scene = steps.keep(
        "understand",
        HolisticScene,
        lambda: make_scene(
            sensed.edit, sensed.evidence, previous.brief, RULES, lambda event: None, MonotonicClock()
        ),
    )
    marks = dict(media_marks(sensed.edit))
    new = NewEdit(sensed.edit, marks, sensed.evidence, _pauses(scene))
    conformed = _conformed(order, provenance, previous, new, ())
    folders = {provenance.number: order.previous} | _earlier_folders(order)
    return _Prepared(order, provenance, previous, sensed, scene, new, folders, conformed)


def _edit(order: RevisionOrder, provenance: Provenance, previous: Score) -> Edit:
    if order.film is None:
        return without_detected_shots(previous.edit)
    scored = order.scored or provenance.scored
    roots = (*order.media_roots, *map(Path, provenance.media_roots))
    return open_edit(order.film, scored, provenance.length_s, roots, order.rate or provenance.rate)


def _sensed(order: RevisionOrder, provenance: Provenance, edit: Edit, timer: Timer) -> SensedEdit:
    """What the edit shows; where it is the scored one and its media are gone, what was sensed then."""
    images = [path for path in map(Path, provenance.images) if path.exists()]
    texts = [path for path in map(Path, provenance.texts) if path.exists()]
    try:
        return sense_edit(edit, images, texts, order.workers, timer.share, order.cache)
    except InputError:
        evidence = read_evidence(order.previous)
        if order.film is not None or evidence is None:
            raise
        return SensedEdit(read_score(order.previous).edit, evidence, ())


def _pauses(scene: HolisticScene) -> tuple[Span, ...]:
    """Silences that the picture itself asks for; what the user asked for goes with its picture."""
    return tuple(
        record.span
        for record in scene.records
        if record.wanted_silence
        and any(s.field == "wanted_silence" and s.source == "picture" for s in record.support)
    )


def _conformed(
    order: RevisionOrder,
    provenance: Provenance,
    previous: Score,
    new: NewEdit,
    rewrite: Sequence[str],
) -> Conformed:
    known = {mark for _, mark in provenance.sources}
    unknown = any(mark not in known for mark in new.sources.values())
    evidence = read_evidence(order.previous) if unknown else None
    current = _revision(provenance, previous, evidence)
    return conform(
        current,
        new,
        order.locked,
        order.cue_orders,
        lambda: _earlier(order),
        provenance.names,
        rewrite,
    )


def _revision(provenance: Provenance, score: Score, evidence: Evidence | None = None) -> Revision:
    return Revision(provenance.number, score, provenance.orders, dict(provenance.sources), evidence)


def _earlier_folders(order: RevisionOrder) -> dict[int, Path]:
    """Earlier revisions by number; those that the score holds itself count before others."""
    found = kept_revisions(order.previous)
    for folder in order.history:
        try:
            found.setdefault(read_provenance(folder).number, folder)
        except InputError:
            continue
    return found


def _earlier(order: RevisionOrder) -> tuple[Revision, ...]:
    revisions = []
    newest = sorted(_earlier_folders(order).items(), reverse=True)[:_MOST_REVISIONS]
    for _, folder in newest:
        try:
            revisions.append(_revision(read_provenance(folder), read_score(folder)))
        except InputError:
            continue
    return tuple(revisions)


def _performed(prepared: _Prepared, folder: Path, crew: Crew, timer: Timer, cue_done: CueDone) -> _Performed:
    """Written and performed; what kept its notes and does not fit when it is heard is written after all."""
    events: list[Event] = []
    if prepared.conformed.plan.touched:
        crew.warm()
    score, verdict = _perform(prepared, folder, crew, events, timer, cue_done)
    rewrite = unfit(score, prepared.conformed, verdict)
    if rewrite:
        prepared = prepared.with_rewritten(rewrite)
        score, verdict = _perform(prepared, folder, crew, events, timer, cue_done)
    return _Performed(score, verdict, tuple(events), tuple(rewrite))


def _perform(
    prepared: _Prepared, folder: Path, crew: Crew, events: list[Event], timer: Timer, cue_done: CueDone
) -> tuple[Score, Verdict]:
    taken = _take_over(prepared, folder)
    order, sensed = prepared.order, prepared.sensed
    performer = SoundFontPerformer(
        folder, _soundfont(prepared), cache=order.cache, crew=crew, cue_done=cue_done, kept=taken.kept
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
        )
    finally:
        performer.close()


def _take_over(prepared: _Prepared, folder: Path) -> TakenOver:
    """The files of the cues that stand, from the revisions that they come from."""
    decisions = [d for d in prepared.conformed.plan.decisions if d.kind in STANDING]
    origins = {decision.cue: prepared.folders[decision.revision] for decision in decisions}
    cues = [cue for cue in prepared.conformed.standing if cue.name in origins]
    return take_over(cues, origins, folder, prepared.provenance.gain_db)


def _soundfont(prepared: _Prepared) -> Path | None:
    given = prepared.order.soundfont
    if given is None and prepared.provenance.soundfont:
        return Path(prepared.provenance.soundfont)
    return given


def _deliver(
    prepared: _Prepared, done: _Performed, number: int, output: OutputFolder, crew: Crew, timer: Timer
) -> None:
    """Write everything beside the sound, and keep the previous revision."""
    order, sensed, folder = prepared.order, prepared.sensed, output.path
    score, verdict = done.score, done.verdict
    images = [path for path in map(Path, prepared.provenance.images) if path.exists()]
    facts = ReportFacts(
        score, prepared.scene, sensed.evidence, verdict, folder, done.events, sensed.thumbnails
    )
    if not order.preview:
        facts = replace(facts, preview="")
    known = _take_over(prepared, folder).hashes
    deliver(facts, output.final, images, engine_facts(_soundfont(prepared)), crew, timer.share, known)
    write_provenance(folder, _provenance(prepared, number, score, verdict), sensed.evidence)
    keep_revision(order.previous, folder)


def _provenance(prepared: _Prepared, number: int, score: Score, verdict: Verdict) -> Provenance:
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
