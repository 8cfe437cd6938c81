from __future__ import annotations

import contextlib
import json
import struct
import subprocess
from pathlib import Path

import numpy as np
import pytest
import soundfile
import wavinfo
from hypothesis import given, settings
from hypothesis import strategies as st

from ningbgm_agents.errors import DeliveryError, MediaError
from ningbgm_daemon.performance.bwf import FULL_SCALE, Measured, Stamp, WaveWriter
from ningbgm_daemon.performance.bwf_reader import WaveReader

HOUR = 3600 * 48_000


def integers(count: int, seed: int = 0) -> np.ndarray:
    random = np.random.default_rng(seed)
    return random.integers(-FULL_SCALE, FULL_SCALE, (2, count), dtype=np.int32)


def written(path: Path, samples: np.ndarray, stamp: Stamp, piece: int = 700) -> Path:
    writer = WaveWriter(path, stamp)
    for first in range(0, samples.shape[1], piece):
        writer.write(samples[:, first : first + piece])
    writer.close(Measured(-18.04, -1.23))
    return path


@pytest.mark.parametrize("count", [0, 1, 2, 699, 5003])
def test_samples_come_back_bit_for_bit(tmp_path: Path, count: int) -> None:
    samples = integers(count)

    path = written(tmp_path / "a.wav", samples, Stamp(), piece=701)

    with WaveReader(path) as reader:
        assert reader.sample_count == count
        assert np.array_equal(reader.read(0, count), samples)
        assert np.array_equal(reader.read(count // 2, 99), samples[:, count // 2 :][:, :99])
    by_soundfile = soundfile.read(path, dtype="int32", always_2d=True)[0].T >> 8
    assert np.array_equal(by_soundfile, samples)


def test_wavinfo_reads_the_stamp(tmp_path: Path) -> None:
    stamp = Stamp(HOUR + 1234, "film 1m1 mix", "1m1")

    bext = wavinfo.WavInfoReader(written(tmp_path / "a.wav", integers(480), stamp)).bext

    assert bext.time_reference == HOUR + 1234
    assert bext.description.strip("\0") == "film 1m1 mix"
    assert bext.originator.strip("\0") == "NingBGM"
    assert bext.version == 2
    assert bext.loudness_value == pytest.approx(-18.04)
    assert bext.max_true_peak == pytest.approx(-1.23)
    assert "F=48000,W=24" in bext.coding_history


def test_ffprobe_reads_format_and_time_reference(tmp_path: Path) -> None:
    path = written(tmp_path / "a.wav", integers(48_000), Stamp(HOUR))

    told = json.loads(subprocess.run(
        ["ffprobe", "-v", "error", "-show_streams", "-show_format", "-of", "json", str(path)],
        capture_output=True, check=True, timeout=30,
    ).stdout)  # fmt: skip

    stream = told["streams"][0]
    assert (stream["codec_name"], stream["sample_rate"]) == ("pcm_s24le", "48000")
    assert stream["duration_ts"] == 48_000
    assert told["format"]["tags"]["time_reference"] == str(HOUR)


def test_our_reader_reads_the_stamp(tmp_path: Path) -> None:
    stamp = Stamp(86_399 * 48_000, "film", "1m2", "2026-11-22", "10:00:00")

    with WaveReader(written(tmp_path / "a.wav", integers(48), stamp)) as reader:
        assert reader.stamp == stamp
        assert reader.measured == Measured(-18.04, -1.23)


def test_the_same_sound_gives_the_same_bytes(tmp_path: Path) -> None:
    one = written(tmp_path / "a.wav", integers(1000), Stamp(5), piece=100)
    two = written(tmp_path / "b.wav", integers(1000), Stamp(5), piece=333)

    assert one.read_bytes() == two.read_bytes()


def test_a_file_too_long_for_riff_becomes_rf64(tmp_path: Path) -> None:
    path, samples = tmp_path / "long.wav", integers(5000)
    writer = WaveWriter(path, Stamp(7), largest=20_000)
    writer.write(samples)
    writer.close()

    head = path.read_bytes()[:36]
    assert head[:8] == b"RF64\xff\xff\xff\xff"
    assert head[12:16] == b"ds64"
    assert struct.unpack("<QQQ", path.read_bytes()[20:44])[1:] == (30_000, 5000)
    assert np.array_equal(soundfile.read(path, dtype="int32")[0].T >> 8, samples)
    with WaveReader(path) as reader:
        assert np.array_equal(reader.read(0, 5000), samples)
        assert reader.stamp.time_reference == 7


def test_a_timecode_before_midnight_wraps_to_the_day_before(tmp_path: Path) -> None:
    with WaveReader(written(tmp_path / "a.wav", integers(48), Stamp(-48_000))) as reader:
        assert reader.stamp.time_reference == 86_399 * 48_000


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")

    with pytest.raises(DeliveryError, match="cannot be written"):
        WaveWriter(tmp_path / "file" / "a.wav", Stamp())


@settings(max_examples=200, deadline=None)
@given(content=st.binary(max_size=300), headed=st.booleans())
def test_hostile_files_are_read_or_refused_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, headed: bool
) -> None:
    path = tmp_path_factory.getbasetemp() / "hostile.wav"
    path.write_bytes(b"RIFF\0\0\0\0WAVE" + content if headed else content)

    with contextlib.suppress(MediaError):
        WaveReader(path).close()
