"""What a singer sent is held against its notes, whatever the notes are."""

import numpy as np
import pytest

from ningbgm_agents.lyrics import SungPassage, SungSyllable, SungTone
from ningbgm_daemon.performance.singing_checks import amiss

RATE_HZ = 48_000


def passage(*pitches: int) -> SungPassage:
    """A note a second, each of half a second."""
    tones = [SungTone(n * RATE_HZ, RATE_HZ // 2, pitch, 90) for n, pitch in enumerate(pitches)]
    syllables = tuple(SungSyllable("la", True, True, True, (tone,)) for tone in tones)
    return SungPassage("en", "soprano", max(1, len(pitches)) * RATE_HZ, syllables)


def sine(asked: SungPassage, cents: float = 0.0) -> np.ndarray:
    """The notes as plain tones."""
    sound = np.zeros(asked.sample_count, np.float32)
    for tone in asked.tones:
        hertz = 440 * 2 ** ((tone.pitch - 69 + cents / 100) / 12)
        seconds = np.arange(tone.duration) / RATE_HZ
        sound[tone.start : tone.start + tone.duration] = 0.2 * np.sin(2 * np.pi * hertz * seconds)
    return sound


def test_a_passage_without_a_note_cannot_be_used() -> None:
    asked = passage()

    assert amiss(np.zeros(asked.sample_count, np.float32), asked) == "there is no note in it to be sung"


@pytest.mark.parametrize("pitch", [60, 100, 120, 127])
def test_notes_are_judged_though_their_harmonics_cannot_be_heard(pitch: int) -> None:
    asked = passage(pitch, pitch - 1)

    assert amiss(sine(asked), asked) == ""
    assert "long notes are in tune" in amiss(sine(asked, 100), asked)
