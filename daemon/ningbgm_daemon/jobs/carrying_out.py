"""Carries out an assignment: the work itself, inside a worker."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from ningbgm_agents import document
from ningbgm_agents.agent import Event
from ningbgm_agents.errors import WishError
from ningbgm_agents.revision import CueOrder, RevisionPlan
from ningbgm_daemon.app import score_film
from ningbgm_daemon.commission import Commission
from ningbgm_daemon.delivery.folder import delivered_by
from ningbgm_daemon.delivery.placement import Placement
from ningbgm_daemon.delivery.provenance import REVISIONS, read_provenance
from ningbgm_daemon.library.recording import Occasion, counted, record_revision
from ningbgm_daemon.models.staffing import staffing_now
from ningbgm_daemon.preparing import RevisionOrder
from ningbgm_daemon.records.job import Outcome
from ningbgm_daemon.records.order import EditSource, RegenerateOrder, ReviseOrder, ScoreOrder, read_order
from ningbgm_daemon.records.score import PlacementRecord, Plan, RevisionRecord
from ningbgm_daemon.revising import RevisionResult, plan_revision, revise_score

from .assignment import Assignment, WorkResult
from .desk import Desk
from .reporting import PLANNING, SCORING, Say

_PREVIOUS = "previous-number"
"""In the job's folder: which number the revision that the job began with has in its own folder."""


def carry_out(given: Assignment, say: Say) -> WorkResult:
    """Do what was ordered.

    Raises:
        NingbgmError: it cannot be done, with the reason.
    """
    order = read_order(given.order)
    if isinstance(order, ScoreOrder):
        return _score(Desk(given, say, SCORING), order)
    if isinstance(order, ReviseOrder) and order.plan_only:
        return _plan(Desk(given, say, PLANNING), order)
    return _revise(Desk(given, say, SCORING), order)


def _score(desk: Desk, order: ScoreOrder) -> WorkResult:
    """A first scoring."""
    source, given = order.source or EditSource(), desk.given
    texts = [
        Path(text.path) if text.path else desk.text(f"text-{number}.txt", text.content)
        for number, text in enumerate(order.texts, 1)
    ]
    commission = Commission(
        out=desk.out(order.folder),
        film=desk.film(source),
        images=tuple(map(Path, order.images)),
        texts=tuple(texts),
        scored=order.scored,
        length_s=order.length_s,
        media_roots=tuple(map(Path, source.media_roots)),
        rate=source.rate,
        request=order.request,
        soundfont=Path(order.soundfont) if order.soundfont else None,
        like=Path(order.like) if order.like else None,
        preview=order.preview,
        workers=given.workers,
        staffing=staffing_now(),
        job=given.job_id,
    )
    result = score_film(commission, desk.watch, desk.cache, desk.steps, desk.cue_done)
    score = result.made[0].score
    sentence = f"Scored: {counted(score.cues, 'cue')} for {score.palette}."
    others = tuple(str(made.folder) for made in result.made[1:])
    occasion = Occasion(given.score_id, given.number, "created", sentence, variation_folders=others)
    return _made(result.folder, occasion, result.made[0].events)


def _plan(desk: Desk, order: ReviseOrder) -> WorkResult:
    """What a revision would do."""
    plan = _plan_record(plan_revision(_revision_order(desk, order, Path()), desk.watch), ())
    desk.watch("plan", 1.0)
    return WorkResult(Outcome(desk.given.score_id, None, "", document.dump(plan)))


def _revise(desk: Desk, order: ReviseOrder | RegenerateOrder) -> WorkResult:
    """A revision: to a newer edit, or with one cue written anew."""
    previous = _previous(desk)
    wanted = _revision_order(desk, order, desk.out(order.folder))
    result = revise_score(wanted, desk.watch, desk.steps, desk.cue_done)
    plan = _plan_record(result.plan, _placements(result, previous))
    anew = isinstance(order, RegenerateOrder)
    occasion = Occasion(
        desk.given.score_id,
        desk.given.number,
        "regenerated" if anew else "revised",
        _told(result.plan),
        previous.locked,
        plan=plan,
        previous=previous,
    )
    moved_to = ""
    if str(result.folder) == previous.folder:
        moved_to = str(result.folder / REVISIONS / str(_previous_number(desk)))
    return _made(result.folder, occasion, result.events, plan, moved_to)


def _revision_order(desk: Desk, order: ReviseOrder | RegenerateOrder, out: Path) -> RevisionOrder:
    given, previous = desk.given, _previous(desk)
    revising = order if isinstance(order, ReviseOrder) else None
    source = (revising.source if revising else None) or EditSource()
    number, folder = _previous_number(desk), Path(previous.folder)
    if out == folder and delivered_by(out, given.job_id):
        folder = out / REVISIONS / str(number)  # an earlier attempt has delivered over it
    film = desk.film(source)
    if film is None and revising is not None:
        film = _scored_film(folder, revising)
    return RevisionOrder(
        previous=folder,
        out=out,
        film=film,
        scored=revising.scored if revising else None,
        media_roots=tuple(map(Path, source.media_roots)),
        locked=tuple(dict.fromkeys((*previous.locked, *(revising.keep if revising else ())))),
        cue_orders=() if isinstance(order, ReviseOrder) else (_cue_order(order),),
        history=tuple(Path(path) for path in given.history if path != str(folder)),
        workers=given.workers,
        cache=desk.cache,
        rate=source.rate,
        staffing=staffing_now(),
        job=given.job_id,
    )


def _cue_order(order: RegenerateOrder) -> CueOrder:
    return CueOrder(order.cue, order.seed, order.wish, order.direction)


def _scored_film(folder: Path, order: ReviseOrder) -> Path | None:
    """The file that was scored, as it is now; None where it is gone, for what was known of it."""
    film = read_provenance(folder).film
    if film and Path(film).exists():
        return Path(film)
    if order.scored:
        raise WishError("the edit that was scored is gone; give the newer one to score another range of it")
    return None


def _previous(desk: Desk) -> RevisionRecord:
    assert desk.given.previous is not None, "a revision has one before it"
    return desk.given.previous


def _previous_number(desk: Desk) -> int:
    """Which number the folder of the revision before gives itself; asked once, before it may be replaced."""
    path = desk.folder / _PREVIOUS
    if not path.exists():
        path.write_text(str(read_provenance(Path(_previous(desk).folder)).number), encoding="ascii")
    return int(path.read_text(encoding="ascii"))


def _made(
    folder: Path,
    occasion: Occasion,
    events: tuple[Event, ...],
    plan: Plan | None = None,
    moved_to: str = "",
) -> WorkResult:
    revision = record_revision(folder, occasion)
    told = document.dump(plan) if plan else ""
    outcome = Outcome(occasion.score_id, occasion.number, str(folder), told)
    return WorkResult(outcome, None, revision, events, moved_to)


def _plan_record(plan: RevisionPlan, placements: tuple[PlacementRecord, ...]) -> Plan:
    return Plan(plan.decisions, plan.conflicts, placements, tuple(plan.told().splitlines()))


def _told(plan: RevisionPlan) -> str:
    """`1m1 keep 2, rescore 1`, in words for people."""
    words = {
        "keep": "kept", "move": "moved", "retime": "retimed", "rescore": "written again",
        "new": "new", "drop": "dropped",
    }  # fmt: skip
    counts = Counter(words[decision.kind] for decision in plan.decisions)
    return "Revised: " + ", ".join(f"{count} {word}" for word, count in counts.items()) + "."


def _placements(result: RevisionResult, previous: RevisionRecord) -> tuple[PlacementRecord, ...]:
    start = result.score.edit.start_frame
    return tuple(_placed(one, result.folder, previous, start) for one in result.placements)


def _placed(one: Placement, folder: Path, previous: RevisionRecord, start_frame: int) -> PlacementRecord:
    """A placement on the timeline, whose frames count from its own zero."""
    before = one.record_frame if one.action == "remove" else one.record_frame_before
    base = Path(previous.folder) if one.action == "remove" else folder
    return PlacementRecord(
        one.action,
        one.cue,
        one.stem,
        str(base / one.file),
        start_frame + one.record_frame,
        0 if before is None else start_frame + before,
        one.sample_count,
    )
