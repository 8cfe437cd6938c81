"""The table as it stands in the documentation: means, the interval of ours, what is usual by people."""

from __future__ import annotations

from pathlib import Path

import pytest

from ningbgm_daemon.evaluation.bench import Evaluation
from ningbgm_daemon.evaluation.films import Film
from ningbgm_daemon.evaluation.judging import Judged
from ningbgm_daemon.evaluation.markdown import markdown_of
from ningbgm_daemon.evaluation.metrics.chance import Estimate
from ningbgm_daemon.evaluation.page import page_of
from ningbgm_daemon.evaluation.report_files import write_report
from ningbgm_daemon.evaluation.rows import Row
from ningbgm_daemon.evaluation.systems import HUMAN, System
from ningbgm_daemon.evaluation.table import table_of


@pytest.fixture
def evaluation() -> Evaluation:
    """Two systems on two films, twenty-one pieces by people, and a model that judged."""
    films = (Film(name="a", path=Path("a.mp4")), Film(name="b", path=Path("b.mp4")))
    rows = [
        Row("k", system, film.name, "", {"h1": value + n, "scale_consistency": 1.0, "energy_rho": -0.001})
        for system, value in (("ours", 1.0), ("library|x", 4.0))
        for n, film in enumerate(films)
    ]
    people = tuple(Row("k", HUMAN, f"{n}.mid", "", {"h1": n / 10}) for n in range(21))
    refused = Row("k", HUMAN, "broken.ogg", "", {}, refused="no music")
    judged = Judged("ears (mit)", "albums", {"ours": {"fad": Estimate(0.5, 0.4, 0.6, 12)}})
    systems = (System("ours", "ours"), System("library|x", "theirs"))
    return Evaluation(films, systems, 1, tuple(rows), (*people, refused), judged)


def test_a_row_has_our_interval_theirs_without_and_what_is_usual(evaluation: Evaluation) -> None:
    lines = markdown_of(evaluation, table_of(evaluation)).splitlines()

    assert "2 films; seed 1" in lines[0]
    assert "21 pieces by people; judged by ears (mit); FAD against albums." in lines[0]
    assert lines[2] == "|  | `ours` | `library/x` | by people |"
    assert "| H1, entropy of a bar, bit | 1.50 (1.00 to 2.00) | 4.50\\* | 0.10 to 1.90 (21) |" in lines
    assert "| scale consistency | 1.00 | 1.00 | – |" in lines
    assert "| FAD, distance from the reference | 0.500 (0.400 to 0.600) | – | – |" in lines
    assert any("rho | 0.00 | 0.00 | – |" in line for line in lines), "no minus before a zero"
    assert {line.count("|") for line in lines[2:]} == {5}


def test_without_people_there_is_no_column_of_theirs(evaluation: Evaluation) -> None:
    alone = Evaluation(evaluation.films, evaluation.systems, 1, evaluation.rows)

    told = markdown_of(alone, table_of(alone))

    assert "by people" not in told
    assert "\\*" not in told


def test_the_page_tells_the_same_and_marks_what_is_unlike_peoples(evaluation: Evaluation) -> None:
    page = page_of(evaluation, table_of(evaluation))

    assert page.count('class="outside"') == 1
    assert "<td>0.10 to 1.90<small>median 1.00, 21</small></td>" in page
    assert "broken.ogg, human: no music" in page
    assert "ears (mit)" in page


def test_pieces_by_people_stand_in_the_other_files_too(evaluation: Evaluation, tmp_path: Path) -> None:
    json_file, csv_file, markdown, _ = write_report(evaluation, tmp_path)

    assert '"usual"' in json_file.read_text(encoding="utf-8")
    lines = csv_file.read_text(encoding="utf-8")
    assert "\nhuman,0.mid," in lines
    assert "\nours,,,," in lines
    assert ",0.5," in lines.splitlines()[-1], "FAD is that of all pieces"
    assert markdown.read_text(encoding="utf-8") == markdown_of(evaluation, table_of(evaluation))
