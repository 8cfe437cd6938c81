"""The installed command and its daemon, in a home that is the test's own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from ningbgm_daemon.config import settings_in
from ningbgm_daemon.discovery import read_discovery

PROGRAM = Path(sys.executable).with_name("ningbgm")


def run_at(home: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the installed command as a user of this home would."""
    return subprocess.run(
        [PROGRAM, *map(str, arguments)],
        env=os.environ | {"NINGBGM_HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


def told_at(home: Path, *arguments: object) -> str:
    """What a command that goes well says."""
    done = run_at(home, *arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout


def ask_at(home: Path, method: str, path: str, body: object = None) -> dict[str, Any]:
    """What the gateway of this home's daemon answers to one call."""
    found = read_discovery(settings_in(home).runtime)
    assert found is not None
    door = HTTPConnection(found.http.removeprefix("http://"), timeout=30)
    head = {"Authorization": f"Bearer {found.token}", "Content-Type": "application/json"}
    try:
        door.request(method, path, None if body is None else json.dumps(body), head)
        answer = json.loads(door.getresponse().read())
    finally:
        door.close()
    assert isinstance(answer, dict)
    return answer
