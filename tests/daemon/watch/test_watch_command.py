"""The user's command gets its paths as they are, and can neither hurt nor hold up anything."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
import time
from pathlib import Path

import pytest

from ningbgm_daemon.watch.command import Ended, check_command, run_command

pytestmark = pytest.mark.anyio

HOSTILE = "/drop/-rf $(touch x) `y`; {error} \"quoted\" 'film'\n.mp4"
ENDED = Ended(source=HOSTILE, folder="/drop/film.score", error="", state="succeeded", score="s1")


async def test_paths_arrive_as_they_are(tmp_path: Path) -> None:
    said = tmp_path / "said.json"
    code = f"import json, sys; open({str(said)!r}, 'w').write(json.dumps(sys.argv[1:]))"
    argv = [sys.executable, "-c", code, "{source}", "in={folder}", "{state}/{score}"]

    went_well = await run_command(argv, ENDED, 20)

    assert went_well
    assert json.loads(said.read_text()) == [HOSTILE, "in=/drop/film.score", "succeeded/s1"]


async def test_one_that_takes_too_long_is_ended_with_all_it_started(tmp_path: Path) -> None:
    late = tmp_path / "late"
    code = f"import subprocess; subprocess.run(['sh', '-c', 'sleep 1; touch {late}'])"
    began_s = time.monotonic()

    went_well = await run_command([sys.executable, "-c", code], ENDED, 0.3)

    assert not went_well
    assert time.monotonic() - began_s < 1
    await asyncio.sleep(1.2)
    assert not late.exists()


async def test_failure_is_logged_with_its_last_words(caplog: pytest.LogCaptureFixture) -> None:
    code = "import sys; sys.stderr.write('no such channel'); sys.exit(3)"

    with caplog.at_level(logging.WARNING):
        assert not await run_command([sys.executable, "-c", code], ENDED, 20)
        assert not await run_command(["/there/is/no/such/program"], ENDED, 20)

    assert vars(caplog.records[0])["facts"] == {
        "program": sys.executable, "exit_code": 3, "said": "no such channel",
    }  # fmt: skip
    assert "cannot be run" in caplog.records[1].message


def test_placeholders_are_checked() -> None:
    check_command(["say", "{source} in {folder}"])
    for argv in (["say", "{sauce}"], ["say", "{}"], [" "]):
        with pytest.raises(ValueError, match=r"placeholder|program"):
            check_command(argv)
