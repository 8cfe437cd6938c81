"""What a singer sent, held against what it was asked: length, level, rests, pitch of every long note."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ningbgm_agents.lyrics import SungPassage, SungTone

_RATE_HZ = 48_000
_HEARD = 0.003
"""RMS under which a note was not sung."""
_MISSED = 0.05
"""Most notes that may not be heard, as a share: a singer swallows one now and then."""
_REST_SHARE = 0.25
"""Most RMS in the rests, as a share of that in the notes."""
_AFTER_S = 0.35
"""A note may ring so long into a rest."""
_LONG_S = 0.3
_IN_TUNE = 0.8
"""Share of long notes that must be nearer to their own key than to the ones beside it."""
_HARMONICS = (1, 2, 3, 4)
_INTERVALS = ("", "a semitone", "a tone", "a minor third", "a third", "a fourth", "a tritone")
Audio = npt.NDArray[np.float32]


def no_sound(sound: Audio, passage: SungPassage) -> str:
    """Why what a singer sent is no sound of a passage; empty where it is."""
    if sound.shape != (passage.sample_count,):
        return f"it has the shape {sound.shape} instead of ({passage.sample_count},)"
    if not np.isfinite(sound).all() or np.abs(sound).max(initial=0.0) > 1.0:
        return "it has samples beyond full scale"
    return ""


def amiss(sound: Audio, passage: SungPassage) -> str:
    """Why a sung passage that lies on its notes cannot be used; empty where it can."""
    tones = list(passage.tones)
    if not tones:
        return "there is no note in it to be sung"
    levels = [_rms(sound[t.start : t.start + t.duration]) for t in tones]
    missing = sum(level < _HEARD for level in levels)
    if missing > _MISSED * len(tones):
        return f"{missing} of {len(tones)} notes are not heard"
    rest = _rms(sound[_rests(passage, tones)])
    if rest > _REST_SHARE * (sum(levels) / len(levels)):
        return "it sounds where the voice rests"
    long = [tone for tone in tones if tone.duration >= _LONG_S * _RATE_HZ]
    true = sum(_in_tune(sound, tone) for tone in long)
    if long and true < _IN_TUNE * len(long):
        return f"only {true} of {len(long)} long notes are in tune{_in_another_key(sound, long)}"
    return ""


def _in_another_key(sound: Audio, tones: list[SungTone]) -> str:
    """Whether all of it is sung higher or lower, in words."""
    for step in sorted(range(-6, 7), key=abs):
        if sum(_in_tune(sound, tone, step) for tone in tones) >= _IN_TUNE * len(tones):
            return f"; it sings {_INTERVALS[abs(step)]} {'above' if step > 0 else 'below'} the melody"
    return ""


def _rms(sound: Audio) -> float:
    return float(np.sqrt(np.mean(np.square(sound, dtype=np.float64)))) if len(sound) else 0.0


def _rests(passage: SungPassage, tones: list[SungTone]) -> npt.NDArray[np.bool_]:
    """Samples in which nothing is sung nor rings any more."""
    rests = np.ones(passage.sample_count, bool)
    for tone in tones:
        rests[tone.start : tone.start + tone.duration + round(_AFTER_S * _RATE_HZ)] = False
    return rests


def _in_tune(sound: Audio, tone: SungTone, step: int = 0) -> bool:
    """Whether more sounds on a key's harmonics than on those a semitone beside it; `step` semitones off."""
    own = sound[tone.start : tone.start + tone.duration]
    middle = own[len(own) // 4 : len(own) * 3 // 4]
    spectrum = np.abs(np.fft.rfft(middle * np.hanning(len(middle)), 1 << 17))
    here, below, above = (_harmonics(spectrum, tone.pitch + step + beside) for beside in (0, -1, 1))
    return here > max(below, above)


def _harmonics(spectrum: npt.NDArray[np.float64], pitch: float) -> float:
    base = 440 * 2 ** ((pitch - 69) / 12)
    total = 0.0
    for harmonic in _HARMONICS:
        low, high = (base * harmonic * 2 ** (cents / 1200) for cents in (-40, 40))
        first, last = (round(hertz / _RATE_HZ * (1 << 17)) for hertz in (low, high))
        total += float(spectrum[first : last + 1].max(initial=0.0))  # nothing lies above half the rate
    return total
