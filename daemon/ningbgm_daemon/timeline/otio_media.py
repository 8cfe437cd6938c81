"""What an OTIO clip shows: a file, a title, a generator, or a sequence of images."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import opentimelineio as otio

from ningbgm_agents.timeline import Media

from .looks import is_title
from .media_path import MediaFinder

Kind = Literal["clip", "title", "generator"]


@dataclass
class OtioSources:
    """Finds the media of clips, and remembers the image sequences that it met."""

    media: MediaFinder
    sequences: dict[str, bool] = field(default_factory=dict)
    """Name to whether its first image is on this machine."""

    def of(self, clip: otio.schema.Clip) -> tuple[Media | None, Kind]:
        """The media of a clip, none for titles and generators, and what the clip is."""
        reference, name = clip.media_reference, clip.name or ""
        if isinstance(reference, otio.schema.GeneratorReference):
            said = f"{reference.generator_kind or ''} {name}"
            return None, "title" if is_title(said) else "generator"
        if isinstance(reference, otio.schema.ExternalReference) and reference.target_url:
            return self.media.find(reference.target_url), "clip"
        if isinstance(reference, otio.schema.ImageSequenceReference):
            return self._sequence(reference), "clip"
        if not Path(name).suffix and is_title(name):
            return None, "title"
        return (Media(name, offline=True) if name else None), "clip"

    def _sequence(self, reference: otio.schema.ImageSequenceReference) -> Media:
        """An image sequence counts as offline: the decoder plays none."""
        digits = "#" * max(1, min(reference.frame_zero_padding, 12))
        name = f"{reference.target_url_base}{reference.name_prefix}{digits}{reference.name_suffix}"
        number = str(reference.start_frame).zfill(min(reference.frame_zero_padding, 12))
        base = reference.target_url_base
        joint = "" if base.endswith(("/", "\\")) or not base else "/"
        first = f"{base}{joint}{reference.name_prefix}{number}{reference.name_suffix}"
        shown = os.path.basename(name.replace("\\", "/"))
        self.sequences.setdefault(shown, not self.media.find(first).offline)
        return Media(name, offline=True)
