"""What of an edit can be seen and heard now."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ningbgm_agents.timeline import Edit

Stamp = tuple[int, int] | None
"""Size and time of change of a file; None where there is none."""


@dataclass(frozen=True)
class Sources:
    """What the page can show and play of an edit."""

    edit: Edit
    """The edit; media that is gone since is marked as offline."""
    picture: str
    """Key of its picture; empty where there is none to be seen."""
    sound: str
    """Key of its own sound; empty where there is none to be heard."""
    original: str
    """Path of a media file that is the edit's picture as it stands and that browsers play; empty for none."""


def media_paths(edit: Edit) -> tuple[str, ...]:
    """The files that an edit names, each once."""
    media = [shot.media for shot in edit.shots if shot.media is not None]
    media += [sound.media for track in edit.tracks for sound in track.sounds]
    return tuple(dict.fromkeys(one.path for one in media))


def stamps_of(edit: Edit) -> tuple[Stamp, ...]:
    """Changes when one of the files comes, goes or becomes another."""
    return tuple(_stamp(Path(path)) for path in media_paths(edit))


def _stamp(path: Path) -> Stamp:
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return found.st_size, found.st_mtime_ns
