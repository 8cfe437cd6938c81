"""Layers in time: a rhythm that goes on unchanged, a stretch in which nobody plays."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator

from ...score import Part
from .page import SECOND, Fault, Page

LONGEST_LOOP = 8
"""Bars that may go on without any change."""
LONGEST_HOLE_S = 3.0
"""Longer is noticed as a silence; a rest before a hit is shorter."""
_GRID = 4
"""Onsets are compared on sixteenths, whatever the player's swing and looseness."""

Pattern = frozenset[tuple[str, int, int]]
"""What is struck in a bar: part, place in the bar, pitch."""


def stuck_layers(page: Page) -> Iterator[Fault]:
    """A player of the motion or the drums whose rhythm stays the same for more than eight bars."""
    for part in page.cue.parts:
        if page.layer(part) not in ("motion", "drums"):
            continue
        first, length = longest_loop(struck(page, (part,), part.instrument.kit))
        if length > LONGEST_LOOP:
            yield page.fault(
                "layer_loop", page.bar_starts[first], f"{part.name}: one rhythm for {length} bars"
            )


def struck(page: Page, parts: Iterable[Part], pitches: bool = True) -> list[Pattern]:
    """What is struck in every bar; without its pitches it is a rhythm."""
    tempo = page.cue.tempo_map
    starts = [bar.start_beat * _GRID for bar in tempo.bars]
    ends = [(bar.start_beat + bar.beats) * _GRID for bar in tempo.bars]
    bars = [set[tuple[str, int, int]]() for _ in tempo.bars]
    for part in parts:
        for note in part.notes:
            at = round(tempo.beat(note.start) * _GRID)
            number = bisect_right(starts, at) - 1
            if number >= 0 and at < ends[number]:
                bars[number].add((part.name, round(at - starts[number]), note.pitch if pitches else 0))
    return [frozenset(bar) for bar in bars]


def longest_loop(bars: list[Pattern]) -> tuple[int, int]:
    """First bar and length of the longest stretch that repeats one, two or four bars; silence is none."""
    best = (0, 0)
    for period in (1, 2, 4):
        run = 0
        for number in range(period, len(bars)):
            same = bars[number] == bars[number - period] and bool(bars[number])
            run = run + 1 if same else 0
            if run and run + period > best[1] and run >= period:
                best = (number - run - period + 1, run + period)
    return best


def holes(page: Page) -> Iterator[Fault]:
    """Stretches in which nobody plays though music is wanted."""
    spans = [(n.start, n.start + n.duration) for part in page.cue.parts for n in part.notes]
    reached = 0
    for start, end in sorted((*spans, *page.cue.silences)):
        if start - reached > LONGEST_HOLE_S * SECOND:
            yield page.fault("hole", reached, f"nobody plays for {(start - reached) / SECOND:.1f} s")
        reached = max(reached, end)
