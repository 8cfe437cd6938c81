"""A browser for tests, as far as HTTP goes: tickets, sessions, and answers as they are."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection

from fakes.house_in_thread import HouseInThread

REVISION = "scores/film/revisions/1"


@dataclass(frozen=True)
class Seen:
    status: int
    headers: dict[str, str]
    body: bytes

    def plain(self) -> dict[str, object]:
        made = json.loads(self.body)
        assert isinstance(made, dict)
        return made

    @property
    def reason(self) -> str:
        """The reason of an error in the gateway's form."""
        error = self.plain()["error"]
        assert isinstance(error, dict)
        assert error["code"] == self.status
        assert self.headers["content-type"] == "application/json"
        return str(error["details"][0]["reason"])


class Browser:
    """Asks a served house; `show` is the `Authorization` header, empty for none."""

    def __init__(self, house: HouseInThread) -> None:
        assert house.server is not None
        where = house.server.discovery
        self.host, self.token = where.http.removeprefix("http://"), where.token
        self.bearer, self.key = "", ""

    def enter(self) -> None:
        """Come in by a ticket, as a person does."""
        url = str(self.post("/v1/reviews", {}, show=self.token).plain()["url"])
        ticket = url.partition("#ticket=")[2].partition("&")[0]
        session = self.post("/review/session", {"ticket": ticket}, show="").plain()
        self.bearer, self.key = str(session["session"]), str(session["media_key"])

    def get(self, path: str, headers: Mapping[str, str] | None = None, show: str | None = None) -> Seen:
        return self.ask("GET", path, None, headers, show)

    def api(self, path: str, headers: Mapping[str, str] | None = None) -> Seen:
        """Something of the revision that the tests look at."""
        return self.get(f"/review/api/{REVISION}/{path}", headers)

    def post(self, path: str, body: object, show: str | None = None) -> Seen:
        said = {"Content-Type": "application/json"}
        return self.ask("POST", path, json.dumps(body).encode(), said, show)

    def ask(
        self,
        verb: str,
        path: str,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        show: str | None = None,
    ) -> Seen:
        shown = self.bearer if show is None else show
        said = {"Host": self.host} | ({"Authorization": f"Bearer {shown}"} if shown else {})
        connection = HTTPConnection(self.host, timeout=60)
        try:
            connection.request(verb, path, body, said | dict(headers or {}))
            answer = connection.getresponse()
            content = answer.read()
            told = {name.lower(): text for name, text in answer.getheaders()}
            return Seen(answer.status, told, content)
        finally:
            connection.close()
