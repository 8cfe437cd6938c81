"""The timeline that was scored, exactly as its editor wrote it."""

from __future__ import annotations

from pathlib import Path

import opentimelineio as otio

from ningbgm_agents.timeline import Edit

OWN_TRACK = "NingBGM"
"""How the names of our audio tracks begin."""


def original_timeline(edit: Edit) -> otio.schema.Timeline | None:
    """A copy of the source timeline, without music that NingBGM placed in it before.

    Relative media paths become absolute, because the new file lies elsewhere. None where the edit
    came from a media file, or its timeline is gone or has another root.
    """
    source = Path(edit.source)
    file = source / "content.otio" if source.is_dir() else source
    if file.suffix.lower() != ".otio":
        return None
    try:
        root = otio.adapters.read_from_file(str(file), adapter_name="otio_json")
    except (otio.exceptions.OTIOError, OSError, ValueError):
        return None
    if not isinstance(root, otio.schema.Timeline):
        return None
    for child in list(root.tracks):
        if (child.name or "").startswith(OWN_TRACK):
            root.tracks.remove(child)
    for clip in root.find_clips():
        _make_absolute(clip, file.parent)
    return root


def is_resolve(timeline: otio.schema.Timeline) -> bool:
    """Whether DaVinci Resolve wrote it; Resolve writes and reads bare paths instead of URLs."""
    return "Resolve_OTIO" in timeline.metadata


def _make_absolute(clip: otio.schema.Clip, folder: Path) -> None:
    reference = clip.media_reference
    url = getattr(reference, "target_url", None)
    if not url or ":" in url or url.startswith(("/", "\\")):
        return
    path = (folder / url).absolute()
    if path.is_file():
        reference.target_url = path.as_uri()
