"""A language model of this disk: a tiny one with random weights, through the code of real ones."""

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="the extra models is not installed")
pytest.importorskip("transformers", reason="the extra models is not installed")
pytest.importorskip("llguidance", reason="the extra models is not installed")

from fakes.tiny_language_model import build_tiny_llama
from ningbgm_agents.brief import Request
from ningbgm_agents.composing.theme_decision import ThemeIdeas
from ningbgm_agents.errors import ModelError
from ningbgm_agents.minds.decision import Offer
from ningbgm_agents.minds.form import read_reply, schema_of
from ningbgm_agents.requirements.wish_decision import WishReading
from ningbgm_agents.thought import ModelFacts, Question
from ningbgm_agents.understanding.story_decision import StoryJudgement
from ningbgm_daemon.app import score_film
from ningbgm_daemon.commission import Commission
from ningbgm_daemon.models.host import ADDRESS
from ningbgm_daemon.models.host_line import HostLine, loaded_models
from ningbgm_daemon.models.hosted import HostedModel
from ningbgm_daemon.models.on_disk import read_model
from ningbgm_daemon.models.thinking import Staffing

pytestmark = [
    pytest.mark.models,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # of the libraries, while they load
]

SCHEMA = json.dumps(
    {
        "type": "object",
        "properties": {
            "part": {"enum": ["setup", "climax"]},
            "share": {"type": "number", "minimum": 0, "maximum": 1, "multipleOf": 0.01},
            "why": {"type": "string", "maxLength": 12},
        },
        "required": ["part", "share", "why"],
        "additionalProperties": False,
    }
)
QUESTION = Question("narrative_expert", "You tell stories.", '{"records":[1,2]}', SCHEMA, most_tokens=200)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    os.environ["HF_HUB_OFFLINE"] = "1"
    return build_tiny_llama(tmp_path_factory.mktemp("models") / "tiny-llama")


@pytest.fixture(scope="module")
def hosted(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[HostedModel]:
    line = HostLine(tmp_path_factory.mktemp("host"), keep_s=60)
    yield HostedModel(read_model(tiny).facts, tiny, line)
    line.stop()


def loaded(tiny: Path):
    from ningbgm_daemon.models.causal import CausalModel

    return CausalModel(tiny, 4 << 30)


def test_even_random_weights_reply_in_form_and_the_same_each_time(tiny: Path) -> None:
    model = loaded(tiny)

    first, again = model.reply(QUESTION, 60), model.reply(QUESTION, 60)

    said = json.loads(first.text)
    assert said["part"] in ("setup", "climax")
    assert 0 <= said["share"] <= 1
    assert len(said["why"]) <= 12
    assert again.text == first.text
    assert (first.tokens_in > 20, first.tokens_out > 5) == (True, True)
    assert first.notes == ("It thought on the processor in float32.",)


@pytest.mark.parametrize(
    ("form", "offer"),
    [
        (StoryJudgement, Offer({}, {}, {"records": (2, 2)})),
        (ThemeIdeas, Offer({}, {"theme": ["A"]}, {"themes": (1, 1)})),
        (WishReading, Offer({}, {"mood": ["happy", "sad"], "instrument": ["piano"]})),
    ],
)
def test_the_forms_of_the_roles_hold(tiny: Path, form, offer: Offer) -> None:
    question = Question("any", "You.", "{}", schema_of(form, offer), most_tokens=3000)

    reply = loaded(tiny).reply(question, 120)

    assert isinstance(read_reply(reply.text, form, offer), form)


def test_a_question_that_is_too_long_for_the_model_is_refused(tiny: Path) -> None:
    long = Question("any", "You.", json.dumps({"text": "x" * 40_000}), SCHEMA)

    with pytest.raises(ModelError, match="more than the model reads"):
        loaded(tiny).reply(long, 60)


def test_time_that_is_over_is_said(tiny: Path) -> None:
    with pytest.raises(ModelError, match="not done in time"):
        loaded(tiny).reply(QUESTION, 0.0)


def test_what_is_no_model_says_so(tmp_path: Path, tiny: Path) -> None:
    broken = tmp_path / "broken"
    broken.mkdir()
    for file in tiny.iterdir():
        (broken / file.name).write_bytes(file.read_bytes())
    (broken / "model.safetensors").write_bytes(b"not weights")

    with pytest.raises(ModelError, match="cannot be loaded"):
        loaded(broken)


def test_too_little_memory_is_said_before_it_is_taken(tiny: Path) -> None:
    from ningbgm_daemon.models.causal import CausalModel

    with pytest.raises(ModelError, match="GB of memory"):
        CausalModel(tiny, 1000)


def test_where_memory_runs_out_while_it_is_loaded_anew_the_next_question_is_answered(tiny: Path) -> None:
    from ningbgm_daemon.models.causal import CausalModel

    class Tight(CausalModel):
        """Has no memory to think in float32, and none for its second load."""

        loads = 0

        def _loaded(self, step):
            self.loads += 1
            if self.loads == 2:
                raise MemoryError
            model = super()._loaded(step)
            if step.precision == "float32":
                model.generate = self._without_memory
            return model

        @staticmethod
        def _without_memory(**_):
            raise MemoryError

    model = Tight(tiny, 4 << 30)
    with pytest.raises(ModelError, match="did not suffice on the processor in bfloat16"):
        model.reply(QUESTION, 60)

    reply = model.reply(QUESTION, 60)

    assert json.loads(reply.text)["part"] in ("setup", "climax")
    assert reply.notes[-1] == "It thought on the processor in bfloat16."
    assert model.loads == 4


def test_a_hosted_model_is_loaded_once_and_shared(hosted: HostedModel, tiny: Path) -> None:
    first = hosted.reply(QUESTION, 60)
    place = hosted.line.place

    other = HostedModel(ModelFacts("the same"), tiny, HostLine(place))

    assert other.reply(QUESTION, 60).text == first.text
    assert loaded_models(place) == (str(tiny),)
    assert (place / ADDRESS).stat().st_mode & 0o077 == 0


def test_a_hosted_model_that_cannot_be_loaded_says_why(hosted: HostedModel, tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")

    with pytest.raises(ModelError, match="cannot be loaded"):
        HostedModel(ModelFacts("empty"), tmp_path, hosted.line).reply(QUESTION, 60)


def test_when_its_process_is_killed_the_asker_is_told_and_the_next_one_is_served(
    tiny: Path, tmp_path: Path
) -> None:
    model = HostedModel(read_model(tiny).facts, tiny, HostLine(tmp_path / "host", 60))
    try:
        model.reply(QUESTION, 60)
        pid = json.loads((tmp_path / "host" / ADDRESS).read_text())["pid"]
        with model.line.open() as line:
            os.kill(pid, 9)
            with pytest.raises((EOFError, OSError)):
                line.recv_bytes()

        assert model.reply(QUESTION, 60).text
        assert json.loads((tmp_path / "host" / ADDRESS).read_text())["pid"] != pid
    finally:
        model.line.stop()


def test_a_host_that_nobody_asks_puts_its_model_away_and_ends(tiny: Path, tmp_path: Path) -> None:
    model = HostedModel(read_model(tiny).facts, tiny, HostLine(tmp_path / "host", 1))
    model.reply(QUESTION, 60)
    deadline = time.monotonic() + 30

    while (tmp_path / "host" / ADDRESS).exists() and time.monotonic() < deadline:
        time.sleep(0.1)

    assert not (tmp_path / "host" / ADDRESS).exists()


def test_a_film_is_scored_with_it(small_film: Path, tiny: Path, hosted: HostedModel, tmp_path: Path) -> None:
    """Random weights say nonsense in form: it is refused with reasons, and the film gets its score."""
    staffing = Staffing((("composing", str(tiny)),), place=hosted.line.place)

    made = score_film(
        Commission(tmp_path / "out", small_film, request=Request("calm"), workers=1, staffing=staffing)
    ).made[0]

    asked = [event for event in made.events if event.action == "asks"]
    assert {event.agent for event in asked} == {"spotting_expert", "theme_expert", "harmony_expert"}
    assert all("shown to this machine" in event.sentence for event in asked)
    assert made.score.cues
