"""A sung line against its notes: found, brought there, and silent elsewhere."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from test_acestep_singer import passage

from fakes.formant_singer import FormantSinger
from ningbgm_agents.lyrics import SungPassage
from ningbgm_daemon.performance.guided.retiming import can_retime
from ningbgm_daemon.performance.singing_line import brought_onto_notes, hushed
from ningbgm_daemon.performance.singing_places import find_sung_warp

SECOND = 48_000
_FADE_IN_S = 0.01
"""The fake's notes have half of their loudness after so long."""


@pytest.fixture(scope="module")
def asked() -> SungPassage:
    return passage()


@pytest.fixture(scope="module")
def sung(asked: SungPassage) -> np.ndarray:
    return FormantSinger().sing(asked, np.zeros(asked.sample_count, np.float32), lambda share: None)


def offsets_s(sound: np.ndarray, asked: SungPassage) -> list[float]:
    warp = find_sung_warp(sound, [syllable.tones[0] for syllable in asked.syllables])
    return [(source - score) / SECOND for score, source in zip(warp.score, warp.source, strict=True)]


@pytest.mark.parametrize("off_s", [0.0, 0.03, 0.08, 0.14, -0.06, -0.12])
def test_how_far_a_line_is_off_is_found_to_ten_milliseconds(
    off_s: float, sung: np.ndarray, asked: SungPassage
) -> None:
    found = offsets_s(np.roll(sung, round(off_s * SECOND)), asked)

    assert found == pytest.approx([off_s + _FADE_IN_S] * len(found), abs=0.01)


def test_what_is_in_time_is_left_as_it_was_sung(sung: np.ndarray, asked: SungPassage) -> None:
    brought = brought_onto_notes(np.roll(sung, round(0.02 * SECOND)), asked)

    assert brought.bend == 0.0
    assert np.array_equal(brought.sound, np.roll(sung, round(0.02 * SECOND)))


@pytest.mark.parametrize("off_s", [0.1, -0.1])
def test_what_is_off_is_brought_back(off_s: float, sung: np.ndarray, asked: SungPassage) -> None:
    brought = brought_onto_notes(np.roll(sung, round(off_s * SECOND)), asked)

    assert brought.off_s == pytest.approx(off_s + _FADE_IN_S, abs=0.01)
    assert max(map(abs, offsets_s(brought.sound, asked))) < 0.015
    assert brought.sound.shape == sung.shape


@pytest.mark.skipif(not can_retime(), reason="pip install 'ningbgm[perform]'")
def test_what_drags_is_bent_note_by_note(asked: SungPassage) -> None:
    slower = replace(
        asked,
        syllables=tuple(
            replace(
                syllable,
                tones=tuple(replace(tone, start=round(tone.start * 1.03)) for tone in syllable.tones),
            )
            for syllable in asked.syllables
        ),
    )
    dragging = FormantSinger().sing(slower, np.zeros(asked.sample_count, np.float32), lambda share: None)

    brought = brought_onto_notes(dragging, asked)

    assert max(map(abs, offsets_s(dragging, asked))) > 0.075
    assert 0.01 < brought.bend <= 0.041
    assert max(map(abs, offsets_s(brought.sound, asked))) < 0.035


def test_silence_has_no_place(asked: SungPassage) -> None:
    assert offsets_s(np.zeros(asked.sample_count, np.float32), asked) == [0.0, 0.0]


def test_only_the_notes_and_a_little_around_them_stay(asked: SungPassage) -> None:
    ones = np.ones(asked.sample_count, np.float32)

    out = hushed(ones, asked, ())

    assert out[: SECOND * 7 // 8].max() == 0.0
    assert out[SECOND] == pytest.approx(1.0)
    assert out[4 * SECOND] == pytest.approx(1.0)
    assert out[SECOND * 49 // 10 + SECOND // 4 :].max() == 0.0


def test_silences_that_were_asked_for_are_silent_whatever_the_notes(asked: SungPassage) -> None:
    out = hushed(np.ones(asked.sample_count, np.float32), asked, ((2 * SECOND, 3 * SECOND),))

    assert out[2 * SECOND : 3 * SECOND].max() == 0.0
    assert out[3 * SECOND] == pytest.approx(1.0)
