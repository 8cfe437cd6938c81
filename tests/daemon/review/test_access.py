"""Nothing is shown or changed without a token, a session or, for media alone, its key."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from hand_clock import HandClock
from looking import REVISION, Browser

from fakes.house_in_thread import HouseInThread
from ningbgm_daemon.gateway.app import SERVICES
from ningbgm_daemon.gateway.routes import RouteTable
from ningbgm_daemon.records.score import RevisionRecord
from ningbgm_daemon.review.admissions import SESSION_S
from ningbgm_daemon.review.review import Review
from ningbgm_daemon.review.routes import ROUTES
from ningbgm_daemon.server import Server

VERBS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
PARTS = {
    "score": "scores/film", "revision": "1", "cue": "1m1", "stem": "mix", "level": "0", "index": "0",
    "earlier": "1", "path": "score.json",
}  # fmt: skip
QUERIES = {"audio": "?from=0&count=10", "guide": "?from=0&count=10"}


def review_paths() -> list[str]:
    """One address of every route of the page, as a question that would be answered."""

    def filled(match: re.Match[str]) -> str:
        return PARTS[match[1]]

    return [
        re.sub(r"\{(\w+)(?:=[^}]*)?\}", filled, route.template.text) + QUERIES.get(route.kind, "")
        for route in ROUTES
    ]


def contract_paths() -> list[str]:
    """One address of every binding of the contract."""
    texts = {route.template.text for route in RouteTable(SERVICES).routes}
    return sorted(re.sub(r"\{\w+=?([^}]*)\}", lambda m: (m[1] or "x").replace("*", "x1"), t) for t in texts)


CLOSED = [*review_paths(), *contract_paths(), "/review/api/", "/review/media/x", "/review/api/what", "/v1/x"]


def test_no_request_without_a_secret_shows_or_changes_anything(
    browser: Browser, served: HouseInThread
) -> None:
    before = {name: list(history) for name, history in served.scores.histories.items()}
    wrong = ("", "wrong", browser.key, browser.bearer + "x")
    for path, verb, show in product(CLOSED, VERBS, wrong):
        seen = browser.ask(verb, path, b"{}" if verb == "POST" else None, show=show)
        assert seen.status == 401, (verb, path)
        assert seen.body == b"" if verb == "HEAD" else seen.reason == "TOKEN_REFUSED"
    assert served.scores.histories == before
    assert not served.jobs.jobs


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Host": "evil.example"}]
)
def test_other_pages_and_hosts_are_refused_whatever_they_show(
    browser: Browser, headers: dict[str, str]
) -> None:
    open_to_all = ["/review/", "/review", "/review/session", "/review/app.js"]
    for path, verb in product([*CLOSED, *open_to_all], VERBS):
        seen = browser.ask(verb, path, None, headers)
        assert seen.status == 403, (verb, path)


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_requests_that_a_browser_calls_foreign_are_refused(browser: Browser, site: str) -> None:
    for path in review_paths():
        assert browser.get(path, {"Sec-Fetch-Site": site}).reason == "ACCESS_DENIED"


def test_a_session_and_the_daemons_token_read_everything(browser: Browser) -> None:
    for path, show in product(review_paths(), (browser.bearer, browser.token)):
        while (seen := browser.get(path, show=show)).status == 503:
            pass  # the guide is being made
        assert seen.status == 200, (path, seen.body)
        assert seen.headers["x-content-type-options"] == "nosniff"
        assert "frame-ancestors 'none'" in seen.headers["content-security-policy"]


def test_nothing_of_the_page_is_written_to(browser: Browser) -> None:
    for path, verb in product(review_paths(), ("POST", "PUT", "PATCH", "DELETE", "OPTIONS")):
        seen = browser.ask(verb, path, b"{}")
        assert (seen.status, seen.headers["allow"]) == (405, "GET, HEAD")


def test_a_media_key_opens_media_and_nothing_else(browser: Browser) -> None:
    for path in review_paths():
        joined = f"{path}{'&' if '?' in path else '?'}key={browser.key}"
        is_media = path.startswith("/review/media/")
        assert browser.get(joined, show="").status == (200 if is_media else 401)
        assert browser.ask("POST", joined, b"{}", show="").status == 401
    assert browser.get(f"/v1/scores?key={browser.key}", show="").status == 401
    assert browser.get(f"/review/media/{REVISION}/film?key={browser.bearer}", show="").status == 401
    assert browser.get(f"/review/media/{REVISION}/film?key=").status == 401


def test_a_session_does_over_http_what_the_token_does(browser: Browser, served: HouseInThread) -> None:
    assert browser.get("/v1/scores").status == 200
    assert browser.post("/v1/scores/film/cues/1m1:lock", {}).status == 200
    assert served.scores.histories["film"][-1].locked == ("1m1",)


def test_a_ticket_is_good_once_and_says_nothing_else(browser: Browser) -> None:
    url = str(browser.post("/v1/reviews", {"score": "scores/film"}).plain()["url"])
    ticket = url.partition("#ticket=")[2].partition("&")[0]

    first, second = (browser.post("/review/session", {"ticket": ticket}, show="") for _ in range(2))

    assert url == f"http://{browser.host}/review/#ticket={ticket}&score=film"
    assert set(first.plain()) == {"session", "media_key", "expire_time"}
    assert first.headers["cache-control"] == "no-store"
    assert second.reason == "TOKEN_REFUSED"


@pytest.mark.parametrize(
    "body", [{}, [], "x", None, {"ticket": 5}, {"ticket": ""}, {"ticket": "x"}, {"ticket": "x", "more": 1}]
)
def test_what_is_no_ticket_opens_nothing(browser: Browser, body: object) -> None:
    assert browser.post("/review/session", body, show="").reason in ("INPUT_INVALID", "TOKEN_REFUSED")


@pytest.mark.parametrize("score", ["scores/none", "film", "scores/../x", "scores/film/revisions/1"])
def test_reviews_of_scores_that_there_are_not_are_refused(browser: Browser, score: str) -> None:
    assert browser.post("/v1/reviews", {"score": score}).reason in ("NOT_FOUND", "INPUT_INVALID")


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def timed(tmp_path: Path, film_record: RevisionRecord, clock: HandClock) -> Iterator[Browser]:
    """A browser that has come in, to a daemon whose sessions go by the clock of the test."""
    house = HouseInThread(tmp_path)
    house.scores.histories["film"] = [film_record]
    house.server = Server(house.jobs, house.scores, house.system, house.settings)
    house.server.review = Review(house.scores, house.settings, now_s=clock)
    house.run(house.server.start())
    try:
        browser = Browser(house)
        browser.enter()
        yield browser
    finally:
        house.close()


def test_a_session_that_is_over_shows_nothing(timed: Browser, clock: HandClock) -> None:
    assert timed.api("files").status == 200

    clock.now_s += SESSION_S

    assert timed.api("files").reason == "TOKEN_REFUSED"
    assert timed.get("/v1/scores").reason == "TOKEN_REFUSED"
    assert timed.get(f"/review/media/{REVISION}/film?key={timed.key}", show="").reason == "TOKEN_REFUSED"


def test_a_ticket_that_is_too_old_opens_nothing(timed: Browser, clock: HandClock) -> None:
    url = str(timed.post("/v1/reviews", {}).plain()["url"])

    clock.now_s += 61

    ticket = url.partition("#ticket=")[2]
    assert timed.post("/review/session", {"ticket": ticket}, show="").reason == "TOKEN_REFUSED"
