"""Senses an edit: every media file that its scored range uses, and the images and texts beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Self

from ningbgm_agents.errors import InputError
from ningbgm_agents.evidence import Evidence
from ningbgm_agents.timeline import Edit

from .cache import Cache
from .heap import trim
from .media.mark import content_mark
from .media.memory import KeptThumbnail, SensedPart, recall_covering, sense_part
from .media.still import see_image
from .media.text import read_words
from .media.thumbnail import Thumbnail
from .models.looking import Looking
from .models.transcribing import Transcriber, with_words
from .models.viewer import NOBODY, Viewers
from .timeline.lay import lay_evidence, used_parts, with_detected_shots
from .timeline.stretch import picture_stretches

Progress = Callable[[float], None]


@dataclass(frozen=True)
class SensedEdit:
    """An edit and all that was sensed of it."""

    edit: Edit
    evidence: Evidence
    thumbnails: tuple[Thumbnail, ...]
    """Small pictures, their frames in the time of the edit."""


@dataclass(frozen=True)
class KeptSensedEdit:
    """A sensed edit as a document can hold it."""

    edit: Edit
    evidence: Evidence
    pictures: tuple[KeptThumbnail, ...]

    @classmethod
    def of(cls, sensed: SensedEdit) -> Self:
        """A sensed edit, to be kept."""
        return cls(sensed.edit, sensed.evidence, tuple(map(KeptThumbnail.of, sensed.thumbnails)))

    def sensed_edit(self) -> SensedEdit:
        """The sensed edit that was kept."""
        thumbnails = tuple(picture.thumbnail() for picture in self.pictures)
        return SensedEdit(self.edit, self.evidence, thumbnails)


def sense_edit(
    edit: Edit,
    images: Sequence[Path] = (),
    texts: Sequence[Path] = (),
    workers: int = 1,
    progress: Progress = lambda _: None,
    cache: Cache | None = None,
    covered: bool = False,
    transcriber: Transcriber | None = None,
    viewers: Viewers = NOBODY,
) -> SensedEdit:
    """Sense what the scored range of an edit uses; media that the cache remembers are not read again.

    `covered`: whether what is remembered of a longer part of a file will do, as where a cut was trimmed;
    then what was sensed before has a say in what comes out. `transcriber` writes down what is said,
    `viewers` what is seen.

    Raises:
        MediaError: an image or a text cannot be read, or no media of the edit can, or one changed or
            vanished while it was read.
    """
    stills = tuple(see_image(path) for path in images)
    words = tuple(word for path in texts for word in read_words(path))
    parts = used_parts(edit)
    recalled = _recalled(parts, cache) if covered and cache is not None else {}
    unknown = {path: spans for path, spans in parts.items() if path not in recalled}
    found, refused = _sense_media(unknown, workers, progress, cache)
    found |= recalled
    if transcriber is not None:
        found = {
            path: [with_words(Path(path), part, transcriber, cache) for part in sensed]
            for path, sensed in found.items()
        }
    looking = Looking(viewers, cache)
    found = {path: [looking.at_part(Path(path), part) for part in sensed] for path, sensed in found.items()}
    if refused and not found and edit.source in parts:
        raise refused[0]
    evidence = lay_evidence(
        edit, {path: [(p.evidence, p.start_s) for p in sensed] for path, sensed in found.items()}
    )
    modalities = evidence.modalities + (("image",) if stills else ()) + (("text",) if words else ())
    evidence = replace(
        evidence, images=evidence.images + stills, words=evidence.words + words, modalities=modalities
    )
    evidence = looking.at_images(images).beside(evidence)
    evidence = replace(evidence, notes=(*evidence.notes, *map(_unread, refused)))
    known = bool(evidence.modalities) or any(s.media.offline for t in edit.tracks for s in t.sounds)
    if (edit.shots or edit.tracks) and not known and not any(t.use == "music" for t in edit.tracks):
        raise InputError(
            f"{edit.name} has neither picture nor sound that can be read, and no image or text came with it"
        )
    edit = with_detected_shots(edit, evidence)
    trim()
    return SensedEdit(edit, evidence, _on_edit(edit, found))


def _unread(error: InputError) -> str:
    return f"{error}; of this file only its place in the edit is known."


def media_marks(edit: Edit) -> tuple[tuple[str, str], ...]:
    """What tells the content of an edit's media that are at hand, by path."""
    media = [shot.media for shot in edit.shots if shot.media is not None]
    media += [sound.media for track in edit.tracks for sound in track.sounds]
    marks = {one.path: None if one.offline else content_mark(Path(one.path)) for one in media}
    return tuple((path, mark) for path, mark in sorted(marks.items()) if mark is not None)


def _recalled(parts: dict[str, tuple[tuple[float, float], ...]], cache: Cache) -> dict[str, list[SensedPart]]:
    """What is remembered of files of which one kept part covers all that is wanted."""
    kept = {
        path: recall_covering(Path(path), spans[0][0], max(end for _, end in spans), cache)
        for path, spans in parts.items()
        if spans
    }
    return {path: [part] for path, part in kept.items() if part is not None}


def _sense_media(
    parts: dict[str, tuple[tuple[float, float], ...]],
    workers: int,
    progress: Progress,
    cache: Cache | None,
) -> tuple[dict[str, list[SensedPart]], list[InputError]]:
    """What the parts of each file told, and why those that told nothing could not be read."""
    total = sum(end - start for spans in parts.values() for start, end in spans) or 1.0
    found: dict[str, list[SensedPart]] = {}
    refused: list[InputError] = []
    done = 0.0
    for path, start_s, end_s in ((path, *span) for path, spans in parts.items() for span in spans):
        share, before = (end_s - start_s) / total, done

        def report(value: float, share: float = share, before: float = before) -> None:
            progress(min(1.0, before + share * value))

        try:
            sensed = sense_part(Path(path), start_s, end_s, workers, report, cache)
        except InputError as error:
            if error.facts.get("changed"):
                raise
            refused.append(error)
        else:
            found.setdefault(path, []).append(sensed)
        done += share
        progress(min(1.0, done))
    return found, refused


def _on_edit(edit: Edit, found: dict[str, list[SensedPart]]) -> tuple[Thumbnail, ...]:
    """Thumbnails moved from the time of their file to the time of the edit."""
    placed: list[Thumbnail] = []
    for stretch in picture_stretches(edit, {}):
        for part in found.get(stretch.path, ()):
            first_s, rate = Fraction(part.start_s), part.evidence.rate
            for picture in part.thumbnails:
                about_s = part.start_s + picture.frame / float(rate.fps)
                if stretch.speed != 0 and not stretch.is_near(about_s, about_s):
                    continue
                frame = stretch.record.start
                if stretch.speed != 0:
                    seconds = first_s + rate.seconds(picture.frame)
                    frame += edit.rate.frame_at((seconds - stretch.source_start_s) / stretch.speed)
                if frame in stretch.record:
                    placed.append(replace(picture, frame=frame))
    return tuple(sorted(placed, key=lambda picture: picture.frame))
