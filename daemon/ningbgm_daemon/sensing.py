"""Senses an edit: every media file that the scored range uses, images and texts beside it, laid on its time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ningbgm_agents.errors import InputError, MediaError
from ningbgm_agents.evidence import Evidence
from ningbgm_agents.timeline import Edit

from .media.sense import Thumbnail, sense
from .media.still import see_image
from .media.text import read_words
from .timeline.lay import lay_evidence, used_parts, with_detected_shots

Progress = Callable[[float], None]


@dataclass(frozen=True)
class SensedEdit:
    """An edit and all that was sensed of it."""

    edit: Edit
    evidence: Evidence
    thumbnails: tuple[Thumbnail, ...]
    """Small pictures, their frames in the time of the edit."""


def sense_edit(
    edit: Edit,
    images: Sequence[Path] = (),
    texts: Sequence[Path] = (),
    workers: int = 1,
    progress: Progress = lambda _: None,
) -> SensedEdit:
    """Sense what the scored range of an edit uses.

    Raises:
        MediaError: an image or a text cannot be read, or no media of the edit can.
    """
    stills = tuple(see_image(path) for path in images)
    words = tuple(word for path in texts for word in read_words(path))
    found, pictures = _sense_media(edit, workers, progress)
    evidence = lay_evidence(edit, found)
    modalities = evidence.modalities + (("image",) if stills else ()) + (("text",) if words else ())
    evidence = replace(
        evidence, images=evidence.images + stills, words=evidence.words + words, modalities=modalities
    )
    if not evidence.modalities and not evidence.cuts:
        raise InputError(f"{edit.name} has neither picture nor sound that can be read, and no image or text came with it")
    edit = with_detected_shots(edit, evidence)
    return SensedEdit(edit, evidence, _on_edit(edit, pictures))


def _sense_media(
    edit: Edit, workers: int, progress: Progress
) -> tuple[dict[str, Evidence], dict[str, tuple[Thumbnail, ...]]]:
    """Evidence and thumbnails of each file, in the time of the file; unreadable ones are left to the notes."""
    parts = used_parts(edit)
    total = sum(end - start for start, end in parts.values()) or 1.0
    found: dict[str, Evidence] = {}
    pictures: dict[str, tuple[Thumbnail, ...]] = {}
    done, refused = 0.0, []
    for path, (start_s, end_s) in parts.items():
        share, before = (end_s - start_s) / total, done

        def report(value: float, share: float = share, before: float = before) -> None:
            progress(min(1.0, before + share * value))

        try:
            sensed = sense(Path(path), start_s=start_s, end_s=end_s, progress=report, workers=workers)
        except MediaError as error:
            refused.append(error)
        else:
            found[path], pictures[path] = sensed.evidence, sensed.thumbnails
        done += share
        progress(min(1.0, done))
    if refused and not found:
        raise refused[0]
    return found, pictures


def _on_edit(edit: Edit, pictures: dict[str, tuple[Thumbnail, ...]]) -> tuple[Thumbnail, ...]:
    """Thumbnails moved from the time of their file to the time of the edit."""
    placed: list[Thumbnail] = []
    for shot in edit.shots:
        if shot.media is None or shot.media.path not in pictures:
            continue
        for picture in pictures[shot.media.path]:
            seconds = edit.rate.seconds(picture.frame)
            if shot.speed == 0:
                frame = shot.record.start
            else:
                frame = shot.record.start + edit.rate.frame_at((seconds - shot.source_start_s) / shot.speed)
            if frame in shot.record:
                placed.append(replace(picture, frame=frame))
    return tuple(sorted(placed, key=lambda picture: picture.frame))
