"""The timeline with the music on it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import opentimelineio as otio
import pytest
from example_score import edit_of, score_of, write_headers, write_sounds

from ningbgm_agents.errors import DeliveryError
from ningbgm_agents.score import Score
from ningbgm_agents.timeline import Edit, FrameRate, Media, Shot, Sound, Span, Track
from ningbgm_daemon.delivery.laid_out import lay_out
from ningbgm_daemon.delivery.otio_timeline import check_timeline, write_timeline
from ningbgm_daemon.timeline.otio_reader import read_otio

OUT = Path("/music/My out #1")
RATES = [
    FrameRate(Fraction(24000, 1001)),
    FrameRate(Fraction(25)),
    FrameRate(Fraction(30000, 1001), drop_frame=True),
    FrameRate(Fraction(60000, 1001)),
]


def written(folder: Path, score: Score) -> otio.schema.Timeline:
    write_sounds(folder, score)
    path = write_timeline(lay_out(folder, OUT, score))
    return otio.adapters.read_from_file(str(path))


@pytest.mark.parametrize("rate", RATES, ids=str)
def test_every_cue_lies_on_a_track_of_its_stem_to_the_frame(rate: FrameRate, tmp_path: Path) -> None:
    score = score_of(edit_of(rate, 86_400))

    timeline = written(tmp_path, score)

    assert timeline.global_start_time.to_frames() == 86_400
    tracks = [t for t in timeline.audio_tracks() if t.name.startswith("NingBGM")]
    assert [t.name for t in tracks] == ["NingBGM melody", "NingBGM drums"]
    for track in tracks:
        places = [track.range_of_child(clip) for clip in track.find_clips()]
        found = [(p.start_time.to_frames(), p.duration.to_frames()) for p in places]
        assert found == [(0, 150), (180, 180)]
        assert {p.duration.rate for p in places} == {float(rate.fps)}


def test_sound_files_are_named_where_they_will_be(tmp_path: Path) -> None:
    timeline = written(tmp_path, score_of())

    clip = next(iter(timeline.audio_tracks()[-1].find_clips()))

    assert clip.media_reference.target_url == "file:///music/My%20out%20%231/stems/1m1_drums.wav"
    assert clip.name == "1m1_drums.wav"
    available = clip.media_reference.available_range
    assert (available.duration.rate, available.duration.value) == (48_000, 240_240)


def test_cues_and_hits_are_marked_once_and_inside_the_cue(tmp_path: Path) -> None:
    score = score_of()
    timeline = written(tmp_path, score)

    marked = [clip for clip in timeline.find_clips() if clip.markers]

    assert [clip.name for clip in marked] == ["1m1_melody.wav", "1m2_melody.wav"]
    second = marked[1].markers
    assert [m.name for m in second] == ["1m2", "1m2 cut", "1m2 end"]
    assert [m.marked_range.start_time.to_frames() for m in second] == [0, 0, 179]
    assert [m.marked_range.duration.to_frames() for m in second] == [180, 1, 1]
    assert [m.metadata["ningbgm"]["frame"] for m in second] == [180, 180, 360]
    assert set(second[1].metadata["ningbgm"]) == {"cue", "kind", "weight", "frame", "hash"}


def test_a_stem_counts_from_its_broadcast_wav_timecode(tmp_path: Path) -> None:
    score = score_of(edit_of(FrameRate(Fraction(25)), 90_000))
    write_headers(tmp_path, score)

    write_timeline(lay_out(tmp_path, OUT, score))

    timeline = otio.adapters.read_from_file(str(tmp_path / "timeline.otio"))
    clip = list(timeline.audio_tracks()[-1].find_clips())[1]
    assert clip.available_range().start_time.to_seconds() == 3600 + 180 / 25
    assert clip.source_range.start_time.to_frames() == 90_180
    assert clip.source_range.duration.to_frames() == 180


def test_a_film_keeps_its_one_clip_in_spite_of_detected_cuts(tmp_path: Path) -> None:
    media = Media(str(tmp_path / "film.mov"))
    shots = (
        Shot(Span(0, 200), "film", media),
        Shot(Span(200, 360), "film", media, Fraction(8), confidence=0.9),
    )
    score = score_of(replace(edit_of(FrameRate(Fraction(25)), 0), shots=shots))

    timeline = written(tmp_path, score)

    pictures = list(timeline.video_tracks()[0].find_clips())
    assert [clip.duration().to_frames() for clip in pictures] == [360]
    assert pictures[0].media_reference.target_url == (tmp_path / "film.mov").as_uri()
    assert timeline.audio_tracks()[0].name == "A1"


def test_sounds_that_overlap_still_lie_one_after_the_other(tmp_path: Path) -> None:
    media = Media("/a.wav", offline=True)
    sounds = (Sound(Span(10, 100), media), Sound(Span(90, 200), media, Fraction(1)))
    edit = replace(edit_of(FrameRate(Fraction(25)), 0), tracks=(Track("VO", sounds=sounds),))

    timeline = written(tmp_path, score_of(edit))

    track = timeline.audio_tracks()[0]
    places = [track.range_of_child(clip) for clip in track.find_clips()]
    assert [(p.start_time.to_frames(), p.duration.to_frames()) for p in places] == [
        (10, 90), (100, 100),
    ]  # fmt: skip
    assert list(track.find_clips())[1].source_range.start_time.to_frames() == 35


def source_timeline(folder: Path, dialect: str) -> Edit:
    """A timeline of two clips, one with a relative path, as an editor would write it."""
    time, span = otio.opentime.RationalTime, otio.opentime.TimeRange
    (folder / "a.mov").write_bytes(b"x")
    lane = otio.schema.Track("Picture", kind="Video")
    for url in ("a.mov", "/gone/b.mov"):
        reference = otio.schema.ExternalReference(url)
        lane.append(otio.schema.Clip(url, reference, span(time(0, 25), time(180, 25))))
    lane.insert(1, otio.schema.Transition("x", "SMPTE_Dissolve", time(5, 25), time(5, 25)))
    made = otio.schema.Timeline("Mine", global_start_time=time(90_000, 25))
    made.metadata[dialect] = {"x": 1}
    made.tracks.append(lane)
    made.tracks.append(otio.schema.Track("NingBGM melody", kind="Audio"))
    path = folder / "mine.otio"
    otio.adapters.write_to_file(made, str(path), adapter_name="otio_json")
    return read_otio(path)


def test_the_editors_own_tracks_come_back_as_they_were(tmp_path: Path) -> None:
    edit = source_timeline(tmp_path, "PremierePro_OTIO")

    timeline = written(tmp_path / "out", score_of(edit))

    names = [track.name for track in timeline.tracks]
    assert names == ["Picture", "NingBGM melody", "NingBGM drums"]
    assert len(timeline.tracks[0]) == 3
    urls = [clip.media_reference.target_url for clip in timeline.tracks[0].find_clips()]
    assert urls == [(tmp_path / "a.mov").as_uri(), "/gone/b.mov"]
    again = read_otio(tmp_path / "out" / "timeline.otio")
    assert [s.record for s in again.shots] == [s.record for s in edit.shots]
    assert (again.tracks, again.markers, again.start_frame) == ((), (), 90_000)


def test_resolve_gets_bare_paths(tmp_path: Path) -> None:
    edit = source_timeline(tmp_path, "Resolve_OTIO")

    timeline = written(tmp_path / "out", score_of(edit))

    clip = next(iter(timeline.tracks[1].find_clips()))
    assert clip.media_reference.target_url == "/music/My out #1/stems/1m1_melody.wav"


@pytest.mark.parametrize("damage", ["moved", "removed", "shifted start", "broken"])
def test_a_timeline_that_is_wrong_is_found_out(damage: str, tmp_path: Path) -> None:
    score = score_of()
    timeline = written(tmp_path, score)
    path = tmp_path / "timeline.otio"
    track = timeline.tracks[-1]
    if damage == "moved":
        gap = otio.schema.Gap(duration=otio.opentime.RationalTime(1, float(score.edit.rate.fps)))
        track.insert(0, gap)
    elif damage == "removed":
        del track[-1]
    elif damage == "shifted start":
        timeline.global_start_time = otio.opentime.RationalTime(0, 25)
    otio.adapters.write_to_file(timeline, str(path))
    if damage == "broken":
        path.write_text("{")

    with pytest.raises(DeliveryError, match=r"timeline\.otio"):
        check_timeline(path, lay_out(tmp_path, OUT, score))
