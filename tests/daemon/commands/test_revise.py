"""`ningbgm revise` and `ningbgm diff`, as people use them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from recut_timeline import SHOTS, trimmed, write_edit

from ningbgm_daemon.cli import main


@pytest.fixture
def score(scored: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A score of its own; what is computed goes into the test's own cache."""
    monkeypatch.setenv("NINGBGM_HOME", str(tmp_path / "home"))
    return Path(shutil.copytree(scored, tmp_path / "score"))


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)


def test_a_dry_run_tells_the_plan_in_words_and_as_json(score: Path, tmp_path: Path) -> None:
    edit = write_edit(tmp_path / "b.otio", trimmed(SHOTS, 2, 12))

    told, plain = run("revise", score, edit, "--dry-run"), run("revise", score, edit, "--dry-run", "--json")

    assert told.output.splitlines()[0] == "1m1 stays as it is."
    assert "1m2 is scored again: its" in told.output
    assert [d["kind"] for d in json.loads(plain.output)["plan"]["decisions"]] == ["keep", "rescore", "move"]


def test_revising_in_place_and_going_back(score: Path, tmp_path: Path) -> None:
    edit = write_edit(tmp_path / "b.otio", trimmed(SHOTS, 2, 12))
    before = (score / "score.ningbgm.json").read_bytes()

    done = run("revise", score, edit, "--workers", 1)
    back = run("revise", score, "--back")

    assert done.exit_code == 0
    assert "Revision 2: 1 cue performed, 2 kept" in done.output
    assert "is revision 1 again" in back.output
    assert (score / "score.ningbgm.json").read_bytes() == before
    assert (score / "revisions" / "2" / "score.json").is_file()


def test_the_json_tells_a_plugin_what_to_do(score: Path, tmp_path: Path) -> None:
    edit = write_edit(tmp_path / "b.otio", trimmed(SHOTS, 2, 12))

    told = json.loads(run("revise", score, edit, "-o", tmp_path / "out", "--json", "--workers", 1).output)

    assert told["revision"] == 2
    assert {placement["action"] for placement in told["placements"]} == {"keep", "remove", "place", "move"}


def test_a_lock_is_heeded_and_its_conflict_told(score: Path, tmp_path: Path) -> None:
    edit = write_edit(tmp_path / "b.otio", trimmed(SHOTS, 2, 12))

    told = run("revise", score, edit, "--dry-run", "--lock", "1m2").output

    assert "Conflict: 1m2 is locked and stays, but its" in told


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--seed", "5"], "--seed and --wish go with --regenerate"),
        (["--regenerate", "1m9"], "there is no cue '1m9'; this score has 1m1, 1m2, 1m3"),
        (["--back", "9"], "there is no revision 9"),
    ],
)
def test_what_cannot_be_done_is_said(score: Path, arguments: list[str], sentence: str) -> None:
    done = run("revise", score, *arguments)

    assert done.exit_code == 2
    assert sentence in done.output


def test_diff_tells_what_changed(tmp_path: Path) -> None:
    first = write_edit(tmp_path / "a.otio", SHOTS)
    second = write_edit(tmp_path / "b.otio", trimmed(SHOTS, 2, 12))

    told, plain = run("diff", first, second), run("diff", first, second, "--json")

    assert told.output.splitlines() == [
        "01:00:02:04 shot 'c': lost 12 frames at its end",
        "5 shots: unchanged, 12 frames earlier",
    ]
    kinds = [change["kind"] for change in json.loads(plain.output)["changes"]]
    assert kinds == ["unchanged", "unchanged", "trimmed", *["moved"] * 5]
    assert run("diff", first, first).output == "Nothing changed.\n"
