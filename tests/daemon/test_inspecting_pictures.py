"""`ningbgm inspect` tells what models saw."""

from pathlib import Path

import pytest

from fakes.scripted_viewers import ScriptedCaptioner, ScriptedTagger
from ningbgm_agents.brief import Request
from ningbgm_agents.minds.rules import RulesMind
from ningbgm_agents.production import understand
from ningbgm_daemon.inspection import Inspection, inspect_film
from ningbgm_daemon.models.thinking import Staffing
from ningbgm_daemon.models.viewer import Viewers
from ningbgm_daemon.sensing import sense_edit
from ningbgm_daemon.timeline.reader import open_edit
from ningbgm_daemon.timing import MonotonicClock


@pytest.fixture(scope="module")
def seen(small_film: Path) -> Inspection:
    read = open_edit(small_film, None, None)
    sensed = sense_edit(read, viewers=Viewers(ScriptedCaptioner(), ScriptedTagger()))
    _, scene = understand(
        Request(), sensed.edit, sensed.evidence, lambda event: None, MonotonicClock(), RulesMind()
    )
    return Inspection(small_film, read, sensed.edit, sensed.evidence, scene)


def test_every_caption_and_tag_is_told_with_its_frame_source_and_confidence(seen: Inspection) -> None:
    first = seen.evidence.captions[0]
    lines = [line for line in seen.told().splitlines() if f"frame {first.frame} " in line]

    assert lines[0].endswith(
        "“A woman stirs a pot on a stove.” a kitchen in the evening; warm, calm; maker/eye, confidence 0.60"
    )
    assert lines[1].endswith("food 0.80, warm 0.50; maker/match")
    assert ": a kitchen in the evening" in seen.told()


def test_as_json_they_stand_with_everything_that_is_known_of_them(seen: Inspection) -> None:
    plain = seen.plain()

    assert isinstance(plain, dict)
    assert [one["source"] for one in plain["captions"]] == ["maker/eye"] * 3
    assert {one["kind"] for one in plain["tags"]} == {"category", "mood"}


def test_a_model_that_has_gone_is_noted_and_the_film_is_told(small_film: Path, tmp_path: Path) -> None:
    told = inspect_film(small_film, staffing=Staffing((("tags", str(tmp_path / "gone")),))).told()

    assert "Note: What is seen in small.mp4 was not tagged" in told
    assert "Understood: " in told
