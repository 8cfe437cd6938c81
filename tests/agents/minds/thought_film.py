"""A film that all three teams work on, thought through by a mind; nothing is played."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from ningbgm_agents.agent import Event, Mind
from ningbgm_agents.brief import Brief, Request
from ningbgm_agents.deciding import DECISIONS
from ningbgm_agents.evidence import Cut, Evidence, Look, Shown, SpeechSpan, Words
from ningbgm_agents.minds.language import LanguageMind, Limits
from ningbgm_agents.ports import LanguageModel
from ningbgm_agents.production import compose, understand
from ningbgm_agents.scene import HolisticScene
from ningbgm_agents.score import Heard, Score
from ningbgm_agents.timeline import Edit, FrameRate

RATE = FrameRate(Fraction(25))
WISH = "something flubbery with a glimmer"


class StoppedClock:
    def seconds(self) -> float:
        return 0.0


class MutePerformer:
    def perform(self, score: Score, progress: object) -> tuple[Heard, ...]:
        return ()


@dataclass(frozen=True)
class Thought:
    """What came of it."""

    brief: Brief
    scene: HolisticScene
    score: Score
    events: tuple[Event, ...]

    def of(self, role: str) -> list[Event]:
        return [event for event in self.events if event.agent == role]

    @property
    def fallen(self) -> dict[str, str]:
        """By role: why it worked by the rules after all."""
        return {event.agent: event.sentence for event in self.events if event.action == "falls back"}


def evidence(seconds: int = 48) -> Evidence:
    """Bright and slow, dark and fast, warm and slow; one line is spoken."""
    looks = [Look(0.7, 0.5, 0.1, 0.4), Look(0.1, 0.2, -0.2, 0.6), Look(0.5, 0.5, 0.4, 0.4)]
    third, shots = seconds // 3 * 25, []
    for number, look in enumerate(looks):
        edges = range(number * third, (number + 1) * third, 100 if number != 1 else 50)
        shots += [Shown(a, a + edges.step, look, 0.1 if number != 1 else 0.7) for a in edges]
    cuts = tuple(Cut(shot.start_frame, 0.95) for shot in shots[1:])
    said = (SpeechSpan(4.0, 6.0, 0.9, -22.0, "I will not come back"),)
    words = (Words("A fisherman leaves his island for the last time.", "synopsis"),)
    return Evidence(
        RATE, seconds * 25, ("picture", "text"), cuts, shots=tuple(shots), speech=said, words=words
    )


def think(mind: Mind, wish: str = WISH, request: Request | None = None) -> Thought:
    """All three teams at work on the film."""
    sensed, events = evidence(), []
    edit = Edit("drawn", RATE, sensed.duration)
    asked = request or Request(wish=wish, seed=3)
    brief, scene = understand(asked, edit, sensed, events.append, StoppedClock(), mind)
    score, _ = compose(
        edit,
        sensed,
        brief,
        scene,
        0,
        MutePerformer(),
        lambda share: None,
        events.append,
        StoppedClock(),
        mind,
    )
    return Thought(brief, scene, score, tuple(events))


def language_mind(model: LanguageModel, limits: Limits | None = None) -> LanguageMind:
    return LanguageMind(model, DECISIONS, StoppedClock(), 3, limits or Limits())
