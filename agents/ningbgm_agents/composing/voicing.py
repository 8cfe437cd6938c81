"""Voice-leading: how the notes of chords are spread so that each voice moves little and none in parallel."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations, pairwise

from ..score import Chord

_LOW_THIRDS_FROM = 52
"""Below E3 only fifths and octaves stand next to each other (the low interval limit of the textbooks)."""
_MUDDY_UNDER, _CLOSE = 48, 4
"""Under C3 held thirds and seconds are mud."""


def voice(
    chord: Chord,
    before: tuple[int, ...],
    low: int,
    high: int,
    voices: int,
    bass_move: int = 0,
    under: tuple[int, ...] = (),
) -> tuple[int, ...]:
    """Keys of a chord for `voices` voices inside a range, led from the voicing `before`, lowest first.

    `under` are keys of others that sound too: under C3 nothing stands nearer to them, or to another voice,
    than a fourth, even where that leaves fewer voices.
    """
    keys = [key for key in range(low, high + 1) if key % 12 in chord.pitches]
    clear = [key for key in keys if not any(_muddy(key, other) for other in under)]
    keys = clear or keys[-1:]
    if len(keys) < voices:
        return _open(keys)
    centre = sum(before) / len(before) if before else low + 0.55 * (high - low)
    near = sorted(keys, key=lambda key: (abs(key - centre), key))[: voices + 6]
    options = list(combinations(sorted(near), voices))
    options = [row for row in options if not any(map(_muddy, row, row[1:]))] or [_open(near)]
    return min(options, key=lambda option: (_cost(option, chord, before, centre, bass_move, under), option))


def _muddy(one: int, other: int) -> bool:
    """Whether two keys stand so near to each other in the depths that nobody hears a chord."""
    return min(one, other) < _MUDDY_UNDER and 0 < abs(one - other) <= _CLOSE


def _open(keys: Iterable[int]) -> tuple[int, ...]:
    """As many of the keys, from above, as stand clear of one another."""
    kept: list[int] = []
    for key in sorted(keys, reverse=True):
        if not any(_muddy(key, other) for other in kept):
            kept.append(key)
    return tuple(reversed(kept))


def _cost(
    option: tuple[int, ...],
    chord: Chord,
    before: tuple[int, ...],
    centre: float,
    bass_move: int,
    under: tuple[int, ...],
) -> float:
    cost = 0.4 * abs(sum(option) / len(option) - centre)
    essential = {pitch for number, pitch in enumerate(chord.pitches) if number != 2 or len(chord.pitches) < 4}
    cost += 7.0 * len(essential - {key % 12 for key in option})
    for below, above in pairwise(option):
        gap = above - below
        cost += 3.0 * (gap < 2) + 0.6 * max(0, gap - 9)
        cost += 9.0 * (below < _LOW_THIRDS_FROM and gap in (1, 2, 3, 4))
    low = [key for key in option if key < _LOW_THIRDS_FROM]
    cost += 9.0 * sum(0 < abs(key - other) <= 4 for key in low for other in under)
    if len(before) == len(option):
        moves = [new - old for new, old in zip(option, before, strict=True)]
        cost += sum(abs(move) + 0.5 * max(0, abs(move) - 4) for move in moves)
        cost += 4.0 * parallels(before, option)
        cost += 1.5 * (bass_move != 0 and bass_move * moves[-1] > 0)
    return cost


def parallels(before: tuple[int, ...], after: tuple[int, ...]) -> int:
    """How many pairs of voices move in parallel fifths or octaves."""
    count = 0
    for first, second in combinations(range(min(len(before), len(after))), 2):
        was, now = before[second] - before[first], after[second] - after[first]
        moved = after[first] != before[first]
        count += moved and was % 12 == now % 12 and was % 12 in (0, 7)
    return count
