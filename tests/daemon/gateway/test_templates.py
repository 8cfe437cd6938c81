"""Paths and queries against the templates and descriptors of the contract."""

from __future__ import annotations

import pytest
from google.api import annotations_pb2
from google.protobuf import json_format

from ningbgm.v1 import score_service_pb2
from ningbgm_agents.errors import InputError
from ningbgm_daemon.gateway.app import SERVICES
from ningbgm_daemon.gateway.plain_json import read_json
from ningbgm_daemon.gateway.query import query_fields
from ningbgm_daemon.gateway.requests import request_message
from ningbgm_daemon.gateway.routes import Match, Route, RouteTable
from ningbgm_daemon.gateway.templates import PathTemplate

CREATE = score_service_pb2.CreateScoreRequest.DESCRIPTOR
TABLE = RouteTable(SERVICES)


@pytest.mark.parametrize(
    ("template", "path", "variables"),
    [
        ("/v1/scores", "/v1/scores", {}),
        ("/v1/{name=scores/*}", "/v1/scores/s1", {"name": "scores/s1"}),
        ("/v1/{name=scores/*}", "/v1/scores/s%31", {"name": "scores/s1"}),
        ("/v1/{name=scores/*}", "/v1/scores/s%3Alock", {"name": "scores/s:lock"}),
        ("/v1/{name=scores/*}", "/v1/scores/s:lock", None),
        ("/v1/{name=scores/*}", "/v1/scores/s/cues", None),
        ("/v1/{name=scores/*}:lock", "/v1/scores/s:lock", {"name": "scores/s"}),
        ("/v1/{a=x/*}/{b=y/*}:go", "/v1/x/1/y/2:go", {"a": "x/1", "b": "y/2"}),
        ("/v1/{id}", "/v1/7", {"id": "7"}),
        ("/v1/{cue.name=scores/*}", "/v1/scores/s", {"cue.name": "scores/s"}),
        ("/v1/{path=files/**}", "/v1/files/a/b/c", {"path": "files/a/b/c"}),
        ("/v1/a.b", "/v1/axb", None),
    ],
)
def test_templates_are_those_of_google_api_http(
    template: str, path: str, variables: dict[str, str] | None
) -> None:
    assert PathTemplate.parse(template).variables(path) == variables


@pytest.mark.parametrize("path", ["/v1/scores/a%2Fb", "/v1/scores/%00", "/v1/scores/%ff"])
def test_encodings_that_no_name_needs_are_refused(path: str) -> None:
    with pytest.raises(InputError):
        PathTemplate.parse("/v1/{name=scores/*}").variables(path)


def test_every_binding_of_the_contract_has_its_route() -> None:
    wanted = set()
    for service in SERVICES:
        for method in service.methods:
            rule = method.GetOptions().Extensions[annotations_pb2.http]
            assert rule.WhichOneof("pattern"), f"{method.name} is not served over HTTP"
            for binding in (rule, *rule.additional_bindings):
                verb = binding.WhichOneof("pattern")
                wanted.add((verb.upper(), getattr(binding, verb), method.name))

    assert {(route.verb, route.template.text, route.method.name) for route in TABLE.routes} == wanted


@pytest.mark.parametrize(
    "path",
    [
        "/v1/scores/s/revisions/1/cues/1m1/stems/mix:download",
        "/v1/scores/s/cues/1m1/stems/mix:download",
        "/v1/jobs/j/cues/1m1/stems/mix:download",
    ],
)
def test_a_method_is_found_by_all_its_bindings(path: str) -> None:
    found = TABLE.find("GET", path)

    assert isinstance(found, Match)
    assert found.route.method.name == "DownloadStem"
    assert f"/v1/{found.variables['name']}:download" == path


def test_a_path_of_another_verb_is_told_its_verbs() -> None:
    assert TABLE.find("PATCH", "/v1/scores/s") == ("DELETE", "GET")
    assert TABLE.find("GET", "/v1/nothing") == ()


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", {}),
        ("wish=calm+piano&seed=-5", {"wish": "calm piano", "seed": "-5"}),
        ("wish=%E5%B9%B3%E9%9D%99", {"wish": "平静"}),
        ("range.start=5s&range.end=9s", {"range": {"start": "5s", "end": "9s"}}),
        ("source.mediaRoots=/a&source.media_roots=/b", {"source": {"media_roots": ["/a", "/b"]}}),
        ("delivery.noDuck=true", {"delivery": {"no_duck": True}}),
        ("length=1.5s", {"length": "1.5s"}),
        ("wish=", {"wish": ""}),
    ],
)
def test_queries_say_nested_and_repeated_fields(query: str, said: dict[str, object]) -> None:
    assert query_fields(query.encode(), CREATE) == said


@pytest.mark.parametrize(
    "query",
    [
        "range=x",
        "images.path=/a",
        "wish.x=1",
        "length.seconds=5",
        "delivery.noDuck=yes",
        "wish=a&wish=b",
        "=x",
        "..=x",
        "range..start=5s",
        "wish",
        "a;b",
        "wish=\xff",
        "wish=%ff",
        ".".join(["source"] * 500) + "=1",
    ],
)
def test_queries_that_say_nothing_of_the_request_are_refused(query: str) -> None:
    with pytest.raises(InputError):
        query_fields(query.encode("latin-1"), CREATE)


def test_a_body_can_be_one_field_of_the_request() -> None:
    method = TABLE.routes[0].method
    route = Route("POST", PathTemplate.parse("/v1/{source.display_name=x/*}"), "range", method)
    match = Match(route, {"source.display_name": "x/1"})

    message = request_message(match, b"wish=calm", read_json(b'{"start": "5s"}'))

    assert json_format.MessageToDict(message) == {
        "source": {"displayName": "x/1"},
        "range": {"start": "5s"},
        "wish": "calm",
    }


@pytest.mark.parametrize("depth", [1, 30, 31])
def test_json_may_be_nested_up_to_its_limit(depth: int) -> None:
    read_json(b"[" * depth + b"]" * depth)


@pytest.mark.parametrize("content", [b"[" * 33 + b"]" * 33, b"[" * 10**6, b'{"a":' * 10**5, b""])
def test_json_that_is_too_deep_or_none_is_refused(content: bytes) -> None:
    with pytest.raises(InputError):
        read_json(content)
