"""Models of this disk that see: tiny ones with random weights, through the code of real ones."""

import io
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="the extra models is not installed")
pytest.importorskip("transformers", reason="the extra models is not installed")
pytest.importorskip("llguidance", reason="the extra models is not installed")
pytest.importorskip("PIL", reason="the extra models is not installed")

from fakes.tiny_vision import build_tiny_clip, build_tiny_idefics, build_tiny_llava
from ningbgm_agents.brief import Request
from ningbgm_agents.errors import ModelError
from ningbgm_agents.minds.picture_reply import picture_prompt, picture_schema, read_picture
from ningbgm_agents.picture_words import KINDS, words_of
from ningbgm_daemon.app import score_film
from ningbgm_daemon.commission import Commission
from ningbgm_daemon.models.host_line import HostLine, loaded_models
from ningbgm_daemon.models.hosted import HostedCaptioner, HostedTagger
from ningbgm_daemon.models.on_disk import read_model
from ningbgm_daemon.models.thinking import Staffing
from ningbgm_daemon.models.viewer import PictureQuestion

pytestmark = [
    pytest.mark.models,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # of the libraries, while they load
]

SHORT = json.dumps(
    {
        "type": "object",
        "properties": {"caption": {"type": "string", "maxLength": 8}, "sure": {"enum": ["yes", "no"]}},
        "required": ["caption", "sure"],
        "additionalProperties": False,
    }
)
WORDS = {"setting": {"a beach": ("a beach by the sea",), "snow": ("a snowy landscape", "a glacier")}}


def jpeg(seed: int, width: int = 60, height: int = 40) -> bytes:
    from PIL import Image

    drawn = np.random.default_rng(seed).integers(0, 256, (height, width, 3)).astype(np.uint8)
    file = io.BytesIO()
    Image.fromarray(drawn).save(file, "JPEG")
    return file.getvalue()


def opened(seed: int):
    from PIL import Image

    return Image.open(io.BytesIO(jpeg(seed))).convert("RGB")


@pytest.fixture(scope="module")
def llava(tmp_path_factory: pytest.TempPathFactory) -> Path:
    os.environ["HF_HUB_OFFLINE"] = "1"
    return build_tiny_llava(tmp_path_factory.mktemp("models") / "tiny-llava")


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    os.environ["HF_HUB_OFFLINE"] = "1"
    return build_tiny_clip(tmp_path_factory.mktemp("models") / "tiny-clip")


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HostLine]:
    line = HostLine(tmp_path_factory.mktemp("host"), keep_s=60)
    yield line
    line.stop()


def vision(folder: Path, free_bytes: int = 4 << 30):
    from ningbgm_daemon.models.vision import VisionModel

    return VisionModel(folder, free_bytes)


def sights(*prompts: str):
    from ningbgm_daemon.models.vision import Sight

    return [Sight(opened(seed), prompt) for seed, prompt in enumerate(prompts)]


@pytest.mark.parametrize("build", [build_tiny_llava, build_tiny_idefics])
def test_even_random_weights_describe_every_picture_of_a_batch_in_form(build, tmp_path: Path) -> None:
    model = vision(build(tmp_path / "tiny"))

    answers = model.describe(sights("What is it?", "What is seen in this picture, please?"), SHORT, 60, 60)
    again = model.describe(sights("What is it?", "What is seen in this picture, please?"), SHORT, 60, 60)

    assert [json.loads(answer.text)["sure"] in ("yes", "no") for answer in answers] == [True, True]
    assert all(0 < answer.confidence < 1 for answer in answers)
    assert again == answers
    assert answers[0].notes == ()


def test_a_picture_in_a_batch_is_described_as_it_is_alone(llava: Path) -> None:
    model = vision(llava)
    together = model.describe(sights("What?", "What is seen in this picture, please?"), SHORT, 60, 60)

    alone = model.describe(sights("What?"), SHORT, 60, 60)

    assert alone[0].text == together[0].text


def test_the_form_of_captions_holds(llava: Path) -> None:
    (answer,) = vision(llava).describe(sights(picture_prompt()), picture_schema(), 600, 120)

    assert len(read_picture(answer.text).caption) > 1
    assert answer.confidence < 0.15, "random weights guess, and their captions are not told"


def test_words_that_fit_are_shares_of_their_kind(clip: Path) -> None:
    from ningbgm_daemon.models.clip import ClipModel

    model = ClipModel(clip, 4 << 30)
    first, second = model.tag([opened(1), opened(2)], WORDS, ["a photo"])

    assert {kind for kind, _, _ in first} <= {"setting"}
    assert {word for _, word, _ in (*first, *second)} <= set(WORDS["setting"])
    assert sum(share for _, _, share in first) < 1
    assert [share for _, _, share in first] == sorted((share for _, _, share in first), reverse=True)
    assert model.tag([opened(1), opened(2)], WORDS, ["a photo"]) == [first, second]


def fitted(folder: Path):
    import transformers

    from ningbgm_daemon.models.fitted import FittedModel

    return FittedModel(folder, 4 << 30, transformers.AutoModelForImageTextToText)


def test_memory_that_runs_out_makes_the_batches_smaller_and_is_told(llava: Path) -> None:
    import torch

    sizes = []

    def work(some, step):
        sizes.append(len(some))
        if len(some) > 1:
            raise torch.OutOfMemoryError("DefaultCPUAllocator: can't allocate memory")
        return [number * 10 for number in some]

    model = fitted(llava)
    made, notes = model.in_batches([1, 2, 3, 4], work)

    assert made == [10, 20, 30, 40]
    assert sizes == [4, 2, 1, 1, 1, 1]
    assert notes == (
        "The memory did not suffice on the processor in float32, 4 pictures at once.",
        "The memory did not suffice on the processor in float32, 2 pictures at once.",
    )
    assert model.in_batches([5], work) == ([50], ())
    assert sizes[-1] == 1


def test_memory_that_does_not_bear_one_picture_makes_the_model_smaller(llava: Path) -> None:
    import torch

    def work(some, step):
        if step.precision == "float32":
            raise MemoryError
        return [model.model.dtype for _ in some]

    model = fitted(llava)

    made, _ = model.in_batches([1], work)

    assert made == [torch.bfloat16]


def test_where_memory_runs_out_while_it_is_loaded_anew_the_next_step_works(llava: Path) -> None:
    import torch
    import transformers

    from ningbgm_daemon.models.fitted import FittedModel

    class ShortOnce:
        """Loads models, except the second, for want of memory."""

        def __init__(self) -> None:
            self.loads = 0

        def from_pretrained(self, folder, **more):
            self.loads += 1
            if self.loads == 2:
                raise MemoryError
            return transformers.AutoModelForImageTextToText.from_pretrained(folder, **more)

    def work(some, step):
        if step.precision == "float32":
            raise MemoryError
        return [(len(some), model.model.dtype) for _ in some]

    kind = ShortOnce()
    model = FittedModel(llava, 4 << 30, kind)

    made, notes = model.in_batches([1, 2, 3, 4], work)

    assert made == [(2, torch.bfloat16)] * 4
    assert notes[-1] == "The memory did not suffice on the processor in bfloat16, 4 pictures at once."
    assert kind.loads == 3


def test_memory_that_never_suffices_is_told(llava: Path) -> None:
    def work(some, step):
        raise MemoryError

    with pytest.raises(ModelError, match="did not suffice on the processor in bfloat16, 1 picture at once"):
        fitted(llava).in_batches([1], work)


def test_time_that_is_over_is_told(llava: Path) -> None:
    with pytest.raises(ModelError, match="not done in time"):
        vision(llava).describe(sights("What?"), SHORT, 60, 0.0)


def test_too_little_memory_is_told_before_it_is_taken(llava: Path) -> None:
    with pytest.raises(ModelError, match="GB of memory"):
        vision(llava, 1000)


def test_half_a_model_says_that_it_cannot_be_loaded(llava: Path, tmp_path: Path) -> None:
    for file in llava.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "model.safetensors").write_bytes(b"not weights")

    with pytest.raises(ModelError, match="cannot be loaded"):
        vision(tmp_path)


def test_the_host_describes_and_tags(llava: Path, clip: Path, line: HostLine) -> None:
    captioner = HostedCaptioner(read_model(llava).facts, llava, line)
    tagger = HostedTagger(read_model(clip).facts, clip, line)

    answers = captioner.describe([PictureQuestion(jpeg(1)), PictureQuestion(jpeg(2), "Too long.")], 120)
    words = tagger.tag([jpeg(1), jpeg(2)], 60)

    assert [answer.text.startswith('{"caption":"') for answer in answers] == [True, True]
    known = {(word.word, word.kind) for kind in KINDS for word in words_of(kind)}
    assert {(word.word, word.kind) for found in words for word in found} <= known
    assert len(words) == 2
    assert loaded_models(line.place)[-1] == str(clip)


def test_weights_that_were_changed_are_loaded_anew(clip: Path, line: HostLine, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(clip, tmp_path / "clip"))
    tagger = HostedTagger(read_model(folder).facts, folder, line)
    tagger.tag([jpeg(1)], 60)
    (folder / "model.safetensors").write_bytes(b"not weights")

    with pytest.raises(ModelError, match="cannot be loaded"):
        tagger.tag([jpeg(1)], 60)


def test_who_tags_does_not_describe(clip: Path, line: HostLine) -> None:
    with pytest.raises(ModelError, match="cannot be loaded"):
        HostedCaptioner(read_model(clip).facts, clip, line).describe([PictureQuestion(jpeg(1))], 20)


def test_a_film_is_scored_though_its_viewers_guess(
    small_film: Path, llava: Path, clip: Path, line: HostLine, tmp_path: Path
) -> None:
    """Random weights describe nothing that is sure enough; tags they find, and the ledger names who did."""
    posts = (("captions", str(llava)), ("tags", str(clip)))
    staffing = Staffing(posts, place=line.place)

    made = score_film(
        Commission(tmp_path / "out", small_film, request=Request("calm"), workers=1, staffing=staffing)
    )

    evidence = made.sensed.evidence
    assert evidence.captions == ()
    assert "pictures were not described: " in " ".join(evidence.notes)
    assert {tag.source for tag in evidence.tags} == {"tiny-clip"}
    ledger = json.loads((tmp_path / "out" / "score.json").read_text())["ledger"]
    assert [one["licence"] for one in ledger if "tiny" in one["what"]] == ["mit"]
    assert made.made[0].score.cues
