"""The agents' exchange behind a revision, as the page tells it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ningbgm_agents.agent import Event
from ningbgm_agents.document import Plain

_TO = re.compile(r"To (.+?)(?:: |, once more)")
"""How a team's supervisor and verifier begin a sentence to an expert."""
_DECIDING = ("delivers", "passes", "gives up")
_SPEAKING_TO = ("assigns", "sends back")


def exchange_document(events: Sequence[Event]) -> Plain:
    """Who said what to whom, resting on what; times run on from the first by what each took."""
    told: list[Plain] = []
    time_s = 0.0
    for event in events:
        told.append(_event(event, time_s))
        time_s += event.seconds
    return told


def _event(event: Event, time_s: float) -> Plain:
    to = _TO.match(event.sentence) if event.action in _SPEAKING_TO else None
    return {
        "time_s": round(time_s, 4),
        "team": event.team,
        "from": event.agent,
        "to": to[1] if to else "",
        "kind": event.action,
        "text": event.sentence,
        "evidence": list(event.reasons),
        "decided": event.action in _DECIDING,
        "duration_s": event.seconds,
        "model": event.model.told if event.model else "",
    }
