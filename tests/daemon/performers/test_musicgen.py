"""MusicGen and MusicGen Melody through transformers: tiny ones with random weights, loaded as real ones."""

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from fakes.scripted_performer import served
from fakes.tiny_musicgen import build_tiny_musicgen
from ningbgm_agents.errors import ModelError
from ningbgm_daemon.performers.engines import find_checkpoint, loader
from ningbgm_daemon.performers.passage import Abandoned, Passage

torch = pytest.importorskip("torch", reason="the extra models is not installed")
pytest.importorskip("transformers", reason="the extra models is not installed")
pytestmark = [pytest.mark.models, pytest.mark.filterwarnings("ignore::DeprecationWarning")]

RATE_HZ = 32_000
NOTHING = np.zeros(0, np.float32)
NO_GUIDE = np.zeros((0, 12), np.float32)
PASSAGE = Passage("warm strings, slow", 8_001, 3, NOTHING, NO_GUIDE)


@pytest.fixture(scope="module", autouse=True)
def one_thread() -> Iterator[None]:
    """These models are too small for more, which would wait for each other on a machine at work."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    os.environ["HF_HUB_OFFLINE"] = "1"
    return build_tiny_musicgen(tmp_path_factory.mktemp("models") / "tiny-musicgen")


@pytest.fixture(scope="module")
def melody(tmp_path_factory: pytest.TempPathFactory) -> Path:
    os.environ["HF_HUB_OFFLINE"] = "1"
    return build_tiny_musicgen(tmp_path_factory.mktemp("models") / "tiny-melody", melody=True)


def loaded(folder: Path, batch_size: int | None = None):
    return loader(find_checkpoint(str(folder), folder), batch_size)()


def play(model, *passages: Passage) -> list[np.ndarray]:
    return model.play(passages, lambda _share: None)


def noise(sample_count: int) -> np.ndarray:
    return (0.1 * np.random.default_rng(1).standard_normal(sample_count)).astype(np.float32)


def test_it_says_who_it_is(plain: Path, melody: Path) -> None:
    facts = loaded(plain).facts

    assert (facts.name, facts.licence, facts.noncommercial) == ("tiny-musicgen", "cc-by-nc-4.0", True)
    assert facts.engine.startswith("transformers ")
    assert (facts.sample_rate_hz, facts.channel_count, facts.longest_s) == (RATE_HZ, 1, 30.0)
    assert facts.guidances == ("continuation",)
    assert loaded(melody).facts.guidances == ("melody", "continuation")


def test_other_weights_under_its_name_are_told_by_its_fingerprint(plain: Path, tmp_path: Path) -> None:
    other = build_tiny_musicgen(tmp_path / plain.name, seed=1)

    first, again, another = (loaded(folder).facts for folder in (plain, plain, other))

    assert first.fingerprint
    assert again == first
    assert another.name == first.name
    assert another.fingerprint != first.fingerprint


@pytest.mark.parametrize("sample_count", [1, 639, 640, 641, 8_001])
def test_it_plays_as_many_samples_as_were_asked_for(plain: Path, sample_count: int) -> None:
    (sound,) = play(loaded(plain), replace(PASSAGE, sample_count=sample_count))

    assert sound.shape == (sample_count, 1)
    assert sound.dtype == np.float32
    assert np.isfinite(sound).all()


def test_the_same_request_gives_the_same_sound_and_another_another(plain: Path) -> None:
    model = loaded(plain)

    first, again = play(model, PASSAGE)[0], play(loaded(plain), PASSAGE)[0]

    assert first.tobytes() == again.tobytes()
    for other in (replace(PASSAGE, seed=4), replace(PASSAGE, prompt="epic drums and brass")):
        assert (play(model, other)[0] != first).mean() > 0.5


@pytest.mark.parametrize("seed", [-1, 0, 2**63 - 1, -(2**63)])
def test_any_seed_will_do(plain: Path, seed: int) -> None:
    model = loaded(plain)

    assert (play(model, replace(PASSAGE, seed=seed))[0] == play(model, replace(PASSAGE, seed=seed))[0]).all()


def test_who_is_played_beside_a_passage_changes_nothing_in_it(plain: Path, melody: Path) -> None:
    for folder in (plain, melody):
        model = loaded(folder, batch_size=4)
        others = [replace(PASSAGE, seed=8), replace(PASSAGE, prompt="solo piano"), replace(PASSAGE, seed=9)]

        (alone,) = play(model, PASSAGE)
        among = play(model, others[0], others[1], PASSAGE, others[2])

        assert model.facts.batch_size == 4
        assert among[2].tobytes() == alone.tobytes()
        assert (among[0] != alone).mean() > 0.5
        assert among[1].tobytes() == play(model, others[1])[0].tobytes()


@pytest.mark.parametrize("kind", ["plain", "melody"])
def test_what_is_continued_is_heard_in_what_follows(kind: str, request: pytest.FixtureRequest) -> None:
    model = loaded(request.getfixturevalue(kind))
    tail = noise(RATE_HZ + 100)

    (alone,) = play(model, PASSAGE)
    (after,) = play(model, replace(PASSAGE, continued=tail))
    (after_other,) = play(model, replace(PASSAGE, continued=tail[::-1].copy()))

    assert after.shape == alone.shape
    assert (after != alone).mean() > 0.5
    assert (after != after_other).mean() > 0.5


def test_what_it_continues_ends_where_the_passage_begins(plain: Path) -> None:
    """A frame more of it, whole, moves nothing: the model is given whole frames, counted from the end."""
    model = loaded(plain)
    tail = noise(6400)

    (whole,) = play(model, replace(PASSAGE, continued=tail))
    (with_rest,) = play(model, replace(PASSAGE, continued=np.concatenate([noise(333), tail])))

    assert with_rest.tobytes() == whole.tobytes()


def test_a_melody_is_followed(melody: Path) -> None:
    model = loaded(melody)
    guide = np.eye(12, dtype=np.float32)[[0, 4, 7, 11, 2, 5]]

    (free,) = play(model, PASSAGE)
    (guided,) = play(model, replace(PASSAGE, chroma=guide))
    (backwards,) = play(model, replace(PASSAGE, chroma=guide[::-1].copy()))

    assert (guided != free).mean() > 0.5
    assert (guided != backwards).mean() > 0.5


def test_both_channels_of_a_stereo_model_are_played(tmp_path: Path) -> None:
    model = loaded(build_tiny_musicgen(tmp_path / "stereo", stereo=True))

    (sound,) = play(model, replace(PASSAGE, continued=noise(6400)))

    assert model.facts.channel_count == 2
    assert sound.shape == (8_001, 2)
    assert (sound[:, 0] != sound[:, 1]).mean() > 0.5


def test_it_tells_how_far_it_is_and_stops_when_nobody_waits(plain: Path) -> None:
    model, shares = loaded(plain), list[float]()

    model.play([PASSAGE], shares.append)

    assert shares == sorted(shares)
    assert (shares[0], len(shares)) == (0.0, 16)  # 13 frames and 3 of the delay between four codebooks

    heard: list[float] = []

    def tell(share: float) -> None:
        heard.append(share)
        if share > 0.2:
            raise Abandoned

    with pytest.raises(Abandoned):
        model.play([PASSAGE], tell)
    assert 0.2 < heard[-1] < 0.3
    assert play(model, PASSAGE)[0].shape == (8_001, 1)


def test_where_memory_runs_out_it_goes_on_in_a_smaller_way(plain: Path) -> None:
    model = loaded(plain, batch_size=4)
    wanted = play(loaded(plain, batch_size=2), PASSAGE, replace(PASSAGE, seed=4))
    failing = [True]

    def tell(_share: float) -> None:
        if failing.pop() if failing else False:
            raise torch.OutOfMemoryError("DefaultCPUAllocator: can't allocate memory")

    sounds = model.play([PASSAGE, replace(PASSAGE, seed=4)], tell)

    assert model.facts.batch_size == 2
    assert model.facts.device == "on the processor in float32, 2 at once"
    assert [sound.tobytes() for sound in sounds] == [sound.tobytes() for sound in wanted]


def test_where_no_way_is_left_it_says_so_and_plays_again_when_there_is_room(plain: Path) -> None:
    model = loaded(plain)

    def tell(_share: float) -> None:
        raise torch.OutOfMemoryError("DefaultCPUAllocator: can't allocate memory")

    with pytest.raises(ModelError, match="did not suffice on the processor in float32"):
        model.play([PASSAGE], tell)

    assert play(model, PASSAGE)[0].shape == (8_001, 1)
    assert model.facts.device == "on the processor in bfloat16"


def test_too_little_memory_is_said_before_it_is_taken(plain: Path) -> None:
    from ningbgm_daemon.performers.musicgen import Musicgen

    with pytest.raises(ModelError, match="GB of memory"):
        Musicgen(find_checkpoint(str(plain), plain), 1000)


@pytest.mark.parametrize("file", ["model.safetensors", "tokenizer.json", "config.json"])
def test_a_model_that_is_broken_says_so(plain: Path, tmp_path: Path, file: str) -> None:
    broken = tmp_path / "broken"
    broken.mkdir()
    for one in plain.iterdir():
        (broken / one.name).write_bytes(one.read_bytes())
    content = {"config.json": json.dumps({"architectures": ["MusicgenForConditionalGeneration"]})}
    (broken / file).write_text(content.get(file, "nothing of the kind"))

    with pytest.raises(ModelError, match="cannot be loaded"):
        loaded(broken)


@pytest.mark.anyio
async def test_it_is_served(melody: Path, anyio_backend: str) -> None:
    """Through the service as a caller meets it: as many bytes as were asked for, twice the same."""
    guide = np.eye(12, dtype=np.float32)[[0, 4, 7]].ravel().tolist()
    asked = {"prompt": "warm strings", "sample_count": 32_000, "seed": 5, "chroma": guide}
    async with served(loader(find_checkpoint(str(melody), melody))) as service:
        performer = await service.caller.performer()
        first, again = await service.caller.sound(**asked), await service.caller.sound(**asked)

    assert (performer.name, performer.sample_rate_hz) == ("tiny-melody", RATE_HZ)
    assert len(first) == 32_000 * 4
    assert first == again


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"
