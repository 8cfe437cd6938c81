"""What models of real size cost on this machine, beside our own performer, in one run.

    python benchmarks/models.py --seconds 2 --speech 30 --minutes 0.5

Prints one JSON object a line: seconds of computing for a second of sound, by the clock (`per_second`) and by
the processor, for a MusicGen with the dimensions of facebook/musicgen-small and a whisper with those of base,
through the code that users' weights go through, and for the SoundFont. The weights are random, which costs as
much; a whisper that hears noise writes until it may write no more, so its number is the worst. `load` is how
many processes wanted a processor when it began and when it ended. `--batch` says how many play at once.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

sys.path.append(str(Path(__file__).parents[1] / "tests"))
from fakes.tiny_musicgen import SMALL, build_musicgen
from fakes.tiny_whisper import build_whisper_base
from ningbgm_daemon.performers.engines import find_checkpoint, loader
from ningbgm_daemon.performers.passage import Passage
from perform import dense_score, time_performer


@contextmanager
def timed(name: str, sound_s: float) -> Iterator[dict[str, object]]:
    """Prints what was measured within, and what was added to it."""
    found: dict[str, object] = {"what": name, "sound_s": sound_s}
    load, start, used = os.getloadavg()[0], time.perf_counter(), sum(os.times()[:4])
    yield found
    wall, used = time.perf_counter() - start, sum(os.times()[:4]) - used
    found |= {"per_second": round(wall / sound_s, 2), "processor_per_second": round(used / sound_s, 2)}
    print(json.dumps({**found, "load": [round(load, 1), round(os.getloadavg()[0], 1)]}), flush=True)


def time_musicgen(folder: Path, seconds: float, batch: int | None) -> None:
    model = loader(find_checkpoint(str(build_musicgen(folder, SMALL)), folder), batch)()
    count, rows = round(seconds * model.facts.sample_rate_hz), model.facts.batch_size
    nothing, no_guide = np.zeros(0, np.float32), np.zeros((0, 12), np.float32)
    passages = [Passage("warm strings, slow", count, seed, nothing, no_guide) for seed in range(rows)]
    with timed("MusicGen, dimensions of musicgen-small", seconds * rows) as found:
        sounds = model.play(passages, lambda _share: None)
        found |= {"device": model.facts.device, "batch": rows}
    assert all(len(sound) == count for sound in sounds)


def time_whisper(folder: Path, seconds: float) -> None:
    import torch

    from ningbgm_daemon.models.whisper import RATE_HZ, WhisperModel

    model = WhisperModel(build_whisper_base(folder / "noise.pt"))
    sound = (0.1 * np.random.default_rng(1).standard_normal(round(seconds * RATE_HZ))).astype(np.float32)
    with timed("whisper, dimensions of base", seconds) as found:
        words = model.transcribe(sound, 0.0)
        device = "on the GPU in float16" if torch.cuda.is_available() else "on the processor in float32"
        found |= {"device": device, "words": len(words)}


def time_ours(minutes: float) -> None:
    with timed("our SoundFont performer, six stems, mixed", minutes * 60) as found:
        found["device"] = "on the processor"
        time_performer(dense_score(minutes), workers=1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=4.0, help="length of the passage")
    parser.add_argument("--speech", type=float, default=30.0, help="length of what whisper hears")
    parser.add_argument("--minutes", type=float, default=1.0, help="length of the score")
    parser.add_argument("--batch", type=int, help="passages at once; by itself by the device")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        time_ours(options.minutes)
        time_musicgen(Path(folder) / "musicgen-small", options.seconds, options.batch)
        time_whisper(Path(folder), options.speech)


if __name__ == "__main__":
    main()
