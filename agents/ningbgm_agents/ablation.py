"""What may be left out of the agents to learn what it is good for; nothing is, unless a benchmark asks."""

from __future__ import annotations

from dataclasses import dataclass, replace

from .brief import Brief, Derivation, Request
from .composing.bench import ComposingBench
from .ports import Performer
from .scene import FeelingCurve, Finding, HolisticScene, SceneRecord
from .team import Check
from .timeline import Edit

_UNSEEN = "not looked at"


@dataclass(frozen=True)
class Ablation:
    """Which of the agents are at work."""

    requirements_team: bool = True
    """Without it the wish is not understood: the brief is what the options say and defaults."""
    scene_team: bool = True
    """Without it the film is one flat scene; its cuts and its speech are known all the same."""
    verifier: bool = True
    """Without it the first draft of the music is delivered, unread and unheard."""


WHOLE = Ablation()
"""Everybody is at work."""
ONE_AGENT = Ablation(requirements_team=False, scene_team=False, verifier=False)
"""One agent composes in one pass from what was sensed."""


def plain_brief(request: Request) -> Brief:
    """What the options say, word for word; what they do not say is the default."""
    brief = Brief(wish=request.wish, seed=request.seed, variations=request.variations)
    loudness = request.loudness_lufs
    target = brief.delivery.loudness_lufs if loudness is None else loudness
    brief = replace(
        brief,
        palettes=(request.palette,) if request.palette else brief.palettes,
        palette_text=request.palette_text,
        delivery=replace(
            brief.delivery,
            duck=request.duck,
            stems=request.stems or brief.delivery.stems,
            loudness_lufs=target,
        ),
    )
    if loudness is not None:
        return brief
    return replace(brief, derived=(Derivation("loudness_lufs", f"{target:g}", "nobody named one"),))


def flat_scene(edit: Edit) -> HolisticScene:
    """A scene that says nothing of the film: one record, even feelings, no turns."""
    seconds = max(1, -(-edit.duration * edit.rate.fps.denominator // edit.rate.fps.numerator))
    record = SceneRecord(
        edit.span,
        subject=_UNSEEN,
        mood=_UNSEEN,
        voice_content=_UNSEEN,
        voice_style=_UNSEEN,
        background=_UNSEEN,
        background_style=_UNSEEN,
        background_sound=_UNSEEN,
        background_sound_style=_UNSEEN,
        valence=0.0,
        arousal=0.0,
        tension=0.3,
        pace=0.0,
        role="setup",
    )
    return HolisticScene(
        edit.rate,
        edit.duration,
        (record,),
        FeelingCurve("valence", (0.0,) * seconds),
        FeelingCurve("arousal", (0.0,) * seconds),
        FeelingCurve("tension", (0.3,) * seconds),
    )


def unverified(performer: Performer) -> Check[ComposingBench]:
    """In place of the composing verifier: what was written is performed and nothing is found."""

    def check(bench: ComposingBench) -> tuple[ComposingBench, tuple[Finding, ...]]:
        assert bench.score is not None, "the orchestration expert has not worked yet"
        return replace(bench, heard=performer.perform(bench.score, lambda share: None)), ()

    return check
