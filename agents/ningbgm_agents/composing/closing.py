"""Where the last chord of a cue is struck, so that it has the time to ring that its ending asks for."""

from __future__ import annotations

from ..brief import CueEnding
from ..timeline import Span
from .bench import Candidate, ComposingBench

_RING_S: dict[CueEnding, float] = {
    "ring_out": 3.4,
    "open": 3.4,
    "fade": 2.6,
    "button": 1.6,
    "segue": 3.0,
}
"""How long the last chord usually has, to the cue's end."""
_SHORTEST_RING_S: dict[CueEnding, float] = {
    "ring_out": 2.8,
    "open": 2.8,
    "fade": 2.0,
    "button": 1.4,
    "segue": 2.2,
}
"""And how long at least: an event that comes later is met under the chord that rings already."""
_LEAST_OF_RING = 0.8
"""Share of its ring that the last chord of a short cue has at least; half of it for a button."""


def last_chord(
    bench: ComposingBench, span: Span, ending: CueEnding, candidates: tuple[Candidate, ...]
) -> int:
    """The frame of the last chord: on the last event that leaves room to ring out, or where it rings well."""
    rate, length = bench.edit.rate, float(bench.edit.rate.seconds(span.duration))
    ring = min(_RING_S[ending], 0.42 * length)
    first = span.end - rate.frame_at(1.5 * ring)
    least = 0.5 if ending == "button" else _LEAST_OF_RING
    last = span.end - rate.frame_at(min(_SHORTEST_RING_S[ending], least * ring))
    near = [c for c in candidates if max(first, span.start + 1) <= c.frame <= last and c.weight >= 0.35]
    if near:
        return max(near, key=lambda c: c.frame).frame
    return span.end - max(1, rate.frame_at(ring))
