"""Whole films scored with a model behind an address: its say, its failures, its tape, the ledger."""

import json
from pathlib import Path

import pytest

pytest.importorskip("pydantic_ai", reason="the extra llm is not installed")

from fakes.model_endpoint import ModelEndpoint, Seen, Turn
from fakes.scripted_model import role_of, sensible_reply
from ningbgm_agents.brief import Request
from ningbgm_agents.minds.language import Limits
from ningbgm_daemon.app import Result, score_film
from ningbgm_daemon.commission import Commission
from ningbgm_daemon.delivery.mind_tape import TAPE_FILE
from ningbgm_daemon.delivery.provenance import read_provenance, read_score
from ningbgm_daemon.models.thinking import Staffing
from ningbgm_daemon.preparing import RevisionOrder
from ningbgm_daemon.revising import revise_score

WISH = Request("something with a glimmer", seed=5)
FAULTS = {
    "stalls": Turn("{}", "stall"),
    "drips": Turn("{}", "drip"),
    "cuts the line": Turn("{}", "cut"),
    "never ends": Turn("{}", "huge"),
    "falls over": Turn("{}", "error"),
    "is busy": Turn("{}", "busy"),
    "is no model": Turn("{}", "not json"),
    "says what is no JSON": Turn('{"moods": [{"mood": '),
    "says what fits no schema": Turn('{"weather": "fine"}'),
}
THOUGHT_FOR = {
    "wish_reader",
    "brief_writer",
    "emotion_expert",
    "spotting_expert",
    "theme_expert",
    "harmony_expert",
}
"""The film is one record long, so there is no story to tell."""


def facts_of(seen: Seen) -> str:
    """The facts in what was sent: the first line of the user's first words."""
    return seen.body["messages"][1]["content"].partition("\n")[0]


def thinking(seen: Seen) -> Turn:
    facts = facts_of(seen)
    return Turn(sensible_reply(role_of(facts), facts))


def score(film: Path, out: Path, posts: tuple[tuple[str, str], ...] = (), wait_s: float = 20.0) -> Result:
    limits = Limits(reply_s=wait_s, task_s=2 * wait_s)
    return score_film(Commission(out, film, request=WISH, workers=1, staffing=Staffing(posts, limits=limits)))


def delivered(folder: Path) -> dict[str, bytes]:
    """The music and what says how it was made; not what tells how long it took or where it lies."""
    kept = ("*.wav", "*.mid", "score*.json", "*.ningbgm.json", "*.csv", TAPE_FILE)
    return {str(p.relative_to(folder)): p.read_bytes() for kind in kept for p in folder.rglob(kind)}


@pytest.fixture(scope="module")
def by_rules(small_film: Path, tmp_path_factory: pytest.TempPathFactory) -> Result:
    return score(small_film, tmp_path_factory.mktemp("rules") / "out")


@pytest.fixture(scope="module")
def in_thought(small_film: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Result, list[Seen], str]:
    with ModelEndpoint(thinking) as server:
        posts = (("minds", f"{server.url}#scripted"),)
        made = score(small_film, tmp_path_factory.mktemp("thought") / "out", posts)
        return made, server.seen, server.url


def test_the_model_has_its_say_in_every_role(in_thought, by_rules: Result) -> None:
    made, seen, _ = in_thought

    assert {role_of(facts_of(one)) for one in seen} == THOUGHT_FOR
    assert made.brief.ending == "fade"
    assert [note.degree for note in made.made[0].score.themes[0].motif] == [0, 1, 4]
    assert made.made[0].score != by_rules.made[0].score


def test_the_ledger_and_the_provenance_name_the_model(in_thought) -> None:
    made, _, url = in_thought
    place = url.removeprefix("http://").removesuffix("/v1")

    ledger = json.loads((made.folder / "score.json").read_text())["ledger"]

    assert ledger[-1] == {
        "what": f"With the help of scripted at {place}",
        "licence": f"see the terms of {place}",
        "holder": "its makers",
    }
    assert [model.name for model in read_provenance(made.folder).models] == ["scripted"]


def test_the_report_tells_who_was_asked(in_thought) -> None:
    made, _, _ = in_thought

    page = (made.folder / "report.html").read_text(encoding="utf-8")

    assert page.count("Asked scripted at 127.0.0.1") == len(THOUGHT_FOR)


@pytest.mark.parametrize("manner", FAULTS)
def test_with_a_model_that(manner: str, small_film: Path, tmp_path: Path, by_rules: Result) -> None:
    """... the film still gets its complete score, and the record says which part fell back and why."""
    wait_s = 0.5 if manner in ("stalls", "drips") else 20.0
    with ModelEndpoint(lambda seen: FAULTS[manner]) as server:
        made = score(small_film, tmp_path / "out", (("minds", f"{server.url}#broken"),), wait_s)

    (one,) = made.made
    fallen = {event.agent: event for event in one.events if event.action == "falls back"}
    assert set(fallen) == THOUGHT_FOR
    assert all(event.reasons for event in fallen.values())
    assert one.verdict.passed == by_rules.made[0].verdict.passed
    rules, here = delivered(by_rules.folder), delivered(made.folder)
    sound = {name for name in rules if name.endswith((".wav", ".mid", "score.ningbgm.json"))}
    assert {name: here[name] for name in sound} == {name: rules[name] for name in sound}
    assert read_provenance(made.folder).models == ()


def test_where_nobody_listens_the_rules_work(small_film: Path, tmp_path: Path, by_rules: Result) -> None:
    made = score(small_film, tmp_path / "out", (("minds", "http://127.0.0.1:9/v1#nobody"),), 5.0)

    assert read_score(made.folder) == by_rules.made[0].score
    fallen = [event.sentence for event in made.made[0].events if event.action == "falls back"]
    assert len(fallen) == len(THOUGHT_FOR)
    assert "Connect" in fallen[0]


def test_a_run_is_replayed_byte_for_byte_from_its_tape(in_thought, small_film: Path, tmp_path: Path) -> None:
    made, _, _ = in_thought

    again = score(small_film, tmp_path / "out", (("minds", f"tape:{made.folder / TAPE_FILE}"),))

    assert delivered(again.folder) == delivered(made.folder)


def test_a_revision_keeps_the_models_of_the_cues_that_it_keeps(in_thought, tmp_path: Path) -> None:
    made, _, _ = in_thought

    revised = revise_score(RevisionOrder(made.folder, tmp_path / "out", workers=1))

    assert [model.name for model in read_provenance(revised.folder).models] == ["scripted"]
    assert "scripted" in (revised.folder / "score.json").read_text(encoding="utf-8")


def test_by_the_rules_no_tape_is_written(by_rules: Result) -> None:
    assert not (by_rules.folder / TAPE_FILE).exists()
