"""Who may come in: the right host, no foreign page, and the token."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from starlette.datastructures import Headers

from ningbgm_agents.errors import AccessError

from ..auth import Token, shown_secret


class Sessions(Protocol):
    """The sessions of the review page."""

    def admits(self, bearer: str) -> bool:
        """Whether this is the bearer of a session."""
        ...


@dataclass(frozen=True)
class Guard:
    """Looks at every request before anything else does.

    The host is checked because a foreign page can lead its own name to 127.0.0.1 (DNS rebinding), the origin
    because a foreign page can send requests here from the user's browser; the token answers both, too.
    """

    token: Token
    hosts: frozenset[str] | None
    """What the `Host` header may say: `127.0.0.1:8080`. None for any, where TLS proves the name."""
    sessions: Sessions
    """Whoever shows one of these may do what the token allows."""
    scheme: Literal["http", "https"] = "http"

    def check_place(self, headers: Headers) -> None:
        """See where a request was sent to, and from which page: none, or one of ours.

        Raises:
            AccessError: not to us, or from a foreign page.
        """
        hosts = [host.lower() for host in headers.getlist("host")]
        if len(hosts) != 1 or (self.hosts is not None and hosts[0] not in self.hosts):
            raise AccessError("this host is not the daemon's; use the address in its discovery file")
        ours = {f"{self.scheme}://{host}" for host in self.hosts or hosts}
        if any(origin.lower() not in ours for origin in headers.getlist("origin")):
            raise AccessError("pages of other places may not ask the daemon")

    def check_token(self, headers: Headers) -> str:
        """See the token, or the bearer of a session; returns the header that shows the token.

        Raises:
            TokenError: neither is there, or it is wrong.
        """
        shown = headers.get("authorization")
        secret = shown_secret(shown) if shown else None
        if secret is None or not self.sessions.admits(secret.decode("utf-8", "replace")):
            self.token.check(shown)
        return self.token.header
