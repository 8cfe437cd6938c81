"""A model of this disk that plays through a service of its own: really started, really killed."""

import json
import os
import signal
from pathlib import Path

import numpy as np
import pytest

from fakes.tiny_musicgen import build_tiny_musicgen
from ningbgm_daemon.file_lock import process_runs
from ningbgm_daemon.local_performer import LocalPerformer
from ningbgm_daemon.performance.guided.player import Passage

pytest.importorskip("torch", reason="the extra models is not installed")
pytest.importorskip("transformers", reason="the extra models is not installed")
pytestmark = [
    pytest.mark.models,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.skipif(os.name == "nt", reason="processes are ended by signals here"),
]

PASSAGE = Passage("warm strings", 6_400, 32_000, 3, np.zeros(0, np.float32), np.zeros((0, 12), np.float32))


@pytest.fixture
def local(tmp_path: Path) -> LocalPerformer:
    return LocalPerformer(build_tiny_musicgen(tmp_path / "tiny-musicgen"), tmp_path / "run", 60.0)


def announced(local: LocalPerformer) -> dict[str, object]:
    told: dict[str, object] = json.loads(local.announcement.read_text())
    return told


def test_a_service_that_was_killed_is_started_again_though_another_process_has_its_number(
    local: LocalPerformer,
) -> None:
    first = local.facts()
    killed = announced(local)
    os.kill(int(str(killed["pid"])), signal.SIGKILL)
    local.announcement.write_text(json.dumps({**killed, "pid": os.getpid()}))

    sound = local.play(PASSAGE, lambda _share: None)
    running = announced(local)
    try:
        assert sound.shape == (1, 6_400)
        assert running["address"] != killed["address"]
        assert process_runs(int(str(running["pid"])))
        assert local.facts() == first
        assert announced(local) == running
    finally:
        os.kill(int(str(running["pid"])), signal.SIGTERM)
