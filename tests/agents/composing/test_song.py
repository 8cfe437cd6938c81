from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from composing_film import composed, draw, only_cue, score_of

from ningbgm_agents.brief import Brief
from ningbgm_agents.composing.bench import Apart, Standing
from ningbgm_agents.composing.lyrics.checks import check_lyrics
from ningbgm_agents.composing.lyrics.lyricist import with_songs
from ningbgm_agents.composing.lyrics.refused import refused_spans
from ningbgm_agents.composing.lyrics.singers import singer_of
from ningbgm_agents.document import dump, load
from ningbgm_agents.lyrics import Lyrics, Vocals
from ningbgm_agents.score import Cue, Part, Score


def sung(
    seconds: float = 60, palette: str = "orchestral", vocals: Vocals | None = None, **film: object
) -> Cue:
    vocals = vocals or Vocals("soprano", "en")
    drawn = draw(seconds, **film)  # type: ignore[arg-type]  # passes on
    return only_cue(composed(drawn, palette, Brief(vocals=vocals)))


def voice_of(cue: Cue) -> Part:
    (part,) = [part for part in cue.parts if part.stem == "voice"]
    return part


def words_of(cue: Cue) -> Lyrics:
    assert cue.lyrics is not None
    return cue.lyrics


def test_nobody_sings_unless_it_is_asked_for() -> None:
    cue = only_cue(composed(draw(40)))

    assert cue.lyrics is None
    assert all(part.stem != "voice" for part in cue.parts)


@pytest.mark.parametrize("palette", ["orchestral", "acoustic", "band"])
@pytest.mark.parametrize(("voice", "language"), [("soprano", "en"), ("tenor", "de"), ("alto", "zh")])
def test_every_syllable_has_its_notes_in_order(palette: str, voice: str, language: str) -> None:
    cue = sung(palette=palette, vocals=Vocals(voice, language))  # type: ignore[arg-type]  # a voice

    notes = [n for line in words_of(cue).lines for s in line.syllables for n in s.notes]
    assert notes == list(range(len(voice_of(cue).notes)))
    assert len(words_of(cue).lines) >= 2
    assert words_of(cue).author == "rules"


@pytest.mark.parametrize("voice", ["soprano", "alto", "tenor", "bass"])
def test_the_voice_stays_in_its_range_and_its_leaps_small(voice: str) -> None:
    cue = sung(vocals=Vocals(voice, "en"))  # type: ignore[arg-type]  # a voice

    singer, notes = singer_of(voice), voice_of(cue).notes  # type: ignore[arg-type]  # a voice
    assert all(singer.low <= note.pitch <= singer.high for note in notes)
    for line in words_of(cue).lines:
        sung_keys = [notes[n].pitch for s in line.syllables for n in s.notes]
        assert max(abs(a - b) for a, b in pairwise(sung_keys)) <= 12


def test_there_is_a_breath_between_lines() -> None:
    cue = sung(90)

    notes = voice_of(cue).notes
    spans = [
        (notes[line.syllables[0].notes[0]].start, notes[line.syllables[-1].notes[-1]])
        for line in words_of(cue).lines
    ]
    for (_, last), (start, _) in pairwise(spans):
        assert start - (last.start + last.duration) >= 0.15 * 48_000


def test_other_leads_are_silent_while_the_voice_sings() -> None:
    cue = sung(90)

    notes = voice_of(cue).notes
    for part in cue.parts:
        if part.stem == "melody" and part.instrument.name != "voice":
            starts = {note.start for note in notes}
            leads = [n for n in part.notes if any(abs(n.start - s) < 2400 for s in starts)]
            doubled = [n for n in leads if any(
                abs(n.start - v.start) < 2400 and (n.pitch - v.pitch) % 12 == 0 for v in notes
            )]  # fmt: skip
            assert leads == doubled, part.name


def test_nothing_is_sung_over_speech_even_without_ducking() -> None:
    film = draw(90, speech=((10.0, 25.0), (50.0, 55.0)))
    brief = Brief(vocals=Vocals("alto", "en"))
    for duck in (True, False):
        asked = replace(brief, delivery=replace(brief.delivery, duck=duck))
        cue = only_cue(composed(film, brief=asked))
        for note in voice_of(cue).notes:
            start, end = note.start / 48_000, (note.start + note.duration) / 48_000
            assert not any(a < end and start < b for a, b in ((10.0, 25.0), (50.0, 55.0)))


def test_where_somebody_always_speaks_nobody_sings() -> None:
    bench = composed(draw(40, speech=((0.0, 40.0),)), brief=Brief(vocals=Vocals("alto", "en")))

    assert only_cue(bench).lyrics is None
    (finding,) = check_lyrics(score_of(bench))
    assert (finding.severity, finding.check) == ("warning", "unsung")
    assert finding in bench.findings


def test_a_refrain_returns_and_no_other_line_is_sung_twice() -> None:
    lyrics = words_of(sung(150, palette="acoustic"))

    refrain = [line.text for line in lyrics.lines if line.refrain]
    verses = [line.text for line in lyrics.lines if not line.refrain]
    assert len(refrain) > len(set(refrain))
    assert len(verses) == len(set(verses)) > 0


def test_most_stressed_syllables_fall_on_beats_and_lines_end_long() -> None:
    cue = sung(120, palette="acoustic")

    notes, tempo = voice_of(cue).notes, cue.tempo_map
    stressed = [s for line in words_of(cue).lines for s in line.syllables if s.stressed]
    on = [s for s in stressed if abs(tempo.sample(round(tempo.beat(notes[s.notes[0]].start)))
                                     - notes[s.notes[0]].start) < 2880]  # fmt: skip
    assert len(on) / len(stressed) >= 0.6
    ends = [sum(notes[n].duration for n in line.syllables[-1].notes) for line in words_of(cue).lines]
    assert sum(end >= 0.4 * 48_000 for end in ends) / len(ends) >= 0.9


def test_the_users_words_are_sung_in_their_order_and_once() -> None:
    text = "This is my line\nAnd this is the second\nThe third one ends it all"

    lyrics = words_of(sung(120, vocals=Vocals("alto", "en", text)))

    assert " ".join(line.text for line in lyrics.lines) == text.replace("\n", " ")
    assert lyrics.author == "user"


def test_words_that_found_no_room_are_told() -> None:
    events: list = []
    text = "\n".join(f"This is line {n} of far too many" for n in range(60))

    bench = composed(draw(40), brief=Brief(vocals=Vocals("alto", "en", text)), events=events)

    told = [reason for event in events if event.agent == "lyricist" for reason in event.reasons]
    assert any("not sung for want of room" in reason for reason in told)
    sung = sum(len(line.words) for line in words_of(only_cue(bench)).lines)
    assert f"{60 * 7 - sung} of your {60 * 7} words" in check_lyrics(score_of(bench))[-1].sentence


def test_the_hits_stay_where_they_are() -> None:
    plain = only_cue(composed(draw(60)))
    cue = sung(60)

    assert [hit.sample for hit in cue.hits] == [hit.sample for hit in plain.hits]
    struck = {note.start for part in cue.parts for note in part.notes if note.hit}
    assert {hit.sample for hit in cue.hits} <= struck


def test_the_cue_sheet_code_becomes_vocal() -> None:
    assert only_cue(composed(draw(60))).usage == "BI"
    assert sung(60).usage == "BV"


def test_the_same_seed_gives_the_same_song() -> None:
    film, brief = draw(60), Brief(vocals=Vocals("soprano", "en"))

    assert dump(score_of(composed(film, brief=brief))) == dump(score_of(composed(film, brief=brief)))


def test_a_score_with_words_is_a_document() -> None:
    score = score_of(composed(draw(60), brief=Brief(vocals=Vocals("soprano", "de"))))

    assert load(Score, dump(score)) == score
    assert load(Lyrics, dump(words_of(score.cues[0]))) == score.cues[0].lyrics


def test_a_score_written_before_there_was_singing_still_loads() -> None:
    score = score_of(composed(draw(20)))
    text = dump(score).replace(',"lyrics":null', "").replace('"lyrics":null,', "")
    text = text.replace(',"vocals":null', "").replace('"vocals":null,', "")

    assert "lyrics" not in text
    assert load(Score, text) == score


@pytest.mark.parametrize(
    ("spoil", "check"),
    [
        (lambda s, c: replace(s, speech=((0, 10**9, -20.0),)), "sung_over_speech"),
        (
            lambda s, c: _with(s, replace(c, parts=tuple(p for p in c.parts if p.stem != "voice"))),
            "syllables",
        ),
        (lambda s, c: _with(s, _without_a_note(c)), "syllables"),
        (lambda s, c: _with(s, _shifted(c)), "stress"),
        (lambda s, c: _with(s, _said_twice(c)), "repeated"),
    ],
)
def test_what_is_wrong_with_the_words_is_found(spoil, check: str) -> None:  # type: ignore[no-untyped-def]  # a lambda
    score = score_of(composed(draw(60), brief=Brief(vocals=Vocals("soprano", "en"))))
    assert check_lyrics(score) == ()

    spoilt = spoil(score, score.cues[0])

    assert check in {finding.check for finding in check_lyrics(spoilt)}


def _with(score: Score, cue: Cue) -> Score:
    return replace(score, cues=(cue,))


def _voice(cue: Cue, part: Part) -> Cue:
    return replace(cue, parts=tuple(part if p.stem == "voice" else p for p in cue.parts))


def _without_a_note(cue: Cue) -> Cue:
    part = voice_of(cue)
    return _voice(cue, replace(part, notes=part.notes[:-1]))


def _shifted(cue: Cue) -> Cue:
    part = voice_of(cue)
    late = tuple(replace(note, start=note.start + 9000, duration=20_000) for note in part.notes)
    return _voice(cue, replace(part, notes=late))


def _said_twice(cue: Cue) -> Cue:
    lyrics = words_of(cue)
    plain = tuple(replace(line, refrain=False) for line in lyrics.lines)
    first = plain[0]
    same = tuple(replace(line, words=first.words) for line in plain)
    return replace(cue, lyrics=replace(lyrics, lines=same))


def test_phrases_that_came_back_are_left_to_the_instruments() -> None:
    bench = composed(draw(90), "acoustic", Brief(vocals=Vocals("soprano", "en")))
    (plan,), score = bench.plans, score_of(bench)
    assert plan.song is not None
    first, second, *_ = plan.song.spans
    start, end = (plan.tempo.sample(beat) for beat in first)
    sent_back = replace(bench, score=replace(score, speech=((start, end, -20.0),)))

    (again,), _ = with_songs(sent_back, 1)

    assert again.song is not None
    assert all(b <= first[0] or a >= first[1] for a, b in again.song.spans)
    assert any(a < second[1] and second[0] < b for a, b in again.song.spans)


def test_a_phrase_with_a_bare_syllable_came_back() -> None:
    bench = composed(draw(60), brief=Brief(vocals=Vocals("soprano", "en")))
    (plan,), score = bench.plans, score_of(bench)
    assert plan.song is not None
    (cue,) = score.cues
    lyrics = words_of(cue)
    first, *rest = lyrics.lines
    *words, last = first.words
    bare = replace(last, syllables=tuple(replace(one, notes=()) for one in last.syllables))
    lines = (replace(first, words=(*words, bare)), *rest)

    assert refused_spans(plan, score) == ()
    assert refused_spans(plan, _with(score, replace(cue, lyrics=replace(lyrics, lines=lines)))) == (
        plan.song.spans[0],
    )


def test_a_cue_that_is_scored_again_sings_what_the_others_do_not() -> None:
    film, text = draw(60), "This is my line\nAnd this is the second\nThe third one ends it all"
    bench = composed(film, brief=Brief(vocals=Vocals("soprano", "en", text)))
    (cue,) = score_of(bench).cues
    lyrics = words_of(cue)
    other = replace(cue, name="1m9", lyrics=replace(lyrics, lines=lyrics.lines[:1]))
    standing = Standing((other,), (), (), 0, "room", ())

    (plan,), _ = with_songs(replace(bench, standing=standing))

    assert plan.song is not None
    assert plan.song.lyrics.text.replace("\n", " ") == text.replace("\n", " ").removeprefix(
        lyrics.lines[0].text + " "
    )


def test_every_cue_is_sung_as_its_own_brief_says() -> None:
    film = draw(60)
    bench = composed(film, brief=Brief(vocals=Vocals("soprano", "en")))
    (plan,) = bench.plans
    own = Apart(0, Brief(vocals=Vocals("bass", "de")), film.scene, bench.palette)
    standing = Standing((), (), (), 0, "room", (), ((plan.name, own),))

    (again,), _ = with_songs(replace(bench, standing=standing))

    assert again.song is not None
    assert (again.song.voice, again.song.lyrics.language) == ("bass", "de")
