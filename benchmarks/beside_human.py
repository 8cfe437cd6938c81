"""Measures our palettes beside music that people made: how dense, how wide, how loud, how much it repeats.

    python benchmarks/beside_human.py [MUSIC ...] [--first 90] [--most 12] [--film 23] [--palettes ...]

MUSIC is sound files or folders of them; docs/listening.md says where to have some. Of a folder at most
`--most` pieces count, spread evenly over it. After the pieces comes what is usual: median, 5th and 95th
percentile of each folder and of all. Then every palette plays one drawn film of about a minute without a
wish; `--palettes` without names leaves them out. Of a recording only what can be heard is measured, of ours
the notes too. One line of JSON each.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from av.error import InvalidDataError

from critique.measured_sound import Measures, measures, pieces_in, sound_of, usual
from critique.paper import on_paper
from critique.playing import played
from critique.scenes import draw_scene
from ningbgm_agents.palette import palette_names
from ningbgm_daemon.evaluation.metrics.groove import groove_consistency
from ningbgm_daemon.evaluation.metrics.pitches import pitch_class_entropy, scale_consistency
from ningbgm_daemon.evaluation.reading_tune import tune_of


def theirs(places: list[Path], first_s: float, most: int) -> None:
    """Print the measures of every piece, and what is usual in each folder and in all."""
    every: list[Measures] = []
    for place in places:
        rows = []
        for piece in pieces_in(place, most):
            try:
                sound = sound_of(piece, first_s)
            except InvalidDataError:
                print(f"{piece} cannot be read", file=sys.stderr)
                continue
            rows.append(measures(sound))
            print(json.dumps({"name": piece.name, **rows[-1]}), flush=True)
        every += rows
        if len(rows) > 1:
            print(json.dumps({"usual": place.name, "pieces": len(rows), **usual(rows)}), flush=True)
    if len(places) > 1:
        print(json.dumps({"usual": "all", "pieces": len(every), **usual(every)}), flush=True)


def ours(film: int, seed: int, palette: str) -> Measures:
    """The same of one palette, and what its notes say."""
    score = on_paper(replace(draw_scene(film), wish=""), seed, palette)
    tune = tune_of(score)
    notes = {
        "pitch_class_entropy": pitch_class_entropy(tune),
        "scale_consistency": scale_consistency(tune),
        "groove_consistency": groove_consistency(tune),
    }
    with tempfile.TemporaryDirectory() as folder:
        mix, _heard = played(score, Path(folder))
        return measures(sound_of(mix)) | {k: v if v is None else round(v, 2) for k, v in notes.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("music", nargs="*", type=Path)
    parser.add_argument("--first", type=float, default=90.0, help="seconds of each piece")
    parser.add_argument("--most", type=int, default=12, help="pieces of each folder")
    parser.add_argument("--film", type=int, default=23)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--palettes", nargs="*", default=list(palette_names()))
    said = parser.parse_args()
    if said.music:
        theirs(said.music, said.first, said.most)
    for palette in said.palettes:
        print(json.dumps({"name": palette, **ours(said.film, said.seed, palette)}), flush=True)


if __name__ == "__main__":
    main()
