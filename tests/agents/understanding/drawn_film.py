"""Films drawn as evidence: stretches of one look, one movement and one sound each."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from ningbgm_agents.agent import Event as Step
from ningbgm_agents.brief import Brief
from ningbgm_agents.evidence import (
    Colour,
    Curve,
    Cut,
    Event,
    Evidence,
    FaceSighting,
    Look,
    Shown,
    SpeechSpan,
    Words,
)
from ningbgm_agents.minds.rules import RulesMind
from ningbgm_agents.scene import HolisticScene
from ningbgm_agents.timeline import Edit, FrameRate
from ningbgm_agents.understanding.team import make_scene

RATE = FrameRate(Fraction(25))


GREY = Colour(120, 120, 120, 1.0)


@dataclass(frozen=True)
class Stretch:
    """Some seconds of film of one kind."""

    seconds: int
    brightness: float = 0.45
    saturation: float = 0.3
    warmth: float = 0.0
    motion: float = 0.15
    shot_s: float = 5.0
    loudness: float = -30.0
    onsets: float = 1.0
    colour: Colour = GREY
    face: float = 0.0
    """Height of a face that is seen throughout; 0 for none."""


BRIGHT = Stretch(20, 0.68, 0.45, 0.1, 0.06, 6.0, -38, 0.5, Colour(90, 190, 80, 0.7))
DARK = Stretch(20, 0.1, 0.2, -0.25, 0.6, 1.5, -15, 6.0, Colour(8, 8, 20, 0.9))
WARM = Stretch(20, 0.52, 0.5, 0.4, 0.1, 7.0, -30, 1.0, Colour(230, 150, 60, 0.8), 0.3)


def draw(
    *stretches: Stretch,
    sound: bool = True,
    picture: bool = True,
    speech: tuple[SpeechSpan, ...] = (),
    words: tuple[Words, ...] = (),
    images: tuple[Shown, ...] = (),
    events: tuple[Event, ...] = (),
) -> Evidence:
    """The evidence of a film of these stretches; the start of each but the first is a cut."""
    total = sum(stretch.seconds for stretch in stretches) * 25
    shots, faces, at = [], [], 0
    for stretch in stretches:
        end = at + stretch.seconds * 25
        edges = [*range(at, end, round(stretch.shot_s * 25)), end]
        look = Look(stretch.brightness, stretch.saturation, stretch.warmth, 0.4, (stretch.colour,))
        shots += [
            Shown(a, b, look, stretch.motion, 0.2, 0.9 if stretch.face else 0.0) for a, b in pairwise(edges)
        ]
        if stretch.face:
            faces += [FaceSighting(frame, stretch.face, 0.8) for frame in range(at, end, 25)]
        at = end
    curves = (
        _curves(stretches, "picture", ("brightness", "saturation", "warmth", "motion")) if picture else ()
    ) + (_curves(stretches, "sound", ("loudness", "onsets")) if sound else ())
    modalities = [
        name
        for name, there in (("picture", picture), ("sound", sound), ("image", images), ("text", words))
        if there
    ]
    return Evidence(
        RATE,
        total,
        tuple(modalities),  # type: ignore[arg-type]  # literal by construction
        tuple(Cut(shot.start_frame, 0.95) for shot in shots[1:]) if picture else (),
        events,
        tuple(shots) if picture else (),
        tuple(faces) if picture else (),
        speech,
        (),
        curves,
        images,
        words,
        -20.0 if sound else None,
    )


def _curves(stretches: tuple[Stretch, ...], source: str, names: tuple[str, ...]) -> tuple[Curve, ...]:
    return tuple(
        Curve(
            name, 4.0, tuple(float(getattr(s, name)) for s in stretches for _ in range(s.seconds * 4)), source
        )
        for name in names
    )


class StillClock:
    """Tells the same time for ever."""

    def seconds(self) -> float:
        return 0.0


def understand(
    evidence: Evidence,
    brief: Brief | None = None,
    edit: Edit | None = None,
    record: Callable[[Step], None] = lambda step: None,
) -> HolisticScene:
    """The scene of some evidence."""
    edit = edit or Edit("drawn", evidence.rate, evidence.duration)
    return make_scene(edit, evidence, brief or Brief(), RulesMind(), record, StillClock())


def film(**more: object) -> Evidence:
    """A bright calm start, a dark fast middle, a warm ending."""
    return draw(BRIGHT, DARK, WARM, **more)  # type: ignore[arg-type]  # passed on
