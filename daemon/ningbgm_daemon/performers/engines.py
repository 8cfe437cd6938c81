"""What plays the music model in a folder, and whether it is installed here."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from ningbgm_agents.errors import ModelError, NotFoundError
from ningbgm_daemon.models.licence import is_noncommercial, licence_of
from ningbgm_daemon.models.on_disk import find_model, read_model

from .passage import PassageModel

Engine = Literal["transformers", "audiocraft"]
DEBUG = "debug"
"""Name of the noise that audiocraft makes itself, to try its ways without weights."""
_AUDIOCRAFT = ("state_dict.bin", "compression_state_dict.bin")
_NEEDS: dict[Engine, tuple[tuple[str, ...], str]] = {
    "transformers": (("torch", "transformers"), "pip install 'ningbgm[models]'"),
    "audiocraft": (
        ("torch", "audiocraft"),
        "'ningbgm performer environment audiocraft' makes an environment for it, and says how to use it",
    ),
}


@dataclass(frozen=True)
class Checkpoint:
    """A music model that lies on this disk."""

    name: str
    """Its name at the hub, or that of its folder."""
    folder: Path
    engine: Engine
    licence: str = ""
    """Empty where its files do not say."""

    @property
    def noncommercial(self) -> bool:
        """Whether its weights forbid commercial use."""
        return is_noncommercial(self.licence)


def find_checkpoint(model: str, own: Path, engine: Engine | None = None) -> Checkpoint:
    """The music model that a text names: a folder, or one that `ningbgm models` lists; `own` is our folder.

    Raises:
        NotFoundError: it is not there, or no model of music.
    """
    if model == DEBUG and engine == "audiocraft":
        return Checkpoint(DEBUG, Path(), "audiocraft")
    folder = Path(model).expanduser()
    name = folder.name
    if not folder.is_dir():
        found = find_model(model, own)
        folder, name = found.folder, found.name
    folder = folder.absolute()
    if engine != "transformers" and all((folder / file).is_file() for file in _AUDIOCRAFT):
        if engine == "audiocraft" or not (folder / "config.json").is_file():
            return Checkpoint(name, folder, "audiocraft", licence_of(folder))
    elif engine == "audiocraft":
        raise NotFoundError(f"{folder} lacks {' or '.join(_AUDIOCRAFT)}: audiocraft cannot play it")
    seen = read_model(folder, name)
    if seen.kind != "music":
        raise NotFoundError(
            f"{folder} is no model of music that can be played ({seen.architecture or 'nothing named'});"
            " MusicGen and MusicGen Melody can",
            path=str(folder),
        )
    return Checkpoint(seen.name, seen.folder, "transformers", seen.licence)


def loader(checkpoint: Checkpoint, batch_size: int | None = None) -> Callable[[], PassageModel]:
    """What loads the model; nothing heavy is imported before it is called, and the hub is switched off.

    Raises:
        ModelError: what plays it is not installed here.
    """
    modules, advice = _NEEDS[checkpoint.engine]
    if any(find_spec(module) is None for module in modules):
        raise ModelError(
            f"{checkpoint.name} is played by {checkpoint.engine}, which is not installed here: {advice}"
        )
    os.environ.update(HF_HUB_OFFLINE="1", TRANSFORMERS_OFFLINE="1")
    return lambda: _loaded(checkpoint, batch_size)


def _loaded(checkpoint: Checkpoint, batch_size: int | None) -> PassageModel:
    if checkpoint.engine == "audiocraft":
        from .audiocraft_musicgen import AudiocraftMusicgen

        return AudiocraftMusicgen(checkpoint)
    from .musicgen import Musicgen

    return Musicgen(checkpoint, free_bytes(), batch_size)


def free_bytes() -> int:
    """Memory of this machine that is free, without the help of libraries that may not be here."""
    try:
        with open("/proc/meminfo", encoding="ascii") as file:
            found = dict(line.split(":", 1) for line in file)
        return int(found["MemAvailable"].split()[0]) * 1024
    except (OSError, KeyError, ValueError):
        pass
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2
    except (AttributeError, ValueError, OSError):
        return 8 * 1024**3
