"""From the options of the command line to a checked commission."""

from __future__ import annotations

import math
import os
from pathlib import Path

from ningbgm_agents.brief import STEMS, Request
from ningbgm_agents.errors import MediaError, WishError
from ningbgm_agents.requirements.checks import LOUDNESS_LUFS

from .commission import Commission
from .models.staffing import staffing_now
from .palette_file import chosen_palette
from .vocal_order import vocals_of

_STILLS = (".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff", ".heic")
_LONGEST_WISH = 4000


def commission(
    film: Path | None, scored: tuple[str, str] | None, length_s: float | None, options: dict[str, object]
) -> Commission:
    """The commission that the options describe.

    Raises:
        MediaError: a file that does not exist.
        WishError: an option out of its bounds.
        NotFoundError: an unknown palette.
    """
    images, texts = _files(options["images"]), _files(options["texts"])
    for root in _files(options.get("media_roots", ())):
        if not root.is_dir():
            raise MediaError(f"there is no folder {root} to look for media in", path=str(root))
    for path in (
        *([film] if film else []),
        *images,
        *texts,
        *_files([options["soundfont"], options.get("like")]),
    ):
        if not path.exists():
            raise MediaError(f"there is no file {path}", path=str(path))
        if path.is_dir() and path.suffix.lower() not in (".otiod", ".fcpxmld"):
            raise MediaError(
                f"{path} is a folder; give a film, a timeline, an image or a text", path=str(path)
            )
    _check_soundfont(_files([options["soundfont"]]))
    if film is not None and length_s is not None and not _is_still(film):
        raise WishError("the film gives the length; use --range to score a part of it")
    if film is None and scored:
        raise WishError("a range needs a film or a timeline; use --length for an image or a text")
    out = options["out"]
    assert isinstance(out, Path), "the commands know where to deliver"
    return Commission(
        out=out,
        film=film,
        images=images,
        texts=texts,
        scored=scored or None,
        length_s=length_s,
        media_roots=_files(options.get("media_roots", ())),
        rate=str(options.get("rate") or ""),
        request=_request(options),
        soundfont=next(iter(_files([options["soundfont"]])), None),
        like=next(iter(_files([options.get("like")])), None),
        preview=not options["no_preview"],
        workers=int(str(options["workers"] or os.cpu_count() or 1)),
        staffing=staffing_now(),
    )


def _is_still(film: Path) -> bool:
    return film.suffix.lower() in _STILLS


def _check_soundfont(paths: tuple[Path, ...]) -> None:
    for path in paths:
        with path.open("rb") as file:
            head = file.read(12)
        if head[:4] != b"RIFF" or head[8:] != b"sfbk":
            raise WishError(f"{path} is not a SoundFont; give an .sf2 or .sf3 file")


def _files(paths: object) -> tuple[Path, ...]:
    return tuple(path for path in paths if isinstance(path, Path)) if isinstance(paths, (tuple, list)) else ()


def _request(options: dict[str, object]) -> Request:
    wish, palette, loudness = str(options["wish"]), options["palette"], options["loudness"]
    if len(wish) > _LONGEST_WISH:
        raise WishError(f"the wish has {len(wish)} characters; say it in at most {_LONGEST_WISH}")
    chosen = chosen_palette(palette) if isinstance(palette, str) else None
    low, high = LOUDNESS_LUFS
    if isinstance(loudness, float) and not (math.isfinite(loudness) and low <= loudness <= high):
        raise WishError(f"a loudness of {loudness:g} LUFS is outside {low:g} to {high:g}")
    return Request(
        wish=wish,
        palette=chosen.name if chosen else None,
        palette_text=chosen.text if chosen else "",
        loudness_lufs=loudness if isinstance(loudness, float) else None,
        seed=int(str(options["seed"])),
        variations=int(str(options["variations"])),
        stems=_stems(options["stems"]),
        duck=not options["no_duck"],
        vocals=vocals_of(options),
    )


def _stems(text: object) -> tuple[str, ...]:
    if not isinstance(text, str) or text.strip().lower() in ("", "all"):
        return ()
    names = tuple(name.strip().lower() for name in text.split(",") if name.strip())
    unknown = [name for name in names if name not in STEMS]
    if unknown:
        raise WishError(f"there is no stem {unknown[0]!r}; choose from {', '.join(STEMS)}")
    return names
