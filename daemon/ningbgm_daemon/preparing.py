"""What a revision is ordered to do, and all that is known before anything of it is written."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ningbgm_agents.agent import Event
from ningbgm_agents.brief import Brief
from ningbgm_agents.conforming.plan import Conformed, NewEdit, conform
from ningbgm_agents.errors import InputError
from ningbgm_agents.evidence import Evidence
from ningbgm_agents.minds.tape import Taped
from ningbgm_agents.revision import CueOrder, Revision
from ningbgm_agents.scene import HolisticScene
from ningbgm_agents.score import Score
from ningbgm_agents.timeline import Edit, Span
from ningbgm_agents.understanding.team import make_scene

from .cache import Cache
from .checkpoints import Checkpoints
from .delivery.provenance import Provenance, read_evidence, read_provenance, read_score
from .delivery.revisions import kept_revisions
from .models.thinking import Staffing, Thinking, transcriber_of, viewers_of
from .sensing import KeptSensedEdit, SensedEdit, media_marks, sense_edit
from .timeline.lay import without_detected_shots
from .timeline.reader import open_edit
from .timing import MonotonicClock, Timer

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
    keeps_previous: bool = True
    """Whether the new folder keeps the revisions before it inside; not where they are kept elsewhere."""
    staffing: Staffing = field(default_factory=Staffing)
    """Which models think for which roles; the rules where it says nothing."""
    job: str = ""
    """Name of the job that this belongs to; a job never delivers twice."""


@dataclass(frozen=True)
class UnderstoodScene:
    """What the newer edit means, and how the second team came to it."""

    scene: HolisticScene
    events: tuple[Event, ...] = ()
    tape: tuple[Taped, ...] = ()


@dataclass(frozen=True)
class Prepared:
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
    thinking: Thinking
    told: UnderstoodScene
    """The scene with the agents' exchange over it."""

    def with_rewritten(self, cues: Sequence[str]) -> Prepared:
        """The same with cues that must not keep their notes."""
        return replace(self, conformed=_conformed(self.order, self.provenance, self.previous, self.new, cues))


def prepare(order: RevisionOrder, timer: Timer, steps: Checkpoints) -> Prepared:
    """Read, sense and understand the new edit, and decide on every cue.

    Raises:
        InputError: what was given cannot be used.
        NotFoundError: a cue that there is not.
    """
    timer.step("read")
    provenance, previous = read_provenance(order.previous), read_score(order.previous)
    edit = steps.keep("read", Edit, lambda: _edit(order, provenance, previous))
    timer.step("sense")
    sensed = steps.keep(
        "sense", KeptSensedEdit, lambda: KeptSensedEdit.of(_sensed(order, provenance, edit, timer))
    ).sensed_edit()
    timer.step("understand")
    thinking = Thinking(order.staffing, previous.seed, MonotonicClock())
    told = steps.keep("understand", UnderstoodScene, lambda: _understood(previous.brief, sensed, thinking))
    scene = told.scene
    marks = dict(media_marks(sensed.edit))
    new = NewEdit(sensed.edit, marks, sensed.evidence, _pauses(scene))
    conformed = _conformed(order, provenance, previous, new, ())
    folders = _earlier_folders(order) | {provenance.number: order.previous}
    return Prepared(order, provenance, previous, sensed, scene, new, folders, conformed, thinking, told)


def _understood(brief: Brief, sensed: SensedEdit, thinking: Thinking) -> UnderstoodScene:
    events: list[Event] = []
    scene = make_scene(sensed.edit, sensed.evidence, brief, thinking.mind, events.append, MonotonicClock())
    return UnderstoodScene(scene, tuple(events), thinking.taken())


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
        return sense_edit(
            edit,
            images,
            texts,
            order.workers,
            timer.share,
            order.cache,
            covered=True,
            transcriber=transcriber_of(order.staffing),
            viewers=viewers_of(order.staffing),
        )
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
        lambda: _earlier(order, previous.variation),
        provenance.names,
        rewrite,
    )


def _revision(provenance: Provenance, score: Score, evidence: Evidence | None = None) -> Revision:
    return Revision(provenance.number, score, provenance.orders, provenance.sources, evidence)


def _earlier_folders(order: RevisionOrder) -> dict[int, Path]:
    """Earlier revisions by number; those that the score holds itself count before others."""
    found = kept_revisions(order.previous)
    for folder in order.history:
        try:
            found.setdefault(read_provenance(folder).number, folder)
        except InputError:
            continue
    return found


def _earlier(order: RevisionOrder, variation: int) -> tuple[Revision, ...]:
    """Earlier revisions of the same variation: the music of another one is not taken over."""
    revisions = []
    newest = sorted(_earlier_folders(order).items(), reverse=True)[:_MOST_REVISIONS]
    for _, folder in newest:
        try:
            revision = _revision(read_provenance(folder), read_score(folder))
        except InputError:
            continue
        if revision.score.variation == variation:
            revisions.append(revision)
    return tuple(revisions)
