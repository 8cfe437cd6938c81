"""A plot of one measure as SVG: a lane for each system with its films, its mean and its interval."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from ningbgm_daemon.delivery.report_markup import Markup, element

from .metrics.chance import Estimate

Lane = tuple[str, Sequence[float], Estimate, Estimate | None]
"""Name, values of the films, their mean, and what chance would give."""

Scale = Callable[[float], float]

_WIDTH, _LEFT, _RIGHT, _ROW, _FOOT = 520.0, 124.0, 16.0, 22.0, 22.0


def plot_of(lanes: Sequence[Lane], title: str, band: tuple[float, float] | None = None) -> Markup:
    """The plot; all lanes share an axis, and behind them lies a band from one value to another."""
    every = [value for _, values, _, by_chance in lanes for value in values]
    every += [by_chance.mean for _, _, _, by_chance in lanes if by_chance]
    every += band or ()
    ticks = ticks_between(min(every), max(every))
    low, high = ticks[0], ticks[-1]

    def x(value: float) -> float:
        return round(_LEFT + (value - low) / (high - low) * (_WIDTH - _LEFT - _RIGHT), 2)

    height = _ROW * len(lanes) + _FOOT
    foot = height - _FOOT
    grid = [_line(x(tick), 0, x(tick), foot, "grid") for tick in ticks]
    labels = [element("text", f"{tick:g}", x=x(tick), y=height - 7, text_anchor="middle") for tick in ticks]
    drawn = [part for row, lane in enumerate(lanes) for part in _lane(lane, _ROW * (row + 0.5), x)]
    return element(
        "svg",
        element("title", title),
        _band(x(band[0]), x(band[1]), foot) if band else None,
        *grid,
        *labels,
        *drawn,
        class_="plot",
        viewBox=f"0 0 {_WIDTH:g} {height:g}",
        role="img",
    )


def ticks_between(low: float, high: float) -> tuple[float, ...]:
    """Three to seven round numbers that hold both values between them."""
    if high - low < 1e-9:
        low, high = low - 0.5, high + 0.5
    rough = (high - low) / 5
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return tuple(round(number * step, 10) for number in range(first, last + 1))


def _lane(lane: Lane, y: float, x: Scale) -> list[Markup]:
    name, values, mean, by_chance = lane
    parts = [element("text", name, x=_LEFT - 8, y=y + 4, text_anchor="end", class_="name")]
    parts += [element("circle", cx=x(value), cy=y, r=2.6, class_="film") for value in values]
    if by_chance is not None:
        parts.append(_line(x(by_chance.mean), y - 7, x(by_chance.mean), y + 7, "chance"))
    parts.append(_line(x(mean.low), y, x(mean.high), y, "interval"))
    parts.append(element("circle", cx=x(mean.mean), cy=y, r=4.2, class_="mean"))
    return parts


def _band(low: float, high: float, foot: float) -> Markup:
    return element("rect", x=low, y=0, width=round(max(high - low, 1), 2), height=foot, class_="band")


def _line(x1: float, y1: float, x2: float, y2: float, class_: str) -> Markup:
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, class_=class_)
