"""`ningbgm score FILM --vocals` with ACE-Step's server at the voice's post, and with one that is broken."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from commanding import Command

from fakes.ace_step_server import AceStepServer

pytestmark = pytest.mark.e2e


@pytest.fixture
def film(demo: Path) -> Path:
    return demo.parent / "demo.mp4"


def scored(
    ningbgm: Command, server: AceStepServer, film: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    monkeypatch.setenv("NINGBGM_HOME", str(tmp_path / "home"))
    used = ningbgm("models", "use", f"performer.voice={server.url}")
    assert used.returncode == 0, used.stderr
    done = ningbgm("score", film, "-o", tmp_path / "out", "--vocals", "--no-preview")
    assert done.returncode == 0, done.stderr
    return tmp_path / "out"


def told_of_voices(folder: Path) -> list[str]:
    return re.findall(r"\dm\d+ voice: [^<\"]*", (folder / "report.html").read_text(encoding="utf-8"))


def sung_cues(folder: Path) -> list[str]:
    score = json.loads((folder / "score.json").read_text(encoding="utf-8"))
    return [cue["name"] for cue in score["cues"] if cue.get("lyrics")]


def test_the_voice_is_sung_by_the_server_and_the_ledger_names_it(
    ningbgm: Command, film: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with AceStepServer() as server:
        folder = scored(ningbgm, server, film, tmp_path, monkeypatch)

    score = json.loads((folder / "score.json").read_text(encoding="utf-8"))
    assert sung_cues(folder)
    assert len(server.asked) == len(sung_cues(folder))
    assert all("sung by ACE-Step acestep-v15-turbo" in told for told in told_of_voices(folder))
    assert any(entry["what"].startswith("Played by ACE-Step") for entry in score["ledger"])
    assert score["verdict"]["passed"]


def test_with_a_broken_server_the_film_has_its_music_and_the_record_its_reason(
    ningbgm: Command, film: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with AceStepServer(fault="error") as server:
        folder = scored(ningbgm, server, film, tmp_path, monkeypatch)

    score = json.loads((folder / "score.json").read_text(encoding="utf-8"))
    told = told_of_voices(folder)
    assert told
    assert all("the SoundFont sings it wordless, because it answered with status 500" in one for one in told)
    assert not any("ACE-Step" in entry["what"] for entry in score["ledger"])
    assert score["verdict"]["passed"]
