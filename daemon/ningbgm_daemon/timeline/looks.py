"""What clips are by their names: titles, overlays, adjustment layers."""

from __future__ import annotations

import re

from ningbgm_agents.timeline import Media

from .media_path import has_alpha

_TITLE = re.compile(
    r"text\+|(?<![a-z])(sub)?(title|text|caption|lower.?third|credit|crawl|scroll)s?(?![a-z])", re.I
)
_ADJUSTMENT = re.compile(r"adjustment (clip|layer)", re.I)
_STILL = (".png", ".tif", ".tiff", ".psd", ".tga", ".svg", ".webp")
_OVERLAY = re.compile(r"overlay|watermark|logo|lower.?third|letterbox|vignette", re.I)


def is_title(said: str) -> bool:
    """Whether a name, or the kind of a generator, speaks of a title."""
    return _TITLE.search(said) is not None


def is_adjustment(name: str) -> bool:
    """Whether a clip is an adjustment layer, which shows nothing itself."""
    return _ADJUSTMENT.search(name) is not None


def is_overlay(media: Media | None) -> bool:
    """Whether a still lets the picture below through: by its pixels, or offline by its name."""
    if media is None or not media.path.lower().endswith(_STILL):
        return False
    if media.offline:
        return _OVERLAY.search(re.split(r"[\\/]", media.path)[-1]) is not None
    return has_alpha(media.path)
