"""MIDI files that keep the picture's sync."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import mido
import pytest
from example_score import cue, edit_of, part, score_of, tempo_map
from hypothesis import given, settings
from hypothesis import strategies as st

from ningbgm_agents.score import Bar, Cue, Score, TempoMap, TempoSegment
from ningbgm_agents.timeline import FrameRate, Span
from ningbgm_daemon.delivery.midi import midi_of, write_midi
from ningbgm_daemon.delivery.midi_tempo import TICKS_PER_BEAT, TickMap


def notes_heard(file: mido.MidiFile, track: int) -> list[tuple[float, int]]:
    """Seconds and key of every note of a track, by the file's own tempo events."""
    tempi, now = [], 0
    for message in file.tracks[0]:
        now += message.time
        if message.type == "set_tempo":
            tempi.append((now, message.tempo))
    heard, now = [], 0
    for message in file.tracks[track]:
        now += message.time
        if message.type == "note_on":
            heard.append((seconds_at(now, tempi), message.note))
    return heard


def seconds_at(tick: int, tempi: list[tuple[int, int]]) -> float:
    elapsed = Fraction(0)
    for (start, tempo), (end, _) in zip(tempi, [*tempi[1:], (tick, 0)], strict=True):
        ticks = max(0, min(tick, end) - start)
        elapsed += Fraction(ticks * tempo, TICKS_PER_BEAT * 1_000_000)
    return float(elapsed)


def metas(file: mido.MidiFile, kind: str, track: int = 0) -> list[mido.MetaMessage]:
    return [message for message in file.tracks[track] if message.type == kind]


@pytest.mark.parametrize("lead_in", [0, 2])
def test_notes_are_heard_on_the_samples_of_the_score(lead_in: int) -> None:
    edit = edit_of()
    one = replace(cue("1m1", Span(0, 150), edit), tempo_map=tempo_map(lead_in))
    score = replace(score_of(edit), cues=(one,))

    heard = notes_heard(midi_of(score, one), 1)

    half_tick_s = 60 / 100 / TICKS_PER_BEAT / 2
    for (second, pitch), note in zip(heard, one.parts[0].notes, strict=True):
        assert pitch == note.pitch
        assert abs(second - note.start / 48_000) < 0.000_1 + half_tick_s


@settings(max_examples=60, deadline=None)
@given(
    tempi=st.lists(st.tuples(st.integers(1, 200), st.floats(40, 220)), min_size=1, max_size=6),
    pickup=st.integers(0, 3),
)
def test_tempo_events_never_drift_from_the_samples(tempi: list[tuple[int, float]], pickup: int) -> None:
    beat, sample, segments = Fraction(-pickup), 0, []
    for beats, bpm in tempi:
        end = sample + round(beats * 60 / bpm * 48_000)
        segments.append(TempoSegment(beat, beat + beats, sample, end))
        beat, sample = beat + beats, end
    ticks = TickMap.of(TempoMap(tuple(segments), (Bar(1, Fraction(0), Fraction(4)),), 100.0))

    events = [(event.tick, event.microseconds) for event in ticks.tempo_events()]

    for tick in range(0, ticks.tick_of_sample(sample), 4 * TICKS_PER_BEAT):
        beat_there = ticks.origin_beat + Fraction(tick, TICKS_PER_BEAT)
        wanted = ticks.tempo_map.sample(beat_there) / 48_000
        assert abs(seconds_at(tick, events) - wanted) < 0.000_1


def test_a_file_per_cue_is_written_with_a_track_per_part(tmp_path: Path) -> None:
    score = score_of()

    paths = write_midi(tmp_path, score)

    assert [path.name for path in paths] == ["1m1.mid", "1m2.mid"]
    file = mido.MidiFile(str(paths[0]))
    assert (file.type, file.ticks_per_beat, len(file.tracks)) == (1, 960, 3)
    assert [track.name for track in file.tracks] == ["=My film 1m1", "cello", "kit"]


def test_the_same_score_gives_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()

    first = write_midi(tmp_path / "a", score_of())
    second = write_midi(tmp_path / "b", score_of())

    assert [p.read_bytes() for p in first] == [p.read_bytes() for p in second]


def test_metres_key_markers_and_timecode_stand_on_the_conductor_track() -> None:
    score = score_of()

    file = midi_of(score, score.cues[1])

    signatures = [(m.numerator, m.denominator) for m in metas(file, "time_signature")]
    assert signatures == [(4, 4), (7, 8)]
    assert [m.key for m in metas(file, "key_signature")] == ["Am"]
    assert [m.text for m in metas(file, "marker")] == [
        "section statement",
        "hit cut frame 180 01:00:06;00",
        "hit end frame 360 01:00:12;00",
    ]
    offset = metas(file, "smpte_offset")[0]
    assert (offset.frame_rate, offset.hours, offset.seconds, offset.frames) == (29.97, 1, 6, 0)


def test_frames_of_fast_rates_are_told_in_a_rate_that_midi_knows() -> None:
    edit = edit_of(FrameRate(Fraction(50)), start_frame=50 * 3600 + 31)
    score = replace(score_of(edit), cues=(cue("1m1", Span(0, 150), edit),))

    offset = metas(midi_of(score, score.cues[0]), "smpte_offset")[0]

    assert (offset.frame_rate, offset.frames, offset.sub_frames) == (25, 15, 50)


def test_drums_play_on_channel_ten_and_expression_is_a_thinned_controller() -> None:
    score = score_of()
    file = midi_of(score, score.cues[0])

    cello = [m for m in file.tracks[1] if not m.is_meta]
    kit = [m for m in file.tracks[2] if not m.is_meta]

    assert {m.channel for m in kit} == {9}
    assert {m.channel for m in cello} == {0}
    levels = [m.value for m in cello if m.type == "control_change" and m.control == 11]
    assert (levels[0], max(levels), levels[-1]) == (25, 127, 64)
    assert all(a != b for a, b in pairwise(levels))
    assert len(levels) < 90
    assert next(m.program for m in cello if m.type == "program_change") == 42


def test_an_orchestra_of_more_than_fifteen_parts_goes_on_to_a_second_port() -> None:
    edit = edit_of()
    parts = tuple(part(f"p{n}", "melody", n, 1) for n in range(20))
    one: Cue = cue("1m1", Span(0, 150), edit, parts=parts)
    score: Score = replace(score_of(edit), cues=(one,))

    file = midi_of(score, one)

    places = {
        (metas(file, "midi_port", n)[0].port, m.channel)
        for n in range(1, 21)
        for m in file.tracks[n]
        if m.type == "note_on"
    }
    assert len(places) == 20
    assert not any(channel == 9 for _, channel in places)


def test_every_note_that_begins_ends_and_the_track_lasts_as_long_as_the_cue() -> None:
    score = score_of()
    one = score.cues[0]

    file = midi_of(score, one)

    for track in file.tracks[1:]:
        starts = [m.note for m in track if m.type == "note_on"]
        stops = [m.note for m in track if m.type == "note_off"]
        assert sorted(starts) == sorted(stops)
        length = sum(m.time for m in track)
        assert length >= TickMap.of(one.tempo_map).tick_of_sample(score.sample_count(one))
