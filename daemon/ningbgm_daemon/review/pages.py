"""Everything under `/review`: who may ask what, and which answer is meant."""

from __future__ import annotations

import asyncio
import json
import time

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ningbgm_agents.errors import AccessError, BusyError, InputError, NotFoundError, TokenError

from ..gateway.bodies import read_body
from ..gateway.guard import Guard
from ..gateway.plain_json import read_json
from ..gateway.refusal import HttpRefusalError
from ..wire import limits
from ..wire.times import time_to_proto
from .admissions import SESSION_S, Admissions
from .answers import Answers
from .asked import Asked, query_of
from .peers import check_owner
from .routes import ROUTES, Kind
from .shell import Shell

_READ = ("GET", "HEAD")
_OPEN_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:;"
        " media-src 'self' blob:; connect-src 'self'; font-src 'self'; worker-src 'self';"
        " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
"""What every response says, that of the shell and all others."""
_OUR_SITES = ("same-origin", "none")


class ReviewPages:
    """Answers requests under one path: the shell for all, `api` and `media` for sessions.

    `api` takes what `/v1` takes: the daemon's token, or a session's bearer. `media` takes a session's key in
    the address as well, as `<video>` and downloads cannot send headers.
    """

    path = "/review"

    def __init__(self, admissions: Admissions, shell: Shell, answers: Answers) -> None:
        self._admissions, self._shell, self._answers = admissions, shell, answers

    async def respond(self, request: Request, raw_path: str, guard: Guard) -> Response:
        """The response.

        Raises:
            NingbgmError: the request cannot be answered.
            HttpRefusalError: the same, in words of HTTP.
        """
        response = await self._response(request, raw_path, guard)
        response.headers.update(_OPEN_HEADERS)
        return response

    async def _response(self, request: Request, raw_path: str, guard: Guard) -> Response:
        inner = raw_path.removeprefix(self.path)
        if inner.startswith(("/api/", "/media/")):
            return await self._answer(request, raw_path, guard, is_media=inner.startswith("/media/"))
        if inner == "/session":
            _check_verb(request, ("POST",))
            return await self._enter(request)
        _check_verb(request, _READ)
        if inner == "":
            return RedirectResponse(f"{self.path}/", 308)
        return await self._shell.respond(inner.removeprefix("/"), request.headers)

    async def _enter(self, request: Request) -> Response:
        """A ticket becomes a session."""
        _check_site(request.headers)
        await asyncio.to_thread(check_owner, request.client)
        said = read_json(await read_body(request))
        ticket = said.get("ticket") if isinstance(said, dict) else None
        if not isinstance(said, dict) or set(said) != {"ticket"} or not isinstance(ticket, str):
            raise InputError('say the ticket and nothing else: {"ticket": "..."}')
        session = self._admissions.enter(ticket)
        told = {
            "session": session.bearer,
            "media_key": session.media_key,
            "expire_time": time_to_proto(time.time() + SESSION_S).ToJsonString(),
        }
        return Response(json.dumps(told), media_type="application/json")

    async def _answer(self, request: Request, raw_path: str, guard: Guard, is_media: bool) -> Response:
        _check_site(request.headers)
        self._check_caller(request, guard, is_media)
        for route in ROUTES:
            variables = route.template.variables(raw_path)
            if variables is not None:
                _check_verb(request, _READ)
                asked = Asked(
                    request.headers, variables, query_of(request, route.query), request.is_disconnected
                )
                return await self._in_time(route.kind, asked)
        raise NotFoundError(f"there is no address {raw_path[:200]!r} here", path=raw_path)

    async def _in_time(self, kind: Kind, asked: Asked) -> Response:
        try:
            async with asyncio.timeout(limits.LONGEST_CALL_S):
                return await self._answers.answer(kind, asked)
        except TimeoutError as error:
            raise BusyError("this takes longer than a request may; it goes on, ask again") from error

    def _check_caller(self, request: Request, guard: Guard, is_media: bool) -> None:
        """See the token, the bearer, or in the address of media the key.

        Raises:
            TokenError: none of them is there, or it is wrong.
        """
        key = request.query_params.get("key") if is_media and request.method in _READ else None
        if key is None:
            guard.check_token(request.headers)
        elif not self._admissions.admits_media(key):
            raise TokenError("this key is no longer good; open the page anew with 'ningbgm review'")


def _check_verb(request: Request, allowed: tuple[str, ...]) -> None:
    if request.method not in allowed:
        verbs = ", ".join(allowed)
        raise HttpRefusalError(405, "WRONG_VERB", f"this address answers {verbs}", allow=verbs)


def _check_site(headers: Headers) -> None:
    """Refuse what a browser says comes from another page, on another port of this machine too."""
    if headers.get("sec-fetch-site", "none") not in _OUR_SITES:
        raise AccessError("pages of other places may not ask the daemon")
