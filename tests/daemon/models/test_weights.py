"""Weights have a mark, which changes with them and with nothing else."""

import os
from pathlib import Path

import pytest

from ningbgm_daemon.models.on_disk import read_checkpoint, read_model
from ningbgm_daemon.models.weights import fingerprint_of


@pytest.fixture
def model(tmp_path: Path) -> Path:
    folder = tmp_path / "model"
    (folder / "codec").mkdir(parents=True)
    (folder / "config.json").write_text('{"architectures": ["LlavaForConditionalGeneration"]}')
    (folder / "model.safetensors").write_bytes(b"weights")
    (folder / "codec" / "model.safetensors").write_bytes(b"codec")
    return folder


def test_the_same_weights_have_the_same_mark(model: Path) -> None:
    before = fingerprint_of(model)

    assert before
    assert fingerprint_of(model) == before
    assert read_model(model).facts.fingerprint == before


def test_a_folder_that_moves_keeps_its_mark(model: Path, tmp_path: Path) -> None:
    before = fingerprint_of(model)

    assert fingerprint_of(model.rename(tmp_path / "elsewhere")) == before


@pytest.mark.parametrize("name", ["config.json", "model.safetensors", "codec/model.safetensors"])
def test_a_file_of_another_size_gives_another_mark(model: Path, name: str) -> None:
    before = fingerprint_of(model)
    (model / name).write_bytes((model / name).read_bytes() + b" ")

    assert fingerprint_of(model) != before


def test_other_weights_of_the_same_size_give_another_mark(model: Path) -> None:
    before, weights = fingerprint_of(model), model / "model.safetensors"
    weights.write_bytes(b"WEIGHTS")
    os.utime(weights, ns=(1, 1))

    assert fingerprint_of(model) != before


def test_what_is_written_about_a_model_changes_nothing(model: Path) -> None:
    before = fingerprint_of(model)
    (model / "README.md").write_text("It sees.")

    assert fingerprint_of(model) == before


def test_a_file_of_whisper_has_a_mark_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "base.pt"
    path.write_bytes(b"one")
    before = read_checkpoint(path).facts.fingerprint
    path.write_bytes(b"other")

    assert before
    assert read_checkpoint(path).facts.fingerprint not in ("", before)


def test_where_nothing_is_there_is_no_mark(tmp_path: Path) -> None:
    assert fingerprint_of(tmp_path) == fingerprint_of(tmp_path / "gone") == ""
