"""audiocraft in its own environment, through its own process and our service.

The environment is the one that NINGBGM_AUDIOCRAFT names: its folder, made by `ningbgm performer environment`.
"""

import json
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import grpc
import numpy as np
import pytest

import fakes.tiny_audiocraft as tiny
from ningbgm.v1 import performer_service_pb2 as calls
from ningbgm.v1.performer_service_pb2_grpc import PerformerServiceStub

PYTHON = Path(os.environ.get("NINGBGM_AUDIOCRAFT", "nowhere")) / "bin" / "python"
pytestmark = [
    pytest.mark.models,
    pytest.mark.skipif(not PYTHON.is_file(), reason="NINGBGM_AUDIOCRAFT names no environment of audiocraft"),
]
RATE_HZ = 32_000
ASKED = {"prompt": "calm piano", "sample_count": 8001, "seed": 3}


class Player:
    """The service in its process, as a caller meets it."""

    def __init__(self, address: str, key: str) -> None:
        self._stub = PerformerServiceStub(grpc.insecure_channel(address))
        self._shown = (("authorization", f"Bearer {key}"),)

    def facts(self) -> calls.Performer:
        return self._stub.GetPerformer(calls.GetPerformerRequest(), metadata=self._shown, timeout=60)

    def stream(self, **request: object):
        return self._stub.PerformPassage(
            calls.PerformPassageRequest(**request), metadata=self._shown, timeout=300
        )

    def sound(self, **request: object) -> np.ndarray:
        return np.frombuffer(b"".join(answer.sound for answer in self.stream(**request)), "<f4")


def ours() -> dict[str, str]:
    """Our code of this tree, whatever the environment holds of it."""
    specs = [find_spec(name) for name in ("ningbgm_agents", "ningbgm_daemon", "ningbgm")]
    places = [str(Path(next(iter(spec.submodule_search_locations))).parent) for spec in specs]
    return {"PYTHONPATH": os.pathsep.join(places), "PATH": os.environ["PATH"], "OMP_NUM_THREADS": "1"}


@contextmanager
def playing(home: Path, model: str) -> Iterator[Player]:
    announced = home / "performer.json"
    words = ["performer", "serve", model, "--engine", "audiocraft", "--announce", str(announced)]
    process = subprocess.Popen(
        [str(PYTHON), "-m", "ningbgm_daemon.cli", *words],
        env={**ours(), "HOME": str(home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        deadline = time.monotonic() + 300
        while not announced.exists() and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.1)
        assert announced.exists(), process.communicate(timeout=10)[0]
        said = json.loads(announced.read_text())
        yield Player(said["address"], said["key"])
    finally:
        process.terminate()
        process.communicate(timeout=60)
    assert process.returncode == 0
    assert not announced.exists()


@pytest.fixture(scope="module")
def debug(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Player]:
    with playing(tmp_path_factory.mktemp("debug"), "debug") as player:
        yield player


@pytest.fixture(scope="module")
def melody(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Player]:
    folder = tmp_path_factory.mktemp("melody")
    made = [str(PYTHON), str(tiny.__file__), str(folder / "tiny-melody")]
    subprocess.run(made, env=ours(), check=True, capture_output=True, timeout=300)
    with playing(folder, str(folder / "tiny-melody")) as player:
        yield player


def noise(sample_count: int) -> bytes:
    return (0.1 * np.random.default_rng(1).standard_normal(sample_count)).astype("<f4").tobytes()


def test_its_debug_model_says_who_it_is(debug: Player) -> None:
    facts = debug.facts()

    assert (facts.name, facts.engine) == ("debug", "audiocraft 1.3.0")
    assert (facts.sample_rate_hz, facts.channel_count, facts.longest_s) == (RATE_HZ, 1, 30)
    assert list(facts.guidances) == [calls.GUIDANCE_CONTINUATION]


@pytest.mark.parametrize("sample_count", [1, 1279, 1280, 1281, 8001])
def test_it_plays_as_many_samples_as_were_asked_for(debug: Player, sample_count: int) -> None:
    sound = debug.sound(**{**ASKED, "sample_count": sample_count})

    assert sound.shape == (sample_count,)
    assert np.isfinite(sound).all()


def test_the_same_request_gives_the_same_sound_and_another_another(debug: Player) -> None:
    first = debug.sound(**ASKED)

    assert first.tobytes() == debug.sound(**ASKED).tobytes()
    assert (debug.sound(**{**ASKED, "seed": 4}) != first).mean() > 0.5


def test_it_continues_and_stops_when_the_caller_goes(debug: Player) -> None:
    alone, after = debug.sound(**ASKED), debug.sound(**ASKED, continued=noise(RATE_HZ + 100))

    assert after.shape == alone.shape
    assert (after != alone).mean() > 0.5

    call = debug.stream(**{**ASKED, "sample_count": 29 * RATE_HZ})
    next(iter(call))
    call.cancel()
    assert debug.sound(**ASKED).tobytes() == alone.tobytes()


def test_it_follows_no_melody(debug: Player) -> None:
    with pytest.raises(grpc.RpcError) as caught:
        debug.sound(**ASKED, chroma=[0.0] * 12)

    assert caught.value.code() == grpc.StatusCode.INVALID_ARGUMENT


def test_a_checkpoint_in_its_own_format_follows_a_melody(melody: Player) -> None:
    """The real conditioner of melodies, with random weights behind it."""
    facts, guide = melody.facts(), np.eye(12)[[0, 4, 7, 11, 2, 5]]

    free = melody.sound(**ASKED)
    guided = melody.sound(**ASKED, chroma=guide.ravel().tolist())
    backwards = melody.sound(**ASKED, chroma=guide[::-1].ravel().tolist())
    continued = melody.sound(**ASKED, chroma=guide.ravel().tolist(), continued=noise(6400))

    assert (facts.name, facts.licence, facts.noncommercial) == ("tiny-melody", "cc-by-nc-4.0", True)
    assert list(facts.guidances) == [calls.GUIDANCE_MELODY, calls.GUIDANCE_CONTINUATION]
    for one, other in ((free, guided), (guided, backwards), (guided, continued)):
        assert one.shape == other.shape
        assert (one != other).mean() > 0.5
