"""What the gateway refuses, and how it says so."""

from __future__ import annotations

import asyncio
import json

import pytest
from calling import Answer, ask, ask_raw, head
from house import House

from ningbgm_daemon.wire import limits

pytestmark = pytest.mark.anyio


def told(answer: Answer) -> tuple[int, str, str]:
    """HTTP code, status and reason of an error in Google's form."""
    error = answer.error()
    details = error["details"]
    assert isinstance(details, list)
    assert (details[0]["@type"], details[0]["domain"]) == (
        "type.googleapis.com/google.rpc.ErrorInfo",
        "ningbgm",
    )
    assert error["code"] == answer.status
    assert answer.headers["content-type"] == "application/json"
    assert "Traceback" not in str(error)
    return answer.status, str(error["status"]), str(details[0]["reason"])


async def test_the_greeting_needs_no_token(house: House) -> None:
    answer = await ask(house.where, "GET", "/", headers={"Authorization": None})

    assert (answer.status, answer.headers["content-type"]) == (200, "text/plain; charset=utf-8")
    assert answer.body.startswith(b"This is the NingBGM daemon.")


@pytest.mark.parametrize(
    "shown", [None, "", "Bearer ", "Bearer wrong", "Basic x", "{token}", "Bearer {token}x", "Bearer é"]
)
async def test_nothing_is_answered_without_the_token(house: House, shown: str | None) -> None:
    header = shown and shown.replace("{token}", house.where.token)

    answer = await ask(house.where, "GET", "/v1/status", headers={"Authorization": header})

    assert told(answer) == (401, "UNAUTHENTICATED", "TOKEN_REFUSED")
    assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "evil.example:{port}", "127.0.0.1:{port}.evil", ""]
)
@pytest.mark.parametrize("path", ["/", "/v1/status"])
async def test_other_hosts_are_refused(house: House, host: str, path: str) -> None:
    said = host.replace("{port}", house.where.http.rpartition(":")[2])

    answer = await ask(house.where, "GET", path, headers={"Host": said})

    assert told(answer) == (403, "PERMISSION_DENIED", "ACCESS_DENIED")


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "LOCALHOST", "[::1]"])
async def test_our_own_names_are_answered(house: House, name: str) -> None:
    place = f"{name}:{house.where.http.rpartition(':')[2]}"

    answer = await ask(house.where, "GET", "/v1/status", headers={"Host": place, "Origin": f"http://{place}"})

    assert answer.status == 200
    assert (answer.headers["cache-control"], answer.headers["x-content-type-options"]) == (
        "no-store",
        "nosniff",
    )
    assert not [name for name in answer.headers if name.startswith("access-control")]


@pytest.mark.parametrize(
    "origin", ["null", "https://evil.example", "http://127.0.0.1", "http://127.0.0.1:1", "file://", ""]
)
async def test_pages_of_others_are_refused(house: House, origin: str) -> None:
    for verb, path in (("GET", "/v1/status"), ("OPTIONS", "/v1/scores"), ("GET", "/")):
        answer = await ask(house.where, verb, path, headers={"Origin": origin})
        assert told(answer) == (403, "PERMISSION_DENIED", "ACCESS_DENIED")


@pytest.mark.parametrize(
    "path",
    [
        "/v1",
        "/v1/",
        "/v2/jobs/j1",
        "/v1/jobs/",
        "/v1/jobs/j1/",
        "//v1/jobs/j1",
        "/v1/jobs/../status",
        "/v1/jobs/j1:explode",
        "/v1/jobs/j1:cancel:cancel",
        "/v1/%6Aobs/j1/x",
        "/etc/passwd",
        "/..",
        "http://evil.example/v1/status",
        "*",
    ],
)
async def test_unknown_addresses_are_not_found(house: House, path: str) -> None:
    assert told(await ask(house.where, "GET", path)) == (404, "NOT_FOUND", "NOT_FOUND")


@pytest.mark.parametrize("path", ["/v1/jobs/%2e%2e%2fj1", "/v1/jobs/a%00b", "/v1/jobs/%ff", "/v1/jobs/%C3"])
async def test_hostile_encodings_in_a_path_are_refused(house: House, path: str) -> None:
    assert told(await ask(house.where, "GET", path)) == (400, "INVALID_ARGUMENT", "INPUT_INVALID")


@pytest.mark.parametrize(
    ("verb", "path", "allowed"),
    [
        ("PUT", "/v1/scores", "GET, POST"),
        ("HEAD", "/v1/status", "GET"),
        ("OPTIONS", "/v1/jobs/j1", "DELETE, GET"),
        ("GET", "/v1/jobs/j1:cancel", "POST"),
    ],
)
async def test_a_wrong_verb_is_told_the_right_ones(house: House, verb: str, path: str, allowed: str) -> None:
    answer = await ask(house.where, verb, path)

    assert (answer.status, answer.headers["allow"]) == (405, allowed)
    if verb != "HEAD":
        assert told(answer) == (405, "INVALID_ARGUMENT", "WRONG_VERB")


@pytest.mark.parametrize(
    "kind", [None, "", "text/plain", "application/x-www-form-urlencoded", "application/json; charset=utf-16"]
)
async def test_a_body_of_another_kind_is_refused(house: House, kind: str | None) -> None:
    answer = await ask(house.where, "POST", "/v1/scores", b"{}", {"Content-Type": kind})

    assert told(answer) == (415, "INVALID_ARGUMENT", "NOT_JSON")


async def test_a_body_may_say_its_charset(house: House) -> None:
    kind = {"Content-Type": 'Application/JSON; charset="UTF-8"'}

    answer = await ask(house.where, "POST", "/v1/scores", '{"wish": "平静"}'.encode(), kind)

    assert answer.status == 200


async def test_a_call_without_fields_needs_no_body(house: House) -> None:
    await ask(house.where, "POST", "/v1/scores", b'{"wish": "calm"}')

    assert (await ask(house.where, "POST", "/v1/jobs/j1:cancel")).plain()["state"] == "STATE_CANCELLED"


@pytest.mark.parametrize("length", [str(limits.MAX_BODY_BYTES + 1), "9" * 19])
async def test_a_body_that_says_to_be_too_large_is_refused_unread(house: House, length: str) -> None:
    lines = {"Content-Type": "application/json", "Content-Length": length}

    answer = await ask_raw(house.where, head(house.where, "POST", "/v1/scores", lines))

    assert told(answer) == (413, "INVALID_ARGUMENT", "BODY_TOO_LARGE")


async def test_a_body_that_turns_out_too_large_is_refused(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MAX_BODY_BYTES", 1000)
    lines = {"Content-Type": "application/json", "Transfer-Encoding": "chunked"}
    body = b"400\r\n" + b" " * 1024 + b"\r\n0\r\n\r\n"

    answer = await ask_raw(house.where, head(house.where, "POST", "/v1/scores", lines) + body)

    assert told(answer) == (413, "INVALID_ARGUMENT", "BODY_TOO_LARGE")


async def test_a_body_that_never_comes_is_given_up(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LONGEST_BODY_S", 0.1)
    lines = {"Content-Type": "application/json", "Content-Length": "5"}

    answer = await ask_raw(house.where, head(house.where, "POST", "/v1/scores", lines))

    assert told(answer) == (408, "INVALID_ARGUMENT", "BODY_TOO_SLOW")


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"nonsense",
        b"[]",
        b'"text"',
        b"\xff\xfe",
        b'{"wish": NaN}',
        b'{"delivery": {"loudnessLufs": Infinity}}',
        b'{"delivery": {"loudnessLufs": -Infinity}}',
        b'{"delivery": {"loudnessLufs": "NaN"}}',
        b'{"delivery": {"loudnessLufs": "-Infinity"}}',
        b'{"delivery": {"loudnessLufs": 1e999}}',
        b'{"delivery": {"loudnessLufs": 1' + b"0" * 5000 + b"}}",
        b'{"seed": 9223372036854775808}',
        b'{"seed": 1.5}',
        b'{"seed": true}',
        b'{"variations": 1e400}',
        b'{"wish": 5}',
        b'{"wish": ["calm"]}',
        b'{"wish": {"a": 1}}',
        b'{"wish": "\\ud800"}',
        b'{"wish": "a", "wish": "b"}',
        b'{"length": 5}',
        b'{"length": "5"}',
        b'{"length": "NaNs"}',
        b'{"length": "1e10s"}',
        b'{"length": "315576000001s"}',
        b'{"length": {"seconds": 5}}',
        b'{"images": "x"}',
        b'{"images": [5]}',
        b'{"images": [null]}',
        b'{"source": {"path": "/a", "otio": "b"}}',
        b'{"unknown": 1}',
        b'{"@type": "type.googleapis.com/x"}',
        b"[" * 100_000,
        b'{"source":' * 100_000,
        b'{"source":' * 50 + b"1" + b"}" * 50,
        b'{"wish": ' + b"[" * 33 + b"]" * 33 + b"}",
    ],
)
async def test_hostile_json_is_refused_in_one_sentence(house: House, body: bytes) -> None:
    answer = await ask(house.where, "POST", "/v1/scores", body)

    assert told(answer) == (400, "INVALID_ARGUMENT", "INPUT_INVALID")
    assert "\n" not in str(answer.error()["message"])
    assert not house.jobs.jobs


@pytest.mark.parametrize(
    "path",
    [
        "/v1/jobs?pageSize=x",
        "/v1/jobs?pageSize=99999999999",
        "/v1/jobs?pageSize=1&page_size=2",
        "/v1/jobs?state=STATE_NONE",
        "/v1/jobs?state=77",
        "/v1/jobs?nothing=1",
        "/v1/jobs?pageSize.x=1",
        "/v1/jobs?pageToken=%ff",
        "/v1/jobs?&&",
        "/v1/jobs?pageToken=" + "x" * 20_000,
        "/v1/jobs?" + "&".join(["state=1"] * 100),
        "/v1/jobs/j1?name=jobs%2Fj2",
        "/v1/jobs/j1:watch?name=jobs%2Fj2",
    ],
)
async def test_queries_that_say_no_request_are_refused(house: House, path: str) -> None:
    assert told(await ask(house.where, "GET", path)) == (400, "INVALID_ARGUMENT", "INPUT_INVALID")


@pytest.mark.parametrize("state", ["STATE_QUEUED", "1"])
async def test_queries_take_both_names_of_fields_and_enums(house: House, state: str) -> None:
    await ask(house.where, "POST", "/v1/scores", b'{"wish": "calm"}')

    answers = [
        await ask(house.where, "GET", f"/v1/jobs?{size}=1&state={state}")
        for size in ("pageSize", "page_size")
    ]

    assert [len(answer.plain()["jobs"]) for answer in answers] == [1, 1]  # type: ignore[arg-type]  # a list


async def test_a_body_where_none_is_taken_is_refused(house: House) -> None:
    assert told(await ask(house.where, "GET", "/v1/jobs", b'{"pageSize": 1}'))[0] == 400


async def test_a_query_beside_a_body_is_refused(house: House) -> None:
    assert told(await ask(house.where, "POST", "/v1/scores?seed=1", b'{"wish": "calm"}'))[0] == 400


async def test_a_name_said_differently_in_path_and_body_is_refused(house: House) -> None:
    body = json.dumps({"name": "scores/s2"}).encode()

    answers = [await ask(house.where, "POST", f"/v1/scores/{score}:revise", body) for score in ("s1", "s2")]

    assert [answer.status for answer in answers] == [400, 200]


async def test_too_many_requests_at_once_are_sent_away(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    await ask(house.where, "POST", "/v1/scores", b'{"wish": "calm"}')
    monkeypatch.setattr(limits, "MAX_REQUESTS", 1)
    open_stream = asyncio.create_task(ask(house.where, "GET", "/v1/jobs/j1:watch"))
    while not house.jobs.watching:
        await asyncio.sleep(0.01)

    answer = await ask(house.where, "GET", "/v1/jobs")
    await house.jobs.cancel("j1")
    await open_stream

    assert told(answer) == (503, "UNAVAILABLE", "BUSY")
    assert (await ask(house.where, "GET", "/v1/jobs")).status == 200


async def test_a_call_that_takes_too_long_is_ended(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LONGEST_CALL_S", 0.1)
    house.jobs.slowness_s = 5

    assert told(await ask(house.where, "GET", "/v1/jobs/j1")) == (503, "UNAVAILABLE", "BUSY")


async def test_a_large_timeline_passes(house: House) -> None:
    body = json.dumps({"source": {"otio": '"é"' * 2_000_000}}, ensure_ascii=False).encode()

    answer = await ask(house.where, "POST", "/v1/scores", body)

    assert answer.status == 200


async def test_a_message_that_is_too_large_is_refused(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_MESSAGE_BYTES", 100)

    answer = await ask(house.where, "POST", "/v1/scores", json.dumps({"wish": "x" * 200}).encode())

    assert told(answer) == (413, "INVALID_ARGUMENT", "BODY_TOO_LARGE")


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"\x00\x01\x02\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET /\xff HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n",
    ],
)
async def test_what_is_no_http_is_refused(house: House, request_bytes: bytes) -> None:
    assert (await ask_raw(house.where, request_bytes)).status == 400
    assert (await ask(house.where, "GET", "/v1/status")).status == 200
