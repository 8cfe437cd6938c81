"""Palettes ranked for a wish: named styles first, then instruments, feeling and tempo."""

from __future__ import annotations

from dataclasses import dataclass
from math import log2

from ..palette import Palette, load_palette, palette_names

AT_LEAST = 3
"""How many palettes a brief names, so that variations differ."""
_WISH, _CAPTION = 3.0, 1.0
"""Weight of a style named in the wish, and in a text that belongs to the film."""


@dataclass(frozen=True)
class Taste:
    """What palettes are ranked by."""

    first: str | None = None
    """The palette that the request names."""
    wished: tuple[tuple[str, float], ...] = ()
    captioned: tuple[tuple[str, float], ...] = ()
    valence: float | None = None
    arousal: float | None = None
    tempo_bpm: tuple[float, float] | None = None
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    brightness_hz: float | None = None
    """Middle of the spectrum of a track that is to be followed."""


def rank_palettes(taste: Taste, count: int = AT_LEAST) -> tuple[str, ...]:
    """Names of the best palettes, best first; unwanted ones only where nothing else is left."""
    unwanted = {name for name, weight in taste.wished if weight < 0}
    ranked = sorted(
        palette_names(),
        key=lambda name: (
            name != taste.first,
            name in unwanted,
            -score(load_palette(name), taste),
            name,
        ),
    )
    return tuple(ranked[: max(AT_LEAST, count)])


def score(palette: Palette, taste: Taste) -> float:
    """How well a palette fits; higher is better."""
    named = _WISH * dict(taste.wished).get(palette.name, 0.0)
    named += _CAPTION * dict(taste.captioned).get(palette.name, 0.0)
    return round(
        named
        + sum(1.5 for name in taste.include if plays(palette, name))
        - 2.0 * _left_out(palette, taste.exclude)
        - _distance(taste.valence, palette.valence)
        - _distance(taste.arousal, palette.arousal)
        - _tempo_distance(taste.tempo_bpm, palette.tempo_bpm)
        - _brightness_distance(taste.brightness_hz, palette.brightness_hz),
        4,
    )


def plays(palette: Palette, name: str) -> bool:
    """Whether it has an instrument or family of this name ('violin' fits 'violins above')."""
    return any(name in instrument for instrument in palette.instruments) or (
        name == "drums" and bool(palette.grooves)
    )


def _left_out(palette: Palette, exclude: tuple[str, ...]) -> float:
    """Share of the players that may not play."""
    out = [p for p in palette.players if any(name in p.name or name == p.family for name in exclude)]
    return len(out) / len(palette.players)


def _distance(wanted: float | None, bounds: tuple[float, float]) -> float:
    """How far a feeling lies outside the palette's range, and a little for being off its middle."""
    if wanted is None:
        return 0.0
    low, high = bounds
    outside = max(low - wanted, wanted - high, 0.0)
    return 2.0 * outside + 0.3 * abs(wanted - (low + high) / 2)


def _brightness_distance(wanted_hz: float | None, usual_hz: float | None) -> float:
    """Octaves between two spectra; a palette that does not say its own is taken for an octave away."""
    if wanted_hz is None:
        return 0.0
    return 1.0 if usual_hz is None else abs(log2(wanted_hz / usual_hz))


def _tempo_distance(wanted: tuple[float, float] | None, usual: tuple[float, float]) -> float:
    if wanted is None:
        return 0.0
    gap = max(wanted[0] - usual[1], usual[0] - wanted[1], 0.0)
    return gap / 30.0
