"""What is left when a team is left out."""

from __future__ import annotations

from fractions import Fraction

import pytest

from ningbgm_agents.ablation import ONE_AGENT, WHOLE, Ablation, flat_scene, plain_brief
from ningbgm_agents.brief import Brief, Request
from ningbgm_agents.evidence import Evidence
from ningbgm_agents.production import understand
from ningbgm_agents.timeline import Edit, FrameRate


@pytest.fixture
def edit() -> Edit:
    return Edit("walk", FrameRate(Fraction(24)), 250)


class NoTime:
    """A clock that stands still."""

    def seconds(self) -> float:
        return 0.0


def test_nothing_is_left_out_unless_asked() -> None:
    assert Ablation() == WHOLE
    assert not ONE_AGENT.verifier
    assert not ONE_AGENT.scene_team
    assert not ONE_AGENT.requirements_team


def test_a_flat_scene_covers_the_film_and_says_nothing(edit: Edit) -> None:
    scene = flat_scene(edit)

    assert len(scene.tension.values) == 11
    assert scene.records[0].span == edit.span
    assert scene.turns == ()
    assert set(scene.arousal.values) == {0.0}


def test_a_plain_brief_takes_options_and_no_words() -> None:
    brief = plain_brief(
        Request("sad piano", "lofi", loudness_lufs=-20.0, seed=3, stems=("bass",), duck=False)
    )

    assert brief.moods == ()
    assert brief.palettes == ("lofi",)
    assert brief.delivery.loudness_lufs == -20.0
    assert brief.delivery.stems == ("bass",)
    assert not brief.delivery.duck
    assert brief.seed == 3
    assert plain_brief(Request()).palettes == Brief().palettes


def test_the_scene_team_is_asked_only_where_it_works(edit: Edit) -> None:
    evidence = Evidence(edit.rate, edit.duration)
    asked: list[str] = []

    def record(event: object) -> None:
        asked.append(getattr(event, "team", ""))

    _, scene = understand(Request(), edit, evidence, record, NoTime(), ablation=Ablation(scene_team=False))
    without = set(asked)
    understand(Request(), edit, evidence, record, NoTime())

    assert scene == flat_scene(edit)
    assert "understanding" not in without
    assert "understanding" in set(asked)
