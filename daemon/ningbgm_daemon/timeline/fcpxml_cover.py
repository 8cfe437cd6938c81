"""Whether a clip of an FCPXML story covers the picture below it."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from .looks import is_adjustment

_NORMAL_MODES = ("", "0", "normal")
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


def generates_overlay(effect: Element | None, name: str) -> bool:
    """Whether a generator has no ground of its own: shapes, counters, adjustment layers."""
    uid = effect.get("uid") or "" if effect is not None else ""
    return "/Elements" in uid or is_adjustment(name)


def _numbers(said: str | None, otherwise: str) -> list[float]:
    try:
        return [float(word) for word in (said or otherwise).split()] or [float(otherwise)]
    except ValueError:
        return [float(otherwise)]
