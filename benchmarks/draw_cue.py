"""Draws cues to look at: piano roll, lead sheet, spectrogram with loudness, as PNG.

python benchmarks/draw_cue.py OUT --film 6 --seed 1 --palette electronic    # a drawn film
python benchmarks/draw_cue.py OUT --score FOLDER                             # what `ningbgm score` wrote
python benchmarks/draw_cue.py OUT --film 6 --palettes                        # every palette
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from critique.canvas import draw_lead_sheet, draw_roll, draw_sound
from critique.fault import pages_of
from critique.paper import on_paper
from critique.playing import played
from critique.scenes import draw_scene
from ningbgm_agents.document import load
from ningbgm_agents.palette import palette_names
from ningbgm_agents.score import Score


def draw(score: Score, mixes: Path, out: Path, name: str) -> list[Path]:
    """The pictures of every cue; `mixes` is the folder with a mix a cue."""
    out.mkdir(parents=True, exist_ok=True)
    made = []
    for page in pages_of(score):
        stem = f"{name}_{page.cue.name}"
        paths = [out / f"{stem}_{kind}.png" for kind in ("roll", "lead", "sound")]
        draw_roll(page, paths[0])
        draw_lead_sheet(page, paths[1])
        (mix,) = sorted(mixes.glob(f"*{page.cue.name}_mix.wav"))
        draw_sound(page, mix, paths[2])
        made += paths
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("out", type=Path)
    parser.add_argument("--film", type=int, default=6, help="a drawn film, 0 to 29")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--palette")
    parser.add_argument("--palettes", action="store_true", help="the film in every palette")
    parser.add_argument("--score", type=Path, help="a folder that `ningbgm score` wrote")
    said = parser.parse_args()
    if said.score is not None:
        score = load(Score, (said.score / "score.ningbgm.json").read_text(encoding="utf-8"))
        print(*draw(score, said.score / "mix", said.out, said.score.name), sep="\n")
        return
    for palette in palette_names() if said.palettes else (said.palette,):
        score = on_paper(draw_scene(said.film), said.seed, palette)
        with tempfile.TemporaryDirectory() as folder:
            mix, _heard = played(score, Path(folder))
            name = f"{score.palette}_film{said.film}_seed{said.seed}"
            print(*draw(score, mix.parent, said.out, name), sep="\n", flush=True)


if __name__ == "__main__":
    main()
