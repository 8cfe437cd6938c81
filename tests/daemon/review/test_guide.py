"""The edit's own sound, sample for sample, in the time of the edit."""

from __future__ import annotations

import time
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import soundfile
from looking import Browser
from numpy.typing import NDArray

from ningbgm_agents.timeline import Edit, FrameRate, Media, Sound, Span, Track
from ningbgm_daemon.review.guide import guide_piece
from ningbgm_daemon.review.guide_making import write_guide

NTSC = FrameRate(Fraction(30000, 1001))
Samples = NDArray[np.int16]
"""int16, shape (samples, 2)."""


def wave(path: Path, seconds: float, seed: int) -> tuple[Media, Samples]:
    """A file of noise, and its samples."""
    count = round(seconds * 48_000)
    noise = np.random.default_rng(seed).integers(-9000, 9000, (count, 2)).astype(np.int16)
    soundfile.write(path, noise, 48_000, "PCM_16")
    return Media(str(path)), noise


@pytest.fixture
def cut(tmp_path: Path) -> tuple[Edit, Samples]:
    """A timeline of two files on two tracks, with a gap, old music and a file that is gone; and its sound."""
    a, noise_a = wave(tmp_path / "a.wav", 5, 1)
    b, noise_b = wave(tmp_path / "b.wav", 5, 2)
    sounds = (
        Sound(Span(0, 37), a, Fraction(1, 2)),
        Sound(Span(60, 90), b, Fraction(0)),
        Sound(Span(95, 110), Media(str(tmp_path / "gone.wav"), offline=True)),
    )
    tracks = (
        Track("A1", "dialogue", sounds),
        Track("A2", "effects", (Sound(Span(30, 70), b, Fraction(2)),)),
        Track("A3", "music", (Sound(Span(0, 120), a),)),
    )
    edit = Edit("cut", NTSC, 120, tracks=tracks, scored=Span(50, 60))
    made = np.zeros((edit.sample(120), 2), np.int16)
    for span, noise, start in (
        (Span(0, 37), noise_a, 24_000),
        (Span(60, 90), noise_b, 0),
        (Span(30, 70), noise_b, 96_000),
    ):
        first, end = edit.sample(span.start), edit.sample(span.end)
        made[first:end] += noise[start : start + end - first]
    return edit, made


def test_a_timeline_sounds_as_its_tracks_do_together(cut: tuple[Edit, Samples], tmp_path: Path) -> None:
    edit, wanted = cut
    shares: list[float] = []

    write_guide(edit, tmp_path / "guide", shares.append)

    found = np.fromfile(tmp_path / "guide", "<i2").reshape(-1, 2)
    assert np.array_equal(found, wanted)
    assert shares[-1] == 1.0


@pytest.mark.parametrize(
    ("first", "count"), [(0, 100), (-50, 100), (950, 100), (1000, 10), (-20, 10), (-5, 2000)]
)
def test_a_piece_is_that_part_with_silence_around_it(tmp_path: Path, first: int, count: int) -> None:
    whole = np.arange(2000, dtype="<i2").reshape(-1, 2) + 1
    (tmp_path / "guide").write_bytes(whole.tobytes())
    padded = np.zeros((count, 2), "<i2")
    for place in range(count):
        if 0 <= first + place < 1000:
            padded[place] = whole[first + place]

    assert guide_piece(tmp_path / "guide", 1000, first, count) == padded.tobytes()


def test_what_is_not_made_yet_is_not_silence(tmp_path: Path) -> None:
    (tmp_path / "guide").write_bytes(bytes(4 * 500))

    assert guide_piece(tmp_path / "guide", 1000, 400, 100) is not None
    assert guide_piece(tmp_path / "guide", 1000, 401, 100) is None
    assert guide_piece(None, 1000, 401, 100) == bytes(400)


def test_the_films_own_sound_is_heard_through_the_door(browser: Browser) -> None:
    until = time.monotonic() + 30
    while (seen := browser.api("guide?from=4800&count=96000")).status == 503 and time.monotonic() < until:
        assert seen.reason == "BUSY"
        time.sleep(0.05)

    heard = np.frombuffer(seen.body, "<i2").reshape(-1, 2) / 32768
    place = np.arange(4800, 100_800) / 48_000
    tone = 0.05 * np.sqrt(0.5) * np.sin(2 * np.pi * 220 * place)  # `small_film`: mono on both sides is -3 dB
    assert np.abs(heard - tone[:, None]).max() < 0.002, "AAC is near the tone, in the same place"
    assert browser.api("guide?from=144000&count=10").body == bytes(40)
