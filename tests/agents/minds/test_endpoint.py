"""A model behind an address, against a real server on loopback with all the ways in which it can fail."""

import socket

import pytest

pytest.importorskip("pydantic_ai", reason="the extra llm is not installed")

from fakes.model_endpoint import Fault, ModelEndpoint, Turn
from ningbgm_agents.errors import ModelError
from ningbgm_agents.minds.endpoint import Endpoint
from ningbgm_agents.thought import Question

SCHEMA = '{"type":"object","properties":{"part":{"type":"string"}},"required":["part"]}'
QUESTION = Question("narrative_expert", "You tell stories.", '{"records":[1,2]}', SCHEMA, seed=7)


def ask(turn: Turn, limit_s: float = 20.0, question: Question = QUESTION):
    with ModelEndpoint(lambda seen: turn) as server:
        reply = Endpoint(server.url, "scripted").reply(question, limit_s)
        return reply, server.seen


def refused(fault: Fault, limit_s: float = 20.0, status: int = 500) -> ModelError:
    with ModelEndpoint(lambda seen: Turn("{}", fault, status)) as server:
        with pytest.raises(ModelError) as failure:
            Endpoint(server.url, "scripted").reply(QUESTION, limit_s)
        return failure.value


def test_the_reply_comes_with_its_tokens() -> None:
    reply, _ = ask(Turn('{"part":"climax"}'))

    assert (reply.text, reply.tokens_in, reply.tokens_out) == ('{"part":"climax"}', 120, 30)


def test_prompt_facts_schema_and_seed_are_sent_and_no_key() -> None:
    _, (seen,) = ask(Turn("{}"))

    system, user = seen.body["messages"]
    assert seen.path == "/v1/chat/completions"
    assert (system["role"], system["content"]) == ("system", "You tell stories.")
    assert user == {"role": "user", "content": QUESTION.text}
    assert (seen.body["model"], seen.body["seed"], seen.body["temperature"]) == ("scripted", 7, 0.0)
    assert seen.body["response_format"]["json_schema"]["schema"]["required"] == ["part"]
    assert seen.headers["authorization"] == "Bearer none"


def test_what_was_wrong_with_earlier_replies_is_told() -> None:
    question = QUESTION.answered_with('{"party":1}', ("part: Field required.",))

    _, (seen,) = ask(Turn("{}"), question=question)

    assert [one["role"] for one in seen.body["messages"]] == ["system", "user", "assistant", "user"]
    assert "- part: Field required." in seen.body["messages"][-1]["content"]


def test_a_key_that_is_given_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "not for this one")
    monkeypatch.setenv("OPENAI_ORG_ID", "nor this")
    with ModelEndpoint(lambda seen: Turn("{}")) as server:
        Endpoint(server.url, "scripted", key="mine").reply(QUESTION, 20)
        Endpoint(server.url, "scripted").reply(QUESTION, 20)

    assert [seen.headers["authorization"] for seen in server.seen] == ["Bearer mine", "Bearer none"]
    assert not any("nor this" in value for seen in server.seen for value in seen.headers.values())


def test_an_endpoint_that_knows_no_schemas_is_asked_without() -> None:
    reply, seen = ask(Turn('{"part":"turn"}', "no schemas"))

    assert reply.text == '{"part":"turn"}'
    assert ["response_format" in one.body for one in seen] == [True, False]


@pytest.mark.parametrize("fault", ["stall", "drip"])
def test_who_does_not_answer_in_time_is_left(fault: Fault) -> None:
    error = refused(fault, limit_s=0.6)

    assert "did not answer within" in str(error)
    assert not error.facts.get("again")


@pytest.mark.parametrize("fault", ["cut", "not json", "not the api", "busy", "error"])
def test_a_failure_that_may_pass_may_be_asked_again(fault: Fault) -> None:
    assert refused(fault).facts["again"]


def test_a_reply_without_end_is_not_read_to_its_end() -> None:
    assert "longer than 4 MiB" in str(refused("huge"))


@pytest.mark.parametrize(("status", "hint"), [(401, "key"), (404, "the model scripted")])
def test_a_refusal_says_what_to_look_at(status: int, hint: str) -> None:
    error = refused("error", status=status)

    assert hint in str(error)
    assert not error.facts.get("again")


def test_it_goes_nowhere_else_than_where_it_was_sent() -> None:
    assert "307" in str(refused("moved"))


def test_where_nobody_listens_it_is_said_at_once() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{taken.getsockname()[1]}/v1"
        with pytest.raises(ModelError) as failure:
            Endpoint(address, "scripted").reply(QUESTION, 20)

    assert not failure.value.facts["again"]


def test_only_another_machine_counts_as_remote() -> None:
    here, there = Endpoint("http://localhost:1/v1", "a"), Endpoint("https://api.example.com/v1", "b")

    assert (here.facts.remote, here.facts.place) == (False, "localhost:1")
    assert (there.facts.remote, there.facts.place) == (True, "api.example.com")
