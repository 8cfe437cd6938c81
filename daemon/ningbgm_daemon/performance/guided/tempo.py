"""How fast a model plays what the score has: the tempo at which it fits the guide best."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from .alignment import MOST_STRETCH, onset_curve
from .chroma import chroma_of_sound

Floats = npt.NDArray[np.float64]
Mono = npt.NDArray[np.float32]

_RATES = np.round(np.arange(0.84, 1.165, 0.01), 2)
_SHIFTS = range(-30, 31, 3)
"""Steps of 5 ms by which it may begin early or late."""
_SURE = 0.2
"""How much better another tempo has to fit than any within the limits."""


def played_tempo(guide: Mono, played: Mono) -> float | None:
    """How many times as long it takes as the guide: 1.1 is ten per cent too slow; both mono at 48 kHz.

    None where its tempo lies within what can be stretched, or where nothing can be said of it.
    """
    wanted = ndimage.gaussian_filter1d(onset_curve(guide), 4)
    heard = ndimage.gaussian_filter1d(onset_curve(played), 4)
    fits = _fits(wanted, heard) + _harmonic_fits(chroma_of_sound(guide), chroma_of_sound(played))
    inside = np.abs(_RATES - 1) <= MOST_STRETCH + 0.005
    best = int(fits.argmax())
    if inside[best] or fits[best] < fits[inside].max() + _SURE:
        return None
    return float(_RATES[best])


def _fits(wanted: Floats, heard: Floats) -> Floats:
    """Correlation of attacks at every tempo, at the best beginning."""
    places = np.arange(len(wanted))
    return np.array(
        [
            max(
                _correlation(wanted, np.interp(places * rate + shift, np.arange(len(heard)), heard))
                for shift in _SHIFTS
            )
            for rate in _RATES
        ]
    )


def _harmonic_fits(wanted: Floats, heard: Floats) -> Floats:
    """Correlation of pitch classes at every tempo."""
    places = np.arange(len(wanted))
    fits = []
    for rate in _RATES:
        taken = np.minimum(np.round(places * rate).astype(int), len(heard) - 1)
        fits.append(_correlation(_even(wanted), _even(heard[taken])))
    return np.array(fits)


def _even(chroma: Floats) -> Floats:
    """Steps of one weight."""
    centred = chroma - chroma.mean(axis=1, keepdims=True)
    norm = np.sqrt(np.square(centred).sum(axis=1, keepdims=True))
    even: Floats = np.divide(centred, norm, out=np.zeros_like(centred), where=norm > 1e-9).ravel()
    return even


def _correlation(one: Floats, other: Floats) -> float:
    one, other = one - one.mean(), other - other.mean()
    scale = float(np.sqrt(np.square(one).sum() * np.square(other).sum()))
    return float((one * other).sum()) / scale if scale > 0 else 0.0
