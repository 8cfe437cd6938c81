"""What the settings say of models, as a job reads it when it begins."""

from pathlib import Path

import pytest

from ningbgm_agents.errors import WishError
from ningbgm_agents.minds.rules import RulesMind
from ningbgm_agents.minds.staff import StaffedMind
from ningbgm_daemon.models.posts import said_for
from ningbgm_daemon.models.staffing import staffing_now
from ningbgm_daemon.models.thinking import Staffing, Thinking
from ningbgm_daemon.timing import MonotonicClock


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NINGBGM_HOME", str(tmp_path))
    return tmp_path


def write(home: Path, text: str) -> None:
    (home / "config.toml").write_text(text, encoding="utf-8")


def test_without_a_word_about_models_the_rules_think(home: Path) -> None:
    staffing = staffing_now()

    assert staffing.posts == ()
    assert isinstance(Thinking(staffing, 0, MonotonicClock()).mind, RulesMind)


def test_the_file_says_who_works_where_and_how_long_to_wait(home: Path) -> None:
    write(home, 'model_wait = 20\nmodel_keep = 30\n[models]\nminds = "http://localhost:1/v1#a"\n')

    staffing = staffing_now()

    assert staffing.posts == (("minds", "http://localhost:1/v1#a"),)
    assert (staffing.limits.reply_s, staffing.limits.task_s, staffing.keep_s) == (20, 40, 30)
    assert (staffing.own, staffing.place) == (home / "data" / "models", home / "run" / "models")


def test_the_file_says_who_vouches_for_performers(home: Path) -> None:
    (home / "ca.pem").write_text("-----BEGIN CERTIFICATE-----")
    write(home, f"performer_ca = '{home / 'ca.pem'}'\n")

    assert staffing_now().performer_ca == home / "ca.pem"


@pytest.mark.parametrize(
    "said", ['[models]\nnobody = "a"', "[models]\nminds = 3", "models = 3", "model_wait = 0"]
)
def test_what_the_file_cannot_mean_is_refused(home: Path, said: str) -> None:
    write(home, said)

    with pytest.raises(WishError):
        staffing_now()


def test_a_role_counts_before_its_team_and_that_before_everyone() -> None:
    posts = {"minds": "all", "composing": "team", "theme_expert": "one"}

    said = [said_for(role, posts) for role in ("theme_expert", "harmony_expert", "wish_reader")]

    assert said == ["one", "team", "all"]
    assert said_for("wish_reader", {"composing": "team"}) == ""


def test_a_model_that_has_gone_is_no_reason_to_fail(tmp_path: Path) -> None:
    staffing = Staffing((("minds", str(tmp_path / "gone")),), tmp_path, tmp_path)

    assert isinstance(Thinking(staffing, 0, MonotonicClock()).mind, StaffedMind)
