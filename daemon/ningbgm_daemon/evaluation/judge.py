"""The CLAP model that a user brings, in a process of its own: when that ends, all its memory comes back."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache, cached_property
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

from ningbgm_agents.errors import InputError, ModelError
from ningbgm_daemon.media.decode import read_sound
from ningbgm_daemon.media.mark import content_mark
from ningbgm_daemon.models.on_disk import read_model

from .missing import missing
from .windows import windows_of

if TYPE_CHECKING:
    from .clap import Clap

Floats = npt.NDArray[np.float64]

HOP_SHARE = 0.5
"""Of a window's length: how far apart windows begin."""
_ARCHITECTURE = "ClapModel"


class Judge(Protocol):
    """A model that lays sounds and texts into one space."""

    @property
    def mark(self) -> str:
        """A hash of the model."""

    @property
    def title(self) -> str:
        """Its name and licence, for people."""

    def hear(self, sound: Path) -> Floats:
        """The embeddings of a sound's windows, shape (windows, dimensions)."""

    def read(self, texts: Sequence[str]) -> Floats:
        """The embeddings of texts, shape (texts, dimensions)."""


class ClapJudge:
    """A CLAP model in a folder, in the format of transformers; loaded when it is first asked.

    Used as a context, at whose end its process ends.

    Raises:
        InputError: the file is not one of such a folder, or the model is of another kind.
        NotFoundError: there is no model.
    """

    def __init__(self, place: Path) -> None:
        self._folder = _folder_of(place)
        model = read_model(self._folder)
        if model.architecture != _ARCHITECTURE:
            raise InputError(
                f"{self._folder} holds a {model.architecture or 'model of unknown kind'}; --clap needs a"
                f" {_ARCHITECTURE} (laion/clap-htsat-unfused and its kin)"
            )
        self.title = f"{model.name} ({model.licence or 'its files name no licence'})"

    def __enter__(self) -> ClapJudge:
        return self

    def __exit__(self, *_: object) -> None:
        if "_process" in self.__dict__:
            self._process.shutdown(cancel_futures=True)

    @cached_property
    def mark(self) -> str:
        """A hash of the model's files."""
        files = sorted(path for path in self._folder.iterdir() if path.is_file())
        return "/".join(content_mark(path) or "" for path in files)

    def hear(self, sound: Path) -> Floats:
        """The embeddings of a sound's windows, shape (windows, dimensions).

        Raises:
            MediaError: it cannot be read.
            ModelError: the model cannot be loaded, or took all memory.
        """
        return self._answered(self._process.submit(_hear, self._folder, sound))

    def read(self, texts: Sequence[str]) -> Floats:
        """The embeddings of texts, shape (texts, dimensions).

        Raises:
            NotFoundError: torch or transformers is not installed.
            ModelError: the model cannot be loaded, or took all memory.
        """
        return self._answered(self._process.submit(_read, self._folder, tuple(texts)))

    def _answered(self, future: Future[Floats]) -> Floats:
        try:
            return future.result()
        except BrokenProcessPool as error:
            raise ModelError(
                f"the process of {self._folder} ended by force; was it out of memory?"
            ) from error

    @cached_property
    def _process(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(1, mp_context=get_context("spawn"))


def _folder_of(place: Path) -> Path:
    """The folder of a model, named itself or by a file in it."""
    if place.is_file() and not (place.parent / "config.json").is_file():
        raise InputError(
            f"{place} is not in a folder of transformers' format; convert LAION's own .pt with"
            " convert_clap_original_pytorch_to_hf of transformers, and name its folder"
        )
    return place.parent if place.is_file() else place


def _hear(folder: Path, sound: Path) -> Floats:
    model = _model(folder)
    blocks = (block[0] for block in read_sound(sound, rate_hz=model.rate_hz, channels=1))
    length = model.window_samples
    return model.hear(windows_of(blocks, length, round(length * HOP_SHARE)))


def _read(folder: Path, texts: tuple[str, ...]) -> Floats:
    return _model(folder).read(texts)


@cache
def _model(folder: Path) -> Clap:
    """The model, in the process of its own; no hub is asked."""
    os.environ.update(HF_HUB_OFFLINE="1", TRANSFORMERS_OFFLINE="1", HF_HUB_DISABLE_TELEMETRY="1")
    try:
        from .clap import Clap
    except ImportError as error:
        raise missing(error, "models") from error
    return Clap(folder)
