"""How the exports of a folder are scored: what its `ningbgm.toml`, and those above it, say."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PrivateAttr,
    StrictBool,
    StrictStr,
    ValidationError,
    field_validator,
)

from ningbgm_agents.brief import STEMS
from ningbgm_agents.errors import InputError, NotFoundError, WishError
from ningbgm_agents.lyrics import MOST_LYRICS, VoiceName
from ningbgm_agents.requirements.checks import LOUDNESS_LUFS
from ningbgm_daemon.palette_file import ChosenPalette, chosen_palette, is_file_name

from .command import check_command
from .content import mark_of

_MOST_ENTRIES = 64
_LONGEST_WISH = 4000
_OF_THE_MUSIC = {"palette", "loudness", "stems", "wish", "seed", "duck", "rate"}
"""What makes another score of the same film."""
_OF_THE_VOICE = {"vocals", "voice", "language", "lyrics"}
"""The same of the voice; not said it leaves the mark as it is without."""

_Texts = Annotated[tuple[StrictStr, ...], Field(max_length=_MOST_ENTRIES)]


class Recipe(BaseModel):
    """The keys of `ningbgm.toml`, all optional."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    palette: StrictStr = ""
    """Style to write for; see `ningbgm palettes`."""
    like: StrictStr = ""
    """Temp track to be like, for exports without a `NAME.like.wav`; relative to the file that says it."""
    wish: StrictStr = Field("", max_length=_LONGEST_WISH)
    """What is wanted, for exports without a `NAME.txt`."""
    loudness: float | None = Field(None, ge=LOUDNESS_LUFS[0], le=LOUDNESS_LUFS[1], allow_inf_nan=False)
    """Integrated loudness of the music in LUFS."""
    stems: _Texts = ()
    """Stems to deliver apart; none for all."""
    duck: StrictBool = True
    """Whether the music goes down under speech."""
    vocals: StrictBool | None = None
    """Whether somebody sings; not said, the wish decides."""
    voice: VoiceName | None = None
    """Who sings: soprano, alto, tenor or bass."""
    language: str = Field("", pattern="^([a-z]{2})?$", strict=True)
    """Language of the words, as its two letters."""
    lyrics: StrictStr = Field("", max_length=MOST_LYRICS)
    """Words to sing, a line a line."""
    seed: int = Field(0, ge=0, lt=2**63, strict=True)
    """Same film and seed, same music."""
    rate: StrictStr = Field("", max_length=64)
    """Frame rate of timelines that do not say theirs (EDL)."""
    media_roots: _Texts = ()
    """Folders in which a timeline's media is looked for; relative to the file that says it."""
    output: StrictStr = ""
    """Folder for the score folders; relative to the file that says it. Empty for beside the export."""
    ignore: _Texts = ()
    """Patterns of file names that are left alone: `*_proxy.mov`."""
    versions: Literal["path", "name"] = "path"
    """What a newer version is known by: its path; or its path, else the name of its edit."""
    command: _Texts = ()
    """Program and arguments to run when an export is scored or has failed; see `command`."""
    command_limit_s: float = Field(60.0, gt=0, le=3600)
    """How long it may take."""
    _chosen: ChosenPalette | None = PrivateAttr(None)

    def model_post_init(self, context: object, /) -> None:
        """Read the palette once, so that what was checked is what is used.

        Raises:
            NotFoundError: a name that there is not.
            InputError: a file that is not there, or holds no palette.
        """
        if self.palette:
            self._chosen = chosen_palette(self.palette)

    @property
    def chosen(self) -> ChosenPalette | None:
        """The palette as it was when the recipe was read."""
        return self._chosen

    @property
    def mark(self) -> str:
        """What differs where another score would come of the same film."""
        music = self.model_dump(mode="json", include=_OF_THE_MUSIC)
        music |= self.model_dump(mode="json", include=_OF_THE_VOICE, exclude_defaults=True)
        if self._chosen is not None and self._chosen.text:
            music["palette"] = self._chosen.text
        if self.like:
            music["like"] = _track_mark(Path(self.like))
        said = json.dumps(music, sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()[:16]

    @field_validator("stems")
    @classmethod
    def _known_stems(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        unknown = [name for name in names if name not in STEMS]
        if unknown or len(set(names)) < len(names):
            raise ValueError(f"choose each once from {', '.join(STEMS)}")
        return names

    @field_validator("command")
    @classmethod
    def _usable_command(cls, argv: tuple[str, ...]) -> tuple[str, ...]:
        check_command(argv)
        return argv


def read_recipe(said: Mapping[str, object], where: str) -> Recipe:
    """The recipe that keys and values say.

    Raises:
        WishError: a key that there is not, or a value that it cannot have.
    """
    unknown = sorted(set(said) - set(Recipe.model_fields))
    if unknown:
        keys = ", ".join(Recipe.model_fields)
        key = unknown[0]
        raise WishError(f"{where} has a key {key!r} that there is not; the keys are {keys}", key=key)
    try:
        return Recipe.model_validate(dict(said))
    except (NotFoundError, InputError) as error:
        raise WishError(f"palette in {where}: {error}", key="palette") from error
    except ValidationError as error:
        first = error.errors()[0]
        place, reason = ".".join(map(str, first["loc"])), first["msg"].removeprefix("Value error, ")
        raise WishError(f"{place} in {where}: {reason}", key=place) from error


def with_folder(said: Mapping[str, object], folder: Path) -> dict[str, object]:
    """What a file in `folder` says, with its paths from the root."""
    paths: dict[str, object] = {}
    output, roots = said.get("output"), said.get("media_roots")
    if isinstance(output, str) and output:
        paths["output"] = str(_absolute(output, folder))
    like, palette = said.get("like"), said.get("palette")
    if isinstance(like, str) and like:
        paths["like"] = str(_absolute(like, folder))
    if isinstance(palette, str) and is_file_name(palette):
        paths["palette"] = str(_absolute(palette, folder))
    if isinstance(roots, list):
        paths["media_roots"] = [str(_absolute(r, folder)) if isinstance(r, str) else r for r in roots]
    return {**said, **paths}


def _track_mark(track: Path) -> str:
    """What tells a temp track's content; its path where it cannot be read, which the job will say."""
    try:
        return mark_of(track)
    except OSError:
        return str(track)


def _absolute(path: str, folder: Path) -> Path:
    return folder / Path(path).expanduser()
