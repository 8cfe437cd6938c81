"""Resamples curves of media onto the edit, each in the domain that suits it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ningbgm_agents.evidence import Curve
from ningbgm_agents.timeline import Edit

from .stretch import Stretch

LAID_RATE_HZ = 4.0
"""Values a second of curves in edit time."""
SILENCE_LUFS = -70.0
_PICTURE = ("motion", "camera", "brightness", "saturation", "warmth", "contrast")
_LOUDNESS = "loudness"
_TONALITY = "tonality"


@dataclass
class _Slots:
    """Sums over the quarter seconds of an edit."""

    values: list[float]
    weights: list[float]
    sources: dict[str, float] = field(default_factory=dict)
    """Source to lowest confidence."""

    @classmethod
    def of(cls, count: int) -> _Slots:
        return cls([0.0] * count, [0.0] * count)


def lay_curves(edit: Edit, pictures: tuple[Stretch, ...], sounds: tuple[Stretch, ...]) -> tuple[Curve, ...]:
    """Every curve that any media has: of picture along the shots, of sound over all sounds."""
    seen = [_laid_picture(edit, name, pictures) for name in _names(pictures, picture=True)]
    heard = [_laid_sound(edit, name, sounds) for name in _names(sounds, picture=False)]
    return (*seen, *heard)


def integrated_lufs(edit: Edit, curves: Iterable[Curve]) -> float | None:
    """Loudness of the scored range with the two gates of ITU-R BS.1770, on the momentary curve."""
    curve = next((curve for curve in curves if curve.name == _LOUDNESS), None)
    if curve is None:
        return None
    first = int(edit.rate.seconds(edit.span.start) * int(curve.rate_hz))
    last = math.ceil(edit.rate.seconds(edit.span.end) * int(curve.rate_hz))
    blocks = [_energy(v) for v in curve.values[first:last] if v > SILENCE_LUFS]
    if not blocks:
        return None
    gate = sum(blocks) / len(blocks) / 10
    loud = [energy for energy in blocks if energy > gate]
    return _lufs(sum(loud) / len(loud))


def _names(stretches: Iterable[Stretch], picture: bool) -> list[str]:
    names = {
        curve.name: None
        for stretch in stretches
        if stretch.evidence is not None
        for curve in stretch.evidence.curves
        if (curve.name in _PICTURE) == picture
    }
    return list(names)


def _laid_picture(edit: Edit, name: str, pictures: tuple[Stretch, ...]) -> Curve:
    """Means over what is seen in each slot; zero for gaps, the overall mean for offline shots."""
    slots, unknown = _Slots.of(_count(edit)), set[int]()
    for stretch in pictures:
        curve = stretch.evidence.curve(name) if stretch.evidence is not None else None
        for slot, share, start_s, end_s in _slots(stretch, len(slots.values)):
            if curve is None:
                unknown.add(slot)
                continue
            value = curve.mean(start_s, end_s)
            if name == "motion":
                value = min(1.0, value * float(abs(stretch.speed)))
            slots.values[slot] += value * share
            slots.weights[slot] += share
        _credit(slots, curve)
    known = [v / w for v, w in zip(slots.values, slots.weights, strict=True) if w > 0]
    middle = sum(known) / len(known) if known else 0.0
    values = tuple(
        v / w if w > 0 else (middle if slot in unknown else 0.0)
        for slot, (v, w) in enumerate(zip(slots.values, slots.weights, strict=True))
    )
    return _curve(name, values, slots)


def _laid_sound(edit: Edit, name: str, sounds: tuple[Stretch, ...]) -> Curve:
    """Loudness adds up as energy and weighs tonality; of likelihoods and onsets the most counts."""
    slots = _Slots.of(_count(edit))
    for stretch in sounds:
        curve = stretch.evidence.curve(name) if stretch.evidence is not None else None
        if curve is None or stretch.evidence is None or stretch.speed == 0:
            continue
        loudness = stretch.evidence.curve(_LOUDNESS)
        for slot, share, start_s, end_s in _slots(stretch, len(slots.values)):
            if name == _LOUDNESS:
                slots.values[slot] += _mean_energy(curve, start_s, end_s) * share
            elif name == _TONALITY:
                weight = share * (_mean_energy(loudness, start_s, end_s) if loudness else 1.0)
                slots.values[slot] += curve.mean(start_s, end_s) * weight
                slots.weights[slot] += weight
            else:
                slots.values[slot] = max(slots.values[slot], curve.mean(start_s, end_s) * share)
        _credit(slots, curve)
    if name == _LOUDNESS:
        return _curve(name, tuple(_lufs(energy) for energy in slots.values), slots)
    if name == _TONALITY:
        pairs = zip(slots.values, slots.weights, strict=True)
        return _curve(name, tuple(v / w if w > 0 else 0.0 for v, w in pairs), slots)
    return _curve(name, tuple(slots.values), slots)


def _slots(stretch: Stretch, count: int) -> Iterator[tuple[int, float, float, float]]:
    """The slots that a stretch touches: number, share of it, and the media's seconds there."""
    start, end = float(stretch.start_s), float(stretch.end_s)
    source, speed = float(stretch.source_start_s), float(stretch.speed)
    for slot in range(int(start * LAID_RATE_HZ), min(math.ceil(end * LAID_RATE_HZ), count)):
        first, last = max(start, slot / LAID_RATE_HZ), min(end, (slot + 1) / LAID_RATE_HZ)
        if last - first > 1e-9:
            ends = sorted((source + (first - start) * speed, source + (last - start) * speed))
            yield slot, (last - first) * LAID_RATE_HZ, ends[0], ends[1]


def _count(edit: Edit) -> int:
    return max(1, math.ceil(edit.rate.seconds(edit.duration) * int(LAID_RATE_HZ)))


def _credit(slots: _Slots, curve: Curve | None) -> None:
    if curve is not None:
        lowest = slots.sources.get(curve.source, 1.0)
        slots.sources[curve.source] = min(lowest, curve.confidence)


def _curve(name: str, values: tuple[float, ...], slots: _Slots) -> Curve:
    confidence = min(slots.sources.values(), default=1.0)
    return Curve(name, LAID_RATE_HZ, values, ", ".join(slots.sources), confidence)


def _mean_energy(curve: Curve, start_s: float, end_s: float) -> float:
    first = min(max(int(start_s * curve.rate_hz), 0), len(curve.values) - 1)
    last = min(max(int(end_s * curve.rate_hz), first + 1), len(curve.values))
    return sum(map(_energy, curve.values[first:last])) / (last - first)


def _energy(lufs: float) -> float:
    return 0.0 if lufs <= SILENCE_LUFS else math.pow(10.0, lufs / 10)


def _lufs(energy: float) -> float:
    return SILENCE_LUFS if energy <= 1e-7 else max(SILENCE_LUFS, 10 * math.log10(energy))
