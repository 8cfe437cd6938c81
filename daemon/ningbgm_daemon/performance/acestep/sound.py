"""The sound that goes to ACE-Step's server, and what comes back."""

from __future__ import annotations

from io import BytesIO
from math import gcd

import numpy as np
import numpy.typing as npt
import soundfile
from scipy import signal

from ningbgm_agents.errors import ModelError
from ningbgm_agents.timeline import SAMPLE_RATE_HZ

Audio = npt.NDArray[np.float32]
_PEAK = 0.7
"""The guide's highest sample: a quiet one might be taken for silence."""
_RATES_HZ = range(8000, 192_001)
_SHORTFALL_S, _SURPLUS_S = 0.5, 15.0
"""How much shorter and longer than asked for a sound may be: the model counts in steps of 40 ms and more."""
_MOST_FRAME_BYTES = 8
"""Of a stereo sample in 32 bits."""
_HEAD_BYTES = 64 * 1024


def as_wav(guide: Audio, seconds: float) -> bytes:
    """A guide, mono at 48 kHz, as a stereo WAV of 16 bits, with silence up to `seconds` behind it."""
    count = max(len(guide), round(seconds * SAMPLE_RATE_HZ))
    sound = np.zeros((count, 2), np.float32)
    highest = float(np.abs(guide).max(initial=0.0))
    sound[: len(guide)] = (guide * np.float32(_PEAK / highest if highest > 0 else 0.0))[:, None]
    file = BytesIO()
    soundfile.write(file, sound, SAMPLE_RATE_HZ, format="WAV", subtype="PCM_16")
    return file.getvalue()


def most_bytes(seconds: float) -> int:
    """The longest file that can hold what was asked for."""
    return _HEAD_BYTES + round((seconds + _SURPLUS_S) * SAMPLE_RATE_HZ * _MOST_FRAME_BYTES)


def read_sung(content: bytes, count: int, seconds: float) -> Audio:
    """The first `count` samples of a file: mono, 48 kHz; `seconds` were asked for.

    Raises:
        ModelError: it is no sound, or not of that length.
    """
    try:
        with soundfile.SoundFile(BytesIO(content)) as file:
            if file.samplerate not in _RATES_HZ or file.channels not in (1, 2):
                raise ModelError(f"it sent {file.channels} channels at {file.samplerate} Hz")
            have_s = file.frames / file.samplerate
            if not seconds - _SHORTFALL_S <= have_s <= seconds + _SURPLUS_S:
                raise ModelError(f"it sent {have_s:.1f} s where {seconds:.1f} s were asked for")
            rate, sound = file.samplerate, file.read(dtype="float32", always_2d=True).mean(axis=1)
    except (soundfile.LibsndfileError, ValueError, RuntimeError) as error:
        raise ModelError("what it sent is no sound") from error
    if len(sound) < (seconds - _SHORTFALL_S) * rate:
        raise ModelError(f"what it sent breaks off after {len(sound) / rate:.1f} s")
    if not np.isfinite(sound).all():
        raise ModelError("what it sent has numbers that are no sound")
    common = gcd(rate, SAMPLE_RATE_HZ)
    ours = sound if rate == SAMPLE_RATE_HZ else _resampled(sound, SAMPLE_RATE_HZ // common, rate // common)
    fitted = np.zeros(count, np.float32)
    fitted[: min(count, len(ours))] = ours[:count]
    return fitted


def _resampled(sound: Audio, up: int, down: int) -> Audio:
    return np.asarray(signal.resample_poly(sound, up, down), np.float32)
