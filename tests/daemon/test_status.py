"""Errors as `google.rpc.Status`: every class has its line in the table."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from google.rpc import code_pb2, error_details_pb2

from ningbgm_agents import errors
from ningbgm_agents.errors import NingbgmError
from ningbgm_daemon.status import HTTP_CODES, TABLE, error_of, status_of, status_of_kind, unexpected_status


def tree(cls: type[NingbgmError] = NingbgmError) -> Iterator[type[NingbgmError]]:
    yield cls
    for below in cls.__subclasses__():
        yield from tree(below)


OURS = [cls for cls in tree() if cls.__module__ == errors.__name__]


@pytest.mark.parametrize("cls", OURS)
def test_every_class_of_the_tree_is_in_the_table(cls: type[NingbgmError]) -> None:
    status = status_of(cls("what is wrong, and what to do", path="/reel.mov", frame=12))

    info = error_details_pb2.ErrorInfo()
    assert status.details[0].Unpack(info)
    assert (status.code, info.reason) == (TABLE[cls].code, TABLE[cls].reason)
    assert (info.domain, dict(info.metadata)) == ("ningbgm", {"path": "/reel.mov", "frame": "12"})
    assert status.message == "what is wrong, and what to do"


def test_the_table_has_no_other_classes_and_every_reason_once() -> None:
    reasons = [kind.reason for kind in TABLE.values()]

    assert set(TABLE) == set(OURS)
    assert len(set(reasons)) == len(reasons)
    assert all(reason.replace("_", "").isalpha() and reason.isupper() for reason in reasons)


@pytest.mark.parametrize("cls", OURS)
def test_a_caller_gets_the_error_back(cls: type[NingbgmError]) -> None:
    back = error_of(status_of(cls("sentence", cue="1m1")))

    assert (type(back), str(back), back.facts) == (cls, "sentence", {"cue": "1m1"})


def test_an_error_of_a_tree_that_grew_is_told_as_its_nearest_ancestor() -> None:
    newer = type("NewerError", (errors.MediaError,), {})

    assert status_of(newer("x")).code == code_pb2.INVALID_ARGUMENT


def test_a_stored_error_is_told_by_the_name_of_its_class() -> None:
    stored = status_of_kind("DeliveryError", "the disk is full", {"folder": "/out"})

    assert stored == status_of(errors.DeliveryError("the disk is full", folder="/out"))
    assert status_of_kind("GoneError", "x", {}).code == code_pb2.INTERNAL


def test_every_code_has_its_http_status() -> None:
    assert set(HTTP_CODES) == set(code_pb2.Code.values())


def test_a_status_is_cut_to_what_trailers_carry() -> None:
    facts = {f"fact{number}": "名" * 1000 for number in range(50)}

    status = status_of(errors.InputError("名" * 10_000 + "\ud800", **facts))

    assert status.ByteSize() < 4096
    assert status.message.startswith("名")


def test_a_fault_of_ours_names_the_log() -> None:
    assert "'ningbgm daemon logs'" in unexpected_status("1a2b").message
    assert str(error_of(unexpected_status("1a2b"))).endswith("1a2b.")


def test_facts_with_names_that_python_needs_do_no_harm() -> None:
    status = status_of(NingbgmError("x"))
    info = error_details_pb2.ErrorInfo(reason="NOT_FOUND", metadata={"self": "a", "message": "b", "c": "d"})
    status.details[0].Pack(info)

    assert error_of(status).facts == {"c": "d"}
