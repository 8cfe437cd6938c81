"""What models saw in the pictures, in the scene: named with source and confidence, held against the rest."""

from dataclasses import replace

import pytest
from drawn_film import BRIGHT, DARK, WARM, StillClock, Stretch, draw, film, understand

from ningbgm_agents.brief import Brief, Request
from ningbgm_agents.evidence import (
    Evidence,
    Look,
    PictureCaption,
    PictureTag,
    Shown,
    SpeechSpan,
    TagKind,
)
from ningbgm_agents.minds.rules import RulesMind
from ningbgm_agents.picture_words import KINDS, felt_in, picture_word, words_of
from ningbgm_agents.requirements.film_kind import film_kind
from ningbgm_agents.requirements.team import make_brief
from ningbgm_agents.requirements.vocabulary import entry_named
from ningbgm_agents.scene import HolisticScene
from ningbgm_agents.timeline import Edit
from ningbgm_agents.understanding.bench import UnderstandingBench
from ningbgm_agents.understanding.emotion import sense_feelings
from ningbgm_agents.understanding.pictured import Pictured
from ningbgm_agents.understanding.shown import shown_records
from ningbgm_agents.understanding.signals import read_signals
from ningbgm_agents.understanding.sound import listen
from ningbgm_agents.understanding.speech import hear
from ningbgm_agents.understanding.visual import see

EYE, MATCH = "maker/eye", "maker/match"


def caption(
    start_s: int,
    end_s: int,
    text: str = "A woman stirs a pot.",
    objects: tuple[str, ...] = ("a woman", "pot"),
    moods: tuple[str, ...] = ("warm",),
    setting: str = "a kitchen",
    confidence: float = 0.6,
    image: str = "",
) -> PictureCaption:
    start, end = start_s * 25, end_s * 25
    return PictureCaption(
        (start + end) // 2, start, end, text, objects, moods, setting, confidence, EYE, image
    )


def tag(start_s: int, end_s: int, word: str, kind: TagKind, confidence: float = 0.6) -> PictureTag:
    start, end = start_s * 25, end_s * 25
    return PictureTag((start + end) // 2, start, end, word, kind, confidence, MATCH)


def checks(scene: HolisticScene) -> set[str]:
    return {finding.check for finding in scene.findings}


def seen(evidence: Evidence, *views: PictureCaption | PictureTag) -> Evidence:
    return replace(
        evidence,
        captions=tuple(view for view in views if isinstance(view, PictureCaption)),
        tags=tuple(view for view in views if isinstance(view, PictureTag)),
    )


def test_subject_and_place_are_named_with_who_says_so_and_how_sure_that_is() -> None:
    scene = understand(seen(film(), caption(0, 20)))

    record, later = scene.record_at(5 * 25), scene.record_at(50 * 25)
    assert record.subject == "woman"
    assert record.background == "bright surroundings in green: a kitchen"
    told = [(s.field, s.confidence, s.why) for s in record.support if s.source == EYE]
    assert ("subject", 0.6, "“A woman stirs a pot.”") in told
    assert ("background", 0.6, "place: a kitchen") in told
    assert ("mood", 0.6, "mood of the picture: warm") in told
    assert later.subject == "a face, close"
    assert not [s for s in later.support if s.source == EYE and s.field == "subject"]


def test_what_was_measured_stays_beside_what_was_seen() -> None:
    plain, pictured = understand(film()), understand(seen(film(), caption(0, 60)))

    for before, after in zip(plain.records, pictured.records, strict=True):
        assert after.span == before.span
        assert {s for s in before.support if s.field.startswith("background")} <= set(after.support)


def test_the_same_thing_has_the_same_name_in_every_record() -> None:
    views = (caption(0, 20, objects=("A woman",)), caption(40, 60, objects=("the  woman", "dog")))

    scene = understand(seen(film(), *views))

    assert {scene.record_at(second * 25).subject for second in (5, 50)} == {"woman"}


def test_tags_alone_name_the_place_and_what_is_done() -> None:
    views = (tag(20, 40, "a street at night", "setting"), tag(20, 40, "running", "activity"))

    record = understand(seen(film(), *views)).record_at(30 * 25)

    assert record.subject == "fast movement, running"
    assert record.background.endswith(": a street at night")


def test_a_tag_that_hardly_fits_is_not_told() -> None:
    record = understand(seen(film(), tag(0, 20, "running", "activity", 0.2))).record_at(125)

    assert "running" not in record.subject


def test_the_moods_that_were_seen_lean_on_the_feeling_of_their_time_alone() -> None:
    even = draw(Stretch(60))
    sad = (caption(0, 30, moods=("sad",)), tag(0, 30, "lonely", "mood"))

    before, after = understand(even), understand(seen(even, *sad))

    assert after.valence.mean(5, 25) < before.valence.mean(5, 25) - 0.1
    assert after.valence.mean(40, 58) > after.valence.mean(5, 25) + 0.1
    support = {(s.field, s.source) for s in after.records[0].support}
    assert {("valence", EYE), ("arousal", MATCH)} <= support


def test_a_guess_leans_less_than_what_is_sure() -> None:
    even = draw(Stretch(30))

    levels = [
        understand(seen(even, caption(0, 30, moods=("joyful",), confidence=sure))).valence.mean(5, 25)
        for sure in (0.2, 0.9)
    ]

    assert levels[0] < levels[1]


def test_an_image_beside_a_film_is_seen_where_it_is_placed() -> None:
    look = Look(0.5, 0.3, 0.0, 0.4)
    images = (Shown(0, 0, look, source="/a.png"), Shown(0, 0, look, source="/b.png"))
    told = replace(caption(0, 0, objects=("boat",), image="/b.png"), frame=0)

    scene = understand(seen(draw(Stretch(40), picture=False, sound=False, images=images), told))

    assert scene.record_at(5 * 25).subject != "boat"
    assert scene.record_at(35 * 25).subject == "boat"


@pytest.mark.parametrize(
    ("check", "stretch", "view"),
    [
        ("picture_and_light", BRIGHT, caption(0, 20, "A street at night.", moods=("warm",))),
        ("picture_and_light", BRIGHT, tag(0, 20, "a street at night", "setting")),
        ("picture_and_light", DARK, caption(0, 20, "A beach in the sun.", moods=("tense",))),
        ("picture_and_movement", DARK, caption(0, 20, moods=("calm",))),
        ("picture_and_movement", replace(BRIGHT, motion=0.01), tag(0, 20, "running", "activity")),
        ("picture_and_sound", replace(DARK, loudness=-10.0), caption(0, 20, moods=("calm",))),
        ("picture_and_sound", replace(BRIGHT, loudness=-55.0), tag(0, 20, "fighting", "activity")),
    ],
)
def test_what_was_seen_is_held_against_what_was_measured(
    check: str, stretch: Stretch, view: PictureCaption | PictureTag
) -> None:
    scene = understand(seen(draw(stretch), view))

    assert check in checks(scene)
    assert all(finding.severity == "note" for finding in scene.findings if finding.check == check)
    assert check not in checks(understand(draw(stretch)))


def test_what_agrees_is_no_finding() -> None:
    views = (
        caption(0, 20, "A field in the sun.", moods=("calm",)),
        caption(20, 40, "A fight in a dark street at night.", moods=("tense",)),
        tag(20, 40, "fighting", "activity"),
    )

    scene = understand(seen(draw(BRIGHT, replace(DARK, loudness=-20.0)), *views))

    assert not {check for check in checks(scene) if check.startswith(("picture_and", "caption_and"))}


def test_a_sad_picture_under_merry_words_is_noticed() -> None:
    speech = (SpeechSpan(2, 8, 0.9, -25.0, "We are so happy, what a wonderful wedding."),)

    scene = understand(seen(draw(WARM, speech=speech), caption(0, 20, moods=("sad",))))

    (finding,) = [finding for finding in scene.findings if finding.check == "picture_and_speech"]
    assert "sad" in finding.sentence
    assert "happy" in finding.sentence


def test_two_models_that_see_opposite_moods_are_noticed() -> None:
    views = (caption(0, 20, moods=("joyful",)), tag(0, 20, "sad", "mood"))

    assert "caption_and_tag" in checks(understand(seen(draw(WARM), *views)))


def test_the_kind_of_film_is_a_hint_for_the_palette_and_the_wish_wins_over_it() -> None:
    evidence = seen(draw(Stretch(20)), tag(0, 20, "sport", "category", 0.9))
    usual = entry_named("style", "sport")
    assert usual is not None

    brief = brief_of("", evidence)
    wished = brief_of("ambient", evidence)

    assert brief.palettes[0] in usual.palettes
    assert brief_of("", draw(Stretch(20))).palettes[0] not in usual.palettes
    (why,) = [one.why for one in brief.derived if one.field == "palettes"]
    assert "the kind of film (sport, 0.90 sure by maker/match)" in why
    assert wished.palettes[0] == "ambient"


def test_a_category_that_few_pictures_fit_says_nothing() -> None:
    others = [tag(s, s + 5, "a beach", "setting") for s in (5, 10, 15)]
    evidence = seen(draw(Stretch(20)), tag(0, 5, "sport", "category", 0.9), *others)

    assert brief_of("", evidence).palettes == brief_of("", draw(Stretch(20))).palettes


def test_every_word_of_the_vocabulary_means_something() -> None:
    words = [word for kind in KINDS for word in words_of(kind)]

    assert len({word.word for word in words}) == len(words)
    assert len(words_of("category")) == 10
    assert all(entry_named("style", word.style) for word in words_of("category"))
    assert all(word.valence is not None and word.arousal is not None for word in words_of("mood"))
    assert all(word.arousal is not None for word in words_of("activity"))
    assert all(picture_word(word.word) == word and word.seen for word in words)


def test_moods_have_a_mean_place() -> None:
    felt = felt_in(("joyful", "sad", "beach"))

    assert felt is not None
    assert (felt.valence, felt.arousal) == (0.075, 0.0)
    assert felt_in(("beach",)) is None


def brief_of(wish: str, evidence: Evidence):
    return make_brief(Request(wish), evidence, RulesMind(), lambda event: None, StillClock())


def test_a_mind_is_shown_what_was_seen_and_nothing_more_where_nothing_was() -> None:
    views = (caption(0, 20), tag(0, 20, "cooking", "activity"))

    pictured, plain = shown(seen(draw(BRIGHT), *views)), shown(draw(BRIGHT))

    assert pictured["pictured"] == "A woman stirs a pot."
    assert (pictured["moods_seen"], pictured["activity_seen"]) == (["warm"], "cooking")
    assert not {"pictured", "moods_seen", "activity_seen"} & set(plain)


def shown(evidence: Evidence) -> dict[str, object]:
    """The first record as a mind is shown it."""
    edit = Edit("drawn", evidence.rate, evidence.duration)
    signals, spans = read_signals(edit, evidence), (edit.span,)
    feelings = sense_feelings(edit, evidence, Brief(), signals)
    sights = see(edit, evidence, signals, spans)
    sounds, voices = listen(edit, evidence, signals, spans), hear(edit, evidence, spans)
    bench = UnderstandingBench(
        edit, evidence, Brief(), signals, spans=spans, sights=sights, sounds=sounds, voices=voices
    )
    (record,) = shown_records(bench, feelings)
    assert isinstance(record, dict)
    return dict(record)


def test_a_tag_is_told_with_the_model_that_gave_it() -> None:
    other = replace(tag(0, 20, "warm", "mood", 0.3), source="maker/other")
    told = Pictured(tags=(other, tag(0, 20, "tense", "mood", 0.7)))
    weak = replace(tag(0, 60, "travel", "category", 0.1), source="maker/other")
    kind = film_kind(seen(film(), weak, tag(0, 60, "food", "category", 0.7)))

    best = told.best("mood")

    assert best is not None
    assert (best.text, best.source) == ("tense", MATCH)
    assert kind is not None
    assert (kind.category, kind.source) == ("food", MATCH)
