"""Which files are exports, which belong to one, and which are our own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePath

from ningbgm_daemon.delivery.folder import MANIFEST

RECIPE_NAME = "ningbgm.toml"
SCORE_SUFFIX = ".score"
TIMELINES = (".otio", ".otioz", ".otiod", ".fcpxml", ".fcpxmld", ".xml", ".aaf", ".edl")
"""Timelines, those that say most of an edit first."""
FILMS = (
    ".mov", ".mp4", ".mxf", ".m4v", ".mkv", ".webm", ".avi", ".mts", ".m2ts", ".ts", ".mpg", ".mpeg", ".wmv",
    ".ogv", ".3gp",
)  # fmt: skip
SOUNDS = (".wav", ".bwf", ".aif", ".aiff", ".flac", ".m4a", ".aac", ".mp3", ".ogg", ".opus", ".caf")
BUNDLES = (".otiod", ".fcpxmld")
"""Timelines that are folders."""
IMAGES = (".jpg", ".jpeg", ".png")
_WISH = ".txt"
LIKE = ".like"
"""What the stem of a temp track ends with, behind the name of the export that it belongs to."""
_EXPORTS = (*TIMELINES, *FILMS, *SOUNDS)
_OF_PROGRAMS = (".", "~")
"""What hidden and temporary files begin with."""


@dataclass(frozen=True, slots=True)
class Export:
    """What was exported under one name: a timeline, else a film, else a sound, and what belongs to it."""

    folder: Path
    name: str
    """The file's name without its suffix; one name, one score."""
    source: Path
    wish: Path | None = None
    """`NAME.txt`."""
    image: Path | None = None
    """`NAME.jpg` or `NAME.png`."""
    like: Path | None = None
    """`NAME.like.wav`: a temp track, in any form of sound or film."""

    @property
    def key(self) -> tuple[str, str]:
        """What names it in the ledger."""
        return str(self.folder), self.name

    @property
    def files(self) -> tuple[Path, ...]:
        """All that it is made of."""
        return tuple(path for path in (self.source, self.wish, self.image, self.like) if path is not None)

    @property
    def is_timeline(self) -> bool:
        """Whether it is an edit rather than a film."""
        return self.source.suffix.lower() in TIMELINES


def exports_among(folder: Path, names: Iterable[str]) -> list[Export]:
    """The exports among the files of a folder, by name.

    Of several files of one name the one that says most is scored: what lies beside a timeline under its name
    is its media, or the same edit in another dialect. A film that is called like a temp track is one only
    where something of its name lies beside it; a sound always is, as its film may come later.
    """
    groups: dict[str, list[str]] = {}
    tracks: dict[str, str] = {}
    for name in sorted(names):
        stem = PurePath(name).stem
        if name.startswith(_OF_PROGRAMS):
            continue
        if stem.lower().endswith(LIKE) and PurePath(name).suffix.lower() in (*SOUNDS, *FILMS):
            tracks.setdefault(stem[: -len(LIKE)], name)
        else:
            groups.setdefault(stem, []).append(name)
    for stem in [stem for stem, name in tracks.items() if stem not in groups and _is_film(name)]:
        name = tracks.pop(stem)
        groups.setdefault(PurePath(name).stem, []).append(name)
    found = (_export(folder, stem, group, tracks.get(stem)) for stem, group in groups.items())
    return [export for export in found if export is not None]


def _is_film(name: str) -> bool:
    return PurePath(name).suffix.lower() in FILMS


def rank_of(path: PurePath) -> int:
    """How much a kind of file says of an edit, 0 for most; for other files more than for any export."""
    suffix = path.suffix.lower()
    return _EXPORTS.index(suffix) if suffix in _EXPORTS else len(_EXPORTS)


def is_ours(relative: PurePath, holds_manifest: bool = False) -> bool:
    """Whether a folder, by its path inside the watched one, is a score, one in the making, or hidden."""
    own = any(part.startswith(_OF_PROGRAMS) or part.lower().endswith(SCORE_SUFFIX) for part in relative.parts)
    return own or holds_manifest


def holds_manifest(names: Iterable[str]) -> bool:
    """Whether these are the files of a folder that NingBGM delivered."""
    return MANIFEST in names


def _export(folder: Path, stem: str, names: list[str], track: str | None) -> Export | None:
    source = min(names, key=lambda name: rank_of(PurePath(name)))
    if rank_of(PurePath(source)) == len(_EXPORTS):
        return None
    wish = next((folder / name for name in names if PurePath(name).suffix.lower() == _WISH), None)
    images = [folder / name for name in names if PurePath(name).suffix.lower() in IMAGES]
    return Export(
        folder, stem, folder / source, wish, next(iter(images), None), folder / track if track else None
    )
