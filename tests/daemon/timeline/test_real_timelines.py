"""Timelines that real programs wrote, where they are at hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from ningbgm_agents.errors import TimelineError
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


def test_a_newer_schema_is_refused_in_a_sentence() -> None:
    with pytest.raises(TimelineError, match="newer OpenTimelineIO schema"):
        read_otio(REAL / "premiere_example.otio")


def test_every_other_kind_of_timeline_is_refused_by_name() -> None:
    others = [path for path in REAL.iterdir() if path.suffix.lower() != ".otio"]

    assert others
    for path in others:
        with pytest.raises(TimelineError, match="OpenTimelineIO"):
            open_edit(path)
