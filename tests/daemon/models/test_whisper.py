"""openai-whisper on a tiny checkpoint with random weights: nonsense, but in time, and the same each time."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="the extra models is not installed")
pytest.importorskip("whisper", reason="the extra models is not installed")

from fakes.tiny_whisper import build_tiny_whisper
from ningbgm_agents.errors import ModelError
from ningbgm_agents.thought import ModelFacts, Question
from ningbgm_daemon.models.host_line import HostLine
from ningbgm_daemon.models.hosted import HostedModel, HostedWhisper
from ningbgm_daemon.models.whisper import WhisperModel

pytestmark = pytest.mark.models


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_tiny_whisper(tmp_path_factory.mktemp("whisper") / "noise.pt")


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HostLine]:
    line = HostLine(tmp_path_factory.mktemp("host"), keep_s=60)
    yield line
    line.stop()


def noise(seconds: float = 2.0) -> np.ndarray:
    return (0.1 * np.random.default_rng(1).standard_normal(round(16_000 * seconds))).astype(np.float32)


def test_its_words_lie_in_the_sound_and_come_again(checkpoint: Path) -> None:
    model = WhisperModel(checkpoint)

    words, again = model.transcribe(noise(), 5.0), model.transcribe(noise(), 5.0)

    assert words
    assert again == words
    assert all(5.0 <= word.start_s <= word.end_s <= 7.05 for word in words)
    assert all(0 <= word.confidence <= 1 for word in words)


def test_the_host_listens_to_a_film(checkpoint: Path, line: HostLine, small_film: Path) -> None:
    hosted = HostedWhisper(ModelFacts("openai-whisper noise"), checkpoint, line)

    words = hosted.transcribe(small_film, [(0.5, 2.5)], 120)

    assert all(0.5 <= word.start_s <= word.end_s <= 2.6 for word in words)


def test_who_hears_does_not_think(checkpoint: Path, line: HostLine) -> None:
    with pytest.raises(ModelError, match="does not think"):
        HostedModel(ModelFacts("x"), checkpoint, line).reply(Question("any", "", "{}", "{}"), 20)


def test_what_is_no_checkpoint_says_so(tmp_path: Path) -> None:
    (tmp_path / "broken.pt").write_bytes(b"nothing of the kind")

    with pytest.raises(ModelError, match="cannot be loaded"):
        WhisperModel(tmp_path / "broken.pt")
