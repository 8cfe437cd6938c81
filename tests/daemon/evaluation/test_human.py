"""Music by people as a yardstick: excerpts, their range, and what lies outside of it."""

from __future__ import annotations

import random
from pathlib import Path

import mido
import numpy as np
import pytest
import soundfile

from ningbgm_agents.errors import InputError
from ningbgm_daemon.evaluation.human import excerpt, human_rows
from ningbgm_daemon.evaluation.metrics.tune import Tune, TuneNote
from ningbgm_daemon.evaluation.metrics.usual import usual
from ningbgm_daemon.evaluation.rows import Row, RowFiles
from ningbgm_daemon.evaluation.systems import HUMAN

RATE = 48_000


@pytest.fixture
def people(tmp_path: Path) -> Path:
    """Eight seconds of plucked fifths, the same once more, a scale as MIDI, and a file that is no music."""
    folder = tmp_path / "people"
    (folder / "deep").mkdir(parents=True)
    time = np.arange(RATE // 2) / RATE
    pluck = np.exp(-6 * time) * (np.sin(2 * np.pi * 220 * time) + np.sin(2 * np.pi * 330 * time)) / 4
    soundfile.write(folder / "plucks.wav", np.tile(pluck, 16), RATE)
    (folder / "deep/again.wav").write_bytes((folder / "plucks.wav").read_bytes())
    (folder / "broken.ogg").write_bytes(b"no music")
    file = mido.MidiFile(ticks_per_beat=100)
    track = mido.MidiTrack()
    file.tracks.append(track)
    track.append(mido.MetaMessage("set_tempo", tempo=mido.bpm2tempo(60)))
    for pitch in (60, 62, 64, 65, 67, 69, 71, 72) * 2:
        track.append(mido.Message("note_on", note=pitch, velocity=80))
        track.append(mido.Message("note_off", note=pitch, time=100))
    file.save(str(folder / "scale.mid"))
    return folder


def rows_of(folder: Path, out: Path, length_s: float = 4.0) -> dict[str, Row]:
    return {Path(row.film).name: row for row, _ in human_rows(folder, length_s, RowFiles(out))}


def test_of_a_recording_is_measured_what_can_be_heard_and_of_midi_what_the_notes_tell(
    people: Path, tmp_path: Path
) -> None:
    rows = rows_of(people, tmp_path / "rows")

    heard, played = rows["again.wav"].measured, rows["scale.mid"].measured
    assert heard["onsets_a_minute"] == pytest.approx(120, abs=20)
    assert heard["loudness_range_lu"] is not None
    assert "pitch_class_entropy" not in heard
    assert "ended" not in heard, "an excerpt has no end of its own"
    assert played["scale_consistency"] == 1
    assert played["h1"] == pytest.approx(2, abs=1e-6), "four quarters of a scale are four pitch classes"
    assert played["empty_beat_rate"] == 0
    assert "broken.ogg" in rows["broken.ogg"].refused


def test_what_lies_there_twice_counts_once(people: Path, tmp_path: Path) -> None:
    assert set(rows_of(people, tmp_path / "rows")) == {"again.wav", "broken.ogg", "scale.mid"}


def test_rows_are_kept_and_belong_to_the_length(people: Path, tmp_path: Path) -> None:
    first = rows_of(people, tmp_path / "rows")
    kept = tmp_path / "rows" / HUMAN / "scale.mid.json"
    written = kept.stat().st_mtime_ns

    assert rows_of(people, tmp_path / "rows") == first
    assert kept.stat().st_mtime_ns == written
    assert rows_of(people, tmp_path / "rows", 8.0)["scale.mid"].key != first["scale.mid"].key


def test_a_folder_without_music_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no music by people"):
        rows_of(tmp_path, tmp_path / "rows")


def test_an_excerpt_is_whole_bars_of_the_length_with_notes_in_them() -> None:
    notes = tuple(TuneNote(beat, beat + 1, 60 + beat % 12) for beat in range(16, 48))
    tune = Tune(notes, tuple(float(beat) for beat in range(0, 65, 4)))

    found = [excerpt(tune, 10.0, 60.0, random.Random(seed)) for seed in range(30)]

    assert all(one.bars == (0, 4, 8, 12) for one in found), "ten seconds are ten beats: three bars"
    assert all(one.notes for one in found), "the silence at both ends is no music"
    assert all(0 <= note.start < 12 for one in found for note in one.notes)
    assert len({one.notes for one in found}) > 3
    assert excerpt(tune, 100.0, 60.0, random.Random(0)) == tune


def test_nine_pieces_of_ten_are_usual() -> None:
    found = usual([*map(float, range(101)), None, float("nan")])

    assert found is not None
    assert (found.low, found.median, found.high, found.count) == (5, 50, 95, 101)
    assert found.holds(5)
    assert not found.holds(4.9)
    assert not found.holds(95.1)
    assert usual([1.0, 2.0, 3.0, 4.0, None]) is None
