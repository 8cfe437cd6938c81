"""A clock that stands still, a record that can be read, and small films to ask music for."""

from fractions import Fraction

from ningbgm_agents.agent import Event
from ningbgm_agents.brief import Brief, Request
from ningbgm_agents.evidence import Cut, Evidence, Look, Shown, SpeechSpan, Words
from ningbgm_agents.minds.rules import RulesMind
from ningbgm_agents.requirements.team import make_brief
from ningbgm_agents.timeline import FrameRate

RATE = FrameRate(Fraction(25))


class StillClock:
    """Tells the same time for ever."""

    def seconds(self) -> float:
        return 0.0


def ask(
    wish: str = "",
    evidence: Evidence | None = None,
    events: list[Event] | None = None,
    request: Request | None = None,
) -> Brief:
    """The brief of a wish, or of a whole request."""
    record = (events if events is not None else []).append
    return make_brief(request or Request(wish=wish), evidence, RulesMind(), record, StillClock())


def film(
    seconds: int = 60,
    look: Look | None = None,
    speech: tuple[SpeechSpan, ...] = (),
    cuts: tuple[Cut, ...] = (),
    words: tuple[Words, ...] = (),
    motion: float = 0.2,
) -> Evidence:
    """A film of one look."""
    shot = Shown(0, seconds * 25, look or Look(0.45, 0.3, 0.0, 0.4), motion)
    return Evidence(RATE, seconds * 25, ("picture", "sound"), cuts, (), (shot,), (), speech, words=words)
