"""Markers that instruct: where music begins and ends, where there is none, what it hits."""

from __future__ import annotations

from fractions import Fraction

import pytest
from composing_film import composed, draw, only_cue, score_of

from ningbgm_agents.composing.instructions import (
    cue_starts,
    hit_weights,
    instructed_silences,
    instruction_in,
)
from ningbgm_agents.timeline import Edit, FrameRate, Marker, Span


def edit(*markers: Marker, duration: int = 1000) -> Edit:
    return Edit("e", FrameRate(Fraction(25)), duration, markers=markers)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Music in", "music in"),
        ("MUSIC IN - piano", "music in"),
        ("start music", "music in"),
        ("cue starts here", "music in"),
        ("音乐进", "music in"),
        ("配乐开始", "music in"),
        ("music out", "music out"),
        ("stop the music", "music out"),
        ("音乐停", "music out"),
        ("no music", "silence"),
        ("silence", "silence"),
        ("NO SCORE please", "silence"),
        ("不要音乐", "silence"),
        ("静音", "silence"),
        ("drop", "drop"),
        ("The Drop!", "drop"),
        ("高潮", "drop"),
        ("hit", "hit"),
        ("HIT: door", "hit"),
        ("卡点", "hit"),
    ],
)
def test_texts_instruct_in_english_and_chinese(text: str, kind: str) -> None:
    for marker in (Marker(1, text), Marker(1, "", text)):
        found = instruction_in(marker)
        assert found is not None
        assert found.kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "",
        "door",
        "drop frames here",
        "White WBROGO",
        "016_007 - Add family photos on wall",
        "x" * 90 + " hit",
    ],
)
def test_other_texts_do_not(text: str) -> None:
    assert instruction_in(Marker(1, text)) is None


def test_no_music_holds_for_its_length_or_until_music_is_wanted_again() -> None:
    long = edit(Marker(100, "no music", duration=50))
    until = edit(Marker(100, "silence"), Marker(200, "a note"), Marker(300, "drop"))
    for_good = edit(Marker(900, "静音"))

    assert instructed_silences(long) == (Span(100, 150),)
    assert instructed_silences(until) == (Span(100, 300),)
    assert instructed_silences(for_good) == (Span(900, 1000),)


def test_music_sounds_between_in_and_out_only() -> None:
    both = edit(Marker(100, "music in"), Marker(400, "music out"), Marker(600, "music in"))
    out = edit(Marker(400, "music out"))

    assert instructed_silences(both) == (Span(0, 100), Span(400, 600))
    assert instructed_silences(out) == (Span(400, 1000),)
    assert cue_starts(both) == (100, 600)
    assert instructed_silences(edit(Marker(5, "x"))) == ()


def test_every_marker_that_asks_for_nothing_else_is_a_hit_and_a_drop_outweighs_it() -> None:
    coloured, named, drop = Marker(10, colour="red"), Marker(20, "door"), Marker(30, "drop")

    assert hit_weights(edit(coloured, named, Marker(40, "music in"))) == ((coloured, 1.0), (named, 1.0))
    assert hit_weights(edit(coloured, drop)) == ((coloured, 0.9), (drop, 1.0))


def test_cues_begin_and_end_where_markers_say() -> None:
    film = draw(40, markers=(Marker(120, "music in"), Marker(480, "music out"), Marker(720, "music in")))

    bench = composed(film)

    score = score_of(bench)
    assert [cue.span for cue in score.cues] == [Span(120, 480), Span(720, 960)]
    assert not [finding for finding in bench.findings if finding.check == "markers"]


def test_music_that_begins_while_music_sounds_is_a_cue_of_its_own() -> None:
    film = draw(40, markers=(Marker(0, "music in"), Marker(480, "music in")))

    spans = [cue.span for cue in score_of(composed(film)).cues]

    assert [span.start for span in spans] == [0, 480]
    assert spans[0].end < 480


def test_the_drop_is_hit() -> None:
    film = draw(30, markers=(Marker(300, "drop"), Marker(500, "hit")))

    hits = {hit.frame: hit.weight for hit in only_cue(composed(film)).hits}

    assert (hits[300], hits[500]) == (1.0, 0.9)
