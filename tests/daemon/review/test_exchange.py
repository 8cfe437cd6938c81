"""The agents' exchange is told with who speaks to whom, and when."""

from __future__ import annotations

import json

from looking import Browser

from fakes.house_in_thread import HouseInThread
from ningbgm_agents.agent import Event
from ningbgm_daemon.review.exchange import exchange_document


def test_events_run_on_in_time_and_name_who_is_spoken_to() -> None:
    events = (
        Event("composing", "supervisor", "assigns", "To spotting editor: Find the hits.", ("limit [role]",)),
        Event("composing", "spotting editor", "delivers", "Five hits.", ("To be sure",), 0.25),
        Event("composing", "verifier", "sends back", "To spotting editor, once more.", ("too many",), 0.5),
        Event("composing", "verifier", "passes", "To tell the truth: all holds."),
    )

    told = exchange_document(events)

    assert isinstance(told, list)
    assert [one["time_s"] for one in told] == [0.0, 0.0, 0.25, 0.75]  # type: ignore[index,call-overload]
    assert [one["to"] for one in told] == ["spotting editor", "", "spotting editor", ""]  # type: ignore[index,call-overload]
    assert [one["decided"] for one in told] == [False, True, False, True]  # type: ignore[index,call-overload]
    assert told[1] == {
        "time_s": 0.0,
        "team": "composing",
        "from": "spotting editor",
        "to": "",
        "kind": "delivers",
        "text": "Five hits.",
        "evidence": ["To be sure"],
        "decided": True,
        "duration_s": 0.25,
        "model": "",
    }


def test_the_record_of_a_revision_comes_through_the_door(browser: Browser, served: HouseInThread) -> None:
    assert json.loads(browser.api("exchange").body) == []

    served.scores.exchanges["film", 1] = (Event("composing", "verifier", "passes", "<b>Fine.</b>"),)

    told = json.loads(browser.api("exchange").body)
    assert [one["text"] for one in told] == ["<b>Fine.</b>"]
