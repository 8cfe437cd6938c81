"""Reads many scores of drawn films on paper: are two themes alike, and what would a musician mark?

    python benchmarks/variety.py [--films 30] [--seeds 30] [--scores 200] [--json]
    python benchmarks/variety.py --read 11 --seed 5 --palette hybrid     # one score, every mark
    python benchmarks/variety.py --calibrate                             # what the threshold means

Nothing is performed; a score takes about a fifth of a second. Exits with 1 where something was found.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from dataclasses import dataclass, field, replace

import numpy as np

from critique.arc import Arc, arcs
from critique.fault import Fault
from critique.likeness import ALIKE, likeness, moves_of
from critique.paper import on_paper, themes_of
from critique.reading import read
from critique.recognition import recognised
from critique.scenes import draw_scene
from critique.twins import Comparison, Found, compare
from ningbgm_agents.composing.theme import invent
from ningbgm_agents.palette import palette_names

FILMS = 30


def all_themes(films: int, seeds: int) -> tuple[Found, ...]:
    return tuple(
        Found(film, seed, theme)
        for film in range(films)
        for seed, themes in themes_of(draw_scene(film), range(seeds)).items()
        for theme in themes
    )


def chosen(number: int) -> tuple[int, int, str | None]:
    """Film, seed and palette of the n-th score: every other one in the palette that the wish chooses."""
    names = palette_names()
    return number % FILMS, number, names[number // 2 % len(names)] if number % 2 else None


def told(comparison: Comparison, count: int) -> None:
    print(f"{count} themes, {comparison.pairs} pairs of different pieces; likeness {comparison.quantiles}")
    print(f"{len(comparison.twins)} pairs are one tune to the ear (from {ALIKE})")
    for one, other, value in comparison.twins[:8]:
        print(f"  {value:.2f}  film {one.film} seed {one.seed} {one.theme.name}"
              f"  =  film {other.film} seed {other.seed} {other.theme.name}")  # fmt: skip


@dataclass
class Readings:
    """What was found in many scores."""

    faults: Counter[str] = field(default_factory=Counter)
    scores: Counter[str] = field(default_factory=Counter)
    """How many scores have a mark of a kind."""
    margin: list[tuple[int, Fault]] = field(default_factory=list)
    """Every mark with the number of its score."""
    known: list[float] = field(default_factory=list)
    """How well each theme is recognised where it is declared."""
    courses: list[Arc] = field(default_factory=list)

    def recognised(self) -> dict[str, float]:
        return {
            "median": round(float(np.median(self.known)), 3),
            "one tune": round(float(np.mean(np.array(self.known) >= ALIKE)), 3),
        }

    def course(self) -> dict[str, float]:
        """The middle cue's course; of the last two, means."""
        if not self.courses:
            return {}
        middle = ("climax", "highest", "at_once", "rest")
        facts = {name: np.median([getattr(arc, name) for arc in self.courses]) for name in middle}
        for name in ("highest_in_climax", "spoken"):
            facts[name] = np.mean([getattr(arc, name) for arc in self.courses])
        return {name: round(float(value), 2) for name, value in facts.items()}


def read_many(count: int) -> Readings:
    found = Readings()
    for number in range(count):
        film, seed, palette = chosen(number)
        score = on_paper(draw_scene(film), seed, palette)
        faults = read(score)
        found.faults.update(fault.kind for fault in faults)
        found.scores.update({fault.kind for fault in faults})
        found.margin += [(number, fault) for fault in faults]
        found.known += [value for _section, value in recognised(score)]
        found.courses += arcs(score)
    return found


def calibrate(count: int = 450) -> dict[str, float]:
    """Likeness of a theme to itself, every n-th note moved to a neighbour."""
    dice = random.Random(1)
    themes = [invent("A", "", lively, random.Random(n)) for n in range(count) for lively in (False, True)]
    means = {}
    for every in (3, 4, 5, 6, 8):
        values = []
        for theme in themes:
            notes = list(theme.melody)
            for place in range(dice.randrange(every), len(notes), every):
                notes[place] = replace(notes[place], degree=notes[place].degree + dice.choice((1, -1)))
            values.append(likeness(moves_of(theme.melody), moves_of(notes)))
        means[f"every {every}th"] = round(float(np.median(values)), 3)
    return means


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--films", type=int, default=FILMS)
    parser.add_argument("--seeds", type=int, default=30)
    parser.add_argument("--scores", type=int, default=200)
    parser.add_argument("--examples", type=int, default=4, help="marks of each kind to show")
    parser.add_argument("--read", type=int, help="one film, every mark")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--palette")
    parser.add_argument("--calibrate", action="store_true")
    parser.add_argument("--json", action="store_true")
    said = parser.parse_args()
    if said.calibrate:
        print(json.dumps(calibrate(), indent=1))
        return 0
    if said.read is not None:
        faults = read(on_paper(draw_scene(said.read), said.seed, said.palette))
        for fault in faults:
            print(f"{fault.cue} bar {fault.bar:3}  {fault.kind:10}  {fault.sentence}")
        return 1 if faults else 0
    themes = all_themes(said.films, said.seeds)
    comparison = compare(themes)
    found = read_many(said.scores)
    if said.json:
        facts = {
            "themes": len(themes), "pairs": comparison.pairs, "likeness": comparison.quantiles,
            "twins": len(comparison.twins), "marks": dict(sorted(found.faults.items())),
            "scores_marked": dict(sorted(found.scores.items())),
            "recognised": found.recognised(), "course": found.course(),
        }  # fmt: skip
        print(json.dumps(facts, indent=1))
        return 1 if comparison.twins or found.faults else 0
    told(comparison, len(themes))
    print(f"{said.scores} scores; themes as they are played against what is declared: {found.recognised()}")
    print(f"their course (medians; the climax's as means): {found.course()}")
    for kind, count in found.faults.most_common():
        print(f"{kind}: {count} marks in {found.scores[kind]} scores")
        for number, fault in [pair for pair in found.margin if pair[1].kind == kind][: said.examples]:
            film, seed, palette = chosen(number)
            place = f"film {film} seed {seed} {palette or 'as chosen'} {fault.cue} bar {fault.bar}"
            print(f"  {place}: {fault.sentence}")
    return 1 if comparison.twins or found.faults else 0


if __name__ == "__main__":
    sys.exit(main())
