"""Lines that the music must not stand in the way of.

Composers play around the line that matters and answer in the air after it (Karlin and Wright, *On the
Track*, on scoring under dialogue). A line matters by what it says (its feeling), by the air that the
editor gave it, and by where it stands: at the end of a situation, before a turn. The weights are of our
own making.
"""

from __future__ import annotations

from itertools import pairwise

from ..evidence import Evidence
from ..scene import KeyLine, Turn
from ..spoken_lines import SpokenLine, spoken_lines
from ..timeline import Edit, Span
from .lexicon import feel

_KEY = 0.5
"""Weight from which a line is a key line."""
_APART_S = 12.0
"""Key lines are rare: one in so many seconds, the weightiest first."""
_LONGEST_S = 8.0
_AIR_S, _TURN_S = 1.2, 1.5
_FEELING, _AIR, _BEFORE, _LAST, _TURN, _ASKED, _SHORT = 0.4, 0.25, 0.1, 0.15, 0.2, 0.1, 0.1
_SHORT_WORDS = 9
_LEAST_SURE = 0.4


def find_key_lines(
    edit: Edit, evidence: Evidence, spans: tuple[Span, ...], turns: tuple[Turn, ...]
) -> tuple[KeyLine, ...]:
    """The lines to leave room for, in order; none where nobody knows what is said."""
    lines = [line for line in spoken_lines(evidence) if line.confidence >= _LEAST_SURE]
    weighed = sorted(
        _weighed(edit, evidence, lines, spans, turns), key=lambda one: (-one.weight, one.span.start)
    )
    kept: list[KeyLine] = []
    for one in weighed:
        near = (abs(float(edit.rate.seconds(one.span.start - other.span.start))) < _APART_S for other in kept)
        if one.weight >= _KEY and not any(near):
            kept.append(one)
    return tuple(sorted(kept, key=lambda one: one.span.start))


def _weighed(
    edit: Edit,
    evidence: Evidence,
    lines: list[SpokenLine],
    spans: tuple[Span, ...],
    turns: tuple[Turn, ...],
) -> list[KeyLine]:
    ends = [0.0, *(line.end_s for line in lines)]
    starts = [*(line.start_s for line in lines), evidence.duration_s]
    found = []
    for line, (before_s, after_s) in zip(lines, _airs(ends, starts), strict=True):
        span = Span(edit.rate.frame_at(line.start_s), edit.rate.frame_at(line.end_s) + 1)
        if line.end_s - line.start_s > _LONGEST_S or span.start >= edit.duration:
            continue
        reasons = [*_said(line), *_placed(edit, line, spans, turns)]
        if after_s >= _AIR_S:
            reasons.append((_AIR, f"{after_s:.1f} s of air after it"))
        if before_s >= _AIR_S:
            reasons.append((_BEFORE, "a pause before it"))
        weight = sum(share for share, _ in reasons) * min(1.0, line.confidence / 0.8)
        why = ", ".join(why for _, why in sorted(reasons, key=lambda one: -one[0]))
        found.append(KeyLine(span, line.text, round(min(1.0, weight), 3), why, line.speaker))
    return found


def _airs(ends: list[float], starts: list[float]) -> list[tuple[float, float]]:
    """Seconds without speech before and after each line."""
    gaps = [start - end for end, start in zip(ends, starts, strict=True)]
    return [(before, after) for before, after in pairwise(gaps)]


def _said(line: SpokenLine) -> list[tuple[float, str]]:
    """What speaks for a line in its words."""
    reasons = []
    felt = feel(line.text)
    if felt is not None:
        strength = max(abs(felt.valence), abs(felt.arousal))
        reasons.append((_FEELING * min(1.0, strength / 0.8), f"it says {', '.join(felt.words[:3])}"))
    if line.text.rstrip("\"'”’»)").endswith(("?", "!", "？", "！")):
        reasons.append((_ASKED, "a question or a cry"))
    if len(line.text.split()) <= _SHORT_WORDS:
        reasons.append((_SHORT, "short"))
    return reasons


def _placed(
    edit: Edit, line: SpokenLine, spans: tuple[Span, ...], turns: tuple[Turn, ...]
) -> list[tuple[float, str]]:
    """What speaks for a line by its place in the film."""
    reasons = []
    seconds = edit.rate.seconds
    if any(0 <= float(seconds(turn.frame)) - line.end_s <= _TURN_S for turn in turns):
        reasons.append((_TURN, "the feeling turns after it"))
    if any(0 <= float(seconds(span.end)) - line.end_s <= _TURN_S for span in spans):
        reasons.append((_LAST, "it closes a situation"))
    return reasons
