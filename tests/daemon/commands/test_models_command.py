"""`ningbgm models`: listing, putting a model at a role, taking it away."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from fakes.ace_step_server import AceStepServer
from fakes.fake_performer import KEY, FakePerformer
from ningbgm_daemon.cli import main
from ningbgm_daemon.config import load_settings


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NINGBGM_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hf"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("HF_HUB_CACHE", raising=False)
    return tmp_path / "home"


def put_model(home: Path, name: str, licence: str) -> Path:
    folder = home / "data" / "models" / name
    folder.mkdir(parents=True)
    (folder / "config.json").write_text('{"architectures": ["LlamaForCausalLM"]}')
    (folder / "model.safetensors").write_bytes(bytes(2_000_000))
    (folder / "README.md").write_text(f"---\nlicense: {licence}\n---\n")
    return folder


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["models", *words])


def test_without_models_the_rules_are_at_work_and_it_is_said_what_could_be(home: Path) -> None:
    told = run().output

    assert "At work: the rules alone" in told
    assert "On this disk: none" in told


def test_what_is_present_is_listed_with_size_and_licence(home: Path) -> None:
    put_model(home, "small", "apache-2.0")
    put_model(home, "study", "cc-by-nc-4.0")

    told = run().output

    assert "small  0.00 GB, apache-2.0" in told
    assert "study  0.00 GB, cc-by-nc-4.0, not for commercial use" in told
    assert "ningbgm models use minds=small" in told


def test_a_model_is_put_at_a_role_and_taken_away(home: Path) -> None:
    folder = put_model(home, "small", "apache-2.0")

    used = run("use", f"theme_expert={folder}")
    assert used.exit_code == 0
    assert dict(load_settings().models) == {"theme_expert": str(folder)}
    assert "theme_expert" in run().output

    assert run("forget", "theme_expert").exit_code == 0
    assert load_settings().models == ()
    assert "already" in run("forget", "theme_expert").output


def test_weights_that_may_not_be_used_commercially_are_warned_of_before(home: Path) -> None:
    put_model(home, "study", "cc-by-nc-4.0")

    assert "NOT for commercial use" in run("use", "minds=study").output


def test_an_address_of_another_machine_is_told_as_such(home: Path) -> None:
    assert "sent to https://api.example.com/v1" in run("use", "minds=https://api.example.com/v1#big").output
    assert "stay on this machine" in run("use", "minds=http://localhost:11434/v1#small").output


@pytest.mark.parametrize("words", ["nobody=small", "minds=unknown", "minds", "minds=http://here/v1"])
def test_what_cannot_be_is_refused_and_changes_nothing(home: Path, words: str) -> None:
    put_model(home, "small", "apache-2.0")

    assert run("use", words).exit_code == 2
    assert load_settings().models == ()


@pytest.mark.parametrize(
    "words",
    [
        "captions=http://127.0.0.1:1/v1#llava",
        "tags=http://127.0.0.1:1/v1#clip",
        "transcript=small",
        "captions=small",
        "performer.voice=grpc://127.0.0.1:9",
        "performer=http://127.0.0.1:8001",
    ],
)
def test_what_can_never_work_there_is_refused_and_changes_nothing(home: Path, words: str) -> None:
    put_model(home, "small", "apache-2.0")

    refused = run("use", words)

    assert refused.exit_code == 2
    assert len(refused.output.strip().splitlines()) == 1
    assert load_settings().models == ()


def test_a_model_that_has_gone_is_said_to_be_gone(home: Path) -> None:
    folder = put_model(home, "small", "apache-2.0")
    run("use", "minds=small")
    (folder / "config.json").unlink()

    assert "Cannot work: there is no model 'small'" in run().output


def test_what_was_written_by_hand_and_cannot_work_is_said_to_be_so(home: Path) -> None:
    put_model(home, "small", "apache-2.0")
    (home / "config.toml").write_text('[models]\ntranscript = "small"\n')

    assert "Cannot work: small is not a .pt of openai-whisper." in run().output


def test_all_of_it_comes_as_json(home: Path) -> None:
    put_model(home, "small", "apache-2.0")
    run("use", "minds=small")

    told = json.loads(run("--json").output)

    assert [post["post"] for post in told["posts"]] == ["minds"]
    assert told["present"][0]["licence"] == "apache-2.0"
    assert {extra["name"] for extra in told["extras"]} == {"llm", "models", "perform"}


def test_a_performer_says_who_it_is_and_warns_before_it_is_used(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NINGBGM_PERFORMER_KEY", KEY)
    with FakePerformer() as performer:
        used = run("use", f"performer=grpc://{performer.address}")
        run("use", "performer.bass=none")

        told = run().output

    assert used.exit_code == 0
    assert "NOT for commercial use" in used.output
    assert f"performer: grpc://{performer.address}  plays melody" in told
    assert "performer.bass: none  plays the stem bass after the score" in told
    assert told.count("fake/musicgen (fake 1.0) on the processor in float32.") == 1


def test_what_does_not_play_is_refused_as_performer(home: Path) -> None:
    put_model(home, "small", "apache-2.0")

    refused = run("use", "performer=small")

    assert refused.exit_code == 2
    assert "is no model of music" in refused.output
    assert load_settings().models == ()


def test_a_singer_is_asked_who_it_is_before_it_is_used_and_whenever_it_is_listed(home: Path) -> None:
    assert "nobody sings words: 'ningbgm models use performer.voice=http://127.0.0.1:8001'" in run().output
    with AceStepServer() as server:
        used = run("use", f"performer.voice={server.url}")
        told = run().output

    assert used.exit_code == 0
    assert f"ACE-Step acestep-v15-turbo at {server.place} sings" in used.output
    assert "Its weights are under mit." in used.output
    assert f"performer.voice: {server.url}  sings the words of the sung line" in told
    assert "nobody sings words" not in told
    assert dict(load_settings().models) == {"performer.voice": server.url}


def test_a_singer_that_does_not_answer_is_told_and_kept_for_later(home: Path) -> None:
    used = run("use", "performer.voice=http://127.0.0.1:9")

    assert used.exit_code == 0
    assert "It cannot be asked now: nobody answers at 127.0.0.1:9." in used.output


def test_an_instrument_is_not_given_to_a_singer(home: Path) -> None:
    refused = run("use", "performer=http://127.0.0.1:8001")

    assert refused.exit_code == 2
    assert "say performer.voice=http://127.0.0.1:8001" in refused.output
    assert load_settings().models == ()
