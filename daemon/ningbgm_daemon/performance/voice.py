"""The sound of one held key: sample, pitch, filter and envelopes of its regions, summed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import signal

from ningbgm_agents.timeline import SAMPLE_RATE_HZ

from .region import Region
from .region_sound import region_sound
from .samples import Samples

Audio = npt.NDArray[np.float32]

_STEADY_S, _CROSSFADE_S = 8.0, 1.0
_LOOP_SEARCH = SAMPLE_RATE_HZ // 40
_DYING = 0.7
"""A sound whose last second is quieter than this share of its second half is dying away."""
_SEARCH_S = 0.4
"""The peak of an attack is looked for in this much of the sound."""


@dataclass(frozen=True)
class Voice:
    """A note's sound while its key is held, and how it may begin and end."""

    sound: Audio
    """float32, shape (2, samples), 48 kHz."""
    release_s: float
    """Time to fall by 96 dB once the key is let go."""
    loop_start: int | None = None
    """From here the sound repeats for as long as it is held; None where it ends by itself."""
    lead: int = 0
    """Samples before anything can be heard: two hundredths of the attack's peak."""
    onset: int = 0
    """Samples until half of the attack's peak."""
    choke: int = 0
    """Notes of one choke group stop each other; 0 for none."""
    rings: bool = False
    """True where letting go does not end it (drums)."""

    @property
    def nbytes(self) -> int:
        """Bytes of its sound."""
        return self.sound.nbytes


def render(
    font: Samples,
    regions: tuple[Region, ...],
    count: int,
    vibrato_cents: float = 0.0,
    rings: bool = False,
    slide_cents: float = 0.0,
) -> Voice:
    """Render up to `count` samples of a held key.

    `vibrato_cents` adds a vibrato that sets in after a third of a second, as players do; `slide_cents`
    bends the beginning, gliding home in 90 ms.
    """
    parts = [(region, region_sound(font, region, count, vibrato_cents, slide_cents)) for region in regions]
    length = max((len(sound) for _, sound in parts), default=0)
    stereo = np.zeros((2, max(length, 1)), np.float32)
    for region, sound in parts:
        angle = (region.pan + 1) * np.pi / 4
        stereo[0, : len(sound)] += sound * np.float32(region.gain * np.cos(angle))
        stereo[1, : len(sound)] += sound * np.float32(region.gain * np.sin(angle))
    return finish(
        stereo,
        count,
        release_s=max((region.volume.release_s for region in regions), default=0.01),
        choke=next((region.choke for region in regions if region.choke), 0),
        rings=rings,
    )


def finish(sound: Audio, count: int, release_s: float, choke: int = 0, rings: bool = False) -> Voice:
    """A voice of a rendered sound: its attack is measured and, where it holds on, its end made a
    loop."""
    loop_start = None
    if sound.shape[1] == count and count >= 2 * _STEADY_S * SAMPLE_RATE_HZ:
        loop_start = _loop(sound)
    lead, onset = _attack(sound)
    return Voice(sound, max(release_s, 0.005), loop_start, lead, onset, choke, rings)


def _loop(sound: Audio) -> int | None:
    """Make the end of a steady sound run into its middle; a dying sound is left to end.

    The place is chosen where the two agree best, and the cross-fade is levelled by how far they do.
    """
    fade = round(_CROSSFADE_S * SAMPLE_RATE_HZ)
    wanted = sound.shape[1] - round(_STEADY_S * SAMPLE_RATE_HZ)
    end = sound[:, -fade:]
    levels = [float(np.sqrt(np.mean(np.square(part)))) for part in (sound[:, wanted - fade :], end)]
    if levels[1] < _DYING * levels[0] or levels[0] == 0:
        end *= np.linspace(1, 0, fade, dtype=np.float32)
        return None
    around = sound[0, wanted - fade - _LOOP_SEARCH : wanted + _LOOP_SEARCH]
    start: int = wanted - _LOOP_SEARCH + int(signal.correlate(around, end[0], "valid").argmax())
    before = sound[:, start - fade : start].copy()
    powers = float(np.square(before).sum()), float(np.square(end).sum())
    agreement = float((before * end).sum()) / np.sqrt(powers[0] * powers[1])
    angle = np.linspace(0, np.pi / 2, fade, dtype=np.float32)
    level = 1 / np.sqrt(1 + max(agreement, 0.0) * np.sin(2 * angle))
    end *= np.cos(angle) * level
    end += before * (np.sin(angle) * level)
    return start


def _attack(sound: Audio) -> tuple[int, int]:
    """Samples until two hundredths, and until half, of the attack's peak."""
    level = np.abs(sound[:, : round(_SEARCH_S * SAMPLE_RATE_HZ)]).max(axis=0)
    peak = float(level.max())
    if peak == 0:
        return 0, 0
    return int(np.argmax(level > 0.02 * peak)), int(np.argmax(level >= 0.5 * peak))
