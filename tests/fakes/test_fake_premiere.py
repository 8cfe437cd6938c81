"""The fake Premiere Pro is JavaScript with tests of its own (`npm test` in its folder): they run here too."""

from __future__ import annotations

import subprocess

from node_packages import FAKE_PREMIERE, need_node_packages

LIMIT_S = 300
"""Far more than the tests need; it only keeps a hang from lasting."""


def test_the_fake_premiere_does_what_its_sources_say() -> None:
    need_node_packages(FAKE_PREMIERE)

    tested = subprocess.run(
        ["npm", "test", "--silent"],
        cwd=FAKE_PREMIERE,
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
        check=False,
    )

    assert tested.returncode == 0, f"{tested.stdout}\n{tested.stderr}"
