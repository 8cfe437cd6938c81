"""The scene that palettes are heard on: twenty seconds, drawn as values, that rise, peak and come to rest."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from ningbgm_agents.evidence import Cut, Evidence, Look, Shown
from ningbgm_agents.palette import Palette
from ningbgm_agents.scene import FeelingCurve, HolisticScene, NarrativeRole, SceneRecord, Turn
from ningbgm_agents.timeline import Edit, FrameRate, Span

SECONDS = 20
_RATE = FrameRate(Fraction(25))
_CUTS = (92, 190, 262, 330, 404)
"""Frames of the cuts: uneven, as cuts are."""
_COURSE: tuple[tuple[float, NarrativeRole, float, float], ...] = (
    (0.0, "setup", 0.15, 0.15),
    (0.38, "rising", 0.55, 0.4),
    (0.53, "climax", 0.95, 0.6),
    (0.81, "release", 0.3, 0.15),
)
"""From which share of the length which role is played, how far up the palette's energy, and the tension."""


def palette_edit() -> Edit:
    """The edit of the scene."""
    return Edit("palette demo", _RATE, SECONDS * 25)


def palette_evidence() -> Evidence:
    """What would be sensed of it: cuts and shots, no voice."""
    bounds = (0, *_CUTS, SECONDS * 25)
    shots = tuple(Shown(a, b, Look(0.5, 0.4, 0.1, 0.4), 0.3) for a, b in pairwise(bounds))
    cuts = tuple(Cut(frame, 0.95) for frame in _CUTS)
    return Evidence(_RATE, SECONDS * 25, ("picture",), cuts, shots=shots)


def palette_scene(palette: Palette) -> HolisticScene:
    """The scene with the feelings that the palette is made for, from its calmest to its liveliest."""
    valence = sum(palette.valence) / 2
    steps = [_course(palette, (second + 0.5) / SECONDS) for second in range(SECONDS)]
    frames = [round(share * SECONDS * 25) for share, *_ in _COURSE] + [SECONDS * 25]
    records = tuple(
        _record(Span(a, b), role, valence, *_course(palette, (a + 1) / (SECONDS * 25)))
        for (a, b), (_, role, *_) in zip(pairwise(frames), _COURSE, strict=True)
    )
    return HolisticScene(
        _RATE,
        SECONDS * 25,
        records,
        FeelingCurve("valence", (valence,) * SECONDS),
        FeelingCurve("arousal", tuple(arousal for arousal, _ in steps)),
        FeelingCurve("tension", tuple(tension for _, tension in steps)),
        (Turn(_CUTS[2], 0.8, "the scene reaches its height"),),
    )


def _course(palette: Palette, share: float) -> tuple[float, float]:
    """Arousal and tension at a share of the length; dark palettes are the tenser."""
    _, _, height, tension = next(step for step in reversed(_COURSE) if share >= step[0])
    low, high = palette.arousal
    darker = 0.15 if sum(palette.valence) < 0 else 0.0
    return low + (high - low) * height, tension + darker


def _record(span: Span, role: NarrativeRole, valence: float, arousal: float, tension: float) -> SceneRecord:
    return SceneRecord(
        span=span,
        subject="a figure",
        mood="",
        voice_content="none",
        voice_style="none",
        background="a place",
        background_style="plain",
        background_sound="none",
        background_sound_style="none",
        valence=valence,
        arousal=arousal,
        tension=tension,
        pace=15.0,
        role=role,
    )
