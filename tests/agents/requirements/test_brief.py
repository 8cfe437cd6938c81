"""The brief: what was said, what was derived, and why."""

import pytest
from asking import ask, film

from ningbgm_agents.brief import STEMS, Brief, Request
from ningbgm_agents.errors import NotFoundError
from ningbgm_agents.evidence import Cut, Look, SpeechSpan, Words
from ningbgm_agents.palette import palette_names


def why(brief: Brief, field: str) -> str:
    return "; ".join(d.why for d in brief.derived if d.field == field)


def test_everything_unsaid_is_derived_with_a_reason() -> None:
    brief = ask("", film())

    derived = {d.field for d in brief.derived}
    assert {
        "feeling",
        "palettes",
        "tempo_bpm",
        "mode",
        "dynamics",
        "arc",
        "ending",
        "hit_density",
        "loudness_lufs",
        "stems",
    } <= derived
    assert all(d.value and d.why for d in brief.derived)


def test_what_was_said_is_not_derived() -> None:
    brief = ask("happy, 120 bpm, major, soft, builds, fade out, hit every cut, -16 LUFS", film())

    assert {d.field for d in brief.derived} == {"palettes", "stems"}


@pytest.mark.parametrize(
    ("wish", "palette"),
    [
        ("rock", "rock"),
        ("lo-fi beats to study", "lofi"),
        ("orchestral and majestic", "orchestral"),
        ("synthwave", "electronic"),
        ("dreamy ambient drone", "ambient"),
        ("funny cartoon", "comedy"),
        ("epic trailer", "hybrid"),
        ("folk guitar", "acoustic"),
        ("tender piano", "chamber"),
        ("摇滚", "rock"),
        ("电子舞曲", "electronic"),
        ("搞笑可爱的宠物视频", "comedy"),
        ("民谣吉他", "acoustic"),
        ("恐怖片", "hybrid"),
        ("交响史诗", "orchestral"),
        ("空灵冥想", "ambient"),
        ("慵懒的爵士", "lofi"),
        ("only strings", "orchestral"),
        ("like Hans Zimmer", "hybrid"),
    ],
)
def test_the_best_palette_comes_first(wish: str, palette: str) -> None:
    assert ask(wish).palettes[0] == palette


def test_at_least_three_palettes_differ_for_variations() -> None:
    brief = ask("five versions of a happy tune")

    assert len(set(brief.palettes)) == len(brief.palettes) >= 5
    assert brief.variations == 5
    assert set(brief.palettes) <= set(palette_names())


def test_a_palette_that_is_not_wanted_does_not_come_first() -> None:
    brief = ask("energetic but not electronic")

    assert "electronic" not in brief.palettes


def test_an_option_wins_over_words() -> None:
    request = Request(
        "rock for YouTube, three versions", palette="ambient", loudness_lufs=-20.0, variations=2
    )

    brief = ask(request=request)

    assert brief.palettes[0] == "ambient"
    assert brief.delivery.loudness_lufs == -20.0
    assert brief.variations == 2


def test_a_palette_that_does_not_exist_is_refused() -> None:
    with pytest.raises(NotFoundError, match="choose one of"):
        ask(request=Request(palette="polka"))


def test_the_films_text_is_weaker_than_the_wish_and_said_to_be() -> None:
    caption = (Words("A scary horror night, tense and dark", "film.txt"),)

    alone = ask("", film(words=caption))
    against = ask("funny cartoon music", film(words=caption))

    assert alone.palettes[0] == "hybrid"
    assert "weaker evidence" in why(alone, "palettes")
    assert alone.valence is None
    assert against.palettes[0] == "comedy"


def test_the_films_text_makes_no_demands_that_fail() -> None:
    brief = ask("", film(words=(Words("A singer sings Yesterday with a zorgly theremin", "film.txt"),)))

    assert brief.unhonoured == ()


def test_a_dark_film_asks_for_other_palettes_than_a_bright_one() -> None:
    dark = ask("", film(look=Look(0.08, 0.1, -0.3, 0.6), motion=0.6))
    bright = ask("", film(look=Look(0.75, 0.6, 0.4, 0.3), motion=0.05))

    assert dark.palettes[0] != bright.palettes[0]
    assert dark.palettes[0] == "suspense"


def test_loudness_is_minus_18_where_nobody_says() -> None:
    brief = ask("calm")

    assert brief.delivery.loudness_lufs == -18.0
    assert why(brief, "loudness_lufs")


def test_a_platform_gives_its_loudness_and_is_named() -> None:
    brief = ask("calm, for Netflix")

    assert (brief.delivery.loudness_lufs, brief.delivery.true_peak_dbtp) == (-27.0, -2.0)
    assert "Netflix" in why(brief, "loudness_lufs")


def test_a_loudness_outside_the_limits_is_sent_back_and_limited() -> None:
    events: list = []

    brief = ask(events=events, request=Request("calm", loudness_lufs=0.0))

    assert brief.delivery.loudness_lufs == -8.0
    assert any("0 LUFS" in sentence for sentence in brief.unhonoured)
    assert [e.agent for e in events if e.action == "delivers"].count("brief_writer") == 2


def test_an_unknown_stem_is_sent_back_and_named() -> None:
    brief = ask(request=Request("calm", stems=("drums", "kazoo")))

    assert brief.delivery.stems == ("drums",)
    assert any("kazoo" in sentence for sentence in brief.unhonoured)


def test_no_stems_named_means_all() -> None:
    assert ask("calm").delivery.stems == STEMS


def test_a_silence_that_leaves_nothing_is_not_used_and_told() -> None:
    brief = ask("no music before 2:00", film(seconds=60))

    assert brief.silences == ()
    assert any("no music before 2:00" in sentence for sentence in brief.unhonoured)


def test_an_open_silence_ends_with_the_film() -> None:
    brief = ask("no music after 0:40", film(seconds=60))

    assert [(s.start_s, s.end_s) for s in brief.silences] == [(40.0, 60.0)]


def test_a_silence_until_something_happens_has_a_limit() -> None:
    brief = ask("silence until the door slams", film(seconds=60))

    assert brief.silences[0].until == "the door slams"
    assert brief.silences[0].end_s == 30.0


def test_a_silent_opening_takes_a_tenth_of_the_film() -> None:
    brief = ask("开头安静", film(seconds=60))

    assert [(s.start_s, s.end_s) for s in brief.silences] == [(0.0, 6.0)]
    assert why(brief, "silences")


def test_no_music_under_speech_becomes_silences_where_speech_is() -> None:
    speech = (SpeechSpan(5.0, 8.0, 0.9), SpeechSpan(8.4, 10.0, 0.9), SpeechSpan(20.0, 22.0, 0.9))

    brief = ask("no music under dialogue", film(speech=speech))

    assert [(s.start_s, s.end_s) for s in brief.silences] == [(5.0, 10.0), (20.0, 22.0)]


def test_a_film_full_of_speech_is_scored_softly_and_with_few_hits() -> None:
    brief = ask("", film(speech=(SpeechSpan(0.0, 50.0, 0.9),)))

    assert brief.dynamics == "soft"
    assert brief.hit_density < 1


def test_a_film_that_cuts_without_pause_is_not_hit_on_every_cut() -> None:
    cuts = tuple(Cut(frame, 0.9) for frame in range(20, 1500, 20))

    assert ask("", film(cuts=cuts)).hit_density < 1


def test_the_film_gives_the_length() -> None:
    brief = ask("30 seconds of calm", film(seconds=60))

    assert brief.duration_s is None
    assert any("film gives the length" in sentence for sentence in brief.unhonoured)


def test_without_a_film_the_wish_gives_the_length_else_half_a_minute() -> None:
    assert ask("一分钟").duration_s == 60.0
    assert ask("calm").duration_s == 30.0


@pytest.mark.parametrize(
    ("wish", "seconds", "ending"),
    [
        ("a hopeful ending", 60, "ring_out"),
        ("ends exciting", 60, "button"),
        ("calm piano", 5, "button"),
        ("calm piano", 60, "ring_out"),
        ("rock", 60, "button"),
        ("rock, fade out", 60, "fade"),
    ],
)
def test_the_ending_follows_the_wish_the_length_and_the_palette(wish: str, seconds: int, ending: str) -> None:
    assert ask(wish, film(seconds=seconds)).ending == ending


def test_a_climax_at_a_time_becomes_a_shift_around_it() -> None:
    brief = ask("climax at 0:30", film(seconds=60))

    assert [(s.start, s.end) for s in brief.shifts] == [(0.45, 0.55)]


def test_a_refused_mood_moves_the_feeling_away_from_it() -> None:
    brief = ask("not too sad", film())

    assert brief.valence is not None
    assert brief.valence > 0
    assert "not wanted" in why(brief, "feeling")


def test_a_style_brings_its_tempo_and_instrument_as_derived() -> None:
    brief = ask("like a western")

    assert brief.tempo_bpm == (92.0, 116.0)
    assert brief.include == ("guitar",)
    assert "western" in why(brief, "tempo_bpm")


def test_the_same_request_gives_the_same_brief() -> None:
    wish = "epic, starts calm, no drums, like John Williams"

    assert ask(wish, film()) == ask(wish, film())
