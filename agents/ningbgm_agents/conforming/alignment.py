"""Which frames of one lane of pieces are still there in another: exact, in order first, then moved.

Both lanes are cut wherever either is cut in the same source; what is left of them then matches whole or not
at all, so that trims, splits and blade cuts need no rules of their own. The heaviest chain of matches that
keeps its order is what was not moved; it is found as a heaviest increasing subsequence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from ..timeline import FrameRate, Span
from .pieces import Piece

StretchKind = Literal["same", "reordered", "retimed", "slot"]


@dataclass(frozen=True)
class Stretch:
    """Frames of the old lane and what they are in the new one."""

    old: Span
    new: Span
    kind: StretchKind = "same"
    """'slot': nothing of it survives, but these frames stand in its place."""

    @property
    def shift(self) -> int:
        """Frames by which its start went later."""
        return self.new.start - self.old.start


def align(old: Sequence[Piece], new: Sequence[Piece], rate: FrameRate) -> tuple[Stretch, ...]:
    """All surviving frames, by their place in the old lane, and the slots between those in order."""
    before, after = _atoms(old, _bounds(old, new)), _atoms(new, _bounds(old, new))
    places: dict[object, list[int]] = defaultdict(list)
    for number, atom in enumerate(after):
        places[_key(atom)].append(number)
    pairs = [
        (i, j, atom.record.duration) for i, atom in enumerate(before) for j in places.get(_key(atom), ())
    ]
    chain = heaviest_chain(pairs)
    kept = [Stretch(before[i].record, after[j].record) for i, j in chain]
    used, taken = {i for i, _ in chain}, {j for _, j in chain}
    left = [atom for i, atom in enumerate(before) if i not in used]
    free = [atom for j, atom in enumerate(after) if j not in taken]
    moved = _reordered(left, free)
    retimed = _retimed(left, free, rate)
    slots = _slots(kept, _extent(old), _extent(new))
    return tuple(sorted(_joined([*kept, *moved, *retimed]), key=lambda s: s.old)) + tuple(slots)


def heaviest_chain(pairs: Iterable[tuple[int, int, int]]) -> list[tuple[int, int]]:
    """Of matches (i, j, weight) the heaviest set in which i and j both increase; O(n log n)."""
    ordered = sorted(pairs, key=lambda pair: (pair[0], -pair[1]))
    tree: dict[int, tuple[int, int]] = {}
    size = max((j for _, j, _ in ordered), default=-1) + 2
    links: list[int] = []
    best, last = 0, -1
    for number, (_, j, weight) in enumerate(ordered):
        total, before = _heaviest_under(tree, j)
        links.append(before)
        _raise(tree, j + 1, size, (total + weight, number))
        if total + weight > best:
            best, last = total + weight, number
    chain = []
    while last >= 0:
        chain.append(ordered[last][:2])
        last = links[last]
    return chain[::-1]


def _heaviest_under(tree: dict[int, tuple[int, int]], place: int) -> tuple[int, int]:
    """Weight and last match of the best chain that ends before `place` (a Fenwick tree of maxima)."""
    found = (0, -1)
    while place > 0:
        candidate = tree.get(place, (0, -1))
        if candidate[0] > found[0]:
            found = candidate
        place -= place & -place
    return found


def _raise(tree: dict[int, tuple[int, int]], place: int, size: int, value: tuple[int, int]) -> None:
    while place <= size:
        if value[0] > tree.get(place, (0, -1))[0]:
            tree[place] = value
        place += place & -place


def _key(atom: Piece) -> object:
    return (atom.source, atom.speed, atom.first, atom.record.duration)


def _bounds(*lanes: Sequence[Piece]) -> dict[tuple[str, Fraction], list[int]]:
    """Source frames at which any lane cuts a source, by source and speed."""
    found: dict[tuple[str, Fraction], set[int]] = defaultdict(set)
    for lane in lanes:
        for piece in lane:
            found[piece.source, piece.speed] |= {piece.first, piece.last}
    return {key: sorted(bounds) for key, bounds in found.items()}


def _atoms(lane: Sequence[Piece], bounds: dict[tuple[str, Fraction], list[int]]) -> list[Piece]:
    atoms = []
    for piece in lane:
        inside = [b for b in bounds[piece.source, piece.speed] if piece.first <= b <= piece.last]
        for a, b in pairwise(inside):
            start = piece.record.start + a - piece.first
            atoms.append(piece.part(Span(start, start + b - a)))
    return atoms


def _reordered(left: list[Piece], free: list[Piece]) -> list[Stretch]:
    """Matches outside the chain, first come first served; both lists lose what is matched."""
    found = []
    places: dict[object, list[Piece]] = defaultdict(list)
    for atom in reversed(free):
        places[_key(atom)].append(atom)
    for atom in list(left):
        if places[_key(atom)]:
            match = places[_key(atom)].pop()
            found.append(Stretch(atom.record, match.record, "reordered"))
            left.remove(atom)
            free.remove(match)
    return found


def _retimed(left: list[Piece], free: list[Piece], rate: FrameRate) -> list[Stretch]:
    """The same material at another speed: frames that show the same moments of the source."""
    found = []
    for atom in left:
        match = next((other for other in free if _same_moments(atom, other, rate)), None)
        if match is not None:
            found.append(_moments(atom, match, rate))
            free.remove(match)
    return found


def _same_moments(a: Piece, b: Piece, rate: FrameRate) -> bool:
    if a.source != b.source or not a.lasting or not b.lasting or a.speed == b.speed:
        return False
    return a.speed * b.speed > 0 and _shared(a, b, rate) is not None


def _shared(a: Piece, b: Piece, rate: FrameRate) -> tuple[Fraction, Fraction] | None:
    """The moments of the source that both show, in playing order, at least a frame of either."""
    (a0, a1), (b0, b1) = _moment_range(a, rate), _moment_range(b, rate)
    low, high = max(min(a0, a1), min(b0, b1)), min(max(a0, a1), max(b0, b1))
    if high - low < max(abs(a.speed), abs(b.speed)) / rate.fps:
        return None
    return (low, high) if a.speed > 0 else (high, low)


def _moment_range(piece: Piece, rate: FrameRate) -> tuple[Fraction, Fraction]:
    return rate.seconds(piece.first) * piece.speed, rate.seconds(piece.last) * piece.speed


def _moments(a: Piece, b: Piece, rate: FrameRate) -> Stretch:
    shared = _shared(a, b, rate)
    assert shared is not None, "only pieces that share moments are matched"

    def frames(piece: Piece) -> Span:
        start, end = (rate.frame_at(moment / piece.speed) - piece.first for moment in shared)
        start = min(max(start, 0), piece.record.duration - 1)
        end = min(max(end, start + 1), piece.record.duration)
        return Span(piece.record.start + start, piece.record.start + end)

    return Stretch(frames(a), frames(b), "retimed")


def _joined(stretches: list[Stretch]) -> list[Stretch]:
    """Stretches of one kind that follow each other in both lanes as one."""
    joined: list[Stretch] = []
    for stretch in sorted(stretches, key=lambda s: s.old):
        last = joined[-1] if joined else None
        follows = last is not None and last.kind == stretch.kind != "retimed"
        if last and follows and last.old.end == stretch.old.start and last.new.end == stretch.new.start:
            joined[-1] = Stretch(
                Span(last.old.start, stretch.old.end), Span(last.new.start, stretch.new.end), last.kind
            )
        else:
            joined.append(stretch)
    return joined


def _slots(kept: list[Stretch], old: Span, new: Span) -> list[Stretch]:
    """What lies between what was kept in order: old frames, and the new ones in their place."""
    slots = []
    position = (old.start, new.start)
    for a, b in [*((s.old, s.new) for s in kept), (Span(old.end, old.end), Span(new.end, new.end))]:
        if a.start > position[0] and b.start > position[1]:
            slots.append(Stretch(Span(position[0], a.start), Span(position[1], b.start), "slot"))
        position = (a.end, b.end)
    return slots


def _extent(lane: Sequence[Piece]) -> Span:
    return Span(lane[0].record.start, max(p.record.end for p in lane)) if lane else Span(0, 0)
