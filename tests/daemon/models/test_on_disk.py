"""Models on the disk: found, named, measured, their licence read; and what a user may say of them."""

import json
from pathlib import Path

import pytest

from ningbgm_agents.errors import InputError, NotFoundError, WishError
from ningbgm_daemon.models.choice import lasting, read_choice, read_tape
from ningbgm_daemon.models.licence import is_noncommercial, licence_of
from ningbgm_daemon.models.on_disk import find_model, hub_cache, parameters_of, present_models, read_model


def put_model(folder: Path, architecture: str = "LlamaForCausalLM", card: str = "", size: int = 1000) -> Path:
    folder.mkdir(parents=True)
    (folder / "config.json").write_text(json.dumps({"architectures": [architecture], "dtype": "bfloat16"}))
    (folder / "model.safetensors").write_bytes(bytes(size))
    if card:
        (folder / "README.md").write_text(card, encoding="utf-8")
    return folder


def put_in_cache(cache: Path, name: str, **more: str) -> Path:
    """A model as the hub's tools lay it down: `refs/main` names the snapshot that is in use."""
    home = cache / f"models--{name.replace('/', '--')}"
    put_model(home / "snapshots" / "old")
    (home / "refs").mkdir()
    (home / "refs" / "main").write_text("new")
    return put_model(home / "snapshots" / "new", **more)


def test_a_model_is_read_from_its_folder(tmp_path: Path) -> None:
    model = read_model(put_model(tmp_path / "small", card="---\nlicense: apache-2.0\n---\n"))

    assert (model.name, model.kind, model.size_bytes, model.licence) == (
        "small",
        "language",
        1000,
        "apache-2.0",
    )
    assert parameters_of(model.folder) == 500


@pytest.mark.parametrize(
    ("architecture", "kind"),
    [
        ("Qwen3ForCausalLM", "language"),
        ("GPT2LMHeadModel", "language"),
        ("WhisperForConditionalGeneration", "speech"),
        ("MusicgenForConditionalGeneration", "music"),
        ("Idefics3ForConditionalGeneration", "vision"),
        ("CLIPModel", "matching"),
        ("SiglipModel", "matching"),
        ("BertModel", "other"),
    ],
)
def test_its_architecture_tells_what_it_is(tmp_path: Path, architecture: str, kind: str) -> None:
    assert read_model(put_model(tmp_path / "any", architecture)).kind == kind


def test_models_are_found_in_our_folder_and_in_the_hub_s_cache(tmp_path: Path) -> None:
    own, environment = tmp_path / "own", {"HF_HOME": str(tmp_path / "hf")}
    put_model(own / "mine")
    (own / "empty").mkdir()
    cached = put_in_cache(hub_cache(environment), "maker/small")

    assert [model.name for model in present_models(own, environment)] == ["maker/small", "mine"]
    assert find_model("maker/small", own, environment).folder == cached


def test_checkpoints_of_whisper_are_found_where_whisper_keeps_them(tmp_path: Path) -> None:
    environment = {"HF_HOME": str(tmp_path / "hf"), "XDG_CACHE_HOME": str(tmp_path)}
    (tmp_path / "whisper").mkdir()
    for name in ("base.pt", "my own.pt"):
        (tmp_path / "whisper" / name).write_bytes(b"weights")

    found = present_models(tmp_path / "own", environment)

    assert [(model.name, model.licence) for model in found] == [
        ("openai-whisper base", "mit"),
        ("openai-whisper my own", ""),
    ]
    assert read_choice(str(tmp_path / "whisper" / "base.pt"), tmp_path).kind == "speech"


def test_a_model_that_is_not_here_is_not_fetched(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="hf download maker/large"):
        find_model("maker/large", tmp_path, {"HF_HOME": str(tmp_path)})


@pytest.mark.parametrize("content", ["", "[]", "{", "\x00"])
def test_what_is_no_model_says_what_is_missing(tmp_path: Path, content: str) -> None:
    (tmp_path / "config.json").write_text(content)

    with pytest.raises(NotFoundError, match=r"config\.json"):
        read_model(tmp_path)


def test_half_a_model_says_that_its_weights_are_missing(tmp_path: Path) -> None:
    folder = put_model(tmp_path / "half")
    (folder / "model.safetensors").unlink()

    with pytest.raises(NotFoundError, match="no weights"):
        read_model(folder)


@pytest.mark.parametrize(
    ("files", "licence"),
    [
        ({"README.md": "---\ntags: [a]\nlicense: cc-by-nc-4.0\n---\nHello"}, "cc-by-nc-4.0"),
        ({"README.md": "---\nlicense: other\nlicense_name: tongyi-qianwen\n---\n"}, "tongyi-qianwen"),
        ({"README.md": "license: mit, says the text below no card"}, ""),
        ({"LICENSE": "Apache License\n      Version 2.0, January 2004"}, "apache-2.0"),
        ({"LICENSE": "Attribution-NonCommercial 4.0 International"}, "cc-by-nc"),
        ({}, ""),
    ],
)
def test_the_licence_is_what_the_files_name(tmp_path: Path, files: dict[str, str], licence: str) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")

    assert licence_of(tmp_path) == licence


@pytest.mark.parametrize(
    ("licence", "forbids"),
    [
        ("cc-by-nc-4.0", True),
        ("cc-by-nc", True),
        ("Qwen-Research-Only", True),
        ("non-commercial", True),
        ("apache-2.0", False),
        ("cc-by-4.0", False),
        ("", False),
    ],
)
def test_a_licence_against_commercial_use_is_known_by_its_name(licence: str, forbids: bool) -> None:
    assert is_noncommercial(licence) == forbids


def test_a_user_may_name_an_address_a_folder_a_model_or_a_tape(tmp_path: Path) -> None:
    folder, tape = put_model(tmp_path / "own" / "mine"), tmp_path / "minds.jsonl"
    tape.write_text("")
    own = tmp_path / "own"

    address = read_choice("http://127.0.0.1:11434/v1#qwen3:8b", own)
    assert (address.kind, address.url, address.name) == ("endpoint", "http://127.0.0.1:11434/v1", "qwen3:8b")
    assert read_choice(str(folder), own).path == folder
    assert read_choice("mine", own).path == folder
    assert read_choice(f"tape:{tape}", own).path == tape


def test_a_path_is_kept_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_model(tmp_path / "mine")
    monkeypatch.chdir(tmp_path)

    assert lasting(read_choice("./mine", tmp_path / "own")) == str(tmp_path / "mine")
    assert lasting(read_choice("http://localhost:1/v1#a", tmp_path)) == "http://localhost:1/v1#a"


def test_an_address_without_a_model_is_refused_with_advice(tmp_path: Path) -> None:
    with pytest.raises(WishError, match="#qwen3:8b"):
        read_choice("http://127.0.0.1:11434/v1", tmp_path)


def test_what_is_no_tape_is_refused(tmp_path: Path) -> None:
    (tmp_path / "song.mp3").write_bytes(b"\xff\xfb\x90")

    with pytest.raises(InputError, match="not the tape of a run"):
        read_tape(tmp_path / "song.mp3")


def test_a_tape_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no tape"):
        read_choice(f"tape:{tmp_path / 'none'}", tmp_path)
