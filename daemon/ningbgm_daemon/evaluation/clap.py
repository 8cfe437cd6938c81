"""A CLAP model of this machine through transformers: where sounds and texts lie in one space.

The one file of the benchmark that loads torch; only the process of `judge` imports it.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
import transformers

from ningbgm_daemon.models.accelerator import find_gpu
from ningbgm_daemon.models.fitted import UNREADABLE, unreadable

Floats = npt.NDArray[np.float64]
Mono = npt.NDArray[np.float32]


class Clap:
    """A checkpoint in the format of transformers (`laion/clap-htsat-*`), loaded by its folder in float32.

    Raises:
        ModelError: it cannot be loaded.
    """

    def __init__(self, folder: Path) -> None:
        self._device = find_gpu()[0] or "cpu"
        transformers.utils.logging.disable_progress_bar()
        try:
            self._processor = transformers.ClapProcessor.from_pretrained(folder, local_files_only=True)
            model = transformers.ClapModel.from_pretrained(folder, local_files_only=True, dtype=torch.float32)
        except UNREADABLE as error:
            raise unreadable(folder, error) from error
        self._model = model.to(self._device).eval()
        ears = self._processor.feature_extractor
        self.rate_hz = int(ears.sampling_rate)
        """Samples a second that it hears."""
        self.window_samples = int(ears.max_length_s * ears.sampling_rate)
        """The longest sound that it hears whole."""

    def hear(self, windows: Iterable[Mono]) -> Floats:
        """Embeddings of sounds, shape (windows, dimensions), each of length 1.

        One at a time: in a batch its feature extractor draws by lot which one counts as longer.
        """
        found = [
            self._embedded(
                self._model.get_audio_features,
                self._processor.feature_extractor(window, sampling_rate=self.rate_hz, return_tensors="pt"),
            )
            for window in windows
        ]
        return np.stack(found) if found else np.zeros((0, self._model.config.projection_dim))

    def read(self, texts: Iterable[str]) -> Floats:
        """Embeddings of texts, shape (texts, dimensions), each of length 1; long ones are cut."""
        reader = self._model.config.text_config
        most = int(reader.max_position_embeddings) - int(reader.pad_token_id) - 1  # as RoBERTa counts
        asked = [
            self._processor.tokenizer(text, truncation=True, max_length=most, return_tensors="pt")
            for text in texts
        ]
        found = [self._embedded(self._model.get_text_features, one) for one in asked]
        return np.stack(found) if found else np.zeros((0, self._model.config.projection_dim))

    def _embedded(self, features: torch.nn.Module, asked: transformers.BatchFeature) -> Floats:
        with torch.inference_mode():
            told = features(**asked.to(self._device))
        return np.asarray(told.pooler_output[0].float().cpu().numpy(), np.float64)
