"""From a film to its stems: python examples/score_with_client.py film.mp4 stems/ "calm piano"."""

import sys
from pathlib import Path

from ningbgm_daemon.client import Client

film, folder, wish = Path(sys.argv[1]), Path(sys.argv[2]), "".join(sys.argv[3:])

with Client(start=True) as bgm:
    score = bgm.score(film, wish=wish).wait(print)
    for cue in score.cues:
        for stem in cue.stems:
            print(stem.save(folder / f"{cue.cue_id}_{stem.stem_id}.wav"))
