"""Team 1: who works, what binds them, and that no words can break them."""

from asking import ask, film
from hypothesis import given, settings
from hypothesis import strategies as st

from ningbgm_agents.agent import Event
from ningbgm_agents.brief import STEMS, Request
from ningbgm_agents.palette import palette_names
from ningbgm_agents.requirements.times import seconds_in
from ningbgm_agents.requirements.vocabulary import entries
from ningbgm_agents.role import load_role

ROLES = ("requirements_supervisor", "wish_reader", "brief_writer", "requirements_verifier")


def test_the_supervisor_assigns_each_expert_delivers_and_the_verifier_passes() -> None:
    events: list[Event] = []

    ask("calm piano", film(), events)

    assert [(e.agent, e.action) for e in events] == [
        ("requirements_supervisor", "assigns"),
        ("requirements_supervisor", "assigns"),
        ("wish_reader", "delivers"),
        ("brief_writer", "delivers"),
        ("requirements_verifier", "passes"),
    ]


def test_what_the_request_fixes_binds_every_task() -> None:
    events: list[Event] = []

    ask(request=Request("calm", palette="ambient"), events=events)

    assigned = [e for e in events if e.action == "assigns"]
    assert all("palette is ambient [request/palette]" in e.reasons for e in assigned)


def test_every_role_of_the_team_is_a_full_profile() -> None:
    for name in ROLES:
        role = load_role(name)

        assert role.name == name
        assert role.team == "requirements"
        assert role.responsibilities
        assert role.expertise
        assert role.tools
        assert role.knowledge
        assert role.constraints
        assert role.best_practices


def test_every_check_of_the_verifier_has_an_expert_that_answers_for_it() -> None:
    answered = {check for name in ROLES for check in load_role(name).answers_for}

    assert answered == {"vocabulary", "ranges", "contradictions", "delivery", "silences"}


def test_styles_name_only_palettes_and_instruments_that_exist() -> None:
    instruments = {e.name for e in entries() if e.kind == "instrument"}
    for entry in entries():
        if entry.kind == "style":
            assert set(entry.palettes) <= set(palette_names()), entry.name
            assert set(entry.include) <= instruments, entry.name
        if entry.kind == "instrument" and entry.instead:
            assert entry.instead in instruments


def test_moods_lie_on_the_circumplex() -> None:
    for entry in entries():
        if entry.kind == "mood":
            assert entry.valence is not None
            assert -1 <= entry.valence <= 1
            assert entry.arousal is not None
            assert -1 <= entry.arousal <= 1


SENTENCES = ("0:10", "30 seconds", "120 bpm", "-14 LUFS", "从10秒开始", "until", "between", "5", ",", "，")
WORDS = [*sorted({word for entry in entries() for word in entry.words}), *SENTENCES]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=14), st.integers(1, 200))
def test_no_mixture_of_known_words_breaks_the_brief(words: list[str], seconds: int) -> None:
    brief = ask(" ".join(words), film(seconds=seconds))

    assert len(brief.palettes) >= 3
    assert brief.valence is None or -1 <= brief.valence <= 1
    assert brief.arousal is None or -1 <= brief.arousal <= 1
    assert brief.tempo_bpm is None or 30 <= brief.tempo_bpm[0] <= brief.tempo_bpm[1] <= 240
    assert all(0 <= s.start_s < s.end_s <= seconds + 0.05 for s in brief.silences)
    assert all(0 <= s.start < s.end <= 1 for s in brief.shifts)
    assert not set(brief.include) & set(brief.exclude)
    assert set(brief.delivery.stems) <= set(STEMS)
    assert -40 <= brief.delivery.loudness_lufs <= -8
    assert 1 <= brief.variations <= 9


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_no_text_at_all_breaks_the_brief(text: str) -> None:
    brief = ask(text)

    assert brief.wish == text
    assert brief == ask(text)


def test_times_are_read_in_both_languages() -> None:
    said = {
        "5 s": 5,
        "0:10": 10,
        "1:02:03": 3723,
        "two minutes": 120,
        "half a minute": 30,
        "十五秒": 15,
        "一分钟": 60,
        "两分半": 150,
        "1分30秒": 90,
        "一百二十秒": 120,
    }

    assert {text: seconds_in(text) for text in said} == said
