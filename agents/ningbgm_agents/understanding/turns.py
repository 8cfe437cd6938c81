"""Turns: where the feeling changes, snapped to a cut within a second."""

from __future__ import annotations

from bisect import bisect_left

import numpy as np

from ..brief import Brief
from ..scene import Turn
from ..timeline import Edit
from .bench import Feelings
from .signals import Seconds, Signals

_AROUND_S = 5
_LEAST = 0.4
"""Change of feeling from which there is a turn."""
_APART_S = 6
_SNAP_S = 1.0
_NEAR_END_S = 1.5
"""No turn so close to an edge of the range."""
_WORDS = (
    ("valence", "brighter", "darker"),
    ("arousal", "more agitated", "calmer"),
    ("tension", "tenser", "more relaxed"),
)


def find_turns(edit: Edit, brief: Brief, signals: Signals, feelings: Feelings) -> tuple[Turn, ...]:
    """The turns inside the scored range, ascending."""
    curves = np.array([feelings.valence, feelings.arousal, feelings.tension])
    steps = _steps(curves)
    size = np.sqrt((steps**2).sum(axis=0))
    cuts = [cut.frame for cut in signals.cuts]
    turns = {}
    for second in _peaks(size):
        frame, snapped = _snap(edit, cuts, edit.rate.frame_at(int(second)))
        why = _why(steps[:, second]) + (", on a cut" if snapped else "")
        turns[frame] = Turn(frame, round(min(1.0, float(size[second])), 3), why)
    for shift in brief.shifts:
        frame, _ = _snap(edit, cuts, edit.span.start + round(shift.start * edit.span.duration))
        asked = Turn(frame, 0.7, f"the wish asks for “{shift.words}” from here")
        turns[frame] = (
            asked
            if frame not in turns
            else Turn(frame, max(0.7, turns[frame].strength), f"{asked.why}; {turns[frame].why}")
        )
    return _inside(edit, turns)


def _steps(curves: Seconds) -> Seconds:
    """Difference of the means after and before each second; shape (3, seconds)."""
    size = curves.shape[1]
    total = np.concatenate((np.zeros((3, 1)), np.cumsum(curves, axis=1)), axis=1)
    here = np.arange(size)
    before, after = np.maximum(here - _AROUND_S, 0), np.minimum(here + _AROUND_S, size)
    ahead = (total[:, after] - total[:, here]) / (after - here)
    behind = (total[:, here] - total[:, before]) / np.maximum(here - before, 1)
    steps = ahead - behind
    steps[:, 0] = 0.0
    return np.asarray(steps)


def _peaks(size: Seconds) -> list[int]:
    """Seconds of the largest changes, at least some seconds apart, ascending."""
    free = np.ones(len(size), dtype=bool)
    chosen = []
    for second in np.argsort(-size, kind="stable"):
        if size[second] < _LEAST:
            break
        if free[second] and size[second] >= size[max(0, second - 1) : second + 2].max():
            chosen.append(int(second))
            free[max(0, second - _APART_S) : second + _APART_S + 1] = False
    return sorted(chosen)


def _snap(edit: Edit, cuts: list[int], frame: int) -> tuple[int, bool]:
    """The nearest cut within a second, else the frame itself."""
    at = bisect_left(cuts, frame)
    near = sorted(cuts[max(at - 1, 0) : at + 1], key=lambda cut: abs(cut - frame))
    if near and abs(near[0] - frame) <= _SNAP_S * edit.rate.fps:
        return near[0], True
    return frame, False


def _inside(edit: Edit, turns: dict[int, Turn]) -> tuple[Turn, ...]:
    margin = min(round(_NEAR_END_S * edit.rate.fps), edit.span.duration // 4)
    return tuple(
        turns[frame]
        for frame in sorted(turns)
        if edit.span.start + margin <= frame < edit.span.end - margin and 0 < frame < edit.duration
    )


def _why(step: Seconds) -> str:
    words = [
        more if value > 0 else less
        for value, (_, more, less) in zip(step, _WORDS, strict=True)
        if abs(value) > 0.15
    ]
    return "from here " + (" and ".join(words) or "different")
