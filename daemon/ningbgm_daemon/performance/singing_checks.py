"""What a singer sent, held against what it was asked: length, level, rests, pitch of every long note."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ningbgm_agents.lyrics import SungPassage, SungTone

_RATE_HZ = 48_000
_HEARD = 0.003
"""RMS under which a note was not sung."""
_REST_SHARE = 0.25
"""Most RMS in the rests, as a share of that in the notes."""
_AFTER_S = 0.35
"""A note may ring so long into a rest."""
_LONG_S = 0.3
_IN_TUNE = 0.8
"""Share of long notes that must be nearer to their own key than to the ones beside it."""
_HARMONICS = (1, 2, 3, 4)
Audio = npt.NDArray[np.float32]


def amiss(sound: Audio, passage: SungPassage) -> str:
    """Why a sung passage cannot be used; empty where it can."""
    if sound.shape != (passage.sample_count,):
        return f"it has the shape {sound.shape} instead of ({passage.sample_count},)"
    if not np.isfinite(sound).all() or np.abs(sound).max(initial=0.0) > 1.0:
        return "it has samples beyond full scale"
    tones = [tone for syllable in passage.syllables for tone in syllable.tones]
    levels = [_rms(sound[t.start : t.start + t.duration]) for t in tones]
    missing = sum(level < _HEARD for level in levels)
    if missing:
        return f"{missing} of {len(tones)} notes are not heard"
    rest = _rms(sound[_rests(passage, tones)])
    if rest > _REST_SHARE * (sum(levels) / len(levels)):
        return "it sounds where the voice rests"
    long = [tone for tone in tones if tone.duration >= _LONG_S * _RATE_HZ]
    true = sum(_in_tune(sound[t.start : t.start + t.duration], t.pitch) for t in long)
    if long and true < _IN_TUNE * len(long):
        return f"only {true} of {len(long)} long notes are in tune"
    return ""


def _rms(sound: Audio) -> float:
    return float(np.sqrt(np.mean(np.square(sound, dtype=np.float64)))) if len(sound) else 0.0


def _rests(passage: SungPassage, tones: list[SungTone]) -> npt.NDArray[np.bool_]:
    """Samples in which nothing is sung nor rings any more."""
    rests = np.ones(passage.sample_count, bool)
    for tone in tones:
        rests[tone.start : tone.start + tone.duration + round(_AFTER_S * _RATE_HZ)] = False
    return rests


def _in_tune(sound: Audio, pitch: int) -> bool:
    """Whether more sounds on a key's harmonics than on those a semitone beside it."""
    middle = sound[len(sound) // 4 : len(sound) * 3 // 4]
    spectrum = np.abs(np.fft.rfft(middle * np.hanning(len(middle)), 1 << 17))
    own, below, above = (_harmonics(spectrum, pitch + step) for step in (0, -1, 1))
    return own > max(below, above)


def _harmonics(spectrum: npt.NDArray[np.float64], pitch: float) -> float:
    base = 440 * 2 ** ((pitch - 69) / 12)
    total = 0.0
    for harmonic in _HARMONICS:
        low, high = (base * harmonic * 2 ** (cents / 1200) for cents in (-40, 40))
        first, last = (round(hertz / _RATE_HZ * (1 << 17)) for hertz in (low, high))
        total += float(spectrum[first : last + 1].max())
    return total
