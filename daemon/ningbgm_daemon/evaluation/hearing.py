"""What is heard of a piece: onsets, tempo, key, features. The one file that speaks librosa.

All systems are heard by it alike, whatever made them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from types import ModuleType

import numpy as np
import numpy.typing as npt
from scipy.signal import resample_poly

from ningbgm_daemon.loudness import Audio

from .metrics.energy import CURVE_HZ
from .metrics.form import key_of
from .metrics.structure import FEATURE_HZ
from .missing import missing

Floats = npt.NDArray[np.float64]

LISTENING_HZ = 22_050
FINE_HOP = 64
"""Samples between two looks for onsets: 3 ms, since a frame of film has 17 to 42."""
_SILENT = 1e-4
_FRAME, _FINE_FRAME = 2048, 8192
_HOP = 512


@dataclass(frozen=True)
class HeardPiece:
    """A piece as it is heard."""

    onsets_s: tuple[float, ...]
    strengths: tuple[float, ...]
    """How strong each onset is."""
    bpm: float | None
    key: tuple[int, bool] | None
    """Tonic and whether it is major."""
    chroma: Floats
    """Shape (time, 12), `FEATURE_HZ` a second."""
    timbre: Floats
    """Shape (time, 12), `FEATURE_HZ` a second: cepstral coefficients 1 to 12, each of spread 1."""
    level: Floats
    """RMS, `CURVE_HZ` a second."""
    levels_db: Floats
    """The same in dBFS."""
    centroids_hz: Floats
    """Centre of the spectrum, `CURVE_HZ` a second."""
    fine_chroma: Floats
    """Shape (time, 12), `CURVE_HZ` a second."""


def listen(sound: Audio) -> HeardPiece:
    """Hear a piece: float32, shape (channels, samples), 48 kHz.

    Raises:
        NotFoundError: the extra is not installed.
    """
    librosa = _librosa()
    mono = at_listening_rate(sound)
    silent = not len(mono) or float(np.abs(mono).max()) < _SILENT
    onsets, strengths = ((), ()) if silent else _onsets(mono)
    if len(mono) < _FRAME:
        mono = np.pad(mono, (0, _FRAME - len(mono)))
    power = np.abs(librosa.stft(mono, n_fft=_FRAME, hop_length=_HOP)) ** 2
    chroma = _chroma(librosa, mono)
    cepstra = librosa.feature.mfcc(S=librosa.power_to_db(_mel(librosa, power)), n_mfcc=13)[1:].T
    spread = np.maximum(cepstra.std(axis=0), 1e-6)
    timbre = ((cepstra - cepstra.mean(axis=0)) / spread).astype(np.float64)
    rms = librosa.feature.rms(y=mono, frame_length=_FRAME, hop_length=_HOP)[0].astype(np.float64)
    centroids = librosa.feature.spectral_centroid(S=np.sqrt(power), sr=LISTENING_HZ)[0].astype(np.float64)
    level = _slower(rms[:, None], CURVE_HZ)[:, 0]
    return HeardPiece(
        onsets,
        strengths,
        None if silent else _tempo(librosa, mono),
        None if silent else key_of(chroma.mean(axis=0)),
        _slower(chroma, FEATURE_HZ),
        _slower(timbre, FEATURE_HZ),
        level,
        20 * np.log10(np.maximum(level, 1e-5)),
        _slower(centroids[:, None], CURVE_HZ)[:, 0],
        _slower(chroma, CURVE_HZ),
    )


def at_listening_rate(sound: Audio) -> npt.NDArray[np.float32]:
    """The channels' mean at `LISTENING_HZ`."""
    mono = sound.mean(axis=0) if sound.shape[1] else np.zeros(0)
    return np.asarray(resample_poly(mono, 147, 320), np.float32) if len(mono) else np.zeros(0, np.float32)


def detected_onsets(mono: npt.NDArray[np.float32], hop: int = 512) -> Floats:
    """Onsets in seconds as librosa detects them on a grid of `hop` samples at `LISTENING_HZ`."""
    librosa = _librosa()
    found = librosa.onset.onset_detect(y=mono, sr=LISTENING_HZ, hop_length=hop, units="time")
    return np.asarray(found, np.float64)


@cache
def detector_delay_s(hop: int = 512) -> float:
    """How late the detection reports short bursts whose start is known (the median)."""
    rng = np.random.default_rng(0)
    starts = np.cumsum(rng.uniform(0.4, 0.7, 40))
    sound = np.zeros(round((starts[-1] + 1) * LISTENING_HZ), np.float32)
    burst = rng.standard_normal(2000) * np.exp(-np.arange(2000) / 400)
    for start in starts:
        first = round(start * LISTENING_HZ)
        sound[first : first + len(burst)] += burst
    found = detected_onsets(sound, hop)
    return float(np.median([found[np.abs(found - start).argmin()] - start for start in starts]))


def _onsets(mono: npt.NDArray[np.float32]) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Onsets less the detector's delay, and their strengths."""
    librosa = _librosa()
    envelope = librosa.onset.onset_strength(y=mono, sr=LISTENING_HZ, hop_length=FINE_HOP)
    found = detected_onsets(mono, FINE_HOP)
    places = np.clip(np.round(found * LISTENING_HZ / FINE_HOP).astype(int), 0, len(envelope) - 1)
    times = found - detector_delay_s(FINE_HOP)
    return tuple(times.tolist()), tuple(envelope[places].astype(float).tolist())


def _tempo(librosa: ModuleType, mono: npt.NDArray[np.float32]) -> float | None:
    envelope = librosa.onset.onset_strength(y=mono, sr=LISTENING_HZ, hop_length=_HOP)
    if not envelope.any():
        return None
    found = float(np.atleast_1d(librosa.feature.tempo(onset_envelope=envelope, sr=LISTENING_HZ))[0])
    return found or None


def _chroma(librosa: ModuleType, mono: npt.NDArray[np.float32]) -> Floats:
    """Power of the pitch classes, shape (time, 12), at A 440; the long window tells low semitones apart."""
    longer = np.pad(mono, (0, max(0, _FINE_FRAME - len(mono))))
    power = np.abs(librosa.stft(longer, n_fft=_FINE_FRAME, hop_length=_HOP)) ** 2
    found = librosa.feature.chroma_stft(S=power, sr=LISTENING_HZ, tuning=0.0, norm=None)
    return np.asarray(found.T, np.float64)


def _mel(librosa: ModuleType, power: Floats) -> Floats:
    return np.asarray(librosa.feature.melspectrogram(S=power, sr=LISTENING_HZ, n_mels=64))


def _slower(values: Floats, rate_hz: float) -> Floats:
    """Means over stretches of `1 / rate_hz` seconds, shape (time, dimensions)."""
    seconds = np.arange(len(values)) * _HOP / LISTENING_HZ
    places = np.minimum((seconds * rate_hz).astype(int), max(0, int(seconds[-1] * rate_hz)))
    sums = np.zeros((places[-1] + 1, values.shape[1]))
    np.add.at(sums, places, values)
    return np.asarray(sums / np.bincount(places)[:, None], np.float64)


def _librosa() -> ModuleType:
    try:
        import librosa
    except ImportError as error:
        raise missing(error) from error
    module: ModuleType = librosa
    return module
