"""The token that callers show at both doors: `authorization: Bearer ...`."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Awaitable, Callable
from typing import TypeVar

import grpc

from ningbgm_agents.errors import TokenError

_Request = TypeVar("_Request")
_Answer = TypeVar("_Answer")

_OPEN = "/grpc.health.v1.Health/"
_SCHEME = "bearer "


class Token:
    """A secret word; comparing with it takes equally long wherever a wrong one differs.

    `where` says in an error where callers find it.
    """

    def __init__(self, secret: str, where: str = "the daemon's discovery file") -> None:
        self._secret, self._where = secret.encode(), where

    def check(self, header: str | bytes | None) -> None:
        """See that an `authorization` header shows the token.

        Raises:
            TokenError: it does not.
        """
        if not header:
            raise TokenError(f"show the token: 'authorization: Bearer ...', from {self._where}")
        secret = shown_secret(header)
        right = hmac.compare_digest(secret or b"", self._secret)
        if secret is None or not right:
            raise TokenError(f"this is not the token of this service; look again into {self._where}")

    @property
    def header(self) -> str:
        """The `authorization` header that shows the token."""
        return f"Bearer {self._secret.decode()}"


def shown_secret(header: str | bytes) -> bytes | None:
    """What an `authorization` header shows; None where it is no bearer's."""
    shown = header.encode("utf-8", "replace") if isinstance(header, str) else header
    scheme, secret = shown[: len(_SCHEME)], shown[len(_SCHEME) :].strip()
    return secret if scheme.lower() == _SCHEME.encode() else None


class TokenInterceptor(grpc.aio.ServerInterceptor):
    """Lets calls pass that show the token, and the health service for all."""

    def __init__(self, token: Token) -> None:
        self._token = token

    async def intercept_service(
        self,
        continuation: Callable[
            [grpc.HandlerCallDetails], Awaitable[grpc.RpcMethodHandler[_Request, _Answer] | None]
        ],
        handler_call_details: grpc.HandlerCallDetails,
    ) -> grpc.RpcMethodHandler[_Request, _Answer] | None:
        """See the token, then go on.

        Raises:
            TokenError: it is not there or wrong; `servicers.edge` tells the caller.
        """
        if not handler_call_details.method.startswith(_OPEN):
            shown = dict(handler_call_details.invocation_metadata or ())
            self._token.check(shown.get("authorization"))
        return await continuation(handler_call_details)


def new_token() -> str:
    """A token that nobody can guess: 256 random bits."""
    return secrets.token_urlsafe(32)
