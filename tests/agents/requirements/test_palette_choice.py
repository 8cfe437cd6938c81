"""Each palette is reached by words that people use for what it is for."""

from __future__ import annotations

from dataclasses import replace

import pytest
from asking import ask

from ningbgm_agents.brief import Likeness, Request
from ningbgm_agents.palette import load_palette, palette_names
from ningbgm_agents.requirements.ranking import Taste, rank_palettes

WISHES = {
    "acoustic": ("folk guitar by the campfire", "a vlog of daily life", "日常生活"),
    "ambient": ("dreamy ambient drone", "空灵冥想"),
    "band": ("music for a basketball video", "体育视频", "an upbeat pop band"),
    "bossa": ("bossa nova", "a cooking video", "美食视频"),
    "chamber": ("sad piano", "a family drama", "剧情片"),
    "comedy": ("a funny sitcom", "my cat and my dog", "宠物", "喜剧片"),
    "documentary": ("a documentary", "a nature film with wildlife", "纪录片"),
    "electronic": ("technology", "synthwave", "科技产品"),
    "hybrid": ("epic trailer", "预告片"),
    "lofi": ("lo-fi beats to study", "放松"),
    "lounge": ("a makeup tutorial for a beauty channel", "时尚美妆", "sleek luxury fashion"),
    "minimal": ("minimalist and hypnotic", "延时摄影"),
    "orchestral": ("orchestral and majestic", "交响"),
    "rock": ("fast cars and racing", "汽车", "rock"),
    "suspense": ("a suspenseful mystery", "crime drama", "悬疑片"),
    "workshop": ("a tutorial", "an explainer with knowledge", "手工技能", "知识科普"),
}


@pytest.mark.parametrize(("palette", "wish"), [(p, wish) for p, wishes in WISHES.items() for wish in wishes])
def test_a_sensible_wish_reaches_each_palette(palette: str, wish: str) -> None:
    assert ask(wish).palettes[0] == palette


def test_no_palette_is_left_without_a_wish() -> None:
    assert set(WISHES) == set(palette_names())


def test_palettes_differ_in_who_plays_and_how() -> None:
    bands = {}
    for name in palette_names():
        palette = load_palette(name)
        players = {(p.layer, p.manner, p.patch or (p.program, p.kit)) for p in palette.players}
        bands[name] = (players, palette)

    for one, (players, palette) in bands.items():
        for other, (others, rival) in bands.items():
            if one < other:
                shared = len(players & others) / len(players | others)
                assert shared < 0.4, (one, other, shared)
                told = (palette.tempo_bpm, palette.room, palette.scales, palette.major, palette.ostinati)
                assert told != (rival.tempo_bpm, rival.room, rival.scales, rival.major, rival.ostinati)


def test_a_bright_track_ranks_bright_palettes_first() -> None:
    taste = Taste(valence=0.3, arousal=0.3)

    bright = rank_palettes(replace(taste, brightness_hz=3000.0), 16)
    dark = rank_palettes(replace(taste, brightness_hz=800.0), 16)

    assert bright.index("electronic") < dark.index("electronic")
    assert dark.index("lofi") < bright.index("lofi")


TEMP = Likeness(
    "temp.wav",
    60.0,
    112.0,
    0.8,
    9,
    "minor",
    0.7,
    300.0,
    2500.0,
    0.2,
    tuple(round(0.1 + 0.9 * (n / 23), 3) for n in range(24)),
    14.0,
)


def test_a_temp_track_is_followed_and_the_record_says_by_what() -> None:
    brief = ask(request=Request(likeness=TEMP))

    why = {point.field: point.why for point in brief.derived}
    assert brief.tempo_bpm is not None
    assert brief.tempo_bpm[0] < 112 < brief.tempo_bpm[1]
    assert brief.tempo_bpm[1] - brief.tempo_bpm[0] < 8
    assert brief.mode == "minor"
    assert "tempo 112 as in temp.wav" in why["tempo_bpm"]
    assert "A minor" in why["mode"]
    assert next(p.value for p in brief.derived if p.field == "feeling") == "valence follows the picture"
    assert "300 onsets a minute as in temp.wav" in why["density"]
    assert "temp.wav" in why["palettes"]
    assert brief.arousal is not None
    assert brief.arousal > 0.4
    assert [shift.arousal for shift in brief.shifts] == sorted(shift.arousal for shift in brief.shifts)
    assert brief.shifts[0].arousal < brief.shifts[-1].arousal - 0.5


def test_the_wish_and_the_options_win_over_the_temp_track() -> None:
    request = Request("calm, 80 bpm, major, starts loud and fades to soft", palette="lofi", likeness=TEMP)

    brief = ask(request=request)

    assert brief.palettes[0] == "lofi"
    assert brief.mode == "major"
    assert brief.tempo_bpm is not None
    assert brief.tempo_bpm[0] <= 80 <= brief.tempo_bpm[1]
    assert not any("temp.wav" in point.why for point in brief.derived if point.field in ("tempo_bpm", "mode"))
    assert brief.arousal is not None
    assert brief.arousal < 0
    assert not any("temp.wav" in shift.words for shift in brief.shifts)


def test_brightness_is_a_reason_only_where_it_was_measured_and_no_palette_was_chosen() -> None:
    briefs = (
        ask(request=Request(likeness=TEMP)),
        ask(request=Request(likeness=replace(TEMP, brightness_hz=0.0))),
        ask(request=Request(palette="lofi", likeness=TEMP)),
    )

    told = [next(p.why for p in brief.derived if p.field == "palettes") for brief in briefs]

    assert ["about as bright" in why for why in told] == [True, False, False]


def test_a_track_without_pulse_or_key_leaves_tempo_and_mode_to_the_picture() -> None:
    quiet = replace(TEMP, tempo_bpm=None, tempo_confidence=0.0, tonic=None, mode=None, key_confidence=0.0)

    brief = ask(request=Request(likeness=quiet))

    why = {point.field: point.why for point in brief.derived}
    assert brief.tempo_bpm is None
    assert brief.mode is None
    assert "no pulse that stands out" in why["tempo_bpm"]
