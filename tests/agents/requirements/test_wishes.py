"""Wishes in plain words, English and Chinese, and what has to be understood of them."""

import pytest

from ningbgm_agents.requirements.reader import read_wish
from ningbgm_agents.requirements.wish import Wish


def silences(wish: Wish) -> list[tuple[float, float, str]]:
    return [(s.start_s, s.end_s, s.until) for s in wish.silences]


LAST = 86_400.0

FIELDS = [
    ("happy and playful", {"named": ("happy", "playful")}),
    ("快乐的音乐", {"named": ("happy",)}),
    ("輕快歡樂的音樂", {"named": ("fresh", "happy")}),
    ("不要太悲伤", {"named": (), "valence": None}),
    ("not sad, but warm", {"named": ("warm",)}),
    ("紧张悬疑的氛围", {"named": ("tense",), "valence": -0.5}),
    ("I want something mysterious please", {"named": ("mysterious",)}),
    ("我希望音乐温暖", {"named": ("warm",)}),
    ("十分快乐", {"named": ("happy",), "duration_s": None}),
    ("no drums", {"exclude": ("drums",), "include": ()}),
    ("without strings", {"exclude": ("strings",)}),
    ("no drums, bass or choir", {"exclude": ("drums", "bass", "choir")}),
    ("no drums, piano and strings", {"exclude": ("drums",), "include": ("piano", "strings")}),
    ("no drums and no guitar", {"exclude": ("drums", "guitar")}),
    ("strings without drums", {"include": ("strings",), "exclude": ("drums",)}),
    ("不要鼓", {"exclude": ("drums",), "include": ()}),
    ("不要鼓和吉他,要钢琴", {"exclude": ("drums", "guitar"), "include": ("piano",)}),
    ("没有鼓点的钢琴曲", {"exclude": ("drums",), "include": ("piano",)}),
    ("piano and cello", {"include": ("piano", "cello")}),
    ("加入小提琴和长笛", {"include": ("violin", "flute")}),
    ("no vocals", {"exclude": ("voice",), "unhonoured": ()}),
    ("纯音乐,无人声", {"unhonoured": ()}),
    ("120 bpm", {"tempo_bpm": (117.6, 122.4)}),
    ("around 100 bpm", {"tempo_bpm": (94.0, 106.0)}),
    ("90-100 bpm", {"tempo_bpm": (90.0, 100.0)}),
    ("tempo of 96", {"tempo_bpm": (94.1, 97.9)}),
    ("每分钟90拍", {"tempo_bpm": (88.2, 91.8)}),
    ("slow and sad", {"tempo_bpm": (56.0, 80.0), "named": ("sad",)}),
    ("快节奏", {"tempo_bpm": (120.0, 160.0)}),
    ("not too fast", {"tempo_bpm": (60.0, 104.0)}),
    ("in a minor key", {"mode": "minor"}),
    ("C minor", {"mode": "minor"}),
    ("大调", {"mode": "major"}),
    ("soft music", {"dynamics": "soft"}),
    ("loud and thunderous", {"dynamics": "loud"}),
    ("响亮有力", {"dynamics": "loud"}),
    ("it builds slowly", {"arc": "rise"}),
    ("climax at the end", {"arc": "rise"}),
    ("逐渐推向高潮", {"arc": "rise"}),
    ("keep it steady", {"arc": "steady"}),
    ("no build", {"arc": "steady"}),
    ("peak in the middle", {"arc": "arch"}),
    ("winds down at the end", {"arc": "fall"}),
    ("end with a button", {"ending": "button"}),
    ("let it ring", {"ending": "ring_out"}),
    ("fade out", {"ending": "fade"}),
    ("结尾淡出", {"ending": "fade"}),
    ("open ending", {"ending": "open"}),
    ("开放式结尾", {"ending": "open"}),
    ("30 seconds", {"duration_s": 30.0}),
    ("a 45-second piece", {"duration_s": 45.0}),
    ("1 minute 30 seconds long", {"duration_s": 90.0}),
    ("half a minute of calm", {"duration_s": 30.0, "named": ("calm",)}),
    ("一分钟", {"duration_s": 60.0}),
    ("一分半的钢琴曲", {"duration_s": 90.0, "include": ("piano",)}),
    ("时长三十秒", {"duration_s": 30.0}),
    ("-14 LUFS", {"loudness_lufs": -14.0}),
    ("for YouTube", {"loudness_lufs": -14.0}),
    ("适合抖音", {"loudness_lufs": -14.0}),
    ("broadcast, EBU R128", {"loudness_lufs": -23.0}),
    ("ATSC", {"loudness_lufs": -24.0, "true_peak_dbtp": -2.0}),
    ("for Netflix", {"loudness_lufs": -27.0, "true_peak_dbtp": -2.0}),
    ("for Netflix at -20 LUFS", {"loudness_lufs": -20.0}),
    ("hit every cut", {"hit_density": 2.0}),
    ("don't mickey-mouse", {"hit_density": 0.4}),
    ("don't hit every cut", {"hit_density": 0.4}),
    ("subtle", {"hit_density": 0.4}),
    ("卡点", {"hit_density": 1.6}),
    ("不要卡点", {"hit_density": 0.0}),
    ("three variations", {"variations": 3}),
    ("2 versions", {"variations": 2}),
    ("三个版本", {"variations": 3}),
    ("keep under the dialogue", {"duck": True}),
    ("不要盖过对白", {"duck": True}),
    ("no ducking", {"duck": False}),
    ("no music under dialogue", {"silent_under_speech": True}),
    ("说话时不要音乐", {"silent_under_speech": True}),
    ("开头安静", {"opening_silence": True}),
    ("silent opening", {"opening_silence": True}),
    ("like a western", {"styles": ("western",)}),
    ("婚礼视频", {"styles": ("wedding",)}),
    ("instrumental music for my video", {"unhonoured": ()}),
    ("violin instead of piano", {"include": ("violin",), "exclude": ("piano",)}),
    ("用小提琴代替钢琴", {"include": ("violin",), "exclude": ("piano",)}),
    ("not only piano but also strings", {"include": ("piano", "strings"), "exclude": ()}),
    ("quiet during dialogue", {"duck": True, "named": ()}),
    ("不要太吵", {"dynamics": "soft", "unhonoured": ()}),
    ("a slow burn that builds", {"arc": "rise", "tempo_bpm": None}),
    ("drums come in softly", {"include": ("drums",), "silences": ()}),
    ("a track of 1:30 length", {"duration_s": 90.0}),
    ("make the ending sadder", {"named": ("sad",), "moods": ()}),
]


@pytest.mark.parametrize(("text", "expected"), FIELDS, ids=[text for text, _ in FIELDS])
def test_a_wish_is_understood(text: str, expected: dict[str, object]) -> None:
    wish = read_wish(text)

    understood = {name: getattr(wish, name) for name in expected}

    assert understood == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("no music before 0:10", (0.0, 10.0, "")),
        ("music from 5s", (0.0, 5.0, "")),
        ("the music starts at 12 seconds", (0.0, 12.0, "")),
        ("first 5 seconds silent", (0.0, 5.0, "")),
        ("no music between 00:20 and 00:30", (20.0, 30.0, "")),
        ("silence from 1 to 2 minutes", (60.0, 120.0, "")),
        ("no music after 1:00", (60.0, LAST, "")),
        ("silence until the door slams", (0.0, LAST, "the door slams")),
        ("the music starts when she opens the letter", (0.0, LAST, "she opens the letter")),
        ("从10秒开始", (0.0, 10.0, "")),
        ("前五秒不要音乐", (0.0, 5.0, "")),
        ("20秒到30秒不要音乐", (20.0, 30.0, "")),
        ("直到门关上才有音乐", (0.0, LAST, "门关上")),
        ("一分钟后不要音乐", (60.0, LAST, "")),
    ],
)
def test_a_silence_is_understood(text: str, expected: tuple[float, float, str]) -> None:
    wish = read_wish(text)

    assert silences(wish) == [expected]
    assert wish.unhonoured == ()


def test_a_timecode_counts_its_frames_at_the_rate_of_the_film() -> None:
    wish = read_wish("no music before 00:00:10:12", fps=24.0)

    assert silences(wish) == [(0.0, 10.5, "")]


@pytest.mark.parametrize(
    ("text", "places", "arc"),
    [
        ("starts calm, builds to epic", [(0.0, 0.25, "calm"), (0.55, 1.0, "epic")], "rise"),
        ("from calm to epic", [(0.0, 0.25, "calm"), (0.55, 1.0, "epic")], "rise"),
        ("epic music with a hopeful ending", [(0.8, 1.0, "hopeful")], None),
        ("sad beginning", [(0.0, 0.25, "sad")], None),
        ("calm at the start and exciting at the end", [(0.0, 0.25, "calm"), (0.8, 1.0, "exciting")], "rise"),
        ("starts fast, ends slow", [(0.0, 0.25, "fast"), (0.8, 1.0, "slow")], "fall"),
        (
            "first calm, then tense, finally hopeful",
            [(0.0, 0.25, "calm"), (0.25, 0.8, "tense"), (0.8, 1.0, "hopeful")],
            "arch",
        ),
        (
            "开头平静,然后紧张,结尾温暖",
            [(0.0, 0.25, "平静"), (0.25, 0.8, "紧张"), (0.8, 1.0, "温暖")],
            "arch",
        ),
        ("从平静到激昂", [(0.0, 0.25, "平静"), (0.55, 1.0, "激昂")], "rise"),
        ("先平静后激烈", [(0.0, 0.25, "平静"), (0.25, 1.0, "激烈")], "rise"),
        ("结尾要有希望", [(0.8, 1.0, "有希望")], None),
    ],
)
def test_a_shape_over_time_is_understood(
    text: str, places: list[tuple[float, float, str]], arc: str | None
) -> None:
    wish = read_wish(text)

    assert [(s.start, s.end, s.words) for s in wish.shifts] == places
    assert wish.arc == arc


def test_a_feeling_of_one_place_is_not_taken_for_the_whole_film() -> None:
    wish = read_wish("starts calm, builds to epic")

    assert wish.named == ("calm", "epic")
    assert wish.valence is None


def test_contradicting_tempi_of_two_places_do_not_contradict() -> None:
    wish = read_wish("starts slow, ends fast")

    assert wish.tempo_bpm is None
    assert wish.unhonoured == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("fast and slow", "contradict each other"),
        ("happy and sad", "contradict each other"),
        ("major and minor", "both asked for"),
        ("fast, 60 bpm", "the number holds"),
        ("with piano but no piano", "both wanted and not wanted"),
        ("with rap", "does not rap"),
        ("加入说唱", "does not rap"),
        ("play Let it be", "written anew"),
        ("播放《夜曲》", "written anew"),
        ("a cover of Yesterday", "written anew"),
        ("in 5.1 surround", "stereo"),
        ("with narration", "does not speak"),
        ("with a theremin", "theremin"),
        ("a flubbery feel", "flubbery"),
        ("happy and zorgly music", "zorgly"),
        ("in D major", "tonic D"),
        ("like Hans Zimmer", "Nothing of Hans Zimmer is copied"),
        ("像久石让那样", "Nothing of Joe Hisaishi is copied"),
        ("like the blorb ensemble", "not known"),
        ("less drums", "cannot be weighed"),
        ("big hit at 0:20", "set a marker"),
        ("with erhu", "the violin takes its line"),
        ("500 bpm", "outside 30 to 240"),
        ("no music", "nothing to score"),
        ("drums come in at 0:20", "could not be tied"),
        ("a seamless loop", "not promised"),
        ("no music between 0:30 and 0:20", "ends before it starts"),
    ],
)
def test_what_cannot_be_honoured_is_told(text: str, told: str) -> None:
    wish = read_wish(text)

    assert any(told in sentence for sentence in wish.unhonoured), wish.unhonoured


def test_only_one_instrument_leaves_the_other_families_out() -> None:
    wish = read_wish("only piano")

    assert wish.include == ("piano",)
    assert "keys" not in wish.exclude
    assert {"strings", "brass", "percussion", "synth"} <= set(wish.exclude)


@pytest.mark.parametrize("text", ["piano only", "solo piano", "只用钢琴", "just the piano"])
def test_only_is_understood_before_and_after_the_instrument(text: str) -> None:
    wish = read_wish(text)

    assert wish.include == ("piano",)
    assert "strings" in wish.exclude


def test_a_reference_gives_traits_and_palettes_and_is_never_copied() -> None:
    wish = read_wish("something like Hans Zimmer")

    assert dict(wish.palettes)["hybrid"] > 0
    assert "ostinato" in wish.reference
    assert any("copied" in sentence for sentence in wish.unhonoured)


def test_degrees_move_a_feeling_outward_and_inward() -> None:
    plain = read_wish("sad").valence
    strong, weak = read_wish("very sad").valence, read_wish("slightly sad").valence

    assert strong is not None
    assert plain is not None
    assert weak is not None
    assert strong < plain < weak < 0


def test_an_empty_wish_asks_for_nothing() -> None:
    assert read_wish("") == Wish()


def test_a_long_wish_is_read_as_a_whole() -> None:
    wish = read_wish(
        "Gentle acoustic guitar and piano for my wedding film, no drums, starts quietly and builds to a "
        "triumphant climax, no music before 0:08, fade out, -16 LUFS, two versions."
    )

    assert wish.include == ("guitar", "piano")
    assert wish.exclude == ("drums",)
    assert wish.styles == ("wedding",)
    assert wish.arc == "rise"
    assert silences(wish) == [(0.0, 8.0, "")]
    assert (wish.ending, wish.loudness_lufs, wish.variations) == ("fade", -16.0, 2)
    assert wish.unhonoured == ()
