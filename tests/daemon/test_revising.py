"""Revisions with sound: what is untouched keeps its bytes, what is undone comes back, all are kept."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import opentimelineio as otio
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from recut_timeline import SHOTS, Shot, trimmed, write_edit

from ningbgm_agents.direction import Direction, HitDirection
from ningbgm_agents.errors import InputError, NotFoundError
from ningbgm_agents.revision import CueOrder
from ningbgm_agents.timeline import Span
from ningbgm_daemon.delivery.provenance import read_provenance, read_score
from ningbgm_daemon.delivery.revisions import go_back, kept_revisions
from ningbgm_daemon.delivery.wav_facts import read_wav_header
from ningbgm_daemon.performance.bwf_reader import WaveReader
from ningbgm_daemon.preparing import RevisionOrder
from ningbgm_daemon.revising import RevisionResult, plan_revision, revise_score


def revised(
    scored: Path, folder: Path, shots: tuple[Shot, ...] | None, name: str = "out", **kinds: object
) -> RevisionResult:
    film = None if shots is None else write_edit(folder / f"{name}.otio", shots)
    order = RevisionOrder(scored, folder / name, film, workers=1)
    return revise_score(replace(order, **kinds))  # type: ignore[arg-type]  # passes named options on


def digests(folder: Path) -> dict[str, str]:
    """Hashes of the stems and cue mixes."""
    paths = [*folder.glob("stems/*.wav"), *folder.glob("mix/*_mix.wav")]
    return {
        p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(paths)
    }


def of_cue(files: dict[str, str], cue: str) -> dict[str, str]:
    return {name: known for name, known in files.items() if f"/{cue}_" in name}


def test_only_the_touched_cue_is_performed_again(scored: Path, tmp_path: Path) -> None:
    result = revised(scored, tmp_path, trimmed(SHOTS, 2, 12))

    before, after = digests(scored), digests(result.folder)
    assert [d.kind for d in result.plan.decisions] == ["keep", "rescore", "move"]
    assert of_cue(after, "1m1") == of_cue(before, "1m1")
    assert of_cue(after, "1m3") == of_cue(before, "1m3")
    assert not set(of_cue(after, "1m2").values()) & set(of_cue(before, "1m2").values())
    assert (result.folder / "stems" / "1m1_harmony.wav").samefile(scored / "stems" / "1m1_harmony.wav")
    assert result.number == 2
    assert result.verdict.passed


def test_what_the_new_folder_says_agrees_with_its_files(scored: Path, tmp_path: Path) -> None:
    result = revised(scored, tmp_path, trimmed(SHOTS, 2, 13))

    told = json.loads((result.folder / "score.json").read_text(encoding="utf-8"))
    files = digests(result.folder)
    for cue in told["cues"]:
        for file in (cue["mix"], *cue["stems"]):
            assert file["sha256"] == files[file["path"]]
            assert file["sample_count"] == read_wav_header(result.folder / file["path"]).sample_count


def test_a_moved_cue_keeps_its_length_and_its_place_in_the_programme(scored: Path, tmp_path: Path) -> None:
    result = revised(scored, tmp_path, trimmed(SHOTS, 2, 13))

    cue = result.score.cues[2]
    assert cue.take is not None
    folder, first = result.folder / "mix", result.score.first_sample(cue)
    with WaveReader(folder / "1m3_mix.wav") as mix, WaveReader(folder / "music.wav") as music:
        count = mix.sample_count
        assert count == result.score.sample_count(cue)
        assert np.array_equal(music.read(first, count), mix.read(0, count))


def test_the_timeline_agrees_with_the_files_of_a_moved_cue(scored: Path, tmp_path: Path) -> None:
    result = revised(scored, tmp_path, trimmed(SHOTS, 2, 13))

    timeline = otio.adapters.read_from_file(str(result.folder / "timeline.otio"))
    clips = [c for t in timeline.audio_tracks() for c in t.find_clips() if c.name.startswith("1m3_")]
    assert clips
    for clip in clips:
        header = read_wav_header(result.folder / "stems" / clip.name)
        available = clip.media_reference.available_range
        assert (available.start_time.value, available.duration.value) == (
            header.time_reference,
            header.sample_count,
        )
        assert clip.range_in_parent().start_time.to_frames() == result.score.cues[2].span.start


def test_a_touched_cue_is_mastered_with_the_gain_of_the_first_master(scored: Path, tmp_path: Path) -> None:
    result = revised(scored, tmp_path, None, cue_orders=(CueOrder("1m2", read_score(scored).seed),))

    # The same seed and edit make the same cue; performed alone at the same gain it has the same bytes.
    assert result.plan.touched == ("1m2",)
    assert digests(result.folder) == digests(scored)
    assert read_provenance(result.folder).gain_db == read_provenance(scored).gain_db


def test_a_change_and_its_undoing_give_the_first_bytes_back(scored: Path, tmp_path: Path) -> None:
    second = revised(scored, tmp_path, trimmed(SHOTS, 4, 25), "second")
    moved = (SHOTS[1], SHOTS[0], *trimmed(SHOTS, 4, 25)[2:])
    third = revised(second.folder, tmp_path, moved, "third")

    fourth = revised(third.folder, tmp_path, SHOTS, "fourth")

    assert digests(fourth.folder) == digests(scored)
    assert (fourth.folder / "mix" / "music.wav").read_bytes() == (scored / "mix" / "music.wav").read_bytes()
    assert fourth.score.cues == read_score(scored).cues
    assert fourth.plan.touched == ()


def test_placements_tell_a_plugin_what_to_do(scored: Path, tmp_path: Path) -> None:
    result = revised(scored, tmp_path, trimmed(SHOTS, 2, 12))

    actions = {(p.cue, p.action) for p in result.placements}
    assert actions == {("1m1", "keep"), ("1m2", "remove"), ("1m2", "place"), ("1m3", "move")}
    for placement in result.placements:
        if placement.action != "remove":
            assert (result.folder / placement.file).is_file()
    moved = next(p for p in result.placements if p.action == "move")
    assert moved.record_frame_before == moved.record_frame + 12


def test_a_dry_run_plans_the_same_and_writes_nothing(scored: Path, tmp_path: Path) -> None:
    order = RevisionOrder(
        scored, tmp_path / "out", write_edit(tmp_path / "b.otio", trimmed(SHOTS, 2, 12)), workers=1
    )

    plan = plan_revision(order)

    assert plan.of("1m2").kind == "rescore"  # type: ignore[union-attr]  # it is there
    assert not (tmp_path / "out").exists()


def test_a_score_revised_in_place_keeps_what_it_was_and_can_go_back(scored: Path, tmp_path: Path) -> None:
    score = revised(scored, tmp_path, SHOTS, "score").folder
    (score / "mine.txt").write_text("the user's own", encoding="utf-8")
    first = digests(score)
    film = write_edit(tmp_path / "b.otio", trimmed(SHOTS, 2, 12))
    revise_score(RevisionOrder(score, score, film, workers=1))
    second = digests(score)

    number = go_back(score)

    assert digests(score) == first
    assert (score / "mine.txt").exists()
    assert (number, read_provenance(score).number) == (2, 2)
    assert list(kept_revisions(score)) == [1, 3]
    assert digests(kept_revisions(score)[3]) == second
    assert go_back(score, 3) == 3
    assert digests(score) == second


def test_a_revision_that_is_not_kept_is_refused(scored: Path, tmp_path: Path) -> None:
    score = revised(scored, tmp_path, SHOTS, "score").folder

    with pytest.raises(NotFoundError, match="there is no revision 7"):
        go_back(score, 7)


def test_a_folder_without_a_score_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no score that can be revised"):
        plan_revision(RevisionOrder(tmp_path, tmp_path / "out"))


def test_a_cue_alone_is_written_anew_and_the_order_outlives_the_next_edit(
    scored: Path, tmp_path: Path
) -> None:
    second = revised(scored, tmp_path, None, "second", cue_orders=(CueOrder("1m2", 9, "darker"),))

    third = revised(second.folder, tmp_path, trimmed(SHOTS, 0, 3), "third")

    assert second.plan.touched == ("1m2",)
    assert third.plan.of("1m2").kind == "move"  # type: ignore[union-attr]  # it is there
    assert read_provenance(third.folder).orders == (CueOrder("1m2", 9, "darker"),)
    assert of_cue(digests(third.folder), "1m2") == of_cue(digests(second.folder), "1m2")


def test_a_direction_is_measured_and_goes_with_its_picture(scored: Path, tmp_path: Path) -> None:
    span = read_score(scored).cues[1].span
    must, silence = span.start + 61, Span(span.start + 100, span.start + 112)
    asked = Direction((HitDirection(must, 1.0, "the door"),), (silence,))
    second = revised(scored, tmp_path, None, "second", cue_orders=(CueOrder("1m2", direction=asked),))

    third = revised(second.folder, tmp_path, trimmed(SHOTS, 0, 3), "third")

    (heard,) = (facts for facts in second.verdict.heard if facts.cue == "1m2")
    (hit,) = (hit for hit in heard.hits if hit.frame == must)
    assert second.plan.touched == ("1m2",)
    assert hit.error_ms is not None
    assert abs(hit.error_ms) <= 1000 / float(second.score.edit.rate.fps)
    assert heard.loudest_wanted_silence_db is not None
    assert heard.loudest_wanted_silence_db < -60
    assert second.verdict.passed
    for cue in ("1m1", "1m3"):
        assert of_cue(digests(second.folder), cue) == of_cue(digests(scored), cue)
    told = json.loads((third.folder / "score.json").read_text(encoding="utf-8"))["cues"][1]["direction"]
    assert [(hit["frame"], hit["weight"], hit["name"]) for hit in told["hits"]] == [(must - 3, 1, "the door")]
    assert told["silences"] == [{"start_frame": silence.start - 3, "end_frame": silence.end - 3}]
    assert of_cue(digests(third.folder), "1m2") == of_cue(digests(second.folder), "1m2")


@settings(
    max_examples=4,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_random_edits_keep_locked_bytes_and_come_back(
    scored: Path, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("random")
    at, to = data.draw(st.integers(0, 7)), data.draw(st.integers(0, 7))
    shots = list(trimmed(SHOTS, at, data.draw(st.integers(0, 30))))
    shots.insert(to, shots.pop(data.draw(st.integers(0, 7))))
    locked = data.draw(st.sampled_from(["1m1", "1m2", "1m3"]))

    second = revised(scored, folder, tuple(shots), "second", locked=(locked,))
    third = revised(second.folder, folder, SHOTS, "third")

    assert all(a.span.end <= b.span.start for a, b in pairwise(second.score.cues))
    assert of_cue(digests(second.folder), locked) == of_cue(digests(scored), locked)
    assert digests(third.folder) == digests(scored)
    assert third.score == replace(read_score(scored), edit=third.score.edit)
