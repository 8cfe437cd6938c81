"""One value of `config.toml` is changed; everything else stays as the user wrote it."""

import tomllib
from pathlib import Path

import pytest

from ningbgm_agents.errors import WishError
from ningbgm_daemon.config_edit import set_in_table

WRITTEN = """# mine
workers = 2   # not more

[models]  # who thinks
theme_expert = "/old"
# a note

[[watch]]
folder = "/films"
"""


def test_a_value_is_changed_in_its_place(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(WRITTEN)

    set_in_table(path, "models", "theme_expert", "/new")
    set_in_table(path, "models", "minds", 'a "quoted" name')

    text = path.read_text()
    assert tomllib.loads(text)["models"] == {"theme_expert": "/new", "minds": 'a "quoted" name'}
    assert tomllib.loads(text)["watch"] == [{"folder": "/films"}]
    for line in ("# mine", "workers = 2   # not more", "[models]  # who thinks", "# a note"):
        assert line in text.splitlines()


def test_a_value_is_taken_out(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(WRITTEN)

    set_in_table(path, "models", "theme_expert", None)

    assert tomllib.loads(path.read_text())["models"] == {}


@pytest.mark.parametrize("before", [None, "", "workers = 2\n"])
def test_table_and_file_are_made_where_they_are_missing(tmp_path: Path, before: str | None) -> None:
    path = tmp_path / "deep" / "config.toml"
    if before is not None:
        path.parent.mkdir()
        path.write_text(before)

    set_in_table(path, "models", "minds", "x")

    assert tomllib.loads(path.read_text())["models"] == {"minds": "x"}


@pytest.mark.parametrize("before", ['models = { minds = "a" }\n', '[models]\nminds = """\na"""\n', "[mod"])
def test_what_cannot_be_changed_safely_is_left_alone(tmp_path: Path, before: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(before)

    with pytest.raises(WishError):
        set_in_table(path, "models", "minds", "b")
    assert path.read_text() == before


def test_a_key_with_a_dot_is_a_key_and_not_a_table(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(WRITTEN)

    set_in_table(path, "models", "performer.bass", "none")
    set_in_table(path, "models", "performer.bass", "grpc://127.0.0.1:1")

    assert tomllib.loads(path.read_text())["models"]["performer.bass"] == "grpc://127.0.0.1:1"

    set_in_table(path, "models", "performer.bass", None)

    assert tomllib.loads(path.read_text())["models"] == {"theme_expert": "/old"}
