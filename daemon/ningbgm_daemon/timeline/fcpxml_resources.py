"""The resources of an FCPXML file: formats, assets, effects, and the media of compound clips."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from pathlib import PurePosixPath
from xml.etree.ElementTree import Element

from ningbgm_agents.timeline import Media, snap_rate

from . import limits
from .fcpxml_time import time_of, time_or
from .media_path import MediaFinder

_NAMED_RATE = re.compile(r"([ip])([0-9]{2,5})$", re.ASCII)
_NAMED_RATES = {
    "2398": Fraction(24000, 1001), "2997": Fraction(30000, 1001), "5994": Fraction(60000, 1001),
    "4795": Fraction(48000, 1001), "11988": Fraction(120000, 1001),
}  # fmt: skip
_SOUND_FILES = (".wav", ".mp3", ".aif", ".aiff", ".caf", ".m4a", ".aac", ".flac", ".ogg", ".bwf")
_STILL_FILES = (
    ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".psd", ".tga", ".heic", ".bmp", ".webp", ".gif",
)  # fmt: skip


@dataclass(frozen=True)
class Format:
    """The size and the rate of a picture."""

    fps: Fraction | None
    """None for sound and stills, which have no rate of their own."""
    width: int = 0
    height: int = 0


@dataclass(frozen=True)
class Asset:
    """A media file, as a resource of the timeline."""

    name: str
    media: Media
    start_s: Fraction
    """The file's own timecode at its first frame, in seconds; clips count from there."""
    start_known: bool
    """Whether the file said so."""
    length_s: Fraction
    has_picture: bool
    has_sound: bool
    is_still: bool


class Resources:
    """Looks resources up by their ids; an id that is not there gives None."""

    def __init__(self, root: Element, media: MediaFinder) -> None:
        """`root` is the outermost element of the file."""
        self._found: dict[tuple[str, str], Element] = {}
        self._media = media
        self._assets: dict[str, Asset] = {}
        for holder in root.findall("resources"):
            for resource in holder:
                if isinstance(resource.tag, str) and resource.get("id"):
                    self._found.setdefault((resource.tag, resource.get("id", "")), resource)

    def format(self, ref: str | None) -> Format | None:
        """The size and rate that an id stands for."""
        found = self._found.get(("format", ref or ""))
        if found is None:
            return None
        return Format(_fps(found), _size(found, "width"), _size(found, "height"))

    def asset(self, ref: str | None) -> Asset | None:
        """The media file that an id stands for."""
        found = self._found.get(("asset", ref or ""))
        if found is None:
            return None
        ref = found.get("id", "")
        if ref not in self._assets:
            self._assets[ref] = self._asset(found)
        return self._assets[ref]

    def effect(self, ref: str | None) -> Element | None:
        """The effect, title template or generator that an id stands for."""
        return self._found.get(("effect", ref or ""))

    def media(self, ref: str | None) -> Element | None:
        """What a compound or multicam clip holds."""
        return self._found.get(("media", ref or ""))

    def format_of(self, ref: str | None) -> str | None:
        """The id of the format of a media file."""
        found = self._found.get(("asset", ref or ""))
        return found.get("format") if found is not None else None

    def _asset(self, found: Element) -> Asset:
        media = self._located(found)
        suffix = PurePosixPath(media.path.replace("\\", "/")).suffix.lower()
        length = time_or(found, "duration")
        said = found.get("hasVideo"), found.get("hasAudio")
        unsaid = said == (None, None)
        picture = suffix not in _SOUND_FILES if unsaid else said[0] == "1"
        still = picture and (suffix in _STILL_FILES or (length == 0 and said[1] != "1"))
        sound = not still if unsaid else said[1] == "1"
        start = time_of(found, "start")
        name = found.get("name") or PurePosixPath(media.path.replace("\\", "/")).stem
        return Asset(name, media, start or Fraction(0), start is not None, length, picture, sound, still)

    def _located(self, found: Element) -> Media:
        """Its file: the original where it is at hand, else a copy that is, else the original's name."""
        reps = sorted(found.findall("media-rep"), key=lambda rep: rep.get("kind") != "original-media")
        urls = [url for url in (*(rep.get("src") for rep in reps), found.get("src")) if url]
        located = [self._media.find(url) for url in urls]
        online = [media for media in located if not media.offline]
        named = Media(found.get("name") or "(unnamed)", offline=True)
        return next(iter(online or located), named)


def _fps(found: Element) -> Fraction | None:
    frame = time_of(found, "frameDuration")
    if frame is not None and frame > 0:
        fps = snap_rate(1 / frame)
        return fps if limits.MIN_RATE <= fps <= limits.MAX_RATE else None
    named = _NAMED_RATE.search(found.get("name") or "")
    if named is None:
        return None
    fps = _NAMED_RATES.get(named.group(2), Fraction(named.group(2)))
    # Interlaced formats are named by their fields.
    fps = fps / 2 if named.group(1) == "i" and fps >= 48 else fps
    return fps if limits.MIN_RATE <= fps <= limits.MAX_RATE else None


def _size(found: Element, attribute: str) -> int:
    said = found.get(attribute) or ""
    return int(said) if said.isascii() and said.isdigit() and len(said) < 6 else 0
