"""The plan of a revision: what becomes of every cue when the edit, or the wish for a cue, changes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from ..composing.bench import Opening
from ..composing.instructions import cue_starts, instructed_silences
from ..direction import NO_DIRECTION
from ..errors import NotFoundError, WishError
from ..evidence import Evidence
from ..revision import STANDING, Conflict, CueOrder, Decision, Revision, RevisionPlan
from ..score import Cue, Key
from ..timeline import Edit, Span, joined
from . import reasons
from .claims import find_claims
from .directing import Carried, asked, carried, sentences
from .joins import left_alone, open_joins
from .naming import new_name
from .places import Shared, Sharing, free_stretches
from .staking import Staking
from .stand import Stand

_JOIN_S = 4.0
"""A cue that begins so soon after another begins in the key in which that one ended."""
_SHORTEST_SILENCE_S = 1.2


@dataclass(frozen=True)
class NewEdit:
    """The edit that a score is to be conformed to, and what is known of it."""

    edit: Edit
    sources: Mapping[str, str]
    """What tells the content of its media, by path."""
    evidence: Evidence | None = None
    silences: tuple[Span, ...] = ()
    """Where its scene asks for silence; this counts for pictures that were not there before."""


@dataclass(frozen=True)
class Conformed:
    """A plan and what it needs to be carried out."""

    plan: RevisionPlan
    standing: tuple[Cue, ...]
    """Cues that keep their notes, as they lie in the new edit."""
    openings: tuple[Opening, ...]
    """Cues to write."""
    silences: tuple[Span, ...]
    orders: tuple[CueOrder, ...]
    """What is ordered for single cues from now on."""


def conform(
    current: Revision,
    new: NewEdit,
    locked: Collection[str] = (),
    orders: Sequence[CueOrder] = (),
    earlier: Callable[[], Sequence[Revision]] = tuple,
    used_names: Collection[str] = (),
    rewrite: Collection[str] = (),
) -> Conformed:
    """Decide on every cue of the current revision.

    `earlier` gives earlier revisions, newest first, and is asked only where something changed: a cue of
    theirs whose content is back is taken over as it was. `rewrite` names cues that must not keep their notes.

    Raises:
        NotFoundError: a lock or an order names a cue that there is not.
        WishError: no music is left.
    """
    _check_names(current, (*locked, *(order.cue for order in orders)))
    wanted, refused = _orders_now(current, orders, locked)
    directions = {
        order.cue: asked(order.direction, new.edit)
        for order in orders
        if order.direction is not None and order.cue not in locked
    }
    stand = Stand.of(current, new.edit, new.sources, new.evidence)
    stands = [stand]
    if orders or rewrite or locked or not stand.same_picture:
        stands += [Stand.of(r, new.edit, new.sources, new.evidence) for r in earlier()]
    again = next((number for number, s in enumerate(stands) if s.same_picture), None)
    silences = _silences(stand, new) if again is None else stands[again].revision.score.silences
    stands = [one.silenced(silences) for one in stands]
    left: frozenset[str] = frozenset()
    while True:
        staking = Staking(stands[0], frozenset(locked), wanted, frozenset(rewrite), directions, left)
        staking.lock()
        staking.keep(stands, None if again is None else stands[again])
        staking.retime()
        used = {*used_names, *(c.name for c in current.score.cues)}
        made = _shared_out(staking, wanted, refused, used)
        begun = [decision.after for decision in made.plan.decisions if decision.after]
        more = left_alone(made.standing, begun) - left - frozenset(locked)
        if not more:
            return made
        left |= more


def _check_names(current: Revision, names: Sequence[str]) -> None:
    for name in names:
        if current.cue(name) is None:
            known = ", ".join(cue.name for cue in current.score.cues)
            raise NotFoundError(f"there is no cue {name!r}; this score has {known}", cue=name)


def _orders_now(
    current: Revision, orders: Sequence[CueOrder], locked: Collection[str]
) -> tuple[dict[str, CueOrder], list[Conflict]]:
    """What is ordered for each cue from now on, and the orders that a lock refuses."""
    now = {order.cue: order for order in current.orders}
    refused = []
    for order in orders:
        if order.cue in locked:
            reason = f"{order.cue} is locked and is not written again; unlock it first."
            refused.append(Conflict(order.cue, reason))
            continue
        had = now.get(order.cue, CueOrder(order.cue))
        seed = order.seed if order.seed is not None else had.seed
        if order.seed is None and order.wish is None and order.direction is None:
            seed = (had.seed if had.seed is not None else current.score.seed) + 1
        wish = had.wish if order.wish is None else order.wish or None
        now[order.cue] = CueOrder(order.cue, seed, wish)
        if seed is None and wish is None:
            del now[order.cue]
    return now, refused


def _silences(stand: Stand, new: NewEdit) -> tuple[Span, ...]:
    """Wanted silences: those that were there go with their picture, new pictures bring their own.

    What markers ask for lies where the markers are now.
    """
    frames, shortest = stand.difference.frames, new.edit.rate.frame_at(_SHORTEST_SILENCE_S)
    told = instructed_silences(stand.difference.old)
    kept = [rest for silence in stand.old.silences for rest in silence.without(told)]
    carried = [image for rest in kept for image in (*frames.images(rest), *frames.stand_ins(rest))]
    survived = [stretch.new for stretch in frames.stretches]
    brought = [rest for silence in new.silences for rest in silence.without(survived)]
    wanted = [*carried, *(rest for rest in brought if rest.duration >= shortest)]
    inside = (span.overlap(new.edit.span) for span in (*wanted, *instructed_silences(new.edit)))
    return joined(filter(None, inside))


def _shared_out(
    staking: Staking, orders: dict[str, CueOrder], refused: list[Conflict], used: set[str]
) -> Conformed:
    """Give the cues that must be written again, and new ones, what the others leave."""
    stand, edit = staking.stand, staking.edit
    spans = [staked.cue.span for staked in staking.staked.values()]
    stretches = free_stretches(edit.span, spans, stand.new.silences)
    claims = find_claims(staking, stretches)
    alone = not spans and not any(claims.values())
    cuts = [piece.record.start for piece in stand.new.picture]
    sharing = Sharing(edit.rate, cuts, cue_starts(edit), edit.span, alone)
    shared = [sharing.share(free, claims[free]) for free in stretches]
    placed = {claim.cue: claim.span for one in shared for claim in one.claims}
    decisions = [staked.decision for staked in staking.staked.values()]
    decisions += [_rescored(staking, cue, span, orders) for cue, span in placed.items()]
    decisions += _new(decisions, shared, edit, used)
    decisions.sort(key=lambda decision: decision.after or Span(0, 0))
    if not decisions:
        raise WishError("nothing of this edit is left to put music to")
    dropped = _dropped(staking, placed, shared)
    directions = {decision.cue: _directed(staking, decision) for decision in (*decisions, *dropped)}
    lost = [s for cue, one in directions.items() for s in sentences(cue, one.lost)]
    notes = (*stand.difference.notes, *lost)
    conflicts = (
        *staking.conflicts,
        *open_joins(staking.staked.values(), staking.locked, [d.after for d in decisions if d.after]),
        *refused,
    )
    plan = RevisionPlan((*decisions, *dropped), conflicts, notes)
    names = {decision.cue for decision in decisions}
    return Conformed(
        plan,
        tuple(sorted((s.cue for s in staking.staked.values()), key=lambda cue: cue.span)),
        _openings(staking, decisions, orders, directions),
        stand.new.silences,
        tuple(order for order in orders.values() if order.cue in names),
    )


def _directed(staking: Staking, decision: Decision) -> Carried:
    """What is asked of a cue by hand from now on, and what of it could not come along."""
    if decision.cue in staking.directions:
        return Carried(staking.directions[decision.cue])
    cue, stand = staking.stand.revision.cue(decision.cue), staking.stand
    if cue is None or not cue.direction or decision.kind in STANDING:
        return Carried(NO_DIRECTION)
    if decision.after is None:
        return Carried(NO_DIRECTION, ("what you asked of it by hand goes with it",))
    return carried(cue.direction, stand.difference, stand.revision.score.edit, decision.after)


def _rescored(staking: Staking, name: str, span: Span, orders: dict[str, CueOrder]) -> Decision:
    stand = staking.stand
    cue = stand.revision.cue(name)
    assert cue is not None, "only cues of the revision claim a place"
    order = orders.get(name, CueOrder(name))
    if order != stand.revision.order(name) or name in staking.directions:
        sentence = reasons.ordered(name, order, staking.directions.get(name))
    else:
        changes = _why(staking, cue, span)
        sentence = reasons.rescored(name, changes, staking.refusals.get(name, ""))
    return Decision(name, "rescore", sentence, cue.span, span)


def _why(staking: Staking, cue: Cue, span: Span) -> str:
    """What made a cue lose its notes."""
    stand = staking.stand
    if cue.name in staking.rewrite:
        return "its notes no longer fit when they follow the picture"
    if cue.name in staking.left:
        return "the cue that it runs into no longer follows it"
    if stand.start(cue) is not None:
        return "a locked cue lies in its place" if stand.same_rate else "the frame rate changed"
    if stand.beside(stand.span(cue), span) or not stand.new.silences:
        return reasons.what_changed(stand.difference, stand.span(cue), span)
    silent = any(silence.overlap(image) for silence in stand.new.silences for image in stand.images(cue))
    return (
        "silence is wanted in it" if silent else reasons.what_changed(stand.difference, stand.span(cue), span)
    )


def _new(
    decisions: Sequence[Decision], shared: Sequence[Shared], edit: Edit, used: set[str]
) -> list[Decision]:
    """Decisions on new cues, named after the cue before them."""
    known = [(decision.after, decision.cue) for decision in decisions if decision.after]
    found = []
    for span in sorted(span for one in shared for span in one.new):
        before = max(((s, name) for s, name in known if s.start < span.start), default=None)
        last = all(s.start < span.start for s, _ in known)
        name = new_name(before[1] if before else None, last, used)
        used.add(name)
        known.append((span, name))
        found.append(Decision(name, "new", reasons.added(name, span, edit), None, span))
    return found


def _dropped(staking: Staking, placed: Mapping[str, Span], shared: Sequence[Shared]) -> list[Decision]:
    merged = dict(pair for one in shared for pair in one.merged)
    found = []
    for cue in staking.stand.revision.score.cues:
        if cue.name in staking.staked or cue.name in placed:
            continue
        why = "its picture is gone"
        if cue.name in merged:
            heir = f"; {merged[cue.name]} takes its place" if merged[cue.name] else ""
            why = f"too little of its picture is left{heir}"
        elif staking.stand.images(cue):
            why = "its picture is silent or under other music now"
        found.append(Decision(cue.name, "drop", f"{cue.name} is dropped: {why}.", cue.span))
    return found


def _openings(
    staking: Staking,
    decisions: Sequence[Decision],
    orders: Mapping[str, CueOrder],
    directions: Mapping[str, Carried],
) -> tuple[Opening, ...]:
    """What the composing team writes, each cue with what it takes up from before and beside."""
    revision, edit = staking.stand.revision, staking.edit
    openings = []
    for decision in decisions:
        if decision.kind not in ("rescore", "new") or decision.after is None:
            continue
        was = revision.cue(decision.cue)
        same = was is not None and orders.get(decision.cue, CueOrder(decision.cue)) == revision.order(
            decision.cue
        )
        tempo = was.tempo_map.base_bpm if was is not None and same else None
        key = _key_before(staking, decision.after, edit)
        direction = directions[decision.cue].direction
        openings.append(Opening(decision.cue, decision.after, tempo, key, direction))
    return tuple(openings)


def _key_before(staking: Staking, span: Span, edit: Edit) -> Key | None:
    """The key in which the standing cue just before a span ends."""
    before = [s.cue for s in staking.staked.values() if s.cue.span.end <= span.start]
    last = max(before, key=lambda cue: cue.span, default=None)
    if last is None or float(edit.rate.seconds(span.start - last.span.end)) > _JOIN_S or not last.sections:
        return None
    return last.sections[-1].key
