"""Tempo maps, bars and keys."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from ningbgm_agents.brief import Brief, Silence, silent_spans
from ningbgm_agents.score import Bar, Cue, Key, Score, TempoMap, TempoSegment
from ningbgm_agents.timeline import Edit, FrameRate, Span


@st.composite
def tempo_maps(draw: st.DrawFn) -> TempoMap:
    """Segments of 1 to 12 beats at 40 to 200 BPM, some with a pick-up before beat 0."""
    stretch = st.tuples(st.integers(1, 12), st.floats(40, 200))
    lengths = draw(st.lists(stretch, min_size=1, max_size=8))
    beat, sample = Fraction(-draw(st.integers(0, 2))), 0
    segments = []
    for beats, bpm in lengths:
        end_beat, end_sample = beat + beats, sample + round(beats * 60 / bpm * 48_000)
        segments.append(TempoSegment(beat, end_beat, sample, end_sample))
        beat, sample = end_beat, end_sample
    bars = tuple(Bar(n + 1, Fraction(4 * n), Fraction(4)) for n in range(max(1, int(beat) // 4)))
    return TempoMap(tuple(segments), bars, 100.0)


@settings(max_examples=200)
@given(tempo_map=tempo_maps(), sample=st.integers(-48_000, 10_000_000))
def test_a_sample_survives_the_way_through_its_beat(tempo_map: TempoMap, sample: int) -> None:
    beat = tempo_map.beat(sample)

    assert tempo_map.sample(beat) == sample


@settings(max_examples=200)
@given(tempo_map=tempo_maps(), ticks=st.lists(st.integers(-960, 96_000), min_size=2, max_size=9))
def test_later_beats_have_later_samples(tempo_map: TempoMap, ticks: list[int]) -> None:
    beats = sorted({Fraction(tick, 960) for tick in ticks})

    samples = [tempo_map.sample(beat) for beat in beats]

    assert samples == sorted(samples)


@given(tempo_map=tempo_maps())
def test_anchors_are_met_to_the_sample(tempo_map: TempoMap) -> None:
    for segment in tempo_map.segments:
        assert tempo_map.sample(segment.start_beat) == segment.start_sample
        assert tempo_map.beat(segment.end_sample) == segment.end_beat
    assert tempo_map.end_beat == tempo_map.segments[-1].end_beat


def test_a_segment_tells_its_tempo() -> None:
    segment = TempoSegment(Fraction(0), Fraction(4), 0, 96_000)

    assert segment.bpm == 120.0


def test_bars_are_found_by_beat_and_held_at_the_ends() -> None:
    bars = (Bar(1, Fraction(0), Fraction(4)), Bar(2, Fraction(4), Fraction(7, 2)))
    tempo_map = TempoMap((TempoSegment(Fraction(0), Fraction(8), 0, 192_000),), bars, 120.0)

    assert tempo_map.bar_at(-1).number == 1
    assert tempo_map.bar_at(Fraction(4)).number == 2
    assert tempo_map.bar_at(99).metre == (7, 8)


def test_keys_are_named_as_musicians_name_them() -> None:
    assert str(Key(9, "aeolian")) == "A minor"
    assert str(Key(3, "ionian")) == "Eb major"
    assert str(Key(2, "harmonic_minor")) == "D harmonic minor"


def test_neighbouring_cues_share_their_border_sample() -> None:
    edit = Edit("e", FrameRate(Fraction(24000, 1001)), 1_000)
    tempo_map = TempoMap((TempoSegment(Fraction(0), Fraction(4), 0, 96_000),), (), 120.0)
    spans = (Span(0, 333), Span(333, 1_000))
    cues = tuple(
        Cue(f"1m{n}", span, "", "BI", Key(0, "ionian"), tempo_map, "ring_out")
        for n, span in enumerate(spans, 1)
    )
    score = Score(edit, Brief(), "orchestral", 0, 0, cues)

    first, second = cues

    assert score.first_sample(first) + score.sample_count(first) == score.first_sample(second)
    assert score.sample_count(first) + score.sample_count(second) == edit.sample(1_000)


def test_only_silences_that_are_fixed_in_time_become_spans() -> None:
    brief = Brief(silences=(Silence(1, 2), Silence(3, 4, until="the door slams"), Silence(9, 99)))

    assert silent_spans(brief, 25, 250) == (Span(25, 50), Span(225, 250))
