"""Where a sampled note's sound comes from: a SoundFont behind a cache of rendered voices."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path

from ningbgm_agents.score import Instrument
from ningbgm_agents.timeline import SAMPLE_RATE_HZ

from .layers import layer, layer_length
from .samples import Samples, open_samples, stamp
from .seating import seated
from .voice import Voice, render

_LENGTHS = tuple(round(s * SAMPLE_RATE_HZ) for s in (0.75, 1.5, 3.0, 4.5, 6.0, 8.0, 11.0, 16.0))
"""Voices are rendered in these lengths, so that the cache can never change what is heard."""
_VELOCITY_STEP = 8
_VIBRATO_CENTS = 22.0
_VIBRATO_STEPS = 4
_VIBRATO_FROM = SAMPLE_RATE_HZ * 6 // 10
"""Shorter notes get no added vibrato."""
_KIT_RING_S = 6.0
Key = tuple[object, ...]


class Sampler:
    """Voices of a SoundFont and of the synthesised layers, kept while they fit into
    `cache_bytes`."""

    def __init__(self, font: Samples, cache_bytes: int = 120 << 20) -> None:
        self._font = font
        self._own: dict[str, Samples] = {}
        self._stamps: dict[str, str] = {}
        self._limit = cache_bytes
        self._voices: OrderedDict[Key, Voice] = OrderedDict()
        self._used = 0

    def voice(
        self,
        instrument: Instrument,
        pitch: int,
        velocity: int,
        held: int,
        player: str,
        slide: float = 0.0,
    ) -> tuple[Voice, float]:
        """The voice for a note held for `held` samples, and the gain that makes its velocity exact.

        `player` names the part: it seeds the chance in synthesised layers. `slide` bends the beginning, in
        semitones; layers are not bent.
        """
        if instrument.patch is not None:
            return self._layer(instrument, pitch, velocity, held, player)
        font = self._samples_of(instrument)
        place = font.place(instrument.program, instrument.kit)
        played = self._rounded(font, place, pitch, velocity)
        ring = max(held, round(_KIT_RING_S * SAMPLE_RATE_HZ)) if instrument.kit else held
        count = _length(ring)
        depth = 0
        if instrument.vibrato > 0 and held >= _VIBRATO_FROM and not instrument.kit:
            depth = max(1, round(instrument.vibrato * _VIBRATO_STEPS))
        asked = (instrument.samples, instrument.kit, instrument.program)  # where it sits goes by its program
        key: Key = (*asked, place, pitch, played, count, depth, slide)
        voice = self._known(key)
        if voice is None:
            regions = seated(font.regions(place, pitch, played), instrument, pitch)
            cents = depth * _VIBRATO_CENTS / _VIBRATO_STEPS
            voice = self._keep(key, render(font, regions, count, cents, instrument.kit, 100 * slide))
        return voice, (velocity / played) ** 2

    def forget_changed(self) -> None:
        """Forget the instruments' own samples, and all voices, where a file of them has changed."""
        if any(stamp(Path(path)) != before for path, before in self._stamps.items() if Path(path).is_file()):
            self._own.clear()
            self._stamps.clear()
            self._voices.clear()
            self._used = 0

    def _layer(
        self, instrument: Instrument, pitch: int, velocity: int, held: int, player: str
    ) -> tuple[Voice, float]:
        assert instrument.patch is not None
        count = layer_length(instrument.patch, held, _LENGTHS)
        key: Key = (instrument.patch, pitch, count, player)
        voice = self._known(key)
        if voice is None:
            voice = self._keep(key, layer(instrument.patch, pitch, count, player))
        return voice, (velocity / 127) ** 2

    def _samples_of(self, instrument: Instrument) -> Samples:
        """What an instrument is played on: samples of its own, else the score's SoundFont."""
        if not instrument.samples:
            return self._font
        if instrument.samples not in self._own:
            self._stamps[instrument.samples] = stamp(Path(instrument.samples))
            self._own[instrument.samples] = open_samples(Path(instrument.samples))
        return self._own[instrument.samples]

    def _rounded(self, font: Samples, place: tuple[int, int], pitch: int, velocity: int) -> int:
        """A velocity near by in the same velocity layer, so that few voices serve many notes."""
        if not font.velocity_squares:
            return velocity
        near = min(127, max(_VELOCITY_STEP, round(velocity / _VELOCITY_STEP) * _VELOCITY_STEP))
        same = font.layer(place, pitch, near) == font.layer(place, pitch, velocity)
        return near if same else velocity

    def _known(self, key: Key) -> Voice | None:
        if key in self._voices:
            self._voices.move_to_end(key)
        return self._voices.get(key)

    def _keep(self, key: Key, voice: Voice) -> Voice:
        self._voices[key] = voice
        self._used += voice.nbytes
        while self._used > self._limit and len(self._voices) > 1:
            self._used -= self._voices.popitem(last=False)[1].nbytes
        return voice


def _length(held: int) -> int:
    return next((length for length in _LENGTHS if held <= length), _LENGTHS[-1])
