"""The words of titles in FCP7 XML: Premiere's graphics and FCP7's text generators."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from xml.etree.ElementTree import Element

from ningbgm_agents.timeline import Caption, Span

from .fcp7_items import items_of
from .fcp7_values import is_true, text

_LONGEST = 500
_WORDS = ("str", "text", "Text", "source text")
"""Parameters that hold the words, by the generators of FCP7 and Resolve."""


def titles_of(sequence: Element, fps: Fraction) -> tuple[Caption, ...]:
    """The titles on the sequence's own video tracks, in order; those inside nests are not read."""
    found = [
        Caption(Span(round(item.start), max(round(item.start) + 1, round(item.end))), words, "title")
        for track in sequence.findall("media/video/track")
        if is_true(track, "enabled")
        for item in items_of(track, fps)
        if is_true(item.element, "enabled") and (words := _words(item.element))
    ]
    return tuple(sorted(found, key=lambda caption: (caption.record.start, caption.record.end)))


def _words(element: Element) -> str:
    said = dict.fromkeys(part for effect in _effects(element) for part in _said(effect) if part)
    return " ".join(" ".join(said).split())[:_LONGEST]


def _effects(element: Element) -> Iterator[Element]:
    if element.tag == "generatoritem":
        yield from element.findall("effect")
    yield from element.findall("filter/effect")


def _said(effect: Element) -> Iterator[str]:
    if text(effect, "effectid") == "GraphicAndType":
        # Premiere names each layer of a graphic after its words; the words themselves are encoded.
        yield text(effect, "name")
    for parameter in effect.findall("parameter"):
        if text(parameter, "parameterid") in _WORDS or text(parameter, "name") in _WORDS:
            yield text(parameter, "value")
