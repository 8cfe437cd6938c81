"""What is asked of a cue by hand is in its notes, or a finding says why it is not."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from composing_film import DrawnFilm, SilentPerformer, StoppedClock, composed, draw, only_cue, score_of
from hypothesis import given, settings
from hypothesis import strategies as st

from ningbgm_agents.brief import Brief
from ningbgm_agents.composing.bench import ComposingBench, Opening, Standing
from ningbgm_agents.composing.listening import listen
from ningbgm_agents.composing.team import composing_team
from ningbgm_agents.direction import Direction, HitDirection
from ningbgm_agents.document import fingerprint
from ningbgm_agents.minds.rules import RulesMind
from ningbgm_agents.scene import Finding
from ningbgm_agents.score import Cue, Heard, HeardHit, HitPoint
from ningbgm_agents.task import Need
from ningbgm_agents.timeline import Marker, Span

PALETTES = ("orchestral", "ambient", "electronic", "chamber")


@cache
def first(palette: str = "orchestral", markers: tuple[Marker, ...] = ()) -> tuple[DrawnFilm, ComposingBench]:
    film = draw(40.0, seed=4, markers=markers)
    return film, composed(film, palette)


def again(direction: Direction, palette: str = "orchestral", **brief: object) -> ComposingBench:
    """The one cue of the film written again with a direction."""
    film, before = first(palette)
    score, cue = score_of(before), only_cue(before)
    opening = Opening(cue.name, cue.span, cue.tempo_map.base_bpm, None, direction)
    standing = Standing((), (opening,), score.themes, before.tonic, score.room, ())
    bench = ComposingBench(
        film.edit, film.evidence, film.scene, replace(score.brief, **brief), before.palette, score.seed,
        standing=standing,
    )  # type: ignore[arg-type]  # fields of the brief  # fmt: skip
    team = composing_team(RulesMind(), SilentPerformer(), lambda share: None)
    return team.run(Need("music"), bench, lambda event: None, StoppedClock())[0]


def asked(*hits: tuple[int, float], silences: tuple[tuple[int, int], ...] = ()) -> Direction:
    return Direction(
        tuple(HitDirection(frame, weight, "the door") for frame, weight in hits),
        tuple(Span(*span) for span in silences),
        "asked",
    )


def hit_at(cue: Cue, frame: int) -> HitPoint | None:
    return next((hit for hit in cue.hits if hit.frame == frame), None)


def findings(bench: ComposingBench) -> list[Finding]:
    return [finding for finding in bench.findings if finding.check == "directions"]


@pytest.mark.parametrize("palette", PALETTES)
@pytest.mark.parametrize("frame", [101, 333, 507, 640, 872])
def test_a_frame_that_must_be_hit_has_an_accent_on_its_sample(palette: str, frame: int) -> None:
    bench = again(asked((frame, 1.0)), palette)

    cue, hit = only_cue(bench), hit_at(only_cue(bench), frame)
    assert hit is not None
    assert hit.treatment in ("accent", "end")
    assert hit.sample == bench.edit.sample(frame)
    assert hit.sample in {note.start for part in cue.parts for note in part.notes if note.hit}
    assert "the door" in hit.why
    assert not findings(bench)
    assert not [finding for finding in bench.findings if finding.severity == "error"]


def test_many_frames_that_must_be_hit_are_all_hit() -> None:
    frames = range(40, 900, 25)

    bench = again(asked(*((frame, 1.0) for frame in frames)))

    strong = {hit.frame for hit in only_cue(bench).hits if hit.treatment in ("accent", "end")}
    assert strong >= set(frames)
    assert not findings(bench)


def test_the_eagerness_of_the_wish_does_not_overrule_the_hand() -> None:
    bench = again(asked((333, 1.0), (507, 0.2)), hit_density=0.0)

    assert {333, 507} <= {hit.frame for hit in only_cue(bench).hits}


def test_no_hit_is_put_on_a_forbidden_frame_or_beside_it() -> None:
    before = [hit.frame for hit in only_cue(first()[1]).hits]

    cue = only_cue(again(asked(*((frame, 0.0) for frame in before))))

    assert not [hit for hit in cue.hits if any(abs(hit.frame - frame) <= 1 for frame in before)]
    assert hit_at(cue, cue.hits[-1].frame).kind == "end"  # type: ignore[union-attr]  # it is there
    assert cue.parts


@pytest.mark.parametrize("beside", [-1, 1])
def test_a_cut_beside_a_forbidden_frame_is_not_hit(beside: int) -> None:
    cut = next(hit.frame for hit in only_cue(first()[1]).hits if hit.kind == "cut" and hit.weight > 0.5)

    cue = only_cue(again(asked((cut + beside, 0.0))))

    assert hit_at(cue, cut) is None


def test_a_hit_is_moved_by_a_frame_with_a_zero_and_a_weight() -> None:
    old = only_cue(first()[1]).hits[2].frame

    cue = only_cue(again(asked((old, 0.0), (old + 1, 1.0))))

    assert hit_at(cue, old) is None
    assert hit_at(cue, old + 1) is not None


def test_the_weight_of_a_cut_is_what_was_asked() -> None:
    cut = next(hit.frame for hit in only_cue(first()[1]).hits if hit.kind == "cut" and hit.weight > 0.5)

    hit = hit_at(only_cue(again(asked((cut, 0.33)))), cut)

    assert hit is not None
    assert (hit.kind, hit.weight) == ("directed", 0.33)


@pytest.mark.parametrize("palette", PALETTES)
@pytest.mark.parametrize("span", [(400, 430), (0, 60), (900, 960), (300, 500)])
def test_no_note_sounds_in_a_silence(palette: str, span: tuple[int, int]) -> None:
    bench = again(asked(silences=(span,)), palette)

    cue, sample = only_cue(bench), bench.edit.sample
    start, end = sample(span[0]), sample(span[1])
    notes = [note for part in cue.parts for note in part.notes]
    assert cue.silences == ((start, end),)
    assert not [note for note in notes if note.start < end and note.start + note.duration > start]
    assert not [hit for hit in cue.hits if hit.frame in Span(*span)]
    assert not [finding for finding in bench.findings if finding.severity == "error"]
    if span[1] < 900:
        assert [note for note in notes if end <= note.start < end + 24_000], "the music takes up again"


def test_a_long_silence_is_no_hole() -> None:
    bench = again(asked(silences=((300, 700),)))

    assert not [finding for finding in bench.findings if finding.check == "hole"]


def test_music_that_must_stop_early_ends_with_a_chord_before_it() -> None:
    cue = only_cue(again(asked(silences=((700, 960),))))

    (closing,) = (hit.frame for hit in cue.hits if hit.kind == "end")
    assert 500 < closing < 700
    assert all(hit.frame < 700 for hit in cue.hits)


REFUSED = {
    "beside another one": (asked((400, 1.0), (402, 1.0)), 402, "too near for two to be heard"),
    "in a silence": (asked((410, 1.0), silences=((400, 430),)), 410, "in a silence that you asked for"),
    "just before a silence": (asked((399, 1.0), silences=((400, 430),)), 399, "begins right after it"),
    "in the ring": (asked((955, 1.0)), 955, "which ring out"),
    "outside": (asked((5000, 1.0)), 5000, "outside the cue"),
}


@pytest.mark.parametrize(("direction", "frame", "why"), REFUSED.values(), ids=REFUSED)
def test_a_hit_that_cannot_be_had_is_told_with_the_reason(direction: Direction, frame: int, why: str) -> None:
    bench = again(direction)

    (finding,) = findings(bench)
    assert finding.severity == "warning"
    assert finding.sentence.startswith(f"1m1: your hit at {bench.edit.timecode(frame)} (the door) is not met")
    assert why in finding.sentence
    assert hit_at(only_cue(bench), frame) is None


def test_a_silence_over_the_whole_cue_is_left_out_and_told() -> None:
    bench = again(asked(silences=((0, 950),)))

    (finding,) = findings(bench)
    assert "less than 1.2 s of music" in finding.sentence
    assert only_cue(bench).silences == ()
    assert only_cue(bench).parts


def test_music_that_may_end_nowhere_ends_and_it_is_told() -> None:
    bench = again(asked(*((frame, 0.0) for frame in range(0, 960, 2))))

    (finding,) = findings(bench)
    (hit,) = only_cue(bench).hits
    assert hit.kind == "end"
    assert finding.sentence == (
        f"1m1: {bench.edit.timecode(hit.frame)} could not be kept free of hits: the last chord lies there"
    )


def test_a_silence_outside_the_cue_is_told() -> None:
    bench = again(asked(silences=((400, 430), (2000, 2010))))

    (finding,) = findings(bench)
    assert "lies outside the cue" in finding.sentence
    assert len(only_cue(bench).silences) == 1


def test_the_same_direction_gives_the_same_bytes_and_keeps_themes_and_keys() -> None:
    direction = asked((333, 1.0), (507, 0.0), silences=((600, 630),))

    one, two = score_of(again(direction)), score_of(again(direction))

    before = score_of(first()[1])
    assert fingerprint(one) == fingerprint(two)
    assert one.themes == before.themes
    assert [s.key for s in one.cues[0].sections][-1] == [s.key for s in before.cues[0].sections][-1]
    assert one.cues[0].direction == direction


def test_a_hit_that_must_be_had_and_is_not_heard_fails_the_verdict() -> None:
    score = score_of(again(asked((333, 1.0))))
    hits = tuple(HeardHit(h.frame, h.sample, None if h.frame == 333 else 0.0) for h in score.cues[0].hits)
    heard = Heard("1m1", score.sample_count(score.cues[0]), -18.0, -1.0, 0.0, hits, largest_step_db=-90.0)

    found = listen(score, (heard,))

    assert [(f.severity, f.check) for f in found if f.check == "directions"] == [("error", "directions")]


def test_sound_in_a_silence_fails_the_verdict() -> None:
    score = score_of(again(asked(silences=((400, 430),))))
    heard = Heard(
        "1m1", score.sample_count(score.cues[0]), -18.0, -1.0, 0.0, largest_step_db=-90.0,
        loudest_wanted_silence_db=-40.0,
    )  # fmt: skip

    found = listen(score, (heard,))

    assert [f.sentence for f in found if f.check == "silence"] == ["1m1: -40 dBFS where silence is wanted"]


def test_a_marker_that_the_hand_forbids_is_not_missed() -> None:
    film = draw(30.0, seed=2, markers=(Marker(300, "boom"),))
    before = composed(film, brief=Brief(seed=1))
    score, cue = score_of(before), only_cue(before)
    opening = Opening(cue.name, cue.span, None, None, asked((300, 0.0)))
    standing = Standing((), (opening,), score.themes, before.tonic, score.room, ())
    bench = replace(before, standing=standing, score=None, findings=(), plans=(), attempt=0)
    team = composing_team(RulesMind(), SilentPerformer(), lambda share: None)

    after = team.run(Need("music"), bench, lambda event: None, StoppedClock())[0]

    assert hit_at(only_cue(after), 300) is None
    assert not [finding for finding in after.findings if finding.check == "markers"]


EDGES = st.lists(st.integers(0, 960), min_size=2, max_size=6, unique=True).map(sorted)
DIRECTIONS = st.builds(
    lambda weights, edges: asked(
        *sorted(weights.items()), silences=tuple(zip(edges[::2], edges[1::2], strict=False))
    ),
    st.dictionaries(st.integers(0, 959), st.sampled_from([0.0, 0.3, 0.7, 1.0]), max_size=12),
    st.just([]) | EDGES,
)


@settings(max_examples=40, deadline=None)
@given(DIRECTIONS, st.sampled_from(PALETTES))
def test_whatever_is_asked_is_had_or_told(direction: Direction, palette: str) -> None:
    bench = again(direction, palette)

    cue, sample = only_cue(bench), bench.edit.sample
    struck = {note.start for part in cue.parts for note in part.notes if note.hit}
    unmet = [finding for finding in findings(bench) if "your hit" in finding.sentence]
    told = {finding.where.start for finding in unmet if finding.where is not None}
    for wanted in direction.wanted:
        hit = hit_at(cue, wanted.frame)
        assert (hit is None) == (wanted.frame in told)
        assert hit is None or sample(hit.frame) in struck
        assert hit is None or not wanted.must or hit.treatment in ("accent", "end")
    asked_for = {wanted.frame for wanted in direction.wanted}
    for hit in cue.hits:
        assert hit.frame in asked_for or all(abs(hit.frame - frame) > 1 for frame in direction.forbidden)
    for start, end in cue.silences:
        notes = [note for part in cue.parts for note in part.notes]
        assert not [note for note in notes if note.start < end and note.start + note.duration > start]
    if direction.silences and not cue.silences:
        assert any("is left out" in finding.sentence for finding in findings(bench))
    assert not [finding for finding in bench.findings if finding.severity == "error"]
