"""What `ningbgm evaluate` says, and with which exit code."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile
from click.testing import CliRunner, Result

from ningbgm_daemon.cli import main


@pytest.fixture
def films(small_film: Path, tmp_path: Path) -> Path:
    """A set of one film, of which all is known."""
    folder = tmp_path / "films"
    folder.mkdir()
    shutil.copy(small_film, folder / "small.mp4")
    (folder / "small.json").write_text(json.dumps({"cuts": [25, 50], "speech_s": []}))
    return folder


@pytest.fixture
def theirs(tmp_path: Path) -> Path:
    folder = tmp_path / "theirs"
    folder.mkdir()
    noise = np.random.default_rng(1).normal(0, 0.05, (3 * 48_000, 2))
    soundfile.write(folder / "small.wav", noise, 48_000)
    return folder


def say(*words: object) -> Result:
    return CliRunner().invoke(main, ["evaluate", *map(str, words)])


def test_others_outputs_alone_can_be_measured(films: Path, theirs: Path) -> None:
    done = say(films, "--system", f"cmt={theirs}", "--only", "cmt")

    assert done.exit_code == 0, done.output
    assert "cmt" in done.stdout
    assert (films.with_name("films.evaluation") / "evaluation.html").is_file()


def test_as_json_it_prints_the_whole_table(films: Path, theirs: Path, tmp_path: Path) -> None:
    done = say(films, "-o", tmp_path / "out", "--system", f"cmt={theirs}", "--only", "cmt", "--json")

    told = json.loads(done.stdout)
    assert told["films"] == ["small"]
    assert told["table"]["cmt"]["exact_length"]["mean"] == 1


def test_music_by_people_stands_beside_and_the_table_is_written(
    films: Path, theirs: Path, tmp_path: Path
) -> None:
    people = tmp_path / "people"
    people.mkdir()
    for number in range(5):
        noise = np.random.default_rng(number).normal(0, 0.05, (4 * 48_000, 2))
        soundfile.write(people / f"{number}.wav", noise, 48_000)
    words = ("--system", f"cmt={theirs}", "--only", "cmt", "--human", people, "--workers", "1")

    done = say(films, *words)

    assert done.exit_code == 0, done.output
    table = (films.with_name("films.evaluation") / "evaluation.md").read_text(encoding="utf-8")
    assert "5 pieces by people" in table
    assert "| `cmt` | by people |" in table


def test_what_was_refused_makes_the_exit_code_1(films: Path, theirs: Path) -> None:
    (theirs / "small.wav").write_bytes(b"no sound")

    done = say(films, "--system", f"cmt={theirs}", "--only", "cmt")

    assert done.exit_code == 1
    assert "small.wav" in done.stderr


def test_what_cannot_be_used_is_told_in_a_sentence(films: Path, tmp_path: Path) -> None:
    assert say().exit_code == 2
    assert "--make-set" in say().stderr
    nowhere = say(tmp_path / "nowhere")
    assert nowhere.exit_code == 2
    assert "there is no folder" in nowhere.stderr
    assert say(films, "--items", "car").exit_code == 2
    assert "--clap" in say(films, "--fad-reference", films).stderr
    assert "--human: there is no folder" in say(films, "--human", tmp_path / "nowhere").stderr
    assert "two systems called 'human'" in say(films, "--system", f"human={films}").stderr
    assert "holds no model" in say(films, "--clap", films).stderr
    (tmp_path / "full").mkdir()
    (tmp_path / "full/thesis.txt").touch()
    assert say(films, "-o", tmp_path / "full", "--only", "ours").exit_code == 3


@pytest.mark.parametrize(("module", "film"), [("librosa", "small"), ("scenedetect", "unknown")])
def test_without_the_extra_it_says_what_to_install(
    films: Path, theirs: Path, tmp_path: Path, module: str, film: str
) -> None:
    shutil.copy(films / "small.mp4", films / "unknown.mp4")
    shutil.copy(theirs / "small.wav", theirs / "unknown.wav")
    code = f"import sys; sys.modules[{module!r}] = None; from ningbgm_daemon.cli import main; main()"
    words = ["evaluate", films, "-o", tmp_path / "out", "--system", f"cmt={theirs}", "--only", "cmt"]

    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, [*words, "--items", film])],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 2
    assert f"{module} is not installed; pip install 'ningbgm[evaluate]'" in done.stderr
