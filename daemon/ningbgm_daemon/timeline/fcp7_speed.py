"""Retimed clips of FCP7 XML: constant, reverse, held and variable speed as stretches of time."""

from __future__ import annotations

from fractions import Fraction
from xml.etree.ElementTree import Element

from .fcp7_values import is_true, number, text
from .speed_map import Played, source_at, stretches

_MOST_KEYS = 500


def played(clip: Element, first: Fraction, used: Fraction, length: Fraction) -> tuple[Played, ...]:
    """How a clip of `length` frames plays its source, of which `first` is its in point.

    `used` is what lies between its in and out points. Final Cut and Premiere count these after the
    retime, so that they are as far apart as the clip is long; hand-made files count in source frames.
    The graph of a retime says which source frame (`value`) is seen `when`.
    """
    effect = _effect(clip)
    if effect is None:
        return (Played(Fraction(0), length, first, Fraction(1)),)
    speed = _speed(effect)
    keys = _keys(effect)
    if speed == 0:
        at = source_at(keys, first) if len(keys) > 1 else (keys[0][1] if keys else first)
        return (Played(Fraction(0), length, at, Fraction(0)),)
    room = max(Fraction(1), abs(speed))
    counts_source = abs(used - length) > 1 and abs(used - length * abs(speed)) <= room
    if counts_source:
        start = first if speed > 0 else first + used
        return (Played(Fraction(0), length, start, speed),)
    varies = is_true(effect, "parameter[parameterid='variablespeed']/value", False)
    if len(keys) > 1 and (varies or speed < 0):
        return stretches(keys, first, length)
    if speed > 0:
        return (Played(Fraction(0), length, first * speed, speed),)
    whole = number(clip, "duration") or first + length
    return (Played(Fraction(0), length, max(whole - first, length) * -speed, speed),)


def _effect(clip: Element) -> Element | None:
    for found in clip.iterfind("filter"):
        effect = found.find("effect")
        if effect is not None and is_true(found, "enabled") and _is_remap(effect):
            return effect
    return None


def _is_remap(effect: Element) -> bool:
    return text(effect, "effectid").lower() == "timeremap" or text(effect, "name").lower() == "time remap"


def _speed(effect: Element) -> Fraction:
    speed = number(effect, "parameter[parameterid='speed']/value")
    speed = Fraction(1) if speed is None else max(min(speed / 100, Fraction(1000)), Fraction(-1000))
    backwards = is_true(effect, "parameter[parameterid='reverse']/value", False)
    return -abs(speed) if backwards else speed


def _keys(effect: Element) -> list[tuple[Fraction, Fraction]]:
    """The graph's points in order. Premiere's helper points at the in and out of a clip hold nonsense
    in real files (a value of -1815255671 was seen) and say nothing new, so they are left out."""
    graph = effect.find("parameter[parameterid='graphdict']")
    if graph is None:
        return []
    points: dict[Fraction, Fraction] = {}
    for key in graph.findall("keyframe")[:_MOST_KEYS]:
        when, value = number(key, "when"), number(key, "value")
        helper = is_true(key, "speedkfin", False) or is_true(key, "speedkfout", False)
        if when is not None and value is not None and value >= 0 and not helper:
            points[when] = value
    return sorted(points.items())
