"""Downloading stems: whole, from any offset, checked, and refused where the file is no longer the one."""

from __future__ import annotations

import hashlib
import os
import zlib
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from calling import GrpcCaller, RefusedError
from google.rpc import error_details_pb2
from house import House

from ningbgm.v1 import stem_service_pb2
from ningbgm.v1.stem_service_pb2 import DownloadStemResponse
from ningbgm_daemon.records.job import Progress, ReadyCue
from ningbgm_daemon.records.order import ReviseOrder
from ningbgm_daemon.records.score import StemRecord

pytestmark = pytest.mark.anyio
NAME = "scores/s1/cues/1m1/stems/mix"


async def pieces_of(house: House, name: str = NAME, offset: int = 0) -> list[DownloadStemResponse]:
    asked = stem_service_pb2.DownloadStemRequest(name=name, offset=offset)
    made = await GrpcCaller(house.where).messages("DownloadStem", asked)
    return [cast(DownloadStemResponse, piece) for piece in made]


async def refused(house: House, name: str = NAME, offset: int = 0) -> str:
    with pytest.raises(RefusedError) as error:
        await pieces_of(house, name, offset)
    info = error_details_pb2.ErrorInfo()
    assert error.value.status.details[0].Unpack(info)
    return info.reason


def stem(house: House) -> StemRecord:
    return house.scores.histories["s1"][0].cues[0].stems[0]


@pytest.mark.parametrize("name", [NAME, "scores/s1/revisions/1/cues/1m1/stems/mix"])
async def test_a_stem_comes_whole_and_checked(house: House, name: str) -> None:
    pieces = await pieces_of(house, name)

    content = b"".join(piece.content for piece in pieces)
    assert content == Path(stem(house).path).read_bytes()
    assert len(pieces) == 3
    assert all(piece.crc32 == zlib.crc32(piece.content) for piece in pieces)
    assert {piece.sha256 for piece in pieces} == {hashlib.sha256(content).hexdigest()}
    assert {piece.size_bytes for piece in pieces} == {len(content)}


@pytest.mark.parametrize("offset", [0, 1, 262_143, 262_144, 600_000, 640_002])
async def test_a_download_goes_on_from_any_offset(house: House, offset: int) -> None:
    pieces = await pieces_of(house, offset=offset)

    assert [piece.offset for piece in pieces] == list(range(offset, 640_003, 262_144))
    assert b"".join(piece.content for piece in pieces) == Path(stem(house).path).read_bytes()[offset:]


async def test_at_the_end_of_the_file_one_empty_piece_comes(house: House) -> None:
    pieces = await pieces_of(house, offset=640_003)

    assert [(piece.offset, piece.content, piece.size_bytes) for piece in pieces] == [(640_003, b"", 640_003)]


@pytest.mark.parametrize("offset", [-1, 640_004, 2**62])
async def test_an_offset_outside_the_file_is_refused(house: House, offset: int) -> None:
    assert await refused(house, offset=offset) == "INPUT_INVALID"


@pytest.mark.parametrize(
    "name",
    ["scores/s1/cues/1m9/stems/mix", "scores/s1/cues/1m1/stems/flute", "scores/s9/cues/1m1/stems/mix"],
)
async def test_what_is_not_there_is_not_found(house: House, name: str) -> None:
    assert await refused(house, name) == "NOT_FOUND"


@pytest.mark.parametrize(
    "name",
    ["", "scores/s1", "scores/../cues/1m1/stems/mix", "scores/s1/cues/1m1/stems/..", NAME + "/", "/" + NAME],
)
async def test_names_that_are_none_are_refused(house: House, name: str) -> None:
    assert await refused(house, name) == "INPUT_INVALID"


async def test_a_file_that_is_gone_is_not_found(house: House) -> None:
    os.unlink(stem(house).path)

    assert await refused(house) == "NOT_FOUND"


async def test_a_file_of_another_size_is_not_handed_out(house: House) -> None:
    Path(stem(house).path).write_bytes(b"something else")

    assert await refused(house) == "WRONG_STATE"


async def test_a_link_in_the_place_of_the_file_is_not_followed(house: House, tmp_path: Path) -> None:
    path = Path(stem(house).path)
    other = tmp_path / "secret"
    other.write_bytes(path.read_bytes())
    path.unlink()
    path.symlink_to(other)

    assert await refused(house) == "WRONG_STATE"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names here")
async def test_a_pipe_in_the_place_of_the_file_holds_nothing_up(house: House) -> None:
    path = Path(stem(house).path)
    path.unlink()
    os.mkfifo(path)

    assert await refused(house) == "WRONG_STATE"


async def test_a_finished_cue_of_a_running_job_can_be_heard(house: House) -> None:
    job = await house.jobs.submit(ReviseOrder("s1"))
    ready = ReadyCue("1m1", stem(house).path, 0, 48000)
    house.jobs.change(replace(job, state="running", progress=Progress(ready_cues=(ready,))))

    pieces = await pieces_of(house, "jobs/j1/cues/1m1/stems/mix", offset=640_000)

    assert pieces[0].content == b"1m1"
    assert pieces[0].sha256 == stem(house).sha256


async def test_a_cue_that_is_not_finished_is_not_found(house: House) -> None:
    await house.jobs.submit(ReviseOrder("s1"))

    assert await refused(house, "jobs/j1/cues/1m1/stems/mix") == "NOT_FOUND"
