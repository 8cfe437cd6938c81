"""Dynamics, arc, ending and density of hits: as said, else derived from the film."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from ..brief import Brief, EndingKind
from ..palette import palette_named
from .bench import RequirementsBench
from .derivation import derive
from .wish import Wish

_TALKATIVE = 0.5
"""Share of speech from which a film counts as full of it."""
_STING_S = 8.0
"""Shorter pieces are one gesture and end on a button (craft, section 7)."""


def shape_music(brief: Brief, bench: RequirementsBench, wish: Wish) -> Brief:
    """The brief with dynamics, arc, ending and density of hits, said or derived."""
    dynamics, why_dynamics = _dynamics(brief, bench)
    ending, why_ending = _ending(brief, bench)
    density, why_density = _density(bench)
    brief = replace(
        brief,
        dynamics=wish.dynamics or dynamics,
        arc=wish.arc or "follow",
        ending=wish.ending or ending,
        joins=wish.joins or "follow",
        hit_density=wish.hit_density if wish.hit_density is not None else density,
    )
    derived = (
        (wish.dynamics is None, "dynamics", dynamics, why_dynamics),
        (
            wish.arc is None,
            "arc",
            "follow",
            "the wish gives no shape, so the film's own is followed",
        ),
        (wish.ending is None, "ending", ending, why_ending),
        (wish.hit_density is None, "hit_density", f"{density:g}", why_density),
    )
    for unsaid, name, value, why in derived:
        brief = derive(brief, name, value, why) if unsaid else brief
    return brief


def _dynamics(brief: Brief, bench: RequirementsBench) -> tuple[Literal["soft", "normal", "loud"], str]:
    if brief.arousal is not None and brief.arousal <= -0.45:
        return "soft", "the feeling asked for is a still one"
    if brief.arousal is not None and brief.arousal >= 0.8:
        return "loud", "the feeling asked for is an agitated one"
    if _speech_share(bench) > _TALKATIVE:
        return "soft", "more than half of the film is speech"
    return "normal", "nothing asks for more or less"


def _ending(brief: Brief, bench: RequirementsBench) -> tuple[EndingKind, str]:
    last = brief.shifts[-1] if brief.shifts and brief.shifts[-1].end > 0.95 else None
    if bench.length_s < _STING_S:
        return "button", "so short a piece is one gesture with one cadence"
    if last is not None and last.arousal > 0.55:
        return "button", f"the ending is to be {last.words}"
    if last is not None:
        return "ring_out", f"the ending is to be {last.words}"
    if _fades_out(bench):
        return "ring_out", "the picture fades out and the last chord rings with it"
    palette = palette_named(brief.palettes[0], brief.palette_text)
    return palette.ending, f"usual in the palette {palette.title}"


def _fades_out(bench: RequirementsBench) -> bool:
    evidence = bench.evidence
    return evidence is not None and any(
        cut.kind == "fade_out" and cut.frame > 0.85 * evidence.duration for cut in evidence.cuts
    )


def _density(bench: RequirementsBench) -> tuple[float, str]:
    if _speech_share(bench) > _TALKATIVE:
        return 0.6, "more than half of the film is speech, which accents would disturb"
    evidence = bench.evidence
    if evidence is not None and len(evidence.cuts) > 0.7 * max(4.0, evidence.duration_s):
        return 0.7, "the film cuts so fast that hitting every cut would be mickey-mousing"
    return 1.0, "as the style does"


def _speech_share(bench: RequirementsBench) -> float:
    evidence = bench.evidence
    if evidence is None:
        return 0.0
    return evidence.speaking(0.0, evidence.duration_s) / evidence.duration_s
