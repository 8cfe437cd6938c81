"""The leaves of an FCPXML story: pieces of files, titles and generators."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal
from xml.etree.ElementTree import Element

from .fcpxml_content import Content
from .fcpxml_cover import generates_overlay
from .fcpxml_notes import text_of
from .fcpxml_resources import Asset, Resources
from .fcpxml_roles import own_role
from .fcpxml_time import Stretch, name_of
from .looks import is_overlay
from .pieces import Layer, Piece


@dataclass(frozen=True)
class Leaves:
    """Lays what files, titles and generators hold, in their own time and in frames of the edit."""

    resources: Resources
    fps: Fraction
    media_start_s: Callable[[str], Fraction]
    """The start timecode of a file in seconds, asked where the timeline does not say it."""
    notes: dict[str, None]
    """Where to say what could not be honoured."""

    def leaf(self, item: Element, stretches: Sequence[Stretch], lane: int) -> Content:
        """A piece of one file, a title or a generator, over all that is played of it."""
        extent = _extent(stretches, self.fps)
        asset = self.resources.asset(item.get("ref"))
        if item.tag == "title":
            return _title(item, extent)
        if asset is not None:
            return self._file(item, asset, extent, lane)
        effect = self.resources.effect(item.get("ref"))
        if effect is None:
            self.notes[undescribed(item)] = None
        if item.tag == "audio":
            return Content()
        kind: Literal["clip", "generator"] = "clip" if effect is None else "generator"
        name = item.get("name") or ""
        piece = Piece(*extent, kind, name, None, transparent=generates_overlay(effect, name))
        return Content(_picture(piece))

    def _file(self, item: Element, asset: Asset, extent: tuple[Fraction, Fraction], lane: int) -> Content:
        start, end = extent
        per_frame = Fraction(0) if asset.is_still else 1 / self.fps
        source = (
            Fraction(0)
            if asset.is_still
            else start / self.fps - self._zero_s(asset, start / self.fps, end / self.fps)
        )
        piece = Piece(start, end, "clip", item.get("name") or asset.name, asset.media, source, per_frame)
        through = asset.is_still and is_overlay(asset.media)
        picture = item.tag != "audio" and asset.has_picture
        sound = item.tag != "video" and asset.has_sound
        role = own_role(item) or (f"lane {lane}" if lane else "storyline")
        return Content(
            _picture(replace(piece, transparent=through)) if picture else (),
            ((role, Layer((piece,), Fraction(0))),) if sound else (),
        )

    def _zero_s(self, asset: Asset, start_s: Fraction, end_s: Fraction) -> Fraction:
        """The time of the file's first frame, in the time in which clips count."""
        if start_s >= 0 and end_s <= min(asset.start_s, asset.length_s + 1 / self.fps):
            # Counted from zero, although the file starts at a timecode.
            return Fraction(0)
        if asset.start_known or start_s <= 0 or asset.media.offline:
            return asset.start_s
        told = self.media_start_s(asset.media.path)
        return told if start_s >= told else asset.start_s


def undescribed(item: Element) -> str:
    """A sentence about a clip whose resource is not in the file."""
    return f"{name_of(item)} refers to media that the file does not describe"


def _title(item: Element, extent: tuple[Fraction, Fraction]) -> Content:
    text = text_of(item)
    shown = Piece(*extent, "title", item.get("name") or text, None, transparent=True)
    words = (Piece(*extent, "title", text, None),) if text else ()
    return Content(_picture(shown), words=Layer(words, Fraction(0)))


def _picture(piece: Piece) -> tuple[tuple[tuple[int, ...], Layer], ...]:
    return (((), Layer((piece,), Fraction(0))),)


def _extent(stretches: Sequence[Stretch], fps: Fraction) -> tuple[Fraction, Fraction]:
    """The first and the last frame of content that is played, and one more to hold."""
    ends = [part.content_s + (part.end_s - part.start_s) * part.speed for part in stretches]
    times = [*(part.content_s for part in stretches), *ends]
    if not times:
        return Fraction(0), Fraction(1)
    return min(times) * fps, max(times) * fps + 1
