"""The films of a set, with the sound, picture and text beside them and what is known of each."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from ningbgm_agents.errors import InputError, NotFoundError

FILMS = (".mp4", ".mov", ".mkv", ".webm", ".m4v", ".avi")
SOUNDS = (".wav", ".flac", ".mp3", ".m4a", ".ogg", ".opus", ".aac")
IMAGES = (".jpg", ".jpeg", ".png")
_LARGEST_TRUTH = 1_000_000

Second = Annotated[float, Field(ge=0, allow_inf_nan=False)]
SpanS = tuple[Second, Second]


class Truth(BaseModel):
    """What is known of a film: `NAME.json` beside it. What is None is detected, or not measured."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    cuts: tuple[Annotated[int, Field(gt=0)], ...] | None = None
    """First frames of the new shots."""
    speech_s: tuple[SpanS, ...] | None = None
    """Where somebody speaks."""
    silences_s: tuple[SpanS, ...] | None = None
    """Where no music is wanted."""
    scenes_s: tuple[Second, ...] | None = None
    """Where the story turns to another scene."""
    wish: str = Field(default="", max_length=4000)
    """What the user asks for; every input condition has it."""

    @model_validator(mode="after")
    def _spans_go_forward(self) -> Truth:
        for start, end in (*(self.speech_s or ()), *(self.silences_s or ())):
            if end <= start:
                raise ValueError(f"the span from {start:g} s to {end:g} s is empty")
        return self


class Film(BaseModel):
    """One film of a set."""

    model_config = ConfigDict(frozen=True)

    name: str
    """Its path in the set without the ending: 'food/food_03'."""
    path: Path
    image: Path | None = None
    text: Path | None = None
    truth: Truth = Truth()

    @property
    def stem(self) -> str:
        """The name by which others' outputs are matched."""
        return self.path.stem

    @property
    def category(self) -> str:
        """The folder that it lies in; empty at the top."""
        return self.name.rpartition("/")[0]


def films_in(folder: Path, wanted: Sequence[str] = ()) -> tuple[Film, ...]:
    """The films of a folder and of the folders in it (CSD-200: `category/category_NN.mp4`), by name.

    `wanted`: parts of names, or one number for the first so many; empty for all.

    Raises:
        InputError: no such folder, no film in it, two of one name, or a description that cannot be used.
        NotFoundError: nothing is left of what was wanted.
    """
    if not folder.is_dir():
        raise InputError(f"there is no folder {folder}; 'ningbgm evaluate --make-set {folder}' makes one")
    paths = sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in FILMS and path.is_file() and not path.name.startswith(".")
    )
    if not paths:
        raise InputError(f"{folder} holds no films ({', '.join(FILMS)})")
    names = [path.relative_to(folder).with_suffix("").as_posix() for path in paths]
    for key, found in (("name", names), ("file name", [path.stem for path in paths])):
        twice = next((name for name in found if found.count(name) > 1), None)
        if twice is not None:
            raise InputError(f"{folder} has two films of the {key} {twice!r}; give them different ones")
    chosen = [pair for pair in zip(names, paths, strict=True) if _is_wanted(pair[0], wanted)]
    if len(wanted) == 1 and wanted[0].isdigit():
        chosen = list(zip(names, paths, strict=True))[: int(wanted[0])]
    if not chosen:
        raise NotFoundError(f"no film of {folder} is named like {', '.join(wanted)}")
    return tuple(_film(name, path) for name, path in chosen)


def _is_wanted(name: str, wanted: Sequence[str]) -> bool:
    return not wanted or any(part in name for part in wanted)


def _film(name: str, path: Path) -> Film:
    image = next((found for end in IMAGES if (found := path.with_suffix(end)).is_file()), None)
    text = path.with_suffix(".txt")
    return Film(
        name=name,
        path=path,
        image=image,
        text=text if text.is_file() else None,
        truth=_truth(path.with_suffix(".json")),
    )


def _truth(path: Path) -> Truth:
    if not path.is_file():
        return Truth()
    if path.stat().st_size > _LARGEST_TRUTH:
        raise InputError(f"{path} is too large for a description of a film")
    try:
        return Truth.model_validate(json.loads(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "it"
        raise InputError(f"{path}: {where}: {first['msg']}") from error
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path} is not JSON: {error}") from error
