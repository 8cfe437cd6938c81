"""The outline of a stem holds, for each of its stretches, what NumPy finds in the whole file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile
from looking import Browser

from fakes.house_in_thread import HouseInThread
from ningbgm_daemon.records.score import RevisionRecord
from ningbgm_daemon.review.peaks import FINEST, STEP, read_peaks, write_peaks


def expected(path: Path | str, size: int) -> np.ndarray[tuple[int, int], np.dtype[np.int8]]:
    """The pairs of stretches of a size, from the whole file at once."""
    whole, _ = soundfile.read(path, dtype="int32", always_2d=True)
    both = (whole.astype(np.int64) >> 8).sum(axis=1)
    parts = [both[start : start + size] for start in range(0, len(both), size)]
    pairs = [(part.min(), part.max()) for part in parts]
    return np.rint(np.array(pairs) * 127 / 2**24).clip(-127, 127).astype(np.int8)


@pytest.mark.parametrize("level", range(6))
@pytest.mark.parametrize("stem", ["mix", "bass"])
def test_every_level_is_what_the_file_holds(
    browser: Browser, film_record: RevisionRecord, level: int, stem: str
) -> None:
    path = next(one.path for one in film_record.cues[0].stems if one.name == stem)
    pairs = expected(path, FINEST * STEP**level)

    seen = browser.api(f"peaks/1m1/{stem}?level={level}")

    assert np.array_equal(np.frombuffer(seen.body, np.int8).reshape(-1, 2), pairs)
    assert seen.headers["x-pairs"] == str(len(pairs))
    assert level or np.abs(pairs.astype(int)).max() > 5, "the test would not notice silence"


def test_a_part_of_a_level_is_that_part(browser: Browser) -> None:
    whole = browser.api("peaks/1m1/mix?level=1").body

    part = browser.api("peaks/1m1/mix?level=1&from=3&to=10")

    assert part.body == whole[6:20]
    assert part.headers["x-pairs"] == str(len(whole) // 2)
    assert browser.api("peaks/1m1/mix?level=1&from=99999&to=100000").body == b""


def test_beyond_the_coarsest_level_there_is_nothing(browser: Browser) -> None:
    seen = browser.api("peaks/1m1/mix?level=20")

    assert (seen.status, seen.body, seen.headers["x-pairs"]) == (200, b"", "0")


def test_an_outline_is_drawn_once(browser: Browser, served: HouseInThread) -> None:
    for _ in range(3):
        browser.api("peaks/1m1/mix?level=0")

    kept = list((served.settings.cache / "results" / "entries" / "review-peaks").rglob("content"))
    assert len(kept) == 1


@pytest.mark.parametrize("count", [1, 255, 256, 257, FINEST * 4096, FINEST * 4096 + 1])
def test_files_of_any_length_are_outlined_across_blocks(tmp_path: Path, count: int) -> None:
    wave, out = tmp_path / "x.wav", tmp_path / "peaks"
    sound = np.random.default_rng(count).integers(-(2**23), 2**23, (count, 2)) << 8
    soundfile.write(wave, sound.astype(np.int32), 48_000, "PCM_24")

    write_peaks(wave, out)

    for level in range(10):
        pairs, part = expected(wave, FINEST * STEP**level), read_peaks(out, level)
        if part.pairs:
            assert np.array_equal(np.frombuffer(part.content, np.int8).reshape(-1, 2), pairs)
    assert read_peaks(out, 0).pairs == -(-count // FINEST)
