"""Tickets and sessions, by a clock that the tests move."""

from __future__ import annotations

import pytest
from hand_clock import HandClock

from ningbgm_agents.errors import TokenError
from ningbgm_daemon.review.admissions import MOST_SESSIONS, MOST_TICKETS, SESSION_S, TICKET_S, Admissions


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def admissions(clock: HandClock) -> Admissions:
    return Admissions(clock)


def test_a_ticket_opens_one_session_once(admissions: Admissions) -> None:
    ticket = admissions.new_ticket()

    session = admissions.enter(ticket)

    assert admissions.admits(session.bearer)
    assert admissions.admits_media(session.media_key)
    with pytest.raises(TokenError, match="opened before"):
        admissions.enter(ticket)


def test_a_bearer_is_no_media_key_and_neither_is_a_ticket(admissions: Admissions) -> None:
    ticket, other = admissions.new_ticket(), admissions.new_ticket()

    session = admissions.enter(ticket)

    assert not admissions.admits(session.media_key)
    assert not admissions.admits_media(session.bearer)
    assert not admissions.admits(other)
    assert not admissions.admits("")
    assert not admissions.admits_media("")
    with pytest.raises(TokenError):
        admissions.enter(session.bearer)


def test_a_ticket_that_is_older_than_a_minute_is_refused(admissions: Admissions, clock: HandClock) -> None:
    early, late = admissions.new_ticket(), admissions.new_ticket()

    clock.now_s += TICKET_S - 0.001
    assert admissions.enter(early)
    clock.now_s += 0.001

    with pytest.raises(TokenError):
        admissions.enter(late)


def test_a_session_ends_after_its_time(admissions: Admissions, clock: HandClock) -> None:
    session = admissions.enter(admissions.new_ticket())

    clock.now_s += SESSION_S - 0.001
    assert admissions.admits(session.bearer)
    clock.now_s += 0.001

    assert not admissions.admits(session.bearer)
    assert not admissions.admits_media(session.media_key)


def test_there_are_never_more_than_some_and_the_oldest_go(admissions: Admissions) -> None:
    tickets = [admissions.new_ticket() for _ in range(MOST_TICKETS + 1)]
    with pytest.raises(TokenError):
        admissions.enter(tickets[0])
    assert admissions.enter(tickets[1])

    sessions = [admissions.enter(admissions.new_ticket()) for _ in range(MOST_SESSIONS + 1)]

    assert not admissions.admits(sessions[0].bearer)
    assert all(admissions.admits(session.bearer) for session in sessions[1:])


def test_no_two_secrets_are_alike_and_none_is_told_by_accident(admissions: Admissions) -> None:
    sessions = [admissions.enter(admissions.new_ticket()) for _ in range(20)]

    secrets = {secret for one in sessions for secret in (one.bearer, one.media_key)}
    assert len(secrets) == 40
    assert min(map(len, secrets)) >= 43  # 256 bits
    assert not any(secret in repr(sessions) for secret in secrets)
