"""Whatever is asked, by whoever came in, is answered or refused; nothing is a fault of ours."""

from __future__ import annotations

import random
from urllib.parse import quote

from looking import Browser

PIECES = (
    "scores", "film", "revisions", "1", "2", "axis", "notes", "1m1", "peaks", "mix", "audio", "guide",
    "strip", "0", "files", "compare", "picture", "film", "..", ".", "", "%00", "%2f", "%ff", "-1",
    "999999999999999999", "a" * 300, "晨", "scores%2Ffilm", "1m1:lock", "*", "{score}", "stems",
    "score.json", "\u202e", "１",
)  # fmt: skip
KNOWN = ("axis", "notes/1m1", "exchange", "peaks/1m1/mix", "audio/1m1/mix", "picture", "files", "compare/1")
NAMES = ("from", "count", "level", "to", "variation", "key", "x", "")
VALUES = ("0", "1", "-1", "10", "1e9", "999999999999999", "9" * 40, "x", "", "%00", "１", "true")
HEADERS: tuple[dict[str, str], ...] = (
    {},
    {"Range": "bytes=0-10"},
    {"Range": "bytes=99999999999-"},
    {"If-None-Match": "*"},
    {"Accept-Encoding": "gzip;q=x, *"},
    {"If-Range": '"x"', "Range": "bytes=-5"},
)
ANSWERS = {200, 206, 304, 400, 401, 403, 404, 405, 413, 416, 503}


def test_odd_requests_are_answered_or_refused(browser: Browser) -> None:
    dice = random.Random(7)
    seen: dict[int, int] = {}
    for _ in range(1500):
        path, headers = _path(dice), dice.choice(HEADERS)
        verb = dice.choice(("GET", "GET", "GET", "HEAD", "POST", "DELETE"))
        status = browser.ask(verb, path, None, headers).status
        assert status in ANSWERS, (verb, path, headers, status)
        seen[status] = seen.get(status, 0) + 1
    assert seen[200] > 20, "the dice meet what there is"
    assert seen[404] > 20
    assert seen[400] > 20


def _path(dice: random.Random) -> str:
    root = dice.choice(("/review/api/", "/review/api/", "/review/media/", "/review/"))
    if dice.random() < 0.8:
        root += "scores/film/revisions/1/"
    if dice.random() < 0.2:
        tail = dice.choice(KNOWN)
    else:
        tail = "/".join(dice.choice(PIECES) for _ in range(dice.randint(1, 4)))
    query = "&".join(
        f"{dice.choice(NAMES)}={quote(dice.choice(VALUES), safe='%')}" for _ in range(dice.randint(0, 3))
    )
    return root + quote(tail, safe="/%:*{}") + (f"?{query}" if query else "")
