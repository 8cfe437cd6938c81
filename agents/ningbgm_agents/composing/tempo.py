"""The tempo map: one base tempo, bent and barred so that the picture's anchors fall on the grid.

Dynamic programming over the anchors in time. Between two anchors that are met the tempo is even, within
6 % of the base (music with one tempo a section within 6 % meets 88 % of random cuts, with odd bars more:
`docs/sync.md`). Anchors may be left out at a price; heavy ones ask for a downbeat, which 2/4, 3/4 and 5/4
bars can give.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Literal

from ..score import Bar, TempoMap, TempoSegment
from ..timeline import SAMPLE_RATE_HZ

MAX_BEND = 0.06
"""Largest departure of a segment's tempo from the base."""

_SLOW_BPM = 116.0
"""Below this tempo the grid is as fine as a thirty-second, above as a sixteenth: 65 to 130 ms."""
_BEAM = 16
_LOOK_BACK = 7
_ODD_BAR = (0.0, 0.9, 0.55, 0.7)
"""Price of the bar that a rest of 0, 1, 2 or 3 beats makes: none, 5/4, 2/4, 3/4."""
_OFFSET = {
    "downbeat": (0.0, 1.5, 2.2, 3.0, 3.6),
    "beat": (0.0, 0.0, 0.4, 0.9, 1.3),
    "any": (0.0, 0.0, 0.12, 0.4, 0.7),
}
"""Price of meeting an anchor on a downbeat, a beat, an eighth, a sixteenth, a thirty-second."""

Place = Literal["downbeat", "beat", "any"]


@dataclass(frozen=True)
class Anchor:
    """A sample of the cue that should fall on the grid."""

    sample: int
    weight: float
    place: Place
    must: bool = False


@dataclass(frozen=True)
class TempoPlan:
    """A tempo map and what it reaches."""

    tempo_map: TempoMap
    met: tuple[int, ...]
    """Indices of the anchors that fall on the grid to the sample."""
    cost: float


@dataclass(frozen=True, slots=True)
class _Path:
    """The best way to an anchor: what it costs, how it came, and where it stands in the bar."""

    cost: float
    anchor: int
    steps: int
    """Grid steps from the cue's start."""
    since: int
    """Grid steps since the last forced downbeat, folded into two bars."""
    ratio: float
    """Tempo of the last segment over the base."""
    downbeat: bool
    before: _Path | None


def plan_tempo(anchors: tuple[Anchor, ...], length: int, candidates_bpm: tuple[float, ...]) -> TempoPlan:
    """The best tempo map for a cue of `length` samples whose first anchor is its start.

    `candidates_bpm` are base tempi to try, most wanted first: later ones pay a little. The last anchor is
    the final chord; the tempo goes on to the cue's end.
    """
    plans = []
    for rank, bpm in enumerate(candidates_bpm):
        path = _best_path(anchors, bpm)
        if path is not None:
            plans.append((path.cost + 0.02 * rank * len(anchors) ** 0.5, rank, bpm, path))
    if not plans:
        return _plain_plan(anchors, length, candidates_bpm[0])
    cost, _, bpm, path = min(plans, key=lambda plan: plan[:2])
    return TempoPlan(_tempo_map(path, anchors, bpm, length), _met(path), cost)


def _plain_plan(anchors: tuple[Anchor, ...], length: int, bpm: float) -> TempoPlan:
    """Start and end alone, in whole beats, where the cue is too short for any tempo to meet its anchors."""
    end = max(1, anchors[-1].sample)
    beats = max(1, round(end * bpm / (60 * SAMPLE_RATE_HZ)))
    first = TempoSegment(Fraction(0), Fraction(beats), 0, end)
    segments = (first, tail(first, length))
    tempo_map = TempoMap(segments, _bars([0, beats], segments[-1].end_beat), bpm)
    return TempoPlan(tempo_map, (0, len(anchors) - 1), 0.0)


def _best_path(anchors: tuple[Anchor, ...], bpm: float) -> _Path | None:
    per_beat = _steps_per_beat(bpm)
    step = SAMPLE_RATE_HZ * 60 / bpm / per_beat
    table: list[list[_Path]] = [[_Path(0.0, 0, 0, 0, 1.0, True, None)]]
    for index in range(1, len(anchors)):
        best: dict[tuple[int, bool], _Path] = {}
        for earlier in range(index - 1, max(-1, index - 1 - _LOOK_BACK), -1):
            if table[earlier]:
                _extend(best, table[earlier], index, anchors, step, per_beat)
            if anchors[earlier].must:
                break
        table.append(sorted(best.values(), key=lambda path: (path.cost, path.since))[:_BEAM])
    return min(table[-1], key=lambda path: path.cost, default=None)


def _extend(
    best: dict[tuple[int, bool], _Path],
    paths: list[_Path],
    index: int,
    anchors: tuple[Anchor, ...],
    step: float,
    per_beat: int,
) -> None:
    """Put every way from one anchor's paths to the anchor `index`, in one even tempo, into `best`."""
    first = paths[0].anchor
    gap = anchors[index].sample - anchors[first].sample
    lowest, highest = ceil(gap / step * (1 - MAX_BEND)), int(gap / step * (1 + MAX_BEND))
    for steps in range(max(1, lowest), highest + 1):
        ratio = steps * step / gap
        fixed = 0.2 * ((ratio - 1) / MAX_BEND) ** 2 + _skip_cost(first, index, anchors, steps, gap)
        for path in paths:
            jump = (ratio - path.ratio) / MAX_BEND if path.before is not None else 0.0
            _land(
                best,
                path,
                index,
                anchors[index],
                steps,
                ratio,
                path.cost + fixed + 0.3 * jump * jump,
                per_beat,
            )


def _skip_cost(first: int, last: int, anchors: tuple[Anchor, ...], steps: int, gap: int) -> float:
    """Price of the anchors left out between two met ones; nearly met ones are cheap, late more so."""
    cost = 0.0
    for anchor in anchors[first + 1 : last]:
        position = (anchor.sample - anchors[first].sample) * steps / gap
        late_ms = (round(position) - position) * gap / steps / 48
        tolerance = 30.0 if late_ms > 0 else 15.0
        cost += anchor.weight * (2.0 if abs(late_ms) < tolerance else 5.0)
    return cost


def _land(
    best: dict[tuple[int, bool], _Path],
    path: _Path,
    index: int,
    anchor: Anchor,
    steps: int,
    ratio: float,
    cost: float,
    per_beat: int,
) -> None:
    """Keep the ways to stand in the bar on arrival, counted on or as a forced downbeat, if they are best."""
    bar = 4 * per_beat
    since = path.since + steps
    folded = since if since < 2 * bar else bar + since % bar
    price = cost + anchor.weight * _OFFSET[anchor.place][_grade(folded, per_beat)]
    key = (folded, folded % bar == 0)
    if key not in best or price < best[key].cost:
        best[key] = _Path(price, index, path.steps + steps, folded, ratio, key[1], path)
    if anchor.place == "downbeat" and since % per_beat == 0 and since % bar and since >= 2 * per_beat:
        price = cost + _ODD_BAR[since % bar // per_beat]
        if (0, True) not in best or price < best[0, True].cost:
            best[0, True] = _Path(price, index, path.steps + steps, 0, ratio, True, path)


def _grade(since: int, per_beat: int) -> int:
    """0 on a downbeat, 1 on a beat, 2 on an eighth, 3 on a sixteenth, 4 on a thirty-second."""
    for grade, size in enumerate((4 * per_beat, per_beat, per_beat // 2, per_beat // 4)):
        if since % size == 0:
            return grade
    return 4


def _steps_per_beat(bpm: float) -> int:
    return 8 if bpm < _SLOW_BPM else 4


def _met(path: _Path | None) -> tuple[int, ...]:
    met = []
    while path is not None:
        met.append(path.anchor)
        path = path.before
    return tuple(reversed(met))


def _tempo_map(path: _Path, anchors: tuple[Anchor, ...], bpm: float, length: int) -> TempoMap:
    per_beat = _steps_per_beat(bpm)
    points: list[tuple[int, int, bool]] = []
    walk: _Path | None = path
    while walk is not None:
        points.append((walk.steps, anchors[walk.anchor].sample, walk.since == 0))
        walk = walk.before
    points.reverse()
    segments = [
        TempoSegment(Fraction(a[0], per_beat), Fraction(b[0], per_beat), a[1], b[1])
        for a, b in itertools.pairwise(points)
    ]
    segments.append(tail(segments[-1], length))
    forced = [steps // per_beat for steps, _, forced in points if forced]
    return TempoMap(tuple(segments), _bars(forced, segments[-1].end_beat), bpm)


def tail(last: TempoSegment, length: int) -> TempoSegment:
    """The last tempo going on, in whole beats, to or past the cue's end."""
    beat = Fraction(last.end_sample - last.start_sample) / (last.end_beat - last.start_beat)
    beats = max(1, -(-(length - last.end_sample) // int(beat)))
    end = last.end_sample + round(beats * beat)
    return TempoSegment(last.end_beat, last.end_beat + beats, last.end_sample, end)


def _bars(forced: list[int], end_beat: Fraction) -> tuple[Bar, ...]:
    """Bars of 4/4 between forced downbeats, the odd one last, where phrases end; one starts past the end."""
    lengths: list[int] = []
    for start, stop in itertools.pairwise(forced):
        whole, rest = divmod(stop - start, 4)
        if rest == 1 and whole:
            lengths += [4] * (whole - 1) + [5]
        else:
            lengths += [4] * whole + [rest] * (rest > 0)
    bars: list[Bar] = []
    beat = Fraction(0)
    while not bars or bars[-1].start_beat < end_beat or len(bars) < len(lengths):
        beats = lengths[len(bars)] if len(bars) < len(lengths) else 4
        bars.append(Bar(len(bars) + 1, beat, Fraction(beats)))
        beat += beats
    return tuple(bars)
