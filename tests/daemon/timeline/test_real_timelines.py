"""Timelines that real programs wrote, where they are at hand."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from ningbgm_daemon.timeline.otio_reader import read_otio
from ningbgm_daemon.timeline.reader import open_edit

REAL = Path(__file__).parents[4] / "shared" / "real" / "timelines"
pytestmark = pytest.mark.skipif(not REAL.is_dir(), reason="no real timelines on this machine")


@pytest.mark.parametrize(
    ("name", "rate", "start", "duration", "shot_count"),
    [
        ("effects.otio", "24", "01:00:00:00", 1_125, 4),
        ("resolve_transition_generator.otio", "24", "01:00:00:00", 240, 3),
        ("hiero_openpype_23976.otio", "23.976", "01:00:00:00", 216, 6),
        ("resolve_retimed_clip.otio", "25", "00:00:00:00", 171, 1),
        ("raven_elfuente_remix.otio", "60", "00:00:00:00", 1_030, 5),
        ("nested_example.otio", "24", "00:00:00:00", 636, 7),
    ],
)
def test_a_real_timeline_reads_as_its_maker_meant(
    name: str, rate: str, start: str, duration: int, shot_count: int
) -> None:
    edit = read_otio(REAL / name)

    assert (str(edit.rate), str(edit.timecode(0)), edit.duration) == (rate, start, duration)
    assert len(edit.shots) == shot_count
    assert edit.shots[0].record.start == 0
    assert edit.shots[-1].record.end == duration
    for before, after in zip(edit.shots, edit.shots[1:], strict=False):
        assert before.record.end == after.record.start


def test_a_dissolve_of_resolve_is_a_cut_in_its_middle() -> None:
    edit = read_otio(REAL / "resolve_transition_generator.otio")

    second = edit.shots[1]
    assert (second.record.start, second.transition_in, second.transition_frames) == (
        96, "dissolve", 24,
    )  # fmt: skip
    assert second.kind == "generator"


def test_a_retime_of_resolve_keeps_its_record_length() -> None:
    shot = read_otio(REAL / "resolve_retimed_clip.otio").shots[0]

    assert (float(shot.speed), shot.record.duration) == (2.5, 171)


def test_sources_of_hiero_are_whole_frames_in_spite_of_its_rates() -> None:
    edit = read_otio(REAL / "hiero_openpype_23976.otio")

    starts = [shot.source_start_s * edit.rate.fps for shot in edit.shots]

    # the third shot's media counts in 24 fps
    assert [*starts[:2], *starts[3:]] == [0, 4, 26, 4, 192]


def test_markers_of_a_newer_schema_are_read() -> None:
    edit = read_otio(REAL / "premiere_example.otio")

    assert (str(edit.rate), edit.duration) == ("30", 1_271)
    assert [(m.frame, m.name, m.colour) for m in edit.markers] == [
        (113, "My MArker 1", "red"), (298, "", "red"), (395, "", "red"), (492, "dsf", "red"),
    ]  # fmt: skip


# Durations and counts are derived from the files' own text: of lists, the first record-in to the last
# record-out and the events of picture that have a length; of XML, the items' starts and ends.
@pytest.mark.parametrize(
    ("name", "rate", "start", "duration", "clips", "gaps", "markers", "tracks"),
    [
        ("25fps.edl", "25", "00:00:00:00", 496, 4, 0, 0, 0),
        ("KEY_TRANSITION.EDL", "29.97 DF", "01:00:04;10", 57, 1, 0, 0, 0),
        ("SPEEDUP_REVERSE_AND_FADEOUT.EDL", "25", "01:00:00:00", 714, 1, 1, 0, 0),
        ("speed_effects_small.edl", "24", "01:00:00:00", 16_636, 5, 2, 0, 0),
        ("test_25.edl", "25", "00:00:00:00", 4_022, 7, 0, 0, 2),
        ("TRAILER_EDL.edl", "25", "01:00:00:00", 859, 32, 0, 0, 0),
        ("ToD_R4_LOCK3.1_030618_Video.edl", "23.976", "04:00:00:00", 29_089, 376, 2, 0, 0),
        ("TEST.edl", "24", "01:00:00:00", 24_377, 0, 0, 30, 8),
        ("premiere_example.xml", "30", "00:00:00:00", 1_246, 9, 1, 5, 4),
        ("premiere_enable_property.xml", "25", "00:00:00:00", 256, 3, 1, 0, 1),
        ("resolve_transition_generator.xml", "24", "01:00:00:00", 240, 3, 0, 0, 1),
        ("transitions.aaf", "24", "01:00:00:00", 521, 4, 2, 0, 1),
        ("nested_stack.aaf", "24", "01:00:00:00", 65, 7, 1, 0, 0),
    ],
)
def test_real_timelines_of_other_dialects(
    name: str,
    rate: str,
    start: str,
    duration: int,
    clips: int,
    gaps: int,
    markers: int,
    tracks: int,
) -> None:
    edit = open_edit(REAL / name)

    assert (str(edit.rate), str(edit.timecode(0)), edit.duration) == (rate, start, duration)
    assert sum(shot.kind != "gap" for shot in edit.shots) == clips
    assert sum(shot.kind == "gap" for shot in edit.shots) == gaps
    assert (len(edit.markers), len(edit.tracks)) == (markers, tracks)
    for before, after in pairwise(edit.shots):
        assert before.record.end == after.record.start


def test_the_two_exports_of_one_resolve_timeline_agree() -> None:
    otio, xml = (open_edit(REAL / f"resolve_transition_generator.{kind}") for kind in ("otio", "xml"))

    assert [
        (s.record, s.kind, s.source_start_s, s.transition_in, s.transition_frames) for s in otio.shots
    ] == [(s.record, s.kind, s.source_start_s, s.transition_in, s.transition_frames) for s in xml.shots]
    assert [m.frame for m in otio.markers] == [m.frame for m in xml.markers]


def test_sources_of_an_avid_sequence_count_from_the_medias_first_frame() -> None:
    edit = open_edit(REAL / "transitions.aaf")

    # by hand from the AAF: t-hawk starts at 75 where its dissolve of 48 begins, KOLL at 31 likewise
    found = [(s.name.split()[0], s.record.start, s.source_start_s * 24) for s in edit.shots if s.media]
    assert found == [
        ("tech.fux", 0, 0), ("t-hawk", 93, 75 + 24), ("KOLL-HD.mp4", 247, 31 + 24), ("brokchrd", 391, 0),
    ]  # fmt: skip


def test_premieres_ticks_end_a_stereo_channel_at_the_cut() -> None:
    track = open_edit(REAL / "premiere_example.xml").tracks[-1]

    assert [(s.record.start, s.record.end, s.source_start_s * 30) for s in track.sounds] == [
        (956, 1_164, 34), (1_164, 1_246, 18),
    ]  # fmt: skip


def test_a_feature_reel_knows_its_sounds_and_markers() -> None:
    edit = open_edit(REAL / "TEST.edl")

    uses = {track.name: track.use for track in edit.tracks}
    assert (uses["A1"], uses["A7"], uses["A12"]) == ("dialogue", "effects", "music")
    first = edit.markers[0]
    assert (str(edit.timecode(first.frame)), first.name, first.colour) == (
        "01:02:12:00", "002_020 - Phone Screen - CU", "white",
    )  # fmt: skip
