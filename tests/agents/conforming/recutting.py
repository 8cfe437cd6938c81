"""Random edits of a cutting, as editors make them."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from cut_film import Cutting, Take
from hypothesis import strategies as st

_LEAST = 8


@st.composite
def recut(draw: st.DrawFn, takes: Cutting, most: int = 4) -> Cutting:
    """The cutting after one to `most` random changes."""
    for _ in range(draw(st.integers(1, most))):
        takes = _changed(draw, takes)
    return takes


def _changed(draw: st.DrawFn, takes: Cutting) -> Cutting:
    at = draw(st.integers(0, len(takes) - 1))
    take, before, after = takes[at], takes[:at], takes[at + 1 :]
    frames = draw(st.integers(1, 60))
    kind = draw(
        st.sampled_from(["head", "tail", "longer", "swap", "insert", "delete", "retime", "move", "split"])
    )
    if kind in ("head", "tail") and take.frames - frames < _LEAST:
        return takes
    if kind == "head":
        return (*before, replace(take, first=take.first + frames, frames=take.frames - frames), *after)
    if kind == "tail":
        return (*before, replace(take, frames=take.frames - frames), *after)
    if kind == "longer":
        return (*before, replace(take, frames=take.frames + frames), *after)
    if kind == "swap" and after:
        return (*before, after[0], take, *after[1:])
    if kind == "insert":
        return (*before, Take(f"new{frames}", frames, 10 * frames), *takes[at:])
    if kind == "delete" and len(takes) > 3:
        return (*before, *after)
    if kind == "retime":
        slower = max(_LEAST, take.frames * 5 // 4)
        return (*before, replace(take, frames=slower, speed=Fraction(4, 5)), *after)
    if kind == "move":
        rest = (*before, *after)
        to = draw(st.integers(0, len(rest)))
        return (*rest[:to], take, *rest[to:])
    if kind == "split" and take.frames > 2 * _LEAST:
        half = take.frames // 2
        tail = replace(take, first=take.first + half, frames=take.frames - half)
        return (*before, replace(take, frames=half), tail, *after)
    return takes
