"""A singer that really sings, if poorly: harmonics of the note through the formants of the syllable's vowel.

Formant frequencies are the averages of Peterson and Barney (1952) for women.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from ningbgm_agents.lyrics import SungPassage, SungTone
from ningbgm_agents.thought import ModelFacts

RATE_HZ = 48_000
FORMANTS = {
    "a": (850.0, 1220.0),
    "e": (610.0, 2330.0),
    "i": (310.0, 2790.0),
    "o": (590.0, 920.0),
    "u": (370.0, 950.0),
}
_WIDTH_HZ = 120.0


class FormantSinger:
    """Sings vowels; `detune` in semitones and `scale` make it sing wrongly."""

    def __init__(self, detune: float = 0.0, scale: float = 1.0, samples_more: int = 0) -> None:
        self._detune, self._scale, self._more = detune, scale, samples_more
        self.asked: list[SungPassage] = []

    @property
    def facts(self) -> ModelFacts:
        return ModelFacts("formants", "this process", "none needed")

    def sing(
        self,
        passage: SungPassage,
        guide: npt.NDArray[np.float32],
        progress: Callable[[float], None],
    ) -> npt.NDArray[np.float32]:
        self.asked.append(passage)
        progress(0.5)
        sound = np.zeros(passage.sample_count + self._more, np.float32)
        for syllable in passage.syllables:
            vowel = next((letter for letter in syllable.text.lower() if letter in FORMANTS), "a")
            for tone in syllable.tones:
                piece = self._tone(tone, FORMANTS[vowel])
                sound[tone.start : tone.start + len(piece)] += piece
        return sound * np.float32(self._scale)

    def _tone(self, tone: SungTone, formants: tuple[float, float]) -> npt.NDArray[np.float32]:
        base = 440 * 2 ** ((tone.pitch + self._detune - 69) / 12)
        seconds = np.arange(tone.duration) / RATE_HZ
        wave = np.zeros(tone.duration)
        for number in range(1, int(5000 / base)):
            gain = sum(1 / (1 + ((base * number - f) / _WIDTH_HZ) ** 2) for f in formants) + 0.02
            wave += gain * np.sin(2 * np.pi * base * number * seconds)
        edge = np.minimum(1.0, np.minimum(seconds, seconds[::-1]) / 0.02)
        return np.asarray(0.2 * wave * edge / max(1e-9, np.abs(wave).max()), np.float32)
