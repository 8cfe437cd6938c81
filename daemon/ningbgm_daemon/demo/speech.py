"""A voice made by code: a small formant synthesiser after Klatt (1980), and the line that it says.

Source and filter: pulses of the glottis and noise of the breath go through five resonators in a
row; hissing goes through a band of its own. Targets are the textbook formants of a male voice
(Peterson and Barney 1952, Klatt 1980).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.signal import butter, lfilter, resample_poly, sosfilt

RATE_HZ = 16_000
LINE = "The rain is long. We are all on our way home."
"""What is said."""

_STEP = 80
"""Samples between two settings of the filters: 5 ms."""

Wave = NDArray[np.float64]


@dataclass(frozen=True)
class Phone:
    """Where the mouth goes for a speech sound."""

    formants: tuple[float, float, float]
    voice: float = 1.0
    """Strength of the glottis, 0 to 1."""
    breath: float = 0.0
    """Noise through the mouth, 0 to 1."""
    hiss: float = 0.0
    """Noise at the teeth, 0 to 1."""
    nasal: bool = False


_PHONES = {
    "-": Phone((500, 1500, 2500), voice=0),
    "dh": Phone((300, 1250, 2500), voice=0.5, hiss=0.05),
    "@": Phone((500, 1400, 2450)),
    "r": Phone((330, 1060, 1500), voice=0.8),
    "e": Phone((480, 1900, 2520)),
    "i": Phone((300, 2220, 2950)),
    "I": Phone((400, 1950, 2550)),
    "n": Phone((270, 1500, 2500), voice=0.55, nasal=True),
    "ng": Phone((280, 2050, 2600), voice=0.5, nasal=True),
    "m": Phone((260, 1050, 2300), voice=0.55, nasal=True),
    "z": Phone((270, 1600, 2550), voice=0.45, hiss=0.32),
    "l": Phone((330, 950, 2700), voice=0.75),
    "o": Phone((590, 880, 2500)),
    "w": Phone((290, 640, 2250), voice=0.7),
    "a": Phone((730, 1120, 2450)),
    "u": Phone((330, 900, 2250)),
    "h": Phone((480, 900, 2400), voice=0.0, breath=0.5),
    "ou": Phone((470, 830, 2400)),
}

_SAID: tuple[tuple[str, float, float], ...] = (
    ("-", 0.06, 112),
    ("dh", 0.06, 114),
    ("@", 0.07, 120),
    ("r", 0.09, 128),
    ("e", 0.13, 140),
    ("I", 0.09, 136),
    ("n", 0.08, 124),
    ("I", 0.08, 120),
    ("z", 0.09, 116),
    ("l", 0.09, 122),
    ("o", 0.22, 126),
    ("ng", 0.15, 104),
    ("-", 0.30, 100),
    ("w", 0.09, 118),
    ("i", 0.13, 132),
    ("a", 0.10, 126),
    ("r", 0.08, 122),
    ("o", 0.17, 134),
    ("l", 0.09, 124),
    ("o", 0.10, 116),
    ("n", 0.07, 116),
    ("a", 0.11, 118),
    ("u", 0.05, 116),
    ("r", 0.08, 114),
    ("w", 0.09, 118),
    ("e", 0.13, 128),
    ("I", 0.08, 122),
    ("h", 0.08, 112),
    ("ou", 0.17, 112),
    ("u", 0.10, 100),
    ("m", 0.20, 86),
    ("-", 0.08, 80),
)
"""The line as (sound, seconds, pitch in Hz)."""


def say(seed: int = 5) -> NDArray[np.float32]:
    """The line as spoken: float32, shape (samples,), 48 kHz, peak 0.8."""
    tracks = _tracks()
    rng = np.random.default_rng(seed)
    count = len(tracks["pitch"]) * _STEP
    fine = {
        name: np.interp(np.arange(count) / _STEP, np.arange(len(track)), track)
        for name, track in tracks.items()
    }
    noise = rng.standard_normal(count)
    source = _glottis(fine["pitch"], rng) * fine["voice"] + noise * (
        fine["breath"] * 0.10 + fine["voice"] * 0.006
    )
    spoken = source
    for name, width in (("f1", 70.0), ("f2", 95.0), ("f3", 130.0)):
        spoken = _resonate(spoken, tracks[name], width + 40 * tracks["nasal"])
    for hz, width in ((3400.0, 220.0), (4300.0, 300.0)):
        flat = np.full(len(tracks["pitch"]), hz)
        spoken = _resonate(spoken, flat, np.full_like(flat, width))
    spoken = spoken / np.abs(spoken).max()
    hiss = sosfilt(butter(4, [4200, 7400], "bandpass", fs=RATE_HZ, output="sos"), noise) * fine["hiss"] * 0.25
    whole = sosfilt(butter(2, 70, "highpass", fs=RATE_HZ, output="sos"), spoken + hiss)
    wide = resample_poly(whole, 3, 1)
    return np.asarray(wide / np.abs(wide).max() * 0.8, np.float32)


def _tracks() -> dict[str, Wave]:
    """The settings every 5 ms: targets held in the middle of a sound, gliding in between."""
    places: list[float] = []
    columns: dict[str, list[float]] = {
        name: [] for name in ("f1", "f2", "f3", "voice", "breath", "hiss", "nasal", "pitch")
    }
    now = 0.0
    for name, seconds, pitch in _SAID:
        phone = _PHONES[name]
        values = (*phone.formants, phone.voice, phone.breath, phone.hiss, float(phone.nasal), pitch)
        for place in (now + 0.3 * seconds, now + 0.7 * seconds):
            places.append(place)
            for column, value in zip(columns.values(), values, strict=True):
                column.append(value)
        now += seconds
    grid = np.arange(0, now, _STEP / RATE_HZ)
    kernel = np.hanning(9) / np.hanning(9).sum()
    return {
        name: np.convolve(np.pad(np.interp(grid, places, column), 4, "edge"), kernel, "valid")
        for name, column in columns.items()
    }


def _glottis(pitch: Wave, rng: np.random.Generator) -> Wave:
    """Flow of the glottis, differentiated (Rosenberg's pulse), with a little jitter of pitch."""
    wander = np.interp(
        np.arange(len(pitch)),
        np.arange(0, len(pitch) + 800, 800),
        rng.normal(1, 0.012, len(pitch) // 800 + 2)[: len(np.arange(0, len(pitch) + 800, 800))],
    )
    phase = np.cumsum(pitch * wander / RATE_HZ) % 1.0
    opening, closing = 0.40, 0.16
    flow = np.where(
        phase < opening,
        0.5 * (1 - np.cos(math.pi * phase / opening)),
        np.where(phase < opening + closing, np.cos(math.pi / 2 * (phase - opening) / closing), 0.0),
    )
    return np.asarray(np.diff(flow, prepend=flow[0]) * 8)


def _resonate(sound: Wave, hz: Wave, width: Wave) -> Wave:
    """A resonator whose frequency and width (Hz) are set anew every 5 ms; gain 1 at 0 Hz."""
    out = np.empty_like(sound)
    last, before = 0.0, 0.0
    for i, (frequency, band) in enumerate(zip(hz, width, strict=True)):
        radius = math.exp(-math.pi * band / RATE_HZ)
        b, c = 2 * radius * math.cos(2 * math.pi * frequency / RATE_HZ), -radius * radius
        block = slice(i * _STEP, (i + 1) * _STEP)
        part, _ = lfilter([1 - b - c], [1, -b, -c], sound[block], zi=[b * last + c * before, c * last])
        out[block] = part
        last, before = float(part[-1]), float(part[-2])
    return out
