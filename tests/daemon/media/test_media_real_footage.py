"""Cuts of real clips, annotated by eye; skipped where the clips are not at hand."""

import json
from pathlib import Path

import pytest

from ningbgm_daemon.media.sense import sense

REAL = Path(__file__).resolve().parents[4] / "shared" / "real"
FOOTAGE = REAL / "footage"

pytestmark = pytest.mark.skipif(not FOOTAGE.exists(), reason="no real footage at hand")

BY_HAND = {
    "bbb_opening_720p_vp8.webm": [283, 376, 551],
    "fcp_rubric_60fps_prores.mov": [300, 600, 900, 1200, 1500],
    "nasa_webb_13s_multistream.mp4": [240],
}
WITHOUT = [
    "sintel_dip_to_black_5s.mp4",
    "dog_trick_2997.mp4",
    "gopro_karma_drone_2997_tc.mp4",
    "phone_desks_vfr.3gp",
    "phone_rooftop_lens_switch.mp4",
    "portrait_4k60_rot90.mp4",
    "gannets_mpeg4_23976.avi",
    "walker_pause.gif",
    "traffic_12fps.mp4",
]


def hard_cuts(name: str) -> list[int]:
    return [cut.frame for cut in sense(FOOTAGE / name).evidence.cuts if cut.kind == "cut"]


@pytest.mark.parametrize("name", ["sintel_scales_25fps.mp4", "bbb_opening_480p.mp4"])
def test_annotated_cuts_are_found_on_their_frame(name: str) -> None:
    clips = json.loads((FOOTAGE / "cuts.json").read_text())["clips"]
    clip = next(clip for clip in clips if clip["file"] == name)

    assert hard_cuts(name) == [cut["frame"] for cut in clip["hard_cuts"]]


@pytest.mark.parametrize("name", sorted(BY_HAND))
def test_cuts_listed_by_hand_are_found_on_their_frame(name: str) -> None:
    assert hard_cuts(name) == BY_HAND[name]


@pytest.mark.parametrize("name", WITHOUT)
def test_clips_of_one_shot_get_no_cut(name: str) -> None:
    assert hard_cuts(name) == []


def test_gradual_changes_of_real_clips_are_named() -> None:
    dip = sense(FOOTAGE / "sintel_dip_to_black_5s.mp4").evidence.cuts
    dissolve = sense(FOOTAGE / "nasa_webb_13s_multistream.mp4").evidence.cuts

    assert [cut.kind for cut in dip] == ["dip"]
    assert dip[0].frame == pytest.approx(50, abs=5)
    assert [cut.kind for cut in dissolve] == ["dissolve", "cut"]


def test_speech_is_heard_where_somebody_speaks() -> None:
    talk = sense(REAL / "audio" / "jfk.flac").evidence
    music = sense(REAL / "audio" / "fluffing_a_duck.mp3", end_s=20).evidence

    assert talk.speaking(0, 11) > 6
    assert music.speaking(0, 20) == 0
