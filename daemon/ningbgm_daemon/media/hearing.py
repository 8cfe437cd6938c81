"""Listening to a film's sound in one pass: loudness, speech, silence, onsets, tone, music."""

from __future__ import annotations

import threading
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ningbgm_agents.evidence import Curve, SilenceSpan, SpeechSpan

from ..loudness import KWeighting, integrated, momentary
from .curves import RATE_HZ, binned, curve_length, curve_of, smoothed
from .decode import Damage, read_sound
from .movement import sparse
from .probe import MediaInfo
from .spectrum import HOP_S, TONE_HOP_S, Decimator, Spectrum
from .speech import WINDOW_S, SpeechDetector, spans_of
from .voice_pitch import height_of

Floats = npt.NDArray[np.float64]

_BLOCK_S = 0.1
_DIGITAL_SILENCE = 1e-4
_SILENT_DB, _SILENT_S = -60.0, 0.5
_ONSET_RISE, _ONSET_NEAR = 1.6, 3
_STRIKE_DB, _FULL_STRIKE_DB, _STRIKE_BEFORE_S, _STRIKES_APART_S = 9.0, 30.0, 0.4, 2.0
_STRIKE_FLOOR_DB, _LEAST_STRENGTH, _STRIKE_CONFIDENCE = -45.0, 0.3, 0.75
_MUSIC_PERSISTENCE, _MUSIC_SLOPE, _MUSIC_CONFIDENCE = 0.42, 14.0, 0.5


@dataclass(frozen=True, slots=True)
class Heard:
    """What was heard; times in seconds after the start of what was listened to."""

    silent: bool
    """True where the sound track is there but empty."""
    loudness_lufs: float = -70.0
    speech: tuple[SpeechSpan, ...] = ()
    silences: tuple[SilenceSpan, ...] = ()
    strikes: tuple[tuple[float, float, float], ...] = ()
    """Sudden sounds: time, strength (0 to 1), confidence."""
    curves: tuple[Curve, ...] = ()


class Listener:
    """Takes in a film's sound; `done_s` tells how far it has come."""

    def __init__(self, info: MediaInfo, start_s: float, end_s: float) -> None:
        self._info, self._start_s, self._end_s = info, start_s, end_s
        self._channels = 6 if info.channels == 6 else min(max(info.channels, 1), 2)
        self.done_s = 0.0
        self.damage = Damage()

    def listen(self, stop: threading.Event) -> Heard | None:
        """All of it; None where it was stopped."""
        weighting, spectrum = KWeighting(self._channels), Spectrum()
        decimator, detector = Decimator(), SpeechDetector()
        energies: list[Floats] = []
        peak = 0.0
        for block in read_sound(
            self._info, self._start_s, self._end_s, channels=self._channels, damage=self.damage
        ):
            if stop.is_set():
                return None
            energies.append(weighting.blocks(block))
            mono = decimator.feed(_mono(block))
            spectrum.feed(mono)
            detector.feed(mono)
            peak = max(peak, float(np.abs(block).max(initial=0.0)))
            self.done_s += block.shape[1] / 48_000
        if peak < _DIGITAL_SILENCE:
            return Heard(silent=True)
        blocks = np.concatenate(energies) if energies else np.zeros(0)
        return _heard(blocks, spectrum, detector, self._end_s - self._start_s)


def _mono(block: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """All channels as one, the LFE of 5.1 left out."""
    if block.shape[0] == 6:
        block = block[[0, 1, 2, 4, 5]]
    mono: npt.NDArray[np.float32] = block.mean(axis=0, dtype=np.float32)
    return mono


def _heard(blocks: Floats, spectrum: Spectrum, detector: SpeechDetector, duration_s: float) -> Heard:
    length, likelihoods = curve_length(duration_s), detector.likelihoods()
    level, flux = spectrum.level_db(), spectrum.flux()
    speech = _speech(likelihoods, detector.pitches_hz(), blocks, duration_s)
    speaking = binned(np.arange(len(likelihoods), dtype=np.float64) * WINDOW_S, likelihoods, length)
    curves = (
        curve_of("loudness", _loudness(blocks, length), "ITU-R BS.1770, momentary"),
        curve_of("onsets", _onsets(flux, level, length), "spectral flux", 0.7),
        *_tone_curves(spectrum, speaking, length),
        curve_of("speech", speaking, "Silero VAD", 0.85),
    )
    return Heard(
        silent=False,
        loudness_lufs=round(integrated(blocks), 2),
        speech=speech,
        silences=_silences(level, duration_s),
        strikes=_strikes(level, flux, speech),
        curves=curves,
    )


def _speech(
    likelihoods: Floats, pitches: Floats, blocks: Floats, duration_s: float
) -> tuple[SpeechSpan, ...]:
    spans = []
    for start_s, end_s, confidence in spans_of(likelihoods):
        first = int(start_s / _BLOCK_S)
        inside = blocks[first : max(int(end_s / _BLOCK_S), first + 1)]
        end_s = min(end_s, duration_s)
        loudness = round(integrated(inside), 2)
        height = height_of(pitches[round(start_s / WINDOW_S) : round(end_s / WINDOW_S)])
        spans.append(SpeechSpan(round(start_s, 3), round(end_s, 3), confidence, loudness, pitch_hz=height))
    return tuple(spans)


def _loudness(blocks: Floats, length: int) -> Floats:
    """Momentary loudness centred on each quarter of a second, in LUFS."""
    curve = momentary(blocks)
    if not len(curve):
        return np.full(length, -70.0)
    centres = (np.arange(length) + 0.5) / RATE_HZ
    ends = np.ceil((centres + 0.2) / _BLOCK_S - 1e-6).astype(int) - 1
    loud: Floats = curve[np.clip(ends, 0, len(curve) - 1)]
    return loud


def _silences(level: Floats, duration_s: float) -> tuple[SilenceSpan, ...]:
    edges = np.diff(np.concatenate([[False], level < _SILENT_DB, [False]]).astype(np.int8))
    spans = (np.flatnonzero(edges).reshape(-1, 2) * HOP_S).tolist()
    return tuple(
        SilenceSpan(round(start_s, 3), round(min(end_s, duration_s), 3))
        for start_s, end_s in spans
        if min(end_s, duration_s) - start_s >= _SILENT_S
    )


def _onsets(flux: Floats, level: Floats, length: int) -> Floats:
    """Onsets a second, over a second and a half."""
    if len(flux) < 2 * _ONSET_NEAR + 1:
        return np.zeros(length)
    padded = np.pad(flux, 32, mode="edge")
    usual = np.lib.stride_tricks.sliding_window_view(padded, 65).mean(axis=1)
    near = np.lib.stride_tricks.sliding_window_view(np.pad(flux, _ONSET_NEAR), 2 * _ONSET_NEAR + 1)
    peaks = (flux >= near.max(axis=1)) & (flux > _ONSET_RISE * usual + 0.01) & (level > -55)
    places = np.clip((np.flatnonzero(peaks) * HOP_S * RATE_HZ).astype(int), 0, length - 1)
    counts: Floats = np.bincount(places, minlength=length).astype(np.float64)
    return smoothed(counts * RATE_HZ, 1.5)


def _tone_curves(spectrum: Spectrum, speaking: Floats, length: int) -> tuple[Curve, ...]:
    """Tonality, and how likely it is music: tones of one pitch class that last, and no speech."""
    flatness, classes = spectrum.flatness(), spectrum.pitch_class()
    times_s = np.arange(len(flatness)) * TONE_HOP_S
    tonality = np.clip(-np.log10(np.maximum(flatness, 1e-6)) / 4, 0, 1)
    tonality = np.where(classes < 0, 0.0, tonality)
    lasting = np.concatenate([[False], (classes[1:] == classes[:-1]) & (classes[1:] >= 0)])
    share = binned(times_s, lasting[: len(times_s)].astype(np.float64), length)
    persistence = smoothed(share, 3.0)
    music = 1 / (1 + np.exp(-_MUSIC_SLOPE * (persistence - _MUSIC_PERSISTENCE)))
    music *= 1 - 0.5 * smoothed(speaking, 3.0)
    return (
        curve_of("tonality", binned(times_s, tonality, length), "spectral flatness", 0.7),
        curve_of("music", music, "persistence of pitch classes", _MUSIC_CONFIDENCE),
    )


def _strikes(
    level: Floats, flux: Floats, speech: tuple[SpeechSpan, ...]
) -> tuple[tuple[float, float, float], ...]:
    """Sudden sounds that stand far above the 0.4 s before; what begins with speech is speech."""
    count = max(round(_STRIKE_BEFORE_S / HOP_S), 1)
    if len(level) <= count:
        return ()
    padded = np.concatenate([np.full(count + 1, level[: count + 1].max()), level[:-2]])
    windows = np.lib.stride_tricks.sliding_window_view(padded, count)[: len(level)]
    rise = level - np.maximum(windows.max(axis=1), -70.0)
    strength: Floats = np.clip(rise / _FULL_STRIKE_DB, 0, 1)
    loud = level >= max(_STRIKE_FLOOR_DB, float(np.percentile(level, 60)))
    good = (rise >= _STRIKE_DB) & loud & (strength >= _LEAST_STRENGTH)
    times_s = np.arange(len(level), dtype=np.float64) * HOP_S
    found = sparse(np.flatnonzero(good), strength, times_s, _STRIKES_APART_S)
    strikes = []
    for place, size in found:
        if any(span.start_s - 0.3 <= times_s[place] <= span.end_s + 0.1 for span in speech):
            continue
        strikes.append((_onset_s(flux, place), size, _STRIKE_CONFIDENCE))
    return tuple(strikes)


def _onset_s(flux: Floats, place: int) -> float:
    """The time of the steepest rise just before or at a place."""
    first = max(place - 4, 0)
    return float((first + int(np.argmax(flux[first : place + 2]))) * HOP_S)
