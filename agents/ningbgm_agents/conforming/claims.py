"""Which free stretch each cue that must be written again claims: where most of its picture is."""

from __future__ import annotations

from collections.abc import Sequence

from ..score import Cue
from ..timeline import Span
from .places import Claim, Free
from .staking import Staking
from .stand import Stand


def find_claims(staking: Staking, stretches: Sequence[Free]) -> dict[Free, list[Claim]]:
    """The cues that are not put down yet, each in the free stretch that shows most of its picture."""
    claims: dict[Free, list[Claim]] = {free: [] for free in stretches}
    for cue in staking.stand.revision.score.cues:
        if cue.name in staking.staked or cue.name in staking.locked:
            continue
        found = [
            (hull, weight, free) for free in stretches for hull, weight in _hulls(staking.stand, cue, free)
        ]
        if found:
            hull, _, free = max(found, key=lambda f: (f[1], -f[0].start))
            claims[free].append(Claim(cue.name, hull))
    return claims


def _hulls(stand: Stand, cue: Cue, free: Free) -> list[tuple[Span, float]]:
    """Where a cue's picture lies in a stretch: in order, taken out of order, or replaced; and how much."""
    span, frames = stand.span(cue), stand.difference.frames
    images = [(s.kind, image.overlap(free.span)) for s, image in frames.parts(span)]
    in_order = [image for kind, image in images if image and kind != "reordered"]
    replaced = [image for one in frames.stand_ins(span) if (image := one.overlap(free.span))]
    moved = [image for kind, image in images if image and kind == "reordered"]
    slots = [image for s in frames.slots if s.old.overlap(span) and (image := s.new.overlap(free.span))]
    hulls = []
    for parts, worth in ((in_order + replaced, 1.0), (moved, 0.9), (slots, 0.3)):
        if parts:
            hull = Span(min(part.start for part in parts), max(part.end for part in parts))
            hulls.append((hull, worth * sum(part.duration for part in parts)))
    return hulls
