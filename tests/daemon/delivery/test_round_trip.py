"""Every dialect that we write, read back by our readers, by the OTIO adapters and by hand."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path

import opentimelineio as otio
import pytest
from example_score import edit_of, score_of, write_headers
from hypothesis import given, settings
from random_edits import MEDIA, RATES, scores
from read_raw import Found, fcp7_music, fcpxml_music

from ningbgm_agents.score import Score
from ningbgm_agents.timeline import Edit, FrameRate, Shot, Span
from ningbgm_daemon.delivery.fcp7_timeline import write_fcp7
from ningbgm_daemon.delivery.fcpxml_timeline import write_fcpxml
from ningbgm_daemon.delivery.laid_out import Layout, lay_out
from ningbgm_daemon.delivery.markers import marks_of
from ningbgm_daemon.delivery.music_edl import write_music_edl
from ningbgm_daemon.delivery.otio_timeline import write_timeline
from ningbgm_daemon.timeline.reader import open_edit

OUT = Path("/music/My out #1")
WRITERS: dict[str, Callable[[Layout], Path]] = {
    "otio": write_timeline,
    "fcpxml": write_fcpxml,
    "fcp7": write_fcp7,
}


@contextmanager
def laid_out(score: Score) -> Iterator[Layout]:
    with tempfile.TemporaryDirectory() as folder:
        write_headers(Path(folder), score)
        yield lay_out(Path(folder), OUT, score)


def places(shots: tuple[Shot, ...]) -> list[tuple[int, int, str]]:
    return [(s.record.start, s.record.end, s.kind) for s in shots]


@pytest.mark.parametrize("dialect", WRITERS)
@settings(max_examples=60, deadline=None)
@given(score=scores())
def test_our_readers_find_every_frame_where_it_was(dialect: str, score: Score) -> None:
    edit = score.edit

    with laid_out(score) as layout:
        again = open_edit(WRITERS[dialect](layout))

    assert (again.rate, again.start_frame) == (edit.rate, edit.start_frame)
    assert again.duration == edit.duration
    assert places(again.shots) == places(edit.shots)
    for shot, read_back in zip(edit.shots, again.shots, strict=True):
        if shot.media is not None:
            assert read_back.speed == shot.speed
            assert read_back.media is not None
            assert read_back.media.path.endswith(shot.media.path.rsplit("\\", 1)[-1])
            assert (
                abs(read_back.source_start_s - shot.source_start_s) <= max(1, abs(shot.speed)) / edit.rate.fps
            )
    if edit.tracks:
        heard = [s.record for track in again.tracks for s in track.sounds]
        assert sorted(heard) == sorted(s.record for track in edit.tracks for s in track.sounds)


@pytest.mark.parametrize("dialect", WRITERS)
@settings(max_examples=60, deadline=None)
@given(score=scores())
def test_the_editors_markers_stay_and_ours_do_not_become_his(dialect: str, score: Score) -> None:
    with laid_out(score) as layout:
        again = open_edit(WRITERS[dialect](layout))

    found = [(m.frame, m.name) for m in again.markers]
    assert found == [(m.frame, m.name) for m in score.edit.markers]


@settings(max_examples=60, deadline=None)
@given(score=scores())
def test_fcpxml_and_fcp7_place_stems_and_marks_on_their_frames(score: Score) -> None:
    wanted = {
        stem: [
            Found(
                f"{cue.name}_{stem}.wav",
                cue.span.start,
                cue.span.duration,
                tuple(m.within(cue.span).span.start for m in marks_of(cue)) if stem == "melody" else (),
            )
            for cue in score.cues
        ]
        for stem in ("melody", "drums")
    }

    with laid_out(score) as layout:
        final_cut = fcpxml_music(write_fcpxml(layout), score.edit.rate.fps)
        premiere = fcp7_music(write_fcp7(layout))

    assert final_cut == {f"NingBGM.{stem}": clips for stem, clips in wanted.items()}
    assert premiere == {f"NingBGM {stem}": clips for stem, clips in wanted.items()}


@settings(max_examples=60, deadline=None)
@given(score=scores())
def test_the_otio_adapters_find_the_stems_where_the_score_has_them(score: Score) -> None:
    wanted = [(cue.span.start, cue.span.duration) for cue in score.cues]
    start = score.edit.start_frame

    with laid_out(score) as layout:
        for path, adapter in ((write_timeline(layout), "otio_json"), (write_fcp7(layout), "fcp_xml")):
            timeline = otio.adapters.read_from_file(str(path), adapter)
            lanes = [t for t in timeline.audio_tracks() if t.name.startswith("NingBGM")]
            assert [lane.name for lane in lanes] == ["NingBGM melody", "NingBGM drums"]
            assert timeline.global_start_time.to_frames() == start
            for lane in lanes:
                clips = list(lane.find_clips())
                assert [place(clip) for clip in clips] == wanted
                heads = [clip.source_range.start_time.to_frames() for clip in clips]
                assert heads == [start + cue.span.start for cue in score.cues]


@settings(max_examples=60, deadline=None)
@given(score=scores())
def test_the_fcp7_adapter_finds_every_shot(score: Score) -> None:
    """The adapter halves a transition of odd length downwards, where we leave the odd frame before
    the cut, so that its cut is a frame earlier; all else is equal. It reads no speeds."""
    with laid_out(score) as layout:
        timeline = otio.adapters.read_from_file(str(write_fcp7(layout)), "fcp_xml")
        odd = [sum(layout.transition_into(i)) % 2 for i in range(len(layout.picture))]
        fades = [layout.transition_into(i)[0] == 0 for i in range(len(layout.picture))]

    shots = layout.picture
    wanted = []
    for index, shot in enumerate(shots):
        if shot.kind == "gap":
            continue
        early = odd[index] and not fades[index]
        late = index + 1 < len(shots) and odd[index + 1] and not fades[index + 1]
        start, end = shot.record.start - early, shot.record.end - bool(late)
        wanted.append((start, end - start))
    found = [place(clip) for clip in timeline.video_tracks()[0].find_clips()]
    assert found == wanted


@pytest.mark.parametrize("fps", [24, 25, 50, 60])
def test_the_fcpxml_adapter_finds_the_stems_at_whole_rates(fps: int, tmp_path: Path) -> None:
    """It counts in whole rates (29 for 29.97), knows no media-rep, and fails on titles and generators."""
    score = score_of(edit_of(FrameRate(Fraction(fps)), 3600 * fps))
    write_headers(tmp_path, score)

    [timeline] = otio.adapters.read_from_file(str(write_fcpxml(lay_out(tmp_path, OUT, score))), "fcpx_xml")

    # It takes the offsets of the spine as they are, with the start timecode in them.
    lane = next(t for t in timeline.tracks if any(c.name == "1m1_melody.wav" for c in t.find_clips()))
    found = [place(clip) for clip in lane.find_clips()]
    assert found == [(3600 * fps, 150), (3600 * fps + 180, 180)]


@settings(max_examples=60, deadline=None)
@given(score=scores())
def test_the_edl_adapter_finds_every_cue(score: Score) -> None:
    """It counts from the first event, and takes a colon in 29.97 for what it is: non-drop."""
    first = score.cues[0].span.start
    rate = score.edit.rate

    with laid_out(score) as layout:
        text = write_music_edl(layout).read_text(encoding="utf-8")
        timeline = otio.adapters.read_from_string(text, "cmx_3600", rate=float(rate.fps))

    for track in timeline.tracks:
        found = [place(clip) for clip in track.find_clips()]
        assert found == [(cue.span.start - first, cue.span.duration) for cue in score.cues]
    assert [track.name for track in timeline.tracks] == ["A1", "A2"]


@pytest.mark.parametrize("rate", RATES, ids=str)
@pytest.mark.parametrize("dialect", WRITERS)
def test_a_reversed_shot_comes_back_from_the_same_picture(
    dialect: str, rate: FrameRate, tmp_path: Path
) -> None:
    shot = Shot(Span(0, 360), "back", MEDIA[0], Fraction(20), Fraction(-1))
    edit = edit_of(rate, 0)
    score = score_of(Edit(edit.name, rate, 360, 0, (shot,)))
    write_headers(tmp_path, score)

    again = open_edit(WRITERS[dialect](lay_out(tmp_path, OUT, score)))

    assert again.shots[0].speed == -1
    assert abs(again.shots[0].source_start_s - 20) <= 1 / rate.fps


def place(clip: otio.schema.Clip) -> tuple[int, int]:
    record = clip.range_in_parent()
    return round(record.start_time.value), round(record.duration.value)
