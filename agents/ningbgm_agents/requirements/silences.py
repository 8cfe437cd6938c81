"""Where not to play, laid out over the length of the film."""

from __future__ import annotations

from dataclasses import replace

from ..brief import Brief, Silence
from ..evidence import Evidence
from .bench import RequirementsBench
from .derivation import derive
from .wish import Wish

_SHARE, _SHORTEST_S, _LONGEST_S = 0.1, 2.0, 8.0
"""An opening or closing silence of unsaid length: a tenth of the film, within limits."""
_UNTIL_SHARE, _UNTIL_LONGEST_S = 0.5, 60.0
"""How long at most to wait for something that the evidence may not show."""
_PAUSE_S = 1.0
"""Pauses of speech shorter than this stay silent too."""


def place_silences(brief: Brief, bench: RequirementsBench, wish: Wish) -> Brief:
    """The brief with every silence that the wish asks for, ends and limits filled in."""
    length = bench.length_s
    silences = [_ended(silence, length) for silence in wish.silences]
    share = min(max(_SHARE * length, min(_SHORTEST_S, length / 4)), _LONGEST_S)
    if wish.opening_silence:
        silences.append(Silence(0.0, round(share, 2), "a silent opening"))
        brief = derive(
            brief,
            "silences",
            f"0 to {share:.1f} s",
            "the wish gives no length for the silent opening",
        )
    if wish.tail_silence is not None:
        tail = wish.tail_silence.seconds
        silences.append(Silence(round(max(0.0, length - (tail or share)), 2), length, "a silent ending"))
        if tail is None:
            brief = derive(
                brief,
                "silences",
                f"the last {share:.1f} s",
                "the wish gives no length for the silent ending",
            )
    if wish.silent_under_speech:
        silences += _under_speech(bench.evidence)
        value = "wherever speech was found" if bench.evidence and bench.evidence.speech else "none"
        brief = derive(brief, "silences", value, "the wish asks for no music under speech")
    return replace(brief, silences=tuple(sorted(silences, key=lambda s: (s.start_s, s.end_s))))


def _ended(silence: Silence, length: float) -> Silence:
    if silence.until:
        return replace(silence, end_s=round(min(_UNTIL_SHARE * length, _UNTIL_LONGEST_S), 2))
    return replace(silence, end_s=length) if silence.end_s > 80_000 else silence


def _under_speech(evidence: Evidence | None) -> list[Silence]:
    merged: list[Silence] = []
    for span in sorted(evidence.speech if evidence else (), key=lambda s: s.start_s):
        if merged and span.start_s - merged[-1].end_s < _PAUSE_S:
            merged[-1] = replace(merged[-1], end_s=max(merged[-1].end_s, span.end_s))
        else:
            merged.append(Silence(span.start_s, span.end_s, "no music under speech"))
    return merged
