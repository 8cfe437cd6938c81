"""Who may look: tickets that open the page once, and the sessions that they open. All of it is in memory."""

from __future__ import annotations

import hmac
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from ningbgm_agents.errors import TokenError

T = TypeVar("T")

TICKET_S = 60.0
"""How long a ticket waits to be used."""
SESSION_S = 12 * 3600.0
"""How long a session lasts."""
MOST_TICKETS = 32
MOST_SESSIONS = 64
"""Where there would be more, the oldest go."""


@dataclass(frozen=True, repr=False)
class Session:
    """What a browser that has shown its ticket may show from then on."""

    bearer: str
    """Opens what the daemon's token opens, over HTTP."""
    media_key: str
    """Opens what is read under `/review/media`: it stands in addresses, so it opens nothing else."""


class Admissions:
    """Gives out tickets, takes each once, and knows the sessions; comparing takes equally long for all.

    `now_s` is a clock that never jumps.
    """

    def __init__(self, now_s: Callable[[], float] = time.monotonic) -> None:
        self._now_s = now_s
        self._tickets: list[_Until[str]] = []
        self._sessions: list[_Until[Session]] = []

    def new_ticket(self) -> str:
        """A ticket, good once within a minute."""
        ticket = secrets.token_urlsafe(32)
        self._tickets = _with(self._tickets, _Until(ticket, self._now_s() + TICKET_S), MOST_TICKETS)
        return ticket

    def enter(self, ticket: str) -> Session:
        """The session that a ticket opens.

        Raises:
            TokenError: it is none of ours, was used, or is too old.
        """
        found = None
        for one in self._live(self._tickets):
            if _same(one.what, ticket):
                found = one
        if found is None:
            raise TokenError(
                "this address was opened before, or is older than a minute;"
                " open the page anew with 'ningbgm review'"
            )
        self._tickets.remove(found)
        session = Session(secrets.token_urlsafe(32), secrets.token_urlsafe(32))
        self._sessions = _with(self._sessions, _Until(session, self._now_s() + SESSION_S), MOST_SESSIONS)
        return session

    def admits(self, bearer: str) -> bool:
        """Whether this is the bearer of a session."""
        # A list, not a generator: `any` would stop at the first, and take less long for it.
        return any([_same(one.what.bearer, bearer) for one in self._live(self._sessions)])  # noqa: C419

    def admits_media(self, key: str) -> bool:
        """Whether this is the media key of a session."""
        return any([_same(one.what.media_key, key) for one in self._live(self._sessions)])  # noqa: C419

    def _live(self, kept: list[_Until[T]]) -> list[_Until[T]]:
        """Those that are not over; the others are forgotten."""
        now_s = self._now_s()
        kept[:] = [one for one in kept if one.until_s > now_s]
        return list(kept)


@dataclass(frozen=True, eq=False)
class _Until(Generic[T]):
    """Something that is good until a time."""

    what: T
    until_s: float


def _with(kept: list[_Until[T]], new: _Until[T], most: int) -> list[_Until[T]]:
    return [*kept, new][-most:]


def _same(secret: str, shown: str) -> bool:
    return hmac.compare_digest(secret.encode(), shown.encode("utf-8", "replace"))
