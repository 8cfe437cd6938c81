"""One stem of one cue: its parts, their place in the mix and their share of the room, in blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import numpy.typing as npt
from scipy import signal

from ningbgm_agents.score import ControlPoint, Part
from ningbgm_agents.timeline import SAMPLE_RATE_HZ

from .block_file import BLOCK
from .player import Player
from .room import Reverberation
from .spread import Spread

Audio = npt.NDArray[np.float32]

_STEP = 64
_LOOK_AHEAD_STEPS = 8
"""Expression is averaged over 10 ms ahead: no step clicks, and a jump is done when its note
begins."""
_LOUDNESS_EXPONENT = 5 / 3
"""Half as loud is ten decibels less (Stevens' law for loudness)."""
_SPEECH_HZ, _SPEECH_Q = 2000.0, 0.8
_SHELF_HZ = {"drums": 5000.0}
_SHELF_DB = {"drums": -5.5}
_OTHER_SHELF_HZ, _OTHER_SHELF_DB = 3500.0, -2.5
"""What was recorded close to the player has more treble than a place in the audience: measured beside
recorded scores, hats and shakers most."""


def render_stem(
    parts: Sequence[Part], count: int, room: str, player_of: Callable[[Part], Player]
) -> Iterator[Audio]:
    """The stem's sound in blocks: float32, shape (2, up to BLOCK), `count` samples in all.

    `player_of` gives each part its player.
    """
    buses = [_Bus(group, player_of) for group in _grouped(parts)]
    reverberation = Reverberation(room, BLOCK)
    spread = Spread(parts[0].stem)
    for first in range(0, count, BLOCK):
        dry = np.zeros((2, BLOCK), np.float32)
        send: Audio | None = None
        for bus in buses:
            sound = bus.block(first)
            if sound is None:
                continue
            dry += sound
            if bus.reverb > 0:
                shared = sound * np.float32(bus.reverb)
                send = shared if send is None else send + shared
        spread.apply(dry)
        wet = reverberation.process(send)
        if wet is not None:
            dry += wet
        yield dry[:, : count - first]


def _grouped(parts: Sequence[Part]) -> list[list[Part]]:
    """Parts that share filters and reverberation, in the order of their first."""
    groups: dict[tuple[float, float, float], list[Part]] = {}
    for part in parts:
        groups.setdefault((part.high_pass_hz, part.speech_dip_db, part.reverb), []).append(part)
    return list(groups.values())


class _Bus:
    """Parts that run through one set of filters."""

    def __init__(self, parts: Sequence[Part], player_of: Callable[[Part], Player]) -> None:
        self.reverb = parts[0].reverb
        self._desks = [_Desk(part, player_of(part)) for part in parts]
        self._sections = _filters(parts[0].stem, parts[0].high_pass_hz, parts[0].speech_dip_db)
        self._state = np.zeros((len(self._sections), 2, 2))
        self._ringing = False

    def block(self, first: int) -> Audio | None:
        """The next block, or None for silence."""
        sound = np.zeros((2, BLOCK), np.float32)
        heard = [desk.add_to(sound, first) for desk in self._desks]
        if not any(heard) and not self._ringing:
            self._state[:] = 0
            return None
        self._ringing = any(heard)
        if len(self._sections):
            filtered, self._state = signal.sosfilt(self._sections, sound, axis=-1, zi=self._state)
            sound = filtered.astype(np.float32)
        return sound


class _Desk:
    """One part: its player, and its place and level in the mix."""

    def __init__(self, part: Part, player: Player) -> None:
        self._part, self._player = part, player
        gain, angle = 10 ** (part.gain_db / 20), (part.pan + 1) * np.pi / 4
        sides = np.sqrt(2) * gain * np.array([[np.cos(angle)], [np.sin(angle)]])
        self._gains = sides.astype(np.float32)

    def add_to(self, block: Audio, first: int) -> bool:
        """Add the part to a block; False where it is silent."""
        own = np.zeros_like(block)
        if not self._player.add_to(own, first):
            return False
        own *= self._gains
        if self._part.expression:
            own *= expression_curve(self._part.expression, first)
        block += own
        return True


def expression_curve(points: Sequence[ControlPoint], first: int) -> Audio:
    """Gain over the block that begins at `first`: float32, shape (BLOCK,)."""
    steps = first + np.arange(0, BLOCK + _STEP * (_LOOK_AHEAD_STEPS + 1), _STEP)
    values = np.interp(steps, [p.sample for p in points], [p.value for p in points])
    sums = np.cumsum(np.concatenate([[0.0], values]))
    means = (sums[_LOOK_AHEAD_STEPS:] - sums[:-_LOOK_AHEAD_STEPS]) / _LOOK_AHEAD_STEPS
    gains = np.clip(means, 0, 1) ** _LOUDNESS_EXPONENT
    places = np.arange(BLOCK) / _STEP
    return np.asarray(np.interp(places, np.arange(len(gains)), gains), np.float32)


def _filters(stem: str, high_pass_hz: float, dip_db: float) -> npt.NDArray[np.float64]:
    """Second-order sections of a part's treble, high-pass and speech dip."""
    shelf = _high_shelf(_SHELF_HZ.get(stem, _OTHER_SHELF_HZ), _SHELF_DB.get(stem, _OTHER_SHELF_DB))
    sections = shelf[np.newaxis]
    if high_pass_hz > 0:
        high_pass = signal.butter(2, min(high_pass_hz, 2000.0), "highpass", fs=SAMPLE_RATE_HZ, output="sos")
        sections = np.vstack([sections, high_pass])
    if dip_db:
        sections = np.vstack([sections, _peak(_SPEECH_HZ, _SPEECH_Q, -abs(dip_db))])
    return sections


def _high_shelf(hertz: float, gain_db: float) -> npt.NDArray[np.float64]:
    """A high shelf of gentle slope (Bristow-Johnson)."""
    omega, amplitude = 2 * np.pi * hertz / SAMPLE_RATE_HZ, 10 ** (gain_db / 40)
    cosine, root = np.cos(omega), 2 * np.sqrt(amplitude) * np.sin(omega) / np.sqrt(2)
    more, less = amplitude + 1, amplitude - 1
    section = np.array(
        [
            amplitude * (more + less * cosine + root),
            -2 * amplitude * (less + more * cosine),
            amplitude * (more + less * cosine - root),
            more - less * cosine + root,
            2 * (less - more * cosine),
            more - less * cosine - root,
        ]
    )
    return np.asarray(section / section[3])


def _peak(hertz: float, q: float, gain_db: float) -> npt.NDArray[np.float64]:
    """A peaking equaliser (Bristow-Johnson)."""
    omega, amplitude = 2 * np.pi * hertz / SAMPLE_RATE_HZ, 10 ** (gain_db / 40)
    alpha, cosine = np.sin(omega) / (2 * q), np.cos(omega)
    section = np.array(
        [
            1 + alpha * amplitude,
            -2 * cosine,
            1 - alpha * amplitude,
            1 + alpha / amplitude,
            -2 * cosine,
            1 - alpha / amplitude,
        ]
    )
    return np.asarray(section / section[3])
