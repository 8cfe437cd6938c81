"""What a model heard of each sound, kept beside the rows: nothing is heard twice."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import numpy as np
import numpy.typing as npt

from .rows import write_whole

Floats = npt.NDArray[np.float64]


class EmbeddingFiles:
    """Keeps embeddings in a folder by the model and by what was heard, each file whole or not at all."""

    def __init__(self, folder: Path, model: str) -> None:
        self._folder, self._model = folder, model

    def find(self, key: str) -> Floats | None:
        """The embeddings kept under a key, shape (windows, dimensions)."""
        try:
            found = np.load(self._path(key), allow_pickle=False)
        except (OSError, ValueError, EOFError):
            return None
        return np.asarray(found, np.float64) if found.ndim == 2 else None

    def keep(self, key: str, embeddings: Floats) -> None:
        """Write embeddings.

        Raises:
            DeliveryError: the disk refuses.
        """
        file = io.BytesIO()
        np.save(file, embeddings.astype(np.float32))
        write_whole(self._path(key), file.getvalue())

    def _path(self, key: str) -> Path:
        return self._folder / f"{hashlib.sha256(f'{self._model}/{key}'.encode()).hexdigest()}.npy"
