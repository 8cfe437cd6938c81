"""Pieces of stems are the delivered samples, rounded."""

from __future__ import annotations

import numpy as np
import pytest
import soundfile
from looking import Browser

from ningbgm_daemon.records.score import RevisionRecord
from ningbgm_daemon.review.audio import rounded


@pytest.mark.parametrize(
    ("first", "count"), [(0, 48_000), (12_345, 1), (-100, 300), (143_900, 400), (9_999_999, 7)]
)
@pytest.mark.parametrize("stem", ["mix", "melody"])
def test_a_piece_is_the_file_rounded_and_silence_around_it(
    browser: Browser, film_record: RevisionRecord, first: int, count: int, stem: str
) -> None:
    path = next(one.path for one in film_record.cues[0].stems if one.name == stem)
    whole, _ = soundfile.read(path, dtype="int32", always_2d=True)  # 24 bits in the upper ones
    wanted = np.zeros((count, 2), np.int16)
    begin, end = max(first, 0), min(first + count, len(whole))
    if end > begin:
        piece = np.rint(whole[begin:end] / 65536).clip(-32768, 32767)
        wanted[begin - first : end - first] = piece.astype(np.int16)

    seen = browser.api(f"audio/1m1/{stem}?from={first}&count={count}")

    assert seen.status == 200
    assert np.array_equal(np.frombuffer(seen.body, "<i2").reshape(-1, 2), wanted)


def test_rounding_goes_to_the_nearest_and_of_two_to_the_even() -> None:
    exact = np.array([0, 127, 128, 129, 383, 384, 385, -127, -128, -129, -384, 8_388_607, -8_388_608])

    assert rounded(exact.astype(np.int32)).tolist() == [
        0, 0, 0, 1, 1, 2, 2, 0, 0, -1, -2, 32767, -32768,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?from=0",
        "?from=0&count=0",
        "?from=0&count=480001",
        "?from=x&count=1",
        "?from=1.5&count=1",
        "?from=0&count=1&count=2",
        "?from=0&count=1&what=1",
        "?from=99999999999999999&count=1",
    ],
)
def test_pieces_that_nobody_can_mean_are_refused(browser: Browser, query: str) -> None:
    assert browser.api(f"audio/1m1/mix{query}").reason == "INPUT_INVALID"


@pytest.mark.parametrize("path", ["1m9/mix", "1m1/nothing", "..%2f..%2fetc/passwd", "%2e%2e/mix"])
def test_stems_that_there_are_not_are_not_found(browser: Browser, path: str) -> None:
    assert browser.api(f"audio/{path}?from=0&count=1").status in (400, 404)
