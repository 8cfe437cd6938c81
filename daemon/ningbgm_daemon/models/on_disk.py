"""Models that lie on this disk in the format of transformers: what each is, its size and its licence."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ningbgm_agents.errors import NotFoundError
from ningbgm_agents.thought import ModelFacts

from .licence import WHISPER, is_noncommercial, licence_of, whisper_licence
from .weights import fingerprint_of

ModelKind = Literal["language", "speech", "vision", "matching", "music", "other"]
"""A model of vision describes pictures, one of matching says which texts fit them."""
_WEIGHTS = (".safetensors", ".bin", ".pt")
_MOST_CONFIG_BYTES = 4 * 1024 * 1024
_PREFIX = "models--"
"""How the hub's cache begins the name of a model's folder."""


@dataclass(frozen=True)
class ModelOnDisk:
    """A model that could be used."""

    name: str
    """Its name at the hub, or that of its folder."""
    folder: Path
    """Its folder; of a speech model its file."""
    architecture: str
    kind: ModelKind
    size_bytes: int
    licence: str
    """Empty where its files do not say."""

    @property
    def facts(self) -> ModelFacts:
        """The model as the record and the ledger name it."""
        return ModelFacts(
            self.name,
            licence=self.licence,
            noncommercial=is_noncommercial(self.licence),
            fingerprint=fingerprint_of(self.folder),
        )


def read_model(folder: Path, name: str = "") -> ModelOnDisk:
    """The model in a folder.

    Raises:
        NotFoundError: there is none, with what is missing.
    """
    config = _config(folder)
    if not _weights(folder):
        raise NotFoundError(
            f"{folder} has no weights (.safetensors); fetch the whole model", path=str(folder)
        )
    architectures = config.get("architectures")
    architecture = str(architectures[0]) if isinstance(architectures, list) and architectures else ""
    size = sum(path.stat().st_size for path in _weights(folder))
    return ModelOnDisk(
        name or folder.name, folder, architecture, _kind(architecture), size, licence_of(folder)
    )


def read_checkpoint(path: Path) -> ModelOnDisk:
    """The speech model in a `.pt` of openai-whisper; what is in it is seen when it is loaded.

    Raises:
        NotFoundError: there is no such file.
    """
    if not path.is_file():
        raise NotFoundError(f"there is no model {path}", path=str(path))
    name = f"{WHISPER} {path.stem}"
    return ModelOnDisk(name, path, "Whisper", "speech", path.stat().st_size, whisper_licence(name))


def find_model(name: str, own: Path, environment: Mapping[str, str] | None = None) -> ModelOnDisk:
    """The model of a name: in NingBGM's own folder of models, else in the hub's cache.

    Raises:
        NotFoundError: it is in neither; nothing is fetched.
    """
    for found in present_models(own, environment):
        if found.name == name:
            return found
    raise NotFoundError(
        f"there is no model {name!r} on this disk; put its folder into {own}, give its path, or fetch it into"
        f" the hub's cache ('hf download {name}')",
        model=name,
    )


def present_models(own: Path, environment: Mapping[str, str] | None = None) -> tuple[ModelOnDisk, ...]:
    """Every model in NingBGM's own folder, in the hub's cache and in whisper's, by name."""
    found: dict[str, ModelOnDisk] = {}
    places = [(folder.name, folder) for folder in _folders(own)]
    places += list(_cached(hub_cache(environment)))
    for name, folder in places:
        try:
            found.setdefault(name, read_model(folder, name))
        except NotFoundError:
            continue
    for path in (*_checkpoints(own), *_checkpoints(whisper_cache(environment))):
        model = read_checkpoint(path)
        found.setdefault(model.name, model)
    return tuple(sorted(found.values(), key=lambda model: model.name.lower()))


def hub_cache(environment: Mapping[str, str] | None = None) -> Path:
    """Where the hub's tools keep what they fetched."""
    said = os.environ if environment is None else environment
    home = said.get("HF_HOME") or str(Path(said.get("XDG_CACHE_HOME") or "~/.cache") / "huggingface")
    return Path(said.get("HF_HUB_CACHE") or str(Path(home) / "hub")).expanduser()


def whisper_cache(environment: Mapping[str, str] | None = None) -> Path:
    """Where openai-whisper keeps what it fetched."""
    said = os.environ if environment is None else environment
    return Path(said.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "whisper"


def parameters_of(folder: Path) -> int:
    """How many parameters a checkpoint has, by the size of its files and their precision."""
    kind = str(_config(folder).get("dtype") or _config(folder).get("torch_dtype") or "float32")
    width = {"float32": 4, "float64": 8}.get(kind, 2)
    return sum(path.stat().st_size for path in _weights(folder)) // width


def _cached(cache: Path) -> Iterator[tuple[str, Path]]:
    """Names and folders of the models in the hub's cache, of each the revision that is in use."""
    for folder in _folders(cache):
        if not folder.name.startswith(_PREFIX):
            continue
        name = folder.name.removeprefix(_PREFIX).replace("--", "/")
        try:
            revision = (folder / "refs" / "main").read_text(encoding="ascii").strip()
            yield name, folder / "snapshots" / revision
        except (OSError, UnicodeDecodeError):
            yield from ((name, snapshot) for snapshot in _folders(folder / "snapshots")[:1])


def _checkpoints(place: Path) -> list[Path]:
    return sorted(path for path in place.glob("*.pt") if path.is_file())


def _folders(place: Path) -> list[Path]:
    try:
        return sorted(path for path in place.iterdir() if path.is_dir())
    except OSError:
        return []


def _config(folder: Path) -> dict[str, object]:
    path = folder / "config.json"
    try:
        with path.open("rb") as file:
            config = json.loads(file.read(_MOST_CONFIG_BYTES))
    except (OSError, ValueError, RecursionError) as error:
        raise NotFoundError(
            f"{folder} holds no model: its config.json cannot be read", path=str(path)
        ) from error
    if not isinstance(config, dict):
        raise NotFoundError(f"{folder} holds no model: its config.json is none", path=str(path))
    return config


def _weights(folder: Path) -> list[Path]:
    """The files of the weights; where there are several formats of them, the first."""
    for suffix in _WEIGHTS:
        found = sorted(path for path in folder.glob(f"*{suffix}") if path.is_file())
        if found:
            return found
    return []


def _kind(architecture: str) -> ModelKind:
    if "Musicgen" in architecture or "MusicGen" in architecture:
        return "music"
    if "Whisper" in architecture:
        return "speech"
    if architecture.endswith("ForCausalLM") or architecture.endswith("LMHeadModel"):
        return "language"
    if architecture.endswith(("CLIPModel", "SiglipModel", "Siglip2Model")):
        return "matching"
    vision = ("ForConditionalGeneration", "ForImageTextToText")
    return "vision" if architecture.endswith(vision) else "other"
