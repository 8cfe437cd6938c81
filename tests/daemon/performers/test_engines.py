"""What plays the model in a folder."""

from pathlib import Path

import pytest

from ningbgm_agents.errors import NotFoundError
from ningbgm_daemon.performers.engines import find_checkpoint, free_bytes

MUSICGEN = '{"architectures": ["MusicgenForConditionalGeneration"]}'


def made(folder: Path, *, config: str = "", audiocraft: bool = False) -> Path:
    folder.mkdir(exist_ok=True)
    if config:
        (folder / "config.json").write_text(config)
        (folder / "model.safetensors").write_bytes(b"weights")
    if audiocraft:
        (folder / "state_dict.bin").write_bytes(b"weights")
        (folder / "compression_state_dict.bin").write_bytes(b"weights")
    (folder / "README.md").write_text("---\nlicense: cc-by-nc-4.0\n---\n")
    return folder


def test_a_folder_of_transformers_is_played_by_it(tmp_path: Path) -> None:
    found = find_checkpoint(str(made(tmp_path / "small", config=MUSICGEN)), tmp_path)

    assert (found.name, found.engine, found.licence) == ("small", "transformers", "cc-by-nc-4.0")
    assert found.noncommercial


def test_a_folder_of_audiocraft_is_played_by_it(tmp_path: Path) -> None:
    found = find_checkpoint(str(made(tmp_path / "small", audiocraft=True)), tmp_path)

    assert (found.engine, found.licence) == ("audiocraft", "cc-by-nc-4.0")


def test_where_both_could_the_user_chooses(tmp_path: Path) -> None:
    folder = str(made(tmp_path / "both", config=MUSICGEN, audiocraft=True))

    assert find_checkpoint(folder, tmp_path).engine == "transformers"
    assert find_checkpoint(folder, tmp_path, "audiocraft").engine == "audiocraft"
    assert find_checkpoint(folder, tmp_path, "transformers").engine == "transformers"


def test_a_name_is_looked_up_in_our_folder(tmp_path: Path) -> None:
    made(tmp_path / "musicgen-small", config=MUSICGEN)

    assert find_checkpoint("musicgen-small", tmp_path).folder == tmp_path / "musicgen-small"


@pytest.mark.parametrize(
    ("config", "engine", "words"),
    [
        ('{"architectures": ["LlamaForCausalLM"]}', None, "no model of music"),
        ("", None, "holds no model"),
        (MUSICGEN, "audiocraft", "lacks state_dict.bin"),
    ],
)
def test_what_cannot_be_played_says_so(tmp_path: Path, config: str, engine, words: str) -> None:
    folder = made(tmp_path / "one", config=config)

    with pytest.raises(NotFoundError, match=words):
        find_checkpoint(str(folder), tmp_path, engine)


def test_debug_is_a_model_of_audiocraft_alone(tmp_path: Path) -> None:
    assert find_checkpoint("debug", tmp_path, "audiocraft").name == "debug"
    with pytest.raises(NotFoundError):
        find_checkpoint("debug", tmp_path)


def test_free_memory_is_a_number_of_bytes() -> None:
    assert 10**8 < free_bytes() < 10**14
