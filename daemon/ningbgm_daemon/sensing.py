"""Senses an edit: every media file that its scored range uses, and the images and texts beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from ningbgm_agents.errors import InputError
from ningbgm_agents.evidence import Evidence
from ningbgm_agents.timeline import Edit

from .media.sense import sense
from .media.still import see_image
from .media.text import read_words
from .media.thumbnail import Thumbnail
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
    parts = used_parts(edit)
    found, pictures = _sense_media(parts, workers, progress)
    evidence = lay_evidence(edit, found, parts)
    modalities = evidence.modalities + (("image",) if stills else ()) + (("text",) if words else ())
    evidence = replace(
        evidence, images=evidence.images + stills, words=evidence.words + words, modalities=modalities
    )
    if (edit.shots or edit.tracks) and not evidence.modalities and not evidence.cuts:
        raise InputError(
            f"{edit.name} has neither picture nor sound that can be read, and no image or text came with it"
        )
    edit = with_detected_shots(edit, evidence)
    return SensedEdit(edit, evidence, _on_edit(edit, pictures))


def _sense_media(
    parts: dict[str, tuple[float, float]], workers: int, progress: Progress
) -> tuple[dict[str, Evidence], dict[str, list[tuple[Fraction, Thumbnail]]]]:
    """Evidence of each file from its part's start, and thumbnails with their second in the file.

    Files that cannot be read are left to the evidence's notes, unless none can.
    """
    total = sum(end - start for start, end in parts.values()) or 1.0
    found: dict[str, Evidence] = {}
    pictures: dict[str, list[tuple[Fraction, Thumbnail]]] = {}
    refused: list[InputError] = []
    done = 0.0
    for path, (start_s, end_s) in parts.items():
        share, before = (end_s - start_s) / total, done

        def report(value: float, share: float = share, before: float = before) -> None:
            progress(min(1.0, before + share * value))

        try:
            sensed = sense(Path(path), start_s=start_s, end_s=end_s, progress=report, workers=workers)
        except InputError as error:
            refused.append(error)
        else:
            found[path] = sensed.evidence
            rate = sensed.evidence.rate
            pictures[path] = [(Fraction(start_s) + rate.seconds(t.frame), t) for t in sensed.thumbnails]
        done += share
        progress(min(1.0, done))
    if refused and not found:
        raise refused[0]
    return found, pictures


def _on_edit(edit: Edit, pictures: dict[str, list[tuple[Fraction, Thumbnail]]]) -> tuple[Thumbnail, ...]:
    """Thumbnails moved from the time of their file to the time of the edit."""
    placed: list[Thumbnail] = []
    for shot in edit.shots:
        if shot.media is None or shot.media.path not in pictures:
            continue
        for seconds, picture in pictures[shot.media.path]:
            if shot.speed == 0:
                frame = shot.record.start
            else:
                frame = shot.record.start + edit.rate.frame_at((seconds - shot.source_start_s) / shot.speed)
            if frame in shot.record:
                placed.append(replace(picture, frame=frame))
    return tuple(sorted(placed, key=lambda picture: picture.frame))
