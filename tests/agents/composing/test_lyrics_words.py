from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import get_args

import pytest

from ningbgm_agents.composing.lyrics.book import LyricMood, book_of, mood_of, spoken_lines
from ningbgm_agents.composing.lyrics.fitting import fewest_syllables, fit, most_syllables, shortened
from ningbgm_agents.composing.lyrics.lyricist import still_to_sing
from ningbgm_agents.composing.lyrics.phrases import phrases_of
from ningbgm_agents.composing.lyrics.song import Phrase, SungNote
from ningbgm_agents.composing.lyrics.syllables import line_of, lines_of
from ningbgm_agents.composing.lyrics.verse import own_words, placed
from ningbgm_agents.lyrics import HOUSE_LANGUAGES
from ningbgm_agents.score import Bar, TempoMap, TempoSegment

BEATS = 64
TEMPO = TempoMap(
    (TempoSegment(Fraction(0), Fraction(BEATS), 0, BEATS * 28_800),),
    tuple(Bar(n + 1, Fraction(4 * n), Fraction(4)) for n in range(BEATS // 4)),
    100.0,
)


def split(text: str, language: str) -> str:
    """The line with syllables parted by hyphens, the stressed ones in capitals."""
    words = line_of(text, language).words
    return " ".join("-".join(s.text.upper() if s.stressed else s.text for s in w.syllables) for w in words)


def notes(*rows: tuple[float, float]) -> list[SungNote]:
    return [
        SungNote(Fraction(beat).limit_denominator(8), Fraction(length).limit_denominator(8), 60 + n % 5, 1.0)
        for n, (beat, length) in enumerate(rows)
    ]


def phrase(*rows: tuple[float, float], barred: tuple[tuple[Fraction, Fraction], ...] = ()) -> Phrase:
    (only,) = phrases_of(notes(*rows), TEMPO, [], barred, 55, 79)
    return only


EIGHT = (*((n * 0.5, 0.5) for n in range(6)), (3, 1), (4, 2))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The morning finds the river wide awake,", "The MOR-ning FINDS the RIV-er WIDE a-WAKE,"),
        ("beautiful information changed", "BEAU-ti-ful in-for-MA-tion CHANGED"),
        ("a little table wanted houses", "a LITT-le TA-ble WAN-ted HOU-ses"),
        ("there's somebody they're home", "there's SOME-bod-y they're HOME"),
    ],
)
def test_english_words_are_split_and_stressed(text: str, told: str) -> None:
    assert split(text, "en") == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Der Morgen findet leise seinen Weg,", "Der MOR-gen FIN-det LEI-se SEI-nen WEG,"),
        ("gegangen Verlangen bewegen", "ge-GAN-gen Ver-LAN-gen be-WE-gen"),
        ("Häuser Feuer Träume Straße", "HÄU-ser FEU-er TRÄU-me STRA-ße"),
        ("sehen allein zusammen", "SE-hen al-LEIN zu-SAM-men"),
    ],
)
def test_german_words_are_split_and_stressed(text: str, told: str) -> None:
    assert split(text, "de") == told


@pytest.mark.parametrize(
    "written",
    ["I love 你 so much", "我爱你baby, 真的", "夜色温柔，我听见风。", "f*ck the night", "plain words here"],
)
def test_words_are_sung_as_they_are_written(written: str) -> None:
    assert line_of(written, "en").text == written


def test_empty_parts_of_a_marked_word_claim_no_note() -> None:
    assert [s.text for s in line_of("·ah a··b *oh", "en").syllables] == ["ah", "a", "b", "oh"]


def test_what_other_cues_sing_already_is_left_out_once() -> None:
    lines = lines_of("one two three\nla la\nla la\nfour five", "en")
    (long, la, _, _) = lines
    begun = replace(long, words=long.words[:2])

    left = still_to_sing(lines, [begun, la])

    assert [line.text for line in left] == ["three", "la la", "four five"]


def test_a_chinese_character_is_a_syllable_without_a_claim_of_stress() -> None:
    line = line_of("夜色温柔，我听见风。", "zh")

    assert [s.text for s in line.syllables] == ["夜", "色", "温", "柔，", "我", "听", "见", "风。"]
    assert not any(s.stressed for s in line.syllables)
    assert line.text == "夜色温柔，我听见风。"


def test_another_language_is_split_at_its_vowels_without_a_claim_of_stress() -> None:
    line = line_of("La vie est belle", "fr")

    assert [s.text for s in line.syllables] == ["La", "vie", "est", "bel", "le"]
    assert not any(s.stressed for s in line.syllables)


def test_marks_set_by_hand_win_over_the_rules_and_are_not_shown() -> None:
    line = line_of("a·*wake Hein·*rich", "de")

    assert [(s.text, s.stressed) for s in line.syllables] == [
        ("a", False), ("wake", True), ("Hein", False), ("rich", True)
    ]  # fmt: skip
    assert line.text == "awake Heinrich"


def test_a_line_reads_as_it_was_written() -> None:
    text = "“Oh,” she said – isn't it wonderful?"

    assert line_of(text, "en").text == "“Oh,” she said isn't it wonderful?"


def test_empty_rows_and_rows_of_signs_are_no_lines() -> None:
    assert [line.text for line in lines_of("One\n\n---\n Two ", "en")] == ["One", "Two"]


@pytest.mark.parametrize("language", HOUSE_LANGUAGES)
def test_every_mood_has_lines_and_a_refrain_in_every_language(language: str) -> None:
    book = book_of(language)

    for mood in get_args(LyricMood):
        assert sum(mood in couplet.moods for couplet in book.couplet) >= 3
        assert any(mood in couplet.moods for couplet in book.refrain)


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_two_lines_of_a_pair_sing_alike(language: str) -> None:
    for couplet in (*book_of(language).couplet, *book_of(language).refrain):
        first, second = spoken_lines(couplet, language)
        assert abs(len(first.syllables) - len(second.syllables)) <= 1, couplet.lines
        assert 3 <= len(first.syllables) <= 9, couplet.lines
        assert any(s.stressed for s in first.syllables), couplet.lines


def test_feelings_choose_the_kind_of_words() -> None:
    assert mood_of(0.5, 0.2, 0.1) == "bright"
    assert mood_of(0.2, -0.5, 0.1) == "calm"
    assert mood_of(-0.5, -0.2, 0.3) == "dark"
    assert mood_of(-0.2, 0.6, 0.8) == "driving"


def test_a_line_with_a_syllable_a_note_takes_each_note_once() -> None:
    fitted = fit(line_of("Slowly moves the river by and", "en"), phrase(*EIGHT))

    assert fitted is not None
    assert fitted.starts == tuple(range(8))
    assert len(fitted.notes) == 8


def test_stressed_syllables_find_the_strong_beats() -> None:
    # Notes on 0, 1, 1.5, 2, 3, 4: five syllables, one is drawn over two notes.
    there = phrase((0, 1), (1, 0.5), (1.5, 0.5), (2, 1), (3, 1), (4, 2))

    fitted = fit(line_of("river under *stars", "en"), there)

    assert fitted is not None
    beats = [fitted.notes[start].beat for start in fitted.starts]
    assert beats[0] == 0
    assert beats[2] in (Fraction(1), Fraction(2))
    assert beats[4] in (Fraction(3), Fraction(4))


def test_too_few_notes_are_divided_and_the_end_stays_long() -> None:
    there = phrase((0, 2), (2, 2), (4, 3))

    fitted = fit(line_of("Under leaves the light", "en"), there)

    assert fitted is not None
    assert len(fitted.notes) == 5
    assert fitted.notes[-1].length >= 1
    assert fitted.notes[0].beat == 0
    assert fitted.notes[-1].end == there.end


def test_no_note_is_divided_just_before_a_hit() -> None:
    barred = ((Fraction(3, 4), Fraction(3, 2)),)

    fitted = fit(line_of("Under leaves the light", "en"), phrase((0, 2), (2, 2), (4, 3), barred=barred))

    assert fitted is not None
    assert all(not Fraction(3, 4) <= note.beat < Fraction(3, 2) for note in fitted.notes)


def test_what_has_no_room_does_not_fit() -> None:
    there = phrase((0, 0.5), (0.5, 0.5), (1, 1))

    assert fit(line_of("All the many syllables of one sentence", "en"), there) is None
    assert fewest_syllables(there) == 1
    assert most_syllables(there) == 3


def test_phrases_rest_and_end_long() -> None:
    line = notes(*((n * 0.5, 0.5) for n in range(15)), (7.5, 0.5), *((8 + n, 1) for n in range(8)))

    phrases = phrases_of(line, TEMPO, [], [], 55, 79)

    assert len(phrases) >= 2
    for before, after in pairwise(phrases):
        rest = TEMPO.sample(after.start) - TEMPO.sample(before.end)
        assert rest >= 0.2 * 48_000
    assert all(one.notes[-1].length >= Fraction(3, 4) for one in phrases)


def test_no_phrase_goes_over_a_border_or_leaps_wildly() -> None:
    line = [SungNote(Fraction(n), Fraction(1), 60 if n % 2 else 74, 1.0) for n in range(8)]

    phrases = phrases_of(line, TEMPO, [Fraction(4)], [], 55, 79)

    assert [one.start for one in phrases] == [0, 4]
    for one in phrases:
        pitches = [note.pitch for note in one.notes]
        assert max(abs(a - b) for a, b in pairwise(pitches)) <= 9


def test_a_short_motif_is_joined_to_the_next() -> None:
    phrases = phrases_of(notes((0, 1), (1, 0.5), (1.5, 1), (4, 1), (5, 0.5), (5.5, 1)), TEMPO, [], [], 55, 79)

    assert [(one.start, len(one.notes)) for one in phrases] == [(0, 6)]


def test_the_users_lines_are_sung_word_for_word_and_cut_between_words() -> None:
    lines = list(
        lines_of("One line\nThis one has a great many more words than any phrase can ever carry", "en")
    )
    there = phrases_of(
        [
            SungNote(Fraction(8 * n) + beat, Fraction(1, 2), 62, 1.0)
            for n in range(4)
            for beat in (Fraction(k, 2) for k in range(9))
        ],
        TEMPO, [Fraction(8 * n) for n in range(4)], [], 55, 79,
    )  # fmt: skip

    laid = own_words(lines, there)

    sung = " ".join(line.text for _, line, _ in laid)
    assert sung == "One line This one has a great many more words than any phrase can ever carry"
    assert lines == []


def test_a_placed_line_names_every_note_once() -> None:
    there = phrase(*EIGHT)
    line = line_of("Let it flow", "en")
    fitted = fit(line, there)
    assert fitted is not None

    named = placed((there, line, fitted), 10)

    numbers = [note for syllable in named.syllables for note in syllable.notes]
    assert numbers == list(range(10, 10 + len(fitted.notes)))


def test_a_last_note_is_not_held_into_what_is_to_be_quiet() -> None:
    line = notes((0, 1), (1, 1), (2, 1), (3, 0.5))
    quiet = [(Fraction(15, 4), Fraction(8))]

    (free,) = phrases_of(line, TEMPO, [], [], 55, 79)
    (held,) = phrases_of(line, TEMPO, [], [], 55, 79, quiet)

    assert free.end == Fraction(4)
    assert held.end <= Fraction(15, 4)


def test_a_shortened_phrase_is_not_held_through_what_is_to_be_quiet() -> None:
    line = notes(*((n, 0.5) for n in range(9)))
    quiet = [(n + Fraction(1, 2), n + Fraction(1)) for n in map(Fraction, range(9))]
    phrase = Phrase(tuple(line), (1,) * 9, Fraction(1, 4), quiet=tuple(quiet))

    short = shortened(phrase, 1)

    assert len(short.notes) < 9
    assert short.end == short.notes[-1].beat + Fraction(1, 2)


@pytest.mark.parametrize(
    ("text", "sung"),
    [("f*ck", ["f*ck"]), ("·ah", ["ah"]), ("a··b", ["a", "b"]), ("*e·ver", ["e", "ver"])],
)
def test_only_a_mark_in_its_place_is_taken_from_a_word(text: str, sung: list[str]) -> None:
    assert [s.text for s in line_of(text, "en").syllables] == sung
