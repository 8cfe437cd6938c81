"""Log lines are structured and carry the job's name."""

from __future__ import annotations

import asyncio
import io
import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ningbgm_daemon import logs
from ningbgm_daemon.config import settings_in
from ningbgm_daemon.logs import job_named, log_path, log_to_file, log_to_stream

LOG = logging.getLogger("ningbgm_daemon.somewhere")


@pytest.fixture(autouse=True)
def _root_as_before() -> Iterator[None]:
    root = logging.getLogger()
    level = root.level
    yield
    root.setLevel(level)
    for handler in list(root.handlers):
        if isinstance(handler.formatter, (logs.PlainLines, logs.JsonLines)):
            root.removeHandler(handler)
            handler.close()


def said(tmp_path: Path, as_json: bool, level: str = "info") -> io.StringIO:
    stream = io.StringIO()
    settings = replace(settings_in(tmp_path), log_json=as_json)
    log_to_stream(replace(settings, log_level="debug") if level == "debug" else settings, stream)
    return stream


def test_a_line_for_people_holds_the_facts(tmp_path: Path) -> None:
    stream = said(tmp_path, as_json=False)

    with job_named("jobs/j1"):
        LOG.info("began a step", extra={"facts": {"step": "sense", "film": "a film.mp4"}})

    _, rest = stream.getvalue().split(" ", 1)
    assert rest == 'info somewhere "began a step" job=jobs/j1 step=sense film="a film.mp4"\n'


def test_a_line_for_programs_is_one_object(tmp_path: Path) -> None:
    stream = said(tmp_path, as_json=True)

    with job_named("jobs/j1"):
        LOG.warning("two\nlines", extra={"facts": {"share": 0.5, "path": tmp_path}})

    assert stream.getvalue().count("\n") == 1
    line = json.loads(stream.getvalue())
    assert line.pop("time").endswith("Z")
    assert line == {
        "level": "warning",
        "logger": "ningbgm_daemon.somewhere",
        "message": "two\nlines",
        "job": "jobs/j1",
        "share": 0.5,
        "path": str(tmp_path),
    }


@pytest.mark.parametrize("as_json", [False, True])
def test_a_traceback_stays_with_its_line(tmp_path: Path, as_json: bool) -> None:
    stream = said(tmp_path, as_json)

    try:
        raise ValueError("wrong")
    except ValueError:
        LOG.exception("it failed")

    assert "ValueError: wrong" in stream.getvalue()
    assert not as_json or json.loads(stream.getvalue())["trace"].startswith("Traceback")


def test_no_fact_takes_the_place_of_the_message(tmp_path: Path) -> None:
    stream = said(tmp_path, as_json=True)

    LOG.info("the truth", extra={"facts": {"message": "a lie"}})

    assert json.loads(stream.getvalue())["message"] == "the truth"


def test_jobs_side_by_side_keep_their_names(tmp_path: Path) -> None:
    stream = said(tmp_path, as_json=True)

    async def work(name: str) -> None:
        with job_named(name):
            await asyncio.sleep(0)
            LOG.info(name)

    async def both() -> None:
        await asyncio.gather(work("jobs/a"), work("jobs/b"))

    asyncio.run(both())

    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert all(line["job"] == line["message"] for line in lines if "job" in line)
    assert sum("job" in line for line in lines) == 2


def test_less_than_the_level_is_not_said(tmp_path: Path) -> None:
    quiet = said(tmp_path, as_json=False)
    LOG.debug("a detail")
    loud = said(tmp_path, as_json=False, level="debug")
    LOG.debug("a detail")

    assert quiet.getvalue() == ""
    assert "a detail" in loud.getvalue()


def test_the_file_is_rotated(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)

    log_to_file(settings, most_bytes=2000)
    for number in range(200):
        LOG.info("line %d", number)

    kept = sorted(path.name for path in settings.logs.iterdir())
    assert kept == ["daemon.log", *(f"daemon.log.{number}" for number in range(1, 5))]
    assert log_path(settings).stat().st_size <= 2000
