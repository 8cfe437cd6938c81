"""What `ningbgm models` tells: what is installed, what is at work, what is on the disk; it loads nothing."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec

from ningbgm_agents.errors import NingbgmError
from ningbgm_agents.thought import ModelFacts, stays_here
from ningbgm_daemon.config import Settings

from .choice import Choice, check_fits, read_choice_at, read_tape
from .host_line import loaded_models
from .on_disk import ModelKind, ModelOnDisk, present_models, read_checkpoint, read_model
from .posts import adds_at

_ADDS: dict[ModelKind, str] = {
    "language": "can think: ningbgm models use minds={name}",
    "speech": "of no use here: openai-whisper's own .pt is",
    "vision": "can describe what is seen: ningbgm models use captions={name}",
    "matching": "can tag what is seen: ningbgm models use tags={name}",
    "music": "can play: ningbgm models use performer={name}",
    "other": "of no use to NingBGM",
}
_EXTRAS = (
    ("perform", ("python_stretch",), "stems that a model of music plays, brought onto the beat"),
    ("llm", ("pydantic_ai", "openai"), "models behind an address: Ollama, llama.cpp, vLLM, a cloud"),
    ("models", ("torch", "transformers", "llguidance", "whisper"), "models in this machine"),
)


@dataclass(frozen=True)
class Extra:
    """A group of packages that models need."""

    name: str
    installed: bool
    adds: str


@dataclass(frozen=True)
class AtWork:
    """A model at its post."""

    post: str
    model: str
    adds: str
    words: tuple[str, ...]
    """What there is to know of it, or why it cannot work."""


@dataclass(frozen=True)
class Present:
    """A model on this disk."""

    name: str
    folder: str
    size_bytes: int
    licence: str
    noncommercial: bool
    adds: str
    loaded: bool


@dataclass(frozen=True)
class Listing:
    """Everything about models."""

    extras: tuple[Extra, ...]
    posts: tuple[AtWork, ...]
    present: tuple[Present, ...]


def list_models(settings: Settings) -> Listing:
    """What is installed, at work and present."""
    own = settings.data / "models"
    extras = tuple(Extra(name, all(map(find_spec, packages)), adds) for name, packages, adds in _EXTRAS)
    loaded = loaded_models(settings.runtime / "models")
    present = tuple(
        Present(
            model.name,
            str(model.folder),
            model.size_bytes,
            model.licence,
            model.facts.noncommercial,
            _adds(model),
            str(model.folder) in loaded,
        )
        for model in present_models(own)
    )
    posts = tuple(_at_work(post, text, settings) for post, text in settings.models)
    return Listing(extras, posts, present)


def words_about(choice: Choice) -> tuple[str, ...]:
    """What there is to know of a chosen model before it is used."""
    if choice.kind == "tape":
        count = len(read_tape(choice.path))
        return (f"{count} replies are replayed; no model is asked.",)
    if choice.kind == "speech":
        return tuple(_of_weights(read_checkpoint(choice.path).facts))
    if choice.kind == "folder":
        return tuple(_of_weights(read_model(choice.path, choice.name).facts))
    if choice.kind == "none":
        return ("The SoundFont plays it.",)
    if choice.kind in ("performer", "singer"):
        return ()
    goes = "stay on this machine" if stays_here(choice.url) else f"are sent to {choice.url}"
    return (
        f"Your words {goes}: wishes, texts beside the film, what is said and seen in it; the record says"
        " what, each time.",
        "Its licence is not known here; the terms are those of whoever runs it.",
    )


def _of_weights(facts: ModelFacts) -> list[str]:
    if facts.noncommercial:
        return [f"Its weights are under {facts.licence}: NOT for commercial use; so is what it touches."]
    return [f"Its weights are under {facts.licence or 'a licence that its files do not name'}."]


def _adds(model: ModelOnDisk) -> str:
    if model.folder.suffix == ".pt":
        return f"can write down what is said: ningbgm models use transcript={model.folder}"
    return _ADDS[model.kind].format(name=model.name)


def _at_work(post: str, text: str, settings: Settings) -> AtWork:
    adds = adds_at(post)
    try:
        choice = read_choice_at(post, text, settings.data / "models")
        check_fits(post, choice)
        return AtWork(post, text, adds, words_about(choice))
    except NingbgmError as error:
        return AtWork(post, text, adds, (f"Cannot work: {error}.",))
