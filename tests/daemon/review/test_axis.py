"""The axis document says what the score says."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

from looking import Browser

from fakes.house_in_thread import HouseInThread
from ningbgm_agents import document
from ningbgm_agents.direction import Direction, HitDirection
from ningbgm_agents.timeline import Span
from ningbgm_daemon.delivery.provenance import EVIDENCE, SCENE, read_evidence, read_kept_scene, read_score
from ningbgm_daemon.delivery.score_json import MACHINE_DOCUMENT
from ningbgm_daemon.records.score import RevisionRecord


def test_frames_and_samples_are_those_of_score_json(browser: Browser, film_record: RevisionRecord) -> None:
    told = json.loads((Path(film_record.folder) / "score.json").read_bytes())

    axis = browser.api("axis").plain()

    assert (axis["duration_frames"], axis["rate"]) == (told["edit"]["duration_frames"], [25, 1])
    assert axis["start_timecode"] == told["edit"]["start_timecode"]
    cues = axis["cues"]
    assert isinstance(cues, list)
    assert len(cues) == len(told["cues"]) == 1
    for cue, same in zip(cues, told["cues"], strict=True):
        assert (cue["cue_id"], cue["start"], cue["end"]) == (
            same["name"],
            same["start_frame"],
            same["end_frame"],
        )
        assert (cue["start_sample"], cue["sample_count"]) == (same["first_sample"], same["sample_count"])
        assert [hit["frame"] for hit in cue["hits"]] == [hit["frame"] for hit in same["hits"]]
        assert [hit["sample"] + cue["start_sample"] for hit in cue["hits"]] == [
            hit["sample"] for hit in same["hits"]
        ]
        assert [bar[1] for bar in cue["bars"]] == [bar["number"] for bar in same["tempo_map"]["bars"]]
        assert cue["stems"] == [stem["name"] for stem in same["stems"]] + ["mix"]
    assert len(axis["records"]) == len(told["scene"]["records"])  # type: ignore[arg-type]  # a list
    assert axis["variations"] == 2


def test_what_was_understood_is_told_with_its_reasons(browser: Browser, film_record: RevisionRecord) -> None:
    scene, evidence = read_kept_scene(Path(film_record.folder)), read_evidence(Path(film_record.folder))
    assert scene is not None
    assert evidence is not None

    axis = browser.api("axis").plain()

    curves, records, cuts = axis["curves"], axis["records"], axis["cuts"]
    assert isinstance(curves, dict)
    assert isinstance(records, list)
    assert isinstance(cuts, list)
    assert curves["per_s"] == 1
    assert curves["tension"] == [round(value, 3) for value in scene.tension.values]
    assert [cut["frame"] for cut in cuts] == [cut.frame for cut in evidence.cuts] == [25, 50]
    assert (records[0]["start"], records[-1]["end"]) == (0, 75)
    assert len(records[0]["fields"]) == 9
    assert records[0]["fields"]["mood"] == scene.records[0].mood
    assert [one["why"] for one in records[0]["evidence"]] == [one.why for one in scene.records[0].support]
    assert records[0]["evidence"]


def test_a_delivery_from_before_scenes_were_kept_still_opens(
    browser: Browser, served: HouseInThread, film_record: RevisionRecord, tmp_path: Path
) -> None:
    whole = browser.api("axis").plain()
    folder = tmp_path / "older"
    shutil.copytree(film_record.folder, folder)
    (folder / SCENE).unlink()
    (folder / EVIDENCE).unlink()
    served.scores.histories["film"] = [replace(film_record, folder=str(folder))]

    older = browser.api("axis").plain()

    assert older["curves"] == {"per_s": 1, "tension": [], "valence": [], "arousal": []}
    assert older["speech"] == []
    records, same = older["records"], whole["records"]
    assert isinstance(records, list)
    assert isinstance(same, list)
    assert [one["fields"] for one in records] == [one["fields"] for one in same]
    assert older["cues"] == whole["cues"]


def test_a_direction_is_told_as_it_was_given(
    browser: Browser, served: HouseInThread, film_record: RevisionRecord, tmp_path: Path
) -> None:
    folder = tmp_path / "directed"
    shutil.copytree(film_record.folder, folder)
    score = read_score(folder)
    cue = score.cues[0]
    asked = Direction((HitDirection(30, 1.0, "the door"), HitDirection(50, 0.0)), (Span(60, 70),))
    hits = (replace(cue.hits[0], kind="directed"), *cue.hits[1:])
    made = replace(score, cues=(replace(cue, direction=asked, hits=hits),))
    (folder / MACHINE_DOCUMENT).write_text(document.dump(made), encoding="utf-8")
    served.scores.histories["film"] = [replace(film_record, folder=str(folder), locked=("1m1",))]

    cues = browser.api("axis").plain()["cues"]

    assert isinstance(cues, list)
    assert cues[0]["direction"] == {
        "hits": [{"frame": 30, "weight": 1.0, "name": "the door"}, {"frame": 50, "weight": 0.0, "name": ""}],
        "silences": [{"start": 60, "end": 70}],
    }
    assert [hit["user"] for hit in cues[0]["hits"]] == [True] + [False] * (len(hits) - 1)
    assert cues[0]["locked"] is True


def test_another_variation_is_another_music_of_the_same_edit(browser: Browser) -> None:
    first, second = browser.api("axis").plain(), browser.api("axis?variation=2").plain()

    assert first["duration_frames"] == second["duration_frames"]
    assert first["variations"] == second["variations"] == 2
    assert browser.api("notes/1m1").body != browser.api("notes/1m1?variation=2").body
    assert browser.api("axis?variation=3").reason == "NOT_FOUND"
    assert browser.api("axis?variation=0").reason == "INPUT_INVALID"


def test_notes_are_those_of_the_score(browser: Browser, film_record: RevisionRecord) -> None:
    cue = read_score(Path(film_record.folder)).cues[0]

    parts = browser.api("notes/1m1").plain()["parts"]

    assert isinstance(parts, list)
    assert [part["name"] for part in parts] == [part.name for part in cue.parts]
    assert [note for part in parts for note in part["notes"]] == [
        [note.start, note.duration, note.pitch, note.velocity] for part in cue.parts for note in part.notes
    ]


def test_revisions_and_cues_that_there_are_not_are_not_found(browser: Browser) -> None:
    assert browser.api("notes/1m9").reason == "NOT_FOUND"
    assert browser.get("/review/api/scores/film/revisions/7/axis").reason == "NOT_FOUND"
    assert browser.get("/review/api/scores/nobody/revisions/1/axis").reason == "NOT_FOUND"
    assert browser.get("/review/api/scores/film/revisions/x/axis").reason == "INPUT_INVALID"


def test_a_delivery_that_is_gone_is_told_in_words(
    browser: Browser, served: HouseInThread, film_record: RevisionRecord, tmp_path: Path
) -> None:
    served.scores.histories["film"] = [replace(film_record, folder=str(tmp_path / "gone"))]

    for path in ("axis", "notes/1m1", "picture"):
        assert browser.api(path).reason == "INPUT_INVALID"
    assert json.loads(browser.api("files").body) == []
