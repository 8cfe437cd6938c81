"""Names, wishes and notes of strangers come out as data, and nowhere as HTML."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from looking import REVISION, Browser

from fakes.house_in_thread import HouseInThread
from ningbgm_agents import document
from ningbgm_agents.agent import Event
from ningbgm_agents.timeline import Marker
from ningbgm_daemon.delivery.provenance import read_score
from ningbgm_daemon.delivery.score_json import MACHINE_DOCUMENT
from ningbgm_daemon.records.score import RevisionRecord

NASTY = '</script><img src=x onerror="alert(1)">\u2028\x00"\'& 晨光 \u202e'


@pytest.fixture
def nasty(browser: Browser, served: HouseInThread, film_record: RevisionRecord, tmp_path: Path) -> Browser:
    """A score in which everything that a stranger can name has a nasty name."""
    folder = tmp_path / "nasty"
    shutil.copytree(film_record.folder, folder)
    score = read_score(folder)
    cue = replace(score.cues[0], purpose=NASTY, themes=(NASTY,))
    edit = replace(score.edit, name=NASTY, markers=(Marker(3, NASTY, NASTY, NASTY),))
    brief = replace(score.brief, wish=NASTY, moods=(NASTY,))
    made = replace(score, edit=edit, brief=brief, cues=(cue,), palette=NASTY)
    (folder / MACHINE_DOCUMENT).write_text(document.dump(made), encoding="utf-8")
    stems = tuple(
        replace(one, path=one.path.replace(film_record.folder, str(folder)))
        for one in film_record.cues[0].stems
    )
    cues = (replace(film_record.cues[0], purpose=NASTY, wish=NASTY, stems=stems),)
    record = replace(film_record, folder=str(folder), wish=NASTY, sentence=NASTY, cues=cues, palette=NASTY)
    served.scores.histories["film"] = [record]
    served.scores.exchanges["film", 1] = (Event(NASTY, NASTY, "notes", NASTY, (NASTY,)),)
    return browser


def test_everything_comes_out_as_it_is_and_as_json(nasty: Browser) -> None:
    axis = nasty.api("axis")

    told = axis.plain()
    assert axis.headers["content-type"] == "application/json"
    assert axis.headers["x-content-type-options"] == "nosniff"
    assert (told["title"], told["wish"], told["palette"]) == (NASTY, NASTY, NASTY)
    assert told["markers"] == [{"frame": 3, "name": NASTY, "color": NASTY}]
    cues, brief = told["cues"], told["brief"]
    assert isinstance(cues, list)
    assert isinstance(brief, dict)
    assert (cues[0]["purpose"], cues[0]["wish"], brief["wish"]) == (NASTY, NASTY, NASTY)
    assert json.loads(nasty.api("exchange").body)[0]["text"] == NASTY


def test_no_answer_of_any_kind_is_html(nasty: Browser) -> None:
    wrong = [
        "axis?variation=x<b>",
        f"notes/{'%3Cb%3E'}",
        "peaks/%3Cscript%3E/mix",
        "nothing/%3Cb%3E",
        "compare/%3Cb%3E",
    ]
    for path in [*wrong, "axis", "exchange", "files", "notes/1m1", "picture"]:
        seen = nasty.api(path)
        assert seen.headers["content-type"] == "application/json", path
    page = nasty.get(f"/review/media/{REVISION}/files/report.html?key={nasty.key}")
    assert page.headers["content-type"] == "application/octet-stream"
    assert page.headers["content-disposition"].startswith("attachment")


def test_a_scores_own_files_elsewhere_are_not_read(
    browser: Browser, served: HouseInThread, film_record: RevisionRecord, tmp_path: Path
) -> None:
    """A record that was tampered with names a stem outside of its delivery."""
    stem = replace(film_record.cues[0].stems[0], path=f"{film_record.folder}/../../../../etc/passwd")
    cues = (replace(film_record.cues[0], stems=(stem,)),)
    served.scores.histories["film"] = [replace(film_record, cues=cues)]

    for path in (f"audio/1m1/{stem.name}?from=0&count=10", f"peaks/1m1/{stem.name}"):
        assert browser.api(path).reason == "NOT_FOUND"
