"""What every score must keep: hits on their frames, endings, silence, the same bytes for a seed."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from composing_film import SilentPerformer, composed, draw, only_cue, score_of
from hypothesis import given, settings
from hypothesis import strategies as st

from ningbgm_agents.agent import Event
from ningbgm_agents.brief import Brief, Silence
from ningbgm_agents.document import fingerprint
from ningbgm_agents.errors import WishError
from ningbgm_agents.palette import palette_names
from ningbgm_agents.score import Heard, HeardHit, Score
from ningbgm_agents.timeline import Marker

RATES = [Fraction(24000, 1001), Fraction(24), Fraction(25), Fraction(30000, 1001), Fraction(50), Fraction(60)]


@pytest.mark.parametrize("palette", palette_names())
def test_every_palette_writes_a_score_that_reads_well(palette: str) -> None:
    bench = composed(draw(speech=((12, 16),)), palette)

    assert [finding for finding in bench.findings if finding.severity == "error"] == []
    assert {part.stem for part in only_cue(bench).parts} >= {"harmony", "bass", "hits", "melody"}


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(RATES), st.sampled_from(palette_names()), st.floats(1.3, 45))
def test_every_hit_has_a_note_on_the_sample_of_its_frame(
    seed: int, fps: Fraction, palette: str, seconds: float
) -> None:
    film = draw(seconds, fps, 2.0, seed)

    score = score_of(composed(film, palette, seed=seed))

    for cue in score.cues:
        struck = {note.start for part in cue.parts for note in part.notes if note.hit}
        for hit in cue.hits:
            assert hit.sample == film.edit.sample(hit.frame)
            assert hit.sample - score.first_sample(cue) in struck


def test_most_cuts_are_met() -> None:
    met = total = 0
    for seed in range(6):
        film = draw(60, mean_shot_s=3.0, seed=seed)
        frames = {hit.frame for hit in only_cue(composed(film, "electronic", seed=seed)).hits}
        met += sum(cut.frame in frames for cut in film.evidence.cuts)
        total += len(film.evidence.cuts)

    assert met / total > 0.9


def test_strong_accents_stay_under_what_the_style_bears() -> None:
    cue = only_cue(composed(draw(60, mean_shot_s=1.0), "ambient"))

    assert sum(hit.treatment in ("accent", "colour") for hit in cue.hits) <= 13


def test_the_same_seed_gives_the_same_score_and_another_seed_another_theme() -> None:
    film = draw()

    first, again, other = (score_of(composed(film, seed=seed)) for seed in (1, 1, 2))

    assert fingerprint(first) == fingerprint(again)
    assert first.themes != other.themes


def test_variations_differ_in_theme_and_meet_the_same_last_frame() -> None:
    film = draw()

    first, second = (score_of(composed(film, variation=number)) for number in (0, 1))

    assert first.themes[0].melody != second.themes[0].melody
    assert first.cues[0].hits[-1].frame == second.cues[0].hits[-1].frame


def test_nothing_short_begins_just_before_a_hit() -> None:
    cue = only_cue(composed(draw(mean_shot_s=4.0), "band"))

    starts = sorted(
        {n.start for part in cue.parts for n in part.notes if part.stem in ("drums", "motion") and not n.hit}
    )
    for hit in cue.hits:
        assert not [start for start in starts if 1500 < hit.sample - start < 6500], hit


def test_the_melody_rests_under_speech() -> None:
    cue = only_cue(composed(draw(40, speech=((10, 20),)), "chamber"))

    singing = [note for part in cue.parts if part.stem == "melody" for note in part.notes]
    assert not [n for n in singing if 10.2 < n.start / 48_000 < 19.5]
    assert [n for n in singing if n.start / 48_000 > 21]


def test_wanted_silence_has_no_notes_and_parts_the_cues() -> None:
    brief = Brief(seed=1, silences=(Silence(12.0, 18.0, "asked for"),))

    score = score_of(composed(draw(40), brief=brief))

    assert [cue.name for cue in score.cues] == ["1m1", "1m2"]
    assert score.cues[0].span.end == 12 * 24
    assert score.cues[1].span.start == 18 * 24


def test_a_long_film_is_parted_into_cues_that_do_not_overlap() -> None:
    score = score_of(composed(draw(400, mean_shot_s=6.0), "ambient"))

    assert len(score.cues) >= 3
    for cue, following in zip(score.cues, score.cues[1:], strict=False):
        assert cue.span.end <= following.span.start


def test_markers_are_met_wherever_they_stand_or_it_is_said() -> None:
    frames = (0, 100, 105, 300, 710)
    film = draw(30, markers=tuple(Marker(frame, f"m{frame}") for frame in frames))

    bench = composed(film)

    assert {0, 100, 105, 300} <= {hit.frame for hit in only_cue(bench).hits}
    assert [f.sentence for f in bench.findings if f.check == "markers"] == [
        "your marker at 00:00:29:14 could not be met"
    ]


def test_the_wished_ending_is_that_of_the_last_music() -> None:
    brief = Brief(seed=1, ending="fade", silences=(Silence(30.0, 40.0, "asked for"),))

    assert [cue.ending for cue in score_of(composed(draw(40), brief=brief)).cues] == ["fade"]


@pytest.mark.parametrize("palette", ["band", "hybrid"])
def test_only_drums_play_all_through(palette: str) -> None:
    families = ("strings", "brass", "woodwind", "voice", "synth", "keys", "guitar", "mallet", "bass")

    bench = composed(draw(), palette, Brief(seed=1, exclude=families))

    assert {part.stem for part in only_cue(bench).parts} <= {"drums", "hits"}
    assert not [finding for finding in bench.findings if finding.severity == "error"]


def test_nobody_left_to_play_is_refused() -> None:
    with pytest.raises(WishError, match="nobody plays"):
        composed(draw(), "chamber", Brief(seed=1, exclude=("strings", "keys")))


def test_a_second_subject_has_a_theme_of_its_own() -> None:
    film = draw(60)
    first, middle, last = film.scene.records
    scene = replace(film.scene, records=(first, replace(middle, subject="a stranger"), last))

    bench = composed(replace(film, scene=scene))

    assert [theme.subject for theme in bench.themes] == ["a walker", "a stranger"]
    assert bench.themes[0].motif != bench.themes[1].motif
    assert {section.theme for section in only_cue(bench).sections if section.theme} == {"A", "B"}


def test_a_marker_is_the_heaviest_hit() -> None:
    film = draw(30, markers=(Marker(300, "boom"),))

    hit = next(hit for hit in only_cue(composed(film)).hits if hit.frame == 300)

    assert (hit.kind, hit.weight) == ("marker", 1.0)


@pytest.mark.parametrize(("word", "stem"), [("drums", "drums"), ("strings", "strings")])
def test_what_is_excluded_does_not_play(word: str, stem: str) -> None:
    cue = only_cue(composed(draw(), "hybrid", Brief(seed=1, exclude=(word,))))

    assert not [part for part in cue.parts if part.stem == stem or stem in part.name]


def test_what_is_asked_for_carries_the_theme() -> None:
    cue = only_cue(composed(draw(), "orchestral", Brief(seed=1, include=("piano",))))

    assert {part.name for part in cue.parts if part.stem == "melody" and "horn" not in part.name} == {"piano"}


def test_one_instrument_alone_still_has_a_bass_and_a_motion() -> None:
    brief = Brief(
        seed=1, include=("piano",), exclude=("strings", "brass", "woodwind", "voice", "synth", "percussion")
    )

    cue = only_cue(composed(draw(), "chamber", brief))

    assert {part.stem for part in cue.parts} >= {"melody", "bass", "motion", "hits"}
    assert {part.instrument.program for part in cue.parts if part.instrument.patch is None} == {0}


@pytest.mark.parametrize("ending", ["ring_out", "button", "fade", "open"])
def test_every_ending_falls_silent_inside_the_cue(ending: str) -> None:
    bench = composed(draw(), brief=Brief(seed=1, ending=ending))  # type: ignore[arg-type]  # literals from the table
    cue, length = only_cue(bench), score_of(bench).sample_count(only_cue(bench))

    for part in cue.parts:
        assert max(note.start + note.duration for note in part.notes) <= length - 9000
        assert part.expression[-1].value == 0.0


def test_the_climax_has_more_layers_than_the_beginning() -> None:
    bench = composed(draw(80, mean_shot_s=4.0), "orchestral")
    cue = only_cue(bench)
    climax = next(section for section in cue.sections if section.name == "climax")

    def layers(bar: int, last: int) -> int:
        start, end = (cue.tempo_map.sample(cue.tempo_map.bars[b].start_beat) for b in (bar, last))
        return sum(any(start <= note.start < end for note in part.notes) for part in cue.parts)

    assert layers(climax.start_bar, climax.end_bar) > layers(0, cue.sections[0].end_bar)


def deaf(frames: set[int]) -> SilentPerformer:
    """A performer in whose sound the hits at these frames are not heard."""

    def heard(score: Score) -> tuple[Heard, ...]:
        cue = score.cues[0]
        hits = tuple(HeardHit(h.frame, h.sample, None if h.frame in frames else 2.0) for h in cue.hits)
        return (
            Heard(cue.name, score.sample_count(cue), -18.0, -2.0, 0.01, hits, largest_step_db=-90.0),
            Heard("", score.sample_count(cue), -18.0, -2.0, 0.01, hits, largest_step_db=-90.0),
        )

    return SilentPerformer(heard)


def test_hits_that_are_not_heard_are_sent_back_and_at_last_not_claimed() -> None:
    film = draw(40, mean_shot_s=2.0)
    soft = {h.frame for h in only_cue(composed(film)).hits if h.treatment == "soft"}
    performer, events = deaf(soft), list[Event]()

    bench = composed(film, performer=performer, events=events)

    assert len(performer.performed) == 3
    assert [event.action for event in events].count("sends back") == 2
    assert not soft & {hit.frame for hit in only_cue(bench).hits}
    assert not [finding for finding in bench.findings if finding.check == "hits_heard"]


def test_a_verdict_names_what_was_measured() -> None:
    def loud(score: Score) -> tuple[Heard, ...]:
        return (
            replace(Heard("", score.sample_count(score.cues[0]), -12.0, 0.3, 0.01), speech_clearance_lu=4.0),
        )

    bench = composed(draw(20), performer=SilentPerformer(loud))

    assert {f.check for f in bench.findings if f.severity == "error"} == {"loudness", "true_peak", "speech"}
