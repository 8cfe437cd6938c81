"""What comes back: the statement at the end, the theme from below, and the way home to the first key."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest
from composing_film import DrawnFilm, composed, draw, only_cue

from ningbgm_agents.brief import Brief
from ningbgm_agents.composing.bench import ComposingBench, CuePlan
from ningbgm_agents.composing.joining import led_into
from ningbgm_agents.composing.progression import spell
from ningbgm_agents.composing.returning import recalling
from ningbgm_agents.composing.scale import SCALES, degree_of
from ningbgm_agents.lyrics import Vocals
from ningbgm_agents.palette import palette_names
from ningbgm_agents.score import Bar, Cue, Key, Note, Section, TempoMap, TempoSegment

C_MAJOR, D_MAJOR, C_MINOR = Key(0, "ionian"), Key(2, "ionian"), Key(0, "aeolian")


def section(name: str, start: int, end: int, key: Key = C_MAJOR, how: str = "whole") -> Section:
    return Section(name, start, end, "setup", key, 0.5, "A", how)


def arch(share: float) -> tuple[float, float, float]:
    """Bright, high after the middle, and bright again."""
    return (0.5, 0.8, 0.7) if 0.5 < share < 0.7 else (0.5, -0.1, 0.2)


def threat(share: float) -> tuple[float, float, float]:
    return (-0.6, 0.4, 0.7) if share < 0.5 else (-0.4, 0.9, 0.9)


def weight(share: float) -> tuple[float, float, float]:
    return (-0.6, -0.4, 0.4) if share < 0.5 else (-0.3, 0.5, 0.6)


def even_film(feeling: object, seconds: float = 80.0) -> DrawnFilm:
    return draw(seconds, mean_shot_s=7.0, seed=11, feeling=feeling)  # type: ignore[arg-type]  # one of the above


def test_the_last_release_brings_the_statement_again() -> None:
    form = [
        section("bed", 0, 4, how="answer"),
        section("statement", 4, 12, how="opening"),
        section("climax", 12, 20),
        section("release", 20, 24, how="augmented"),
        section("release", 24, 32, how="head"),
    ]

    made = recalling(form)

    assert made[:4] == form[:4]
    assert (made[4].recalls, made[4].transformation, made[4].theme) == (4, "opening", "A")


@pytest.mark.parametrize(("key", "end"), [(C_MINOR, 32), (C_MAJOR, 27)])
def test_in_another_mode_or_too_short_nothing_is_brought_again(key: Key, end: int) -> None:
    form = [
        section("statement", 0, 8, how="opening"),
        section("climax", 8, 24),
        section("release", 24, end, key, "head"),
    ]

    assert recalling(form) == form


def degrees(cue: Cue, part: Section, bars: int) -> list[tuple[Fraction, int]]:
    """The melody of the first bars of a section, as scale degrees on their sixteenths."""
    tempo = cue.tempo_map
    start = tempo.bars[part.start_bar].start_beat
    lines = sorted(
        (note for p in cue.parts if p.stem == "melody" for note in p.notes), key=lambda note: note.start
    )
    found = []
    for note in lines:
        beat = Fraction(round(4 * (tempo.beat(note.start) - start)), 4)
        if 0 <= beat < 4 * bars:
            found.append((beat, degree_of(part.key, note.pitch)[0] % 7))
    return found


@pytest.mark.parametrize("palette", ["acoustic", "bossa", "ambient"])
def test_what_is_brought_again_is_known_again(palette: str) -> None:
    cue = only_cue(composed(even_film(arch), palette))
    again = next((s for s in cue.sections if s.recalls is not None), None)

    assert again is not None
    stated = next(s for s in cue.sections if s.start_bar == again.recalls)
    bars = min(4, again.end_bar - again.start_bar, stated.end_bar - stated.start_bar)
    first, second = degrees(cue, stated, bars), degrees(cue, again, bars)
    assert first
    same = len(set(first) & set(second)) / max(len(set(first)), len(set(second)))
    assert same >= 0.6


def voiced(bench: ComposingBench) -> list[Section]:
    return [s for s in only_cue(bench).sections if s.voice != "lead"]


def inside(cue: Cue, part: Section, *stems: str) -> list[Note]:
    tempo = cue.tempo_map
    start, end = (tempo.sample(tempo.bars[bar].start_beat) for bar in (part.start_bar, part.end_bar))
    return [
        n for p in cue.parts if p.stem in stems for n in p.notes if start + 4_800 <= n.start < end - 4_800
    ]


def test_under_a_threat_the_theme_lies_once_in_the_bass() -> None:
    bench = composed(even_film(threat), "orchestral")
    cue = only_cue(bench)

    (low,) = [s for s in voiced(bench) if s.voice == "bass"]
    assert low.name in ("bed", "development")
    line = inside(cue, low, "bass")
    assert len({note.pitch for note in line}) >= 3
    assert not inside(cue, replace(low, end_bar=low.end_bar - 1), "melody")
    lowest = min(note.pitch for note in inside(cue, low, "harmony"))
    assert sum(note.pitch < lowest + 12 for note in line) == len(line)


def test_under_a_weight_it_lies_in_the_middle() -> None:
    bench = composed(even_film(weight), "chamber")
    cue = only_cue(bench)

    (middle,) = [s for s in voiced(bench) if s.voice == "inner"]
    cello = [p for p in cue.parts if p.name == "solo cello"]
    tempo = cue.tempo_map
    start, end = (tempo.sample(tempo.bars[bar].start_beat) for bar in (middle.start_bar, middle.end_bar))
    line = [note for part in cello for note in part.notes if start <= note.start < end]
    assert len(line) >= 4
    assert max(note.pitch for note in line) <= 69


def test_a_bright_story_leaves_the_theme_on_top() -> None:
    assert not voiced(composed(even_film(arch), "orchestral"))


def test_where_somebody_sings_the_theme_is_the_singers() -> None:
    brief = Brief(seed=1, vocals=Vocals("soprano"))

    assert not voiced(composed(even_film(threat), "orchestral", brief))


@pytest.mark.parametrize("palette", palette_names())
def test_a_theme_from_below_breaks_nothing(palette: str) -> None:
    for feeling in (threat, weight):
        bench = composed(even_film(feeling), palette)

        assert not [finding for finding in bench.findings if finding.severity == "error"]
        assert sum(s.voice == "bass" for s in voiced(bench)) <= 1
        assert sum(s.voice == "inner" for s in voiced(bench)) <= 1


def plan_of(bench: ComposingBench, *sections: Section) -> CuePlan:
    bars = tuple(Bar(n + 1, Fraction(4 * n), Fraction(4)) for n in range(17))
    tempo = TempoMap((TempoSegment(Fraction(0), Fraction(64), 0, 64 * 24_000),), bars, 120.0)
    return replace(bench.plans[0], sections=sections, tempo_map=tempo)


def test_another_key_is_prepared_over_two_bars() -> None:
    bench = composed(draw(20), "chamber")
    away, home = section("climax", 0, 8, D_MAJOR), section("release", 8, 16, C_MAJOR)
    chords = [spell("I", D_MAJOR, Fraction(8 * n), Fraction(8 * n + 8)) for n in range(4)]
    first = spell("I", C_MAJOR, Fraction(32), Fraction(40))

    led = led_into(bench, plan_of(bench, away, home), chords, home, first, ())

    pivot, dominant = led[-2:]
    assert [(c.start_beat, c.end_beat) for c in (pivot, dominant)] == [(24, 28), (28, 32)]
    assert len(set(pivot.pitches) & {(2 + step) % 12 for step in SCALES["ionian"]}) >= 3
    assert (dominant.root, dominant.degree) == (7, "V7")
    assert all(a.end_beat == b.start_beat for a, b in pairwise(led))


def test_a_hit_in_these_bars_leaves_the_preparation_to_the_dominant() -> None:
    bench = composed(draw(20), "chamber")
    away, home = section("climax", 0, 8, D_MAJOR), section("release", 8, 16, C_MAJOR)
    chords = [spell("I", D_MAJOR, Fraction(8 * n), Fraction(8 * n + 8)) for n in range(4)]
    first = spell("I", C_MAJOR, Fraction(32), Fraction(40))

    led = led_into(bench, plan_of(bench, away, home), chords, home, first, (Fraction(27),))

    assert [chord.degree for chord in led[-2:]] == ["I", "V7"]
    assert led[-1].start_beat == 30
