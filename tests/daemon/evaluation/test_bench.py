"""The run over a small film and another's outputs: rows that are kept, and the report of them."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest
import soundfile

from ningbgm_agents.errors import DeliveryError
from ningbgm_daemon.evaluation.bench import ROWS, Evaluation, evaluate
from ningbgm_daemon.evaluation.films import Film, Truth
from ningbgm_daemon.evaluation.page import page_of
from ningbgm_daemon.evaluation.plot import ticks_between
from ningbgm_daemon.evaluation.report_files import write_report
from ningbgm_daemon.evaluation.rows import Row
from ningbgm_daemon.evaluation.systems import System
from ningbgm_daemon.evaluation.table import table_of

RATE = 48_000


@pytest.fixture
def film(small_film: Path) -> Film:
    return Film(name="small", path=small_film, truth=Truth(cuts=(13, 25, 38, 50, 63), speech_s=()))


@pytest.fixture
def theirs(tmp_path: Path) -> System:
    """A system that delivers three seconds of noise for the small film."""
    folder = tmp_path / "theirs"
    folder.mkdir()
    noise = np.random.default_rng(1).normal(0, 0.05, (3 * RATE, 2))
    soundfile.write(folder / "small.wav", noise, RATE)
    return System("theirs", "noise", folder=folder)


def test_anothers_output_is_measured_and_the_row_is_kept(film: Film, theirs: System, tmp_path: Path) -> None:
    said: list[str] = []

    first = evaluate((film,), (theirs,), tmp_path / "out", told=lambda what, share: said.append(what))

    (row,) = first.rows
    assert row.measured["exact_length"] == 1
    assert row.measured["cuts"] == 5
    assert said == ["small: theirs"]
    assert [path.name for path in (tmp_path / "out" / ROWS).rglob("*.json")] == ["small.json"]


def test_a_run_goes_on_with_the_rows_that_are_there(film: Film, theirs: System, tmp_path: Path) -> None:
    evaluate((film,), (theirs,), tmp_path / "out")
    path = tmp_path / "out" / ROWS / "theirs/small.json"
    told = json.loads(path.read_text())
    told["measured"]["cuts"] = 77
    path.write_text(json.dumps(told))

    again = evaluate((film,), (theirs,), tmp_path / "out")

    assert again.rows[0].measured["cuts"] == 77


def test_a_row_of_another_sound_or_a_damaged_one_is_measured_again(
    film: Film, theirs: System, tmp_path: Path
) -> None:
    evaluate((film,), (theirs,), tmp_path / "out")
    assert theirs.folder is not None
    soundfile.write(theirs.folder / "small.wav", np.zeros((2 * RATE, 2)), RATE)

    again = evaluate((film,), (theirs,), tmp_path / "out")
    assert again.rows[0].measured["length_error_samples"] == RATE
    assert again.rows[0].measured["loudness_lufs"] is None

    (tmp_path / "out" / ROWS / "theirs/small.json").write_text("half a r")
    assert evaluate((film,), (theirs,), tmp_path / "out").rows[0].measured["length_error_samples"] == RATE


def test_an_output_that_cannot_be_read_is_told_and_not_kept(
    film: Film, theirs: System, tmp_path: Path
) -> None:
    assert theirs.folder is not None
    (theirs.folder / "small.wav").write_bytes(b"no sound")

    done = evaluate((film,), (theirs,), tmp_path / "out")

    assert "small.wav" in done.rows[0].refused
    assert not list((tmp_path / "out").rglob("*.json"))


def test_what_a_system_did_not_make_has_no_row(film: Film, tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()

    done = evaluate((film,), (System("none", "", folder=tmp_path / "nothing"),), tmp_path / "out")

    assert done.rows == ()
    assert table_of(done) == {"none": {}}
    assert "none" not in page_of(done, table_of(done)).partition("<main>")[2]


def test_a_folder_with_something_else_in_it_is_left_alone(film: Film, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out/thesis.txt").touch()

    with pytest.raises(DeliveryError, match="something else"):
        evaluate((film,), (), tmp_path / "out")


def made_up() -> Evaluation:
    """Two systems and three films with numbers that are easy to check."""
    films = tuple(Film(name=f"f{n}", path=Path(f"f{n}.mp4")) for n in range(3))
    rows = [
        Row("k", system, film.name, "", {"met_frame": value + n / 10, "chance_frame": 0.1, "cuts": 6.0})
        for system, value in (("ours", 0.7), ("a<b", 0.2))
        for n, film in enumerate(films)
    ]
    rows[-1] = Row("k", "a<b", "f2", "", {}, refused="=1+1 <script>")
    return Evaluation(films, (System("ours", "ours"), System("a<b", "theirs")), 1, tuple(rows))


def test_the_table_has_means_over_what_was_measured() -> None:
    table = table_of(made_up())

    assert table["ours"]["met_frame"].mean == pytest.approx(0.8)
    assert table["a<b"]["met_frame"].mean == pytest.approx(0.25)
    assert (table["ours"]["met_frame"].count, table["a<b"]["met_frame"].count) == (3, 2)
    assert "met_40" not in table["ours"]


def test_the_report_tells_the_same_in_four_ways(tmp_path: Path) -> None:
    paths = write_report(made_up(), tmp_path)

    assert [path.name for path in paths] == [
        "evaluation.json",
        "evaluation.csv",
        "evaluation.md",
        "evaluation.html",
    ]
    told = json.loads(paths[0].read_text(encoding="utf-8"))
    assert told["table"]["ours"]["met_frame"]["mean"] == pytest.approx(0.8)
    lines = list(csv.DictReader(paths[1].read_text(encoding="utf-8").splitlines()))
    assert float(lines[1]["met_frame"]) == pytest.approx(0.8)
    assert lines[1]["met_40"] == ""
    assert lines[5]["refused"].startswith("'=")
    page = paths[3].read_text(encoding="utf-8")
    assert ">0.80<small>" in page
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(path.name for path in paths)


def test_the_page_needs_nothing_from_elsewhere_and_no_name_becomes_markup(tmp_path: Path) -> None:
    page = write_report(made_up(), tmp_path)[3].read_text(encoding="utf-8")

    assert "<script" not in page
    assert "http://" not in page
    assert "https://" not in page
    assert "a&lt;b" in page
    assert "<svg" in page
    assert "prefers-color-scheme: dark" in page


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0.0, 1.0, (0, 0.2, 0.4, 0.6, 0.8, 1.0)),
        (-23.2, -17.8, (-24, -22, -20, -18, -16)),
        (3.0, 3.0, (2.4, 2.6, 2.8, 3.0, 3.2, 3.4, 3.6)),
    ],
)
def test_an_axis_has_round_numbers_that_hold_all_values(
    low: float, high: float, expected: tuple[float, ...]
) -> None:
    ticks = ticks_between(low, high)

    assert ticks[0] <= low
    assert ticks[-1] >= high
    assert ticks == pytest.approx(expected)
