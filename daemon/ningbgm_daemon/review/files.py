"""The files of a delivery, each with what it is for."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from ningbgm_agents.document import Plain
from ningbgm_agents.errors import NotFoundError
from ningbgm_daemon.delivery.revisions import own_files

from .inside import file_inside

_DOWNLOAD = "application/octet-stream"


@dataclass(frozen=True)
class _Use:
    """What files of some names are for."""

    pattern: str
    kind: str
    sentence: str
    media_type: str = _DOWNLOAD


_USES = (
    _Use("stems/*.wav", "stem", "One stem of a cue, 24-bit Broadcast WAV with its timecode.", "audio/wav"),
    _Use("mix/music.wav", "programme", "All the music of the scored range in one file.", "audio/wav"),
    _Use("mix/*.wav", "mix", "The mix of a cue: its stems added up.", "audio/wav"),
    _Use("midi/*.mid", "midi", "The notes of a cue with its tempo map, for notation and DAWs.", "audio/midi"),
    _Use("timeline.otio", "timeline", "The edit with its music, for Resolve and OpenTimelineIO tools."),
    _Use("timeline.fcpxml", "timeline", "The edit with its music, for Final Cut Pro and Resolve."),
    _Use("timeline.xml", "timeline", "The edit with its music, for Premiere and Resolve."),
    _Use("music.edl", "timeline", "One event a cue, for anything that reads CMX3600."),
    _Use("markers.*", "markers", "Cues and hits as markers."),
    _Use("cuesheet.*", "cue sheet", "The cue sheet for rights societies and broadcasters."),
    _Use("preview.mp4", "preview", "The picture with its own sound and the music.", "video/mp4"),
    _Use("report.html", "report", "What was understood, decided and measured, as one page."),
    _Use("resolve.lua", "plugin", "Puts the music onto the timeline in the free edition of Resolve."),
    _Use("resolve/*", "plugin", "A stem again, under the name that resolve.lua looks for."),
    _Use("*.json", "document", "What was made and why, for programs."),
)


def files_document(folder: Path) -> Plain:
    """Path, size, kind and purpose of every file of a delivery."""
    told: list[Plain] = []
    for name in sorted(_names(folder)):
        use = _use_of(name)
        try:
            size = file_inside(folder, name).stat().st_size
        except (NotFoundError, OSError):
            continue
        told.append({"path": name, "size_bytes": size, "kind": use.kind, "sentence": use.sentence})
    return told


def delivered_file(folder: Path, name: str) -> tuple[Path, str]:
    """A delivered file and its media type.

    Raises:
        NotFoundError: it is none of those that were delivered, or lies elsewhere by now.
    """
    if name not in _names(folder):
        raise NotFoundError(f"the delivery has no file {name[:200]!r}", file=name)
    return file_inside(folder, name), _use_of(name).media_type


def _names(folder: Path) -> list[str]:
    """What was delivered; earlier revisions and other variations aside, which are deliveries of their own."""
    return [name for name in own_files(folder) if not name.startswith("variations/")]


def _use_of(name: str) -> _Use:
    known = (use for use in _USES if fnmatchcase(name, use.pattern))
    return next(known, _Use("", "other", "Another file of the delivery."))
