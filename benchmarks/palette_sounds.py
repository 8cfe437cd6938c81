"""Are the palettes told apart by their sound? Renders each on the same films and asks a simple classifier.

    python benchmarks/palette_sounds.py [--seeds 5] [--palettes orchestral band ...] [--json]

Every palette plays the same films (14 to 26 s, one kind of scene each, no wish), a film for each seed, from
the first again after five. The classifier knows all films but one and tells the palettes of that one: film,
key, tempo and theme are always new to it. Exits with 1 where less than `RIGHT` is told rightly, or a palette
is taken for another one oftener than for itself.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np

from critique.paper import on_paper
from critique.playing import played
from critique.scenes import draw_scene
from critique.sound_print import Floats, print_of
from critique.telling_apart import Confusion, leave_one_group_out
from ningbgm_agents.palette import palette_names

RIGHT = 0.75
"""Three of four, where guessing among a dozen or more tells less than one in ten."""
FILMS = (0, 17, 18, 20, 25)
"""Drawn films with one kind of scene: storm, chase, night, stage, chase again."""


def prints(palettes: tuple[str, ...], seeds: int) -> tuple[Floats, list[str], list[int]]:
    """Features, palettes and films of everything rendered."""
    rows, names, groups = [], [], []
    for seed in range(seeds):
        scene = replace(draw_scene(FILMS[seed % len(FILMS)]), wish="")
        for palette in palettes:
            with tempfile.TemporaryDirectory() as folder:
                music, _heard = played(on_paper(scene, seed, palette), Path(folder))
                rows.append(print_of(music))
            names.append(palette)
            groups.append(seed % len(FILMS))
            print(f"seed {seed} {palette}", file=sys.stderr, flush=True)
    return np.array(rows), names, groups


def told_apart(confusion: Confusion) -> bool:
    """Whether enough was told rightly, and every palette is itself to the ear."""
    themselves = np.argmax(confusion.counts, axis=1) == np.arange(len(confusion.names))
    return confusion.right >= RIGHT and bool(themselves.all())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--palettes", nargs="+", default=list(palette_names()))
    parser.add_argument("--json", action="store_true")
    said = parser.parse_args()
    confusion = leave_one_group_out(*prints(tuple(said.palettes), said.seeds))
    if said.json:
        print(json.dumps({
            "right": round(confusion.right, 3), "chance": round(confusion.chance, 3),
            "mistaken": confusion.mistaken(),
        }, indent=1))  # fmt: skip
    else:
        print(confusion.table())
        print(f"told rightly {confusion.right:.2f}, by guessing {confusion.chance:.2f}, asked for {RIGHT}")
        for true, taken, count in confusion.mistaken():
            print(f"  {true} taken for {taken}: {count}")
    return 0 if told_apart(confusion) else 1


if __name__ == "__main__":
    sys.exit(main())
