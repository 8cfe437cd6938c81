"""openai-whisper: from sound to words with their times."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path
from pickle import UnpicklingError

import numpy as np
import numpy.typing as npt
import torch
import whisper

from ningbgm_agents.errors import ModelError
from ningbgm_agents.evidence import SpokenWord

RATE_HZ = 16_000
_UNREADABLE = (OSError, ValueError, KeyError, TypeError, RuntimeError, EOFError, UnpicklingError)


class WhisperModel:
    """A checkpoint in whisper's own format (`.pt`), loaded by its path.

    Raises:
        ModelError: it cannot be loaded.
    """

    def __init__(self, path: Path) -> None:
        device = "cuda" if torch.cuda.is_available() else "cpu"
        try:
            self._model = whisper.load_model(str(path), device=device)
        except _UNREADABLE as error:
            raise ModelError(f"{path} cannot be loaded: {' '.join(str(error).split())[:300]}") from error
        self._half = device == "cuda"

    def transcribe(self, sound: npt.NDArray[np.float32], start_s: float) -> tuple[SpokenWord, ...]:
        """The words in some sound, float32, shape (samples,), 16 kHz; `start_s` is when it begins.

        Greedy, so that the same sound gives the same words; what whisper takes for silence is left out.
        """
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of kernels that are missing and do no harm
            made = whisper.transcribe(
                self._model,
                sound,
                temperature=0.0,
                condition_on_previous_text=False,
                word_timestamps=True,
                fp16=self._half,
                verbose=None,
            )
        return tuple(_words(made["segments"], start_s))


def _words(segments: Sequence[dict[str, object]], start_s: float) -> list[SpokenWord]:
    words = []
    for segment in segments:
        found = segment.get("words")
        for word in found if isinstance(found, list) else ():
            text = str(word["word"]).strip()
            if text:
                first, last = float(word["start"]), float(word["end"])
                words.append(
                    SpokenWord(
                        text,
                        round(start_s + first, 3),
                        round(start_s + max(last, first), 3),
                        round(float(word["probability"]), 3),
                    )
                )
    return words
