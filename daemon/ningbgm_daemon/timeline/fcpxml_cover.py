"""Whether a clip of an FCPXML story covers the picture below it."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from ningbgm_agents.timeline import Media

from .media_path import has_alpha

_LAYERED = (".png", ".tif", ".tiff", ".psd", ".tga", ".svg", ".webp")
_OVERLAY = re.compile(r"overlay|watermark|logo|lower.?third|letterbox|vignette", re.I)
_NORMAL_MODES = ("", "0", "normal")
_ADJUSTMENT = re.compile(r"adjustment (clip|layer)", re.I)
_SMALL, _FAINT = 0.75, 0.5


def see_through(item: Element) -> bool:
    """Whether what is below shows beside it or through it: small, faint or blended with it."""
    blend = item.find("adjust-blend")
    if blend is not None:
        if (blend.get("mode") or "").strip().lower() not in _NORMAL_MODES:
            return True
        if _numbers(blend.get("amount"), "1")[0] < _FAINT:
            return True
    conform, transform = item.find("adjust-conform"), item.find("adjust-transform")
    # Pictures that are not fitted to the frame are scaled down to fill it.
    if transform is None or (conform is not None and conform.get("type") == "none"):
        return False
    return transform.get("enabled") != "0" and max(map(abs, _numbers(transform.get("scale"), "1"))) < _SMALL


def overlays(media: Media) -> bool:
    """Whether a still lets the picture below through: by its pixels, or offline by its name."""
    if not media.path.lower().endswith(_LAYERED):
        return False
    if media.offline:
        return _OVERLAY.search(re.split(r"[\\/]", media.path)[-1]) is not None
    return has_alpha(media.path)


def generates_overlay(effect: Element | None, name: str) -> bool:
    """Whether a generator has no ground of its own: shapes, counters, adjustment layers."""
    uid = effect.get("uid") or "" if effect is not None else ""
    return "/Elements" in uid or _ADJUSTMENT.search(name) is not None


def _numbers(said: str | None, otherwise: str) -> list[float]:
    try:
        return [float(word) for word in (said or otherwise).split()] or [float(otherwise)]
    except ValueError:
        return [float(otherwise)]
