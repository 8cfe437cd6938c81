"""FCPXML that Final Cut Pro wrote, where it is at hand; the numbers are counted in the files' own text."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from ningbgm_agents.timeline import Edit
from ningbgm_daemon.timeline.fcpxml_reader import read_fcpxml

REAL = Path(__file__).parents[4] / "shared" / "real" / "timelines"
pytestmark = pytest.mark.skipif(not REAL.is_dir(), reason="no real timelines on this machine")


def read(name: str) -> Edit:
    return read_fcpxml(REAL / f"{name}.fcpxml")


@pytest.mark.parametrize(
    ("name", "rate", "start", "duration", "shot_count", "marker_count"),
    [
        # sequence duration 80300220/360000s at 1001/24000s; 7 clips in the spine, 3 connected ones, of which
        # the storyline leaves its parent seen on both sides; 13 markers, 1 in the idle half of the audition.
        ("fcp_23.98", "23.976", "00:00:00:00", 5348, 11, 12),
        # 887887/30000s, tcFormat DF; 7 clips in the spine, a storyline of 4 and a compound over two of them;
        # 20 markers, 3 in the compound: two of them in its first use (108 of 174 frames), one in its second.
        ("fcp_29.97d", "29.97 DF", "00:00:00;00", 887, 14, 23),
        # 1564400/9600s at 24, tcStart 3600s; gap, clip, gap, clip; 3 markers.
        ("fcp_24With25Media", "24", "01:00:00:00", 3911, 4, 3),
        # 300800/10000s at 25; title, clouds, title; 2 markers outside, 2 + 1 + 1 inside the compounds.
        ("fcp_CompoundClips", "25", "01:00:00:00", 752, 3, 6),
        # 295200/10000s at 25; one synchronised clip; 3 markers.
        ("fcp_SyncClip", "25", "01:00:00:00", 738, 1, 3),
        # 4651647/24000s at 23.976; sound alone; 5 clips with 2 markers each.
        ("fcp_AudioOnly", "23.976", "00:00:00:00", 4647, 0, 10),
        # 30s at 24; 3 titles and a fade out, whose black counts; 8 markers of transitions, 3 of titles.
        ("fcp_TransitionMarkers1", "24", "01:00:00:00", 720, 4, 11),
        # 1119900/2500s at 25; 2 clips and clouds; 30 markers, 1 "Out of Bounds" that Final Cut hides.
        ("fcp_Complex", "25", "00:00:00:00", 11199, 3, 29),
        # 93693600/720000s at 23.976; a title, 15 + 4 + 9 + 4 + 5 + 3 clips of six storylines, 5 clips of the
        # main one between them, and black after the title and at the end; the 25 markers all lie in parts
        # of their clips that are not used.
        ("fcp_TimelineSample", "23.976", "00:00:00:00", 3120, 48, 0),
        # 6636630/24000s at 23.976; 7 clips, black before angle A begins (260 frames) and after it ends.
        ("fcp_MulticamSampleWithCuts", "23.976", "00:00:00:00", 6630, 9, 0),
        # 30s at 60; cut every 5 seconds by hand.
        ("fcp_60fps_rubric_clips", "60", "00:00:00:00", 1800, 6, 0),
        ("fcp_60fps_rubric_compound_clips", "60", "00:00:00:00", 1800, 6, 0),
        ("fcp_60fps_rubric_markers", "60", "00:00:00:00", 1800, 1, 5),
        # 21602243/144000s at 30, which is 4500.47 frames; markers 1, 2, 4, 5, 7, 8, 9 and an unused 3.
        ("otio_fcpx_project", "30", "00:00:00:00", 4500, 17, 7),
    ],
)
def test_a_real_project_reads_as_its_maker_meant(
    name: str, rate: str, start: str, duration: int, shot_count: int, marker_count: int
) -> None:
    edit = read(name)

    assert (str(edit.rate), str(edit.timecode(0)), edit.duration) == (rate, start, duration)
    assert len(edit.markers) == marker_count
    assert len(edit.shots) == shot_count
    assert not edit.shots or (edit.shots[0].record.start, edit.shots[-1].record.end) == (0, duration)


def test_a_clip_of_another_rate_plays_every_frame() -> None:
    edit = read("fcp_24With25Media")

    # start 684/25s, 9/4s long: 54 frames of 25 as 54 frames of 24; the marker is 1 frame after the start.
    shot = edit.shots[1]
    assert (shot.record.start, shot.record.end, shot.source_start_s) == (240, 294, Fraction(684, 25))
    assert shot.speed == Fraction(24, 25)
    assert [m.frame for m in edit.markers] == [241, 360 + 2753, 360 + 3210]


def test_a_fade_and_a_storyline_that_dissolves_over_the_picture() -> None:
    edit = read("fcp_23.98")

    # fade in of 286286/24000s; storyline at 571571/3000s, 280 frames into the clip at frame 2724, with
    # transitions of 24 and 128 frames at its ends, 463 frames long.
    assert (edit.shots[0].transition_in, edit.shots[0].transition_frames) == ("fade_in", 286)
    over, back = edit.shots[5], edit.shots[7]
    assert (over.record.start, over.transition_in, over.transition_frames) == (
        2724 + 280 + 12,
        "dissolve",
        24,
    )
    assert (back.record.start, back.transition_in) == (2724 + 280 + 463 - 64, "dissolve")


def test_the_angles_of_a_multicam_clip_are_seen_and_heard_apart() -> None:
    edit = read("fcp_MulticamSampleWithCuts")

    letters = [s.name[-1] if s.media else "-" for s in edit.shots]
    assert letters == ["-", "A", "B", "B", "A", "A", "B", "A", "-"]
    # 1138137 - 304304 of 24000ths: the time of angle B less the gap before it.
    assert edit.shots[2].source_start_s == Fraction(833833, 24000)
    sounds = edit.tracks[0].sounds
    assert [s.name for s in sounds][0::6] == ["4CH001I", "4CH001I"]
    assert sounds[-1].source_start_s == Fraction(5779774, 24000)


def test_sound_is_sorted_by_role_and_what_is_turned_down_is_left_out() -> None:
    edit = read("fcp_Complex")

    # Both clips carry -96 dB; the two sounds are in the roles music-1 and effects-1 by their channels.
    assert [(t.name, t.use, len(t.sounds)) for t in edit.tracks] == [
        ("music", "music", 1), ("effects", "effects", 1),
    ]  # fmt: skip
    assert [c.text for c in edit.captions] == ["Basic Title", "Basic Title 2"]


def test_a_long_storyline_of_retimed_clips() -> None:
    edit = read("fcp_TimelineSample")

    backwards = next(s for s in edit.shots if s.name.startswith("Signage 3"))
    # start 78078, map from 336336 down by 78078 - 61061, the file starts at 61061 (of 24000ths).
    assert (backwards.speed, backwards.source_start_s) == (-1, Fraction(319319 - 61061, 24000))
    slow = next(s for s in edit.shots if s.name.startswith("Mixing"))
    assert abs(slow.speed - Fraction(133, 100)) < Fraction(1, 10_000)
    music = next(t for t in edit.tracks if t.use == "music")
    assert (music.sounds[0].record.start, music.sounds[0].record.end) == (96, 3120)
    still = next(s for s in edit.shots if s.name == "shop_front")
    assert (still.speed, still.source_start_s, still.record.duration) == (0, 0, 95)


def test_titles_of_compound_clips_say_their_words() -> None:
    edit = read("fcp_CompoundClips")

    assert [s.kind for s in edit.shots] == ["title", "generator", "title"]
    assert [(c.record.start, c.record.end, c.text) for c in edit.captions] == [
        (0, 251, "Title"),
        (501, 752, "Title"),
    ]
