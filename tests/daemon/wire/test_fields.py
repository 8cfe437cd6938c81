"""Single fields: names, numbers, ids, page sizes, states."""

from __future__ import annotations

import math

import pytest

from ningbgm.v1 import job_pb2
from ningbgm_agents.errors import InputError, StoreError
from ningbgm_daemon.records.job import Job, Outcome
from ningbgm_daemon.records.order import ReviseOrder
from ningbgm_daemon.wire import checks, limits, names
from ningbgm_daemon.wire.jobs import job_to_proto, state_from_proto
from ningbgm_daemon.wire.times import duration_to_proto, time_to_proto

HOSTILE = [
    "",
    "/",
    "..",
    "scores/",
    "scores/..",
    "scores/A",
    "scores/a b",
    "scores/a/",
    "scores/a\n",
    "Scores/a",
]


@pytest.mark.parametrize("name", [*HOSTILE, "scores/" + "a" * 65, "jobs/a", "scores/a/cues/b", "scores/é"])
def test_what_is_no_name_of_a_score_is_refused(name: str) -> None:
    with pytest.raises(InputError, match=r"write it as scores/\{score\}"):
        names.score_in(name)


@pytest.mark.parametrize("number", ["0", "01", "-1", "1.0", "1e3", "9999999999", "²"])
def test_revisions_have_numbers(number: str) -> None:
    with pytest.raises(InputError):
        names.revision_in(f"scores/s/revisions/{number}")


def test_names_go_both_ways() -> None:
    assert names.score_in(names.score_name("s-1")) == "s-1"
    assert names.job_in(names.job_name("j1")) == "j1"
    assert names.cue_in(names.cue_name("s", "1m1")) == ("s", "1m1")
    assert names.revision_in(names.revision_name("s", 12)) == ("s", 12)
    assert names.palette_in(names.palette_name("lofi")) == names.palette_in("lofi") == "lofi"
    assert names.stem_in(names.stem_name("s", 3, "1m1", "mix")) == names.StemName("s", "", 3, "1m1", "mix")
    assert names.stem_in("scores/s/cues/1m1/stems/mix") == names.StemName("s", "", None, "1m1", "mix")
    assert names.stem_in(names.ready_stem_name("j", "1m1")) == names.StemName("", "j", None, "1m1", "mix")


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, 1.01, -0.01])
def test_numbers_outside_their_bounds_are_refused(value: float) -> None:
    with pytest.raises(InputError, match="share is"):
        checks.number(value, "share", 0, 1)


@pytest.mark.parametrize(
    "value",
    [
        "x",
        "0f8fad5bd9cb469fa16570867728950e",
        "{0f8fad5b-d9cb-469f-a165-70867728950e}",
        "urn:uuid:x",
        "1" * 99,
    ],
)
def test_request_ids_are_uuids_in_their_usual_form(value: str) -> None:
    with pytest.raises(InputError, match="request_id"):
        checks.request_id(value)


def test_request_ids_are_the_same_in_capitals() -> None:
    assert checks.request_id("0F8FAD5B-D9CB-469F-A165-70867728950E") == "0f8fad5b-d9cb-469f-a165-70867728950e"
    assert checks.request_id("") == ""


@pytest.mark.parametrize(("asked", "given"), [(0, 50), (1, 1), (500, 500), (501, 500), (2**31 - 1, 500)])
def test_page_sizes_are_kept_within_bounds(asked: int, given: int) -> None:
    assert checks.page_size(asked) == given


@pytest.mark.parametrize("token", ["x" * (limits.MAX_TOKEN_CHARS + 1), "a\0", "a\nb"])
def test_page_tokens_are_short_lines(token: str) -> None:
    with pytest.raises(InputError, match="page_token"):
        checks.page_token(token)


@pytest.mark.parametrize("state", [-1, 6, 77])
def test_numbers_that_are_no_state_are_refused(state: int) -> None:
    with pytest.raises(InputError, match=f"state is {state}"):
        state_from_proto(state)  # type: ignore[arg-type]  # enums of the wire are open


def test_every_state_of_the_contract_is_known() -> None:
    known = [state_from_proto(value) for value in job_pb2.Job.State.values()]

    assert known == [None, "queued", "running", "succeeded", "failed", "cancelled"]


def test_a_damaged_plan_is_a_fault_of_the_store() -> None:
    job = Job("j", "t", ReviseOrder("s"), outcome=Outcome("s", 1, plan="{}"))

    with pytest.raises(StoreError, match="damaged"):
        job_to_proto(job)


def test_times_are_exact_to_the_microsecond() -> None:
    assert time_to_proto(1_700_000_000.123456).ToNanoseconds() == 1_700_000_000_123_456_000
    assert duration_to_proto(0.1).nanos == 100_000_000
