"""The shape over time that a wish describes: 'starts calm, builds to epic, hopeful ending'."""

from __future__ import annotations

from dataclasses import dataclass

from ..brief import ArcShape, MoodShift
from .clauses import Said, Text
from .vocabulary import Entry

_ENERGY = {
    "soft": -0.45,
    "loud": 0.6,
    "very slow": -0.6,
    "slow": -0.45,
    "upbeat": 0.5,
    "fast": 0.65,
    "very fast": 0.8,
}
"""Arousal of words of loudness and tempo that are said of one place of the film."""
START, END = 0.25, 0.8
"""Where a beginning ends and an ending (the last fifth) starts, as shares of the length."""
_FIXED = {"start": (0.0, START), "middle": (0.35, 0.65), "climax": (0.6, 0.8), "end": (END, 1.0)}


@dataclass(frozen=True)
class Stage:
    """A place of the film and the feeling that is asked for there."""

    place: str
    valence: float | None
    """None where only the energy was said."""
    arousal: float
    words: str


@dataclass(frozen=True)
class Shape:
    """The stages of a wish, and which phrases they have used up."""

    stages: tuple[Stage, ...]
    used: frozenset[int]
    """Numbers of phrases that speak of one place and so not of the whole film."""


def read_shape(text: Text) -> Shape:
    """The stages in the order in which they are said."""
    stages: list[Stage] = []
    used: set[int] = set()
    for place, members in _placed(text):
        feelings = [
            (n, entry, text.said[n].degree) for n in members for entry in _feeling_entries(text.said[n])
        ]
        if feelings:
            used.update(n for n, _, _ in feelings)
            stages.append(_stage(place, feelings, text))
    return Shape(tuple(stages), frozenset(used))


def shifts(stages: tuple[Stage, ...], valence: float | None) -> tuple[MoodShift, ...]:
    """The stages laid out over the film; `valence` stands in where only energy was said."""
    spans = _spans(tuple(stage.place for stage in stages))
    return tuple(
        MoodShift(
            start,
            end,
            round(stage.valence if stage.valence is not None else valence or 0.0, 3),
            round(stage.arousal, 3),
            stage.words,
        )
        for stage, (start, end) in zip(stages, spans, strict=True)
    )


def arc_of(stages: tuple[Stage, ...]) -> ArcShape | None:
    """The arc that two or more stages make together."""
    if len(stages) < 2:
        return "rise" if stages and stages[0].place == "build" and stages[0].arousal > 0.2 else None
    first, last = stages[0].arousal, stages[-1].arousal
    peak = max(stage.arousal for stage in stages)
    if len(stages) > 2 and peak > max(first, last) + 0.3:
        return "arch"
    if last > first + 0.3:
        return "rise"
    return "fall" if last < first - 0.3 else None


def _placed(text: Text) -> list[tuple[str, list[int]]]:
    """Each place with the phrases that speak of it."""
    groups: list[tuple[str, list[int]]] = []
    place = None
    for segment in range(1 + max((said.segment for said in text.said), default=-1)):
        members = [n for n, said in enumerate(text.said) if said.segment == segment]
        places = _places(text, members)
        if places:
            for n in places:
                name = _name(text.said[n])
                groups.append((name, _nearest(text, members, places, n)))
            place = _name(text.said[places[-1]])
        elif place and _continues(text, members):
            groups[-1][1].extend(members)
        else:
            place = None
    return groups


def _places(text: Text, members: list[int]) -> list[int]:
    """The phrases that name a place; 'then' steps back behind a beginning or an end."""
    places = [n for n in members if text.said[n].entry("place")]
    fixed = [n for n in places if _name(text.said[n]) in _FIXED]
    return fixed or places[-1:]


def _name(said: Said) -> str:
    entry = said.entry("place")
    return entry.name if entry else ""


def _nearest(text: Text, members: list[int], places: list[int], place: int) -> list[int]:
    """The members for which this place is the nearest of the segment's places."""

    def distance(n: int, p: int) -> int:
        a, b = text.said[n].found, text.said[p].found
        return b.start - a.end if b.start >= a.end else a.start - b.end

    return [n for n in members if n not in places and min(places, key=lambda p: (distance(n, p), p)) == place]


def _continues(text: Text, members: list[int]) -> bool:
    """Whether a segment without a place only adds feelings to the one before: 'sad, lonely'."""
    clause = text.said[members[0]].clause
    tokens = [n for n, c in enumerate(text.clauses) if c == clause and not text.tokens[n].mark]
    covered = {i for n in members for i in range(text.said[n].found.start, text.said[n].found.end)}
    return covered.issuperset(tokens) and all(
        any(text.said[n].entry(kind) for kind in ("mood", "join", "strong", "weak")) for n in members
    )


def _feeling_entries(said: Said) -> list[Entry]:
    if said.negated or said.less:
        return []
    kinds = [said.entry("mood"), said.entry("tempo"), said.entry("dynamics")]
    return [entry for entry in kinds if entry and (entry.kind == "mood" or entry.name in _ENERGY)][:1]


def _stage(place: str, feelings: list[tuple[int, Entry, float]], text: Text) -> Stage:
    moods = [(entry, degree) for _, entry, degree in feelings if entry.kind == "mood"]
    energies = [_ENERGY[entry.name] for _, entry, _ in feelings if entry.kind != "mood"]
    energies += [_clip((entry.arousal or 0.0) * degree) for entry, degree in moods]
    valences = [_clip((entry.valence or 0.0) * degree) for entry, degree in moods]
    return Stage(
        place,
        sum(valences) / len(valences) if valences else None,
        sum(energies) / len(energies),
        " ".join(text.said[n].found.text for n, _, _ in feelings),
    )


def _spans(places: tuple[str, ...]) -> list[tuple[float, float]]:
    """Shares of the length: fixed places stay, 'then' and 'builds to' divide what lies between."""
    spans: list[tuple[float, float]] = []
    for number, place in enumerate(places):
        if place in _FIXED:
            spans.append(_FIXED[place])
            continue
        first = next((i for i in range(number, -1, -1) if places[i] in _FIXED), -1)
        last = next((i for i in range(number, len(places)) if places[i] in _FIXED), len(places))
        low = _FIXED[places[first]][1] if first >= 0 else 0.0 if number else START
        high = _FIXED[places[last]][0] if last < len(places) else 1.0
        if high <= low:
            low, high = min(low, 0.5), 1.0
        count, index = last - first - 1, number - first - 1
        start = low + (high - low) * index / count
        end = low + (high - low) * (index + 1) / count
        spans.append((round(start + (0.4 * (end - start) if place == "build" else 0.0), 3), round(end, 3)))
    return spans


def _clip(value: float) -> float:
    return max(-1.0, min(1.0, value))
