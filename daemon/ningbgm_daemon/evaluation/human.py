"""Music that people made, as a yardstick: recordings and MIDI files that belong to no film.

Entropy, repeats and loudness range grow with a piece's length, so that of each only an excerpt as long as the
films is measured, from a place that chance chooses, the same on every run.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

import numpy as np

from ningbgm_agents.errors import InputError
from ningbgm_daemon.media.decode import read_sound
from ningbgm_daemon.media.mark import content_mark
from ningbgm_daemon.media.probe import probe

from .films import SOUNDS
from .measuring import Measured, measure_alone, measure_notes
from .metrics.tune import Tune
from .reading_tune import MIDI, read_midi
from .rows import FORMAT, Row, RowFiles
from .systems import HUMAN

_BPM = 120.0
"""What a MIDI file without a tempo has, by its standard."""


def human_rows(
    folder: Path, length_s: float, files: RowFiles, crew: Executor | None = None
) -> Iterator[tuple[Row, float]]:
    """A row for each recording and MIDI file, and the share that is done; rows are kept as they are done.

    A file that cannot be read says why in its row; one that lies there twice counts once.

    Raises:
        InputError: the folder holds no music.
        NotFoundError: the extra is not installed.
        DeliveryError: the disk refuses.
    """
    every = [path for path in sorted(folder.rglob("*")) if path.suffix.lower() in (*SOUNDS, *MIDI)]
    paths = list({content_mark(path): path for path in reversed(every)}.values())[::-1]
    if not paths:
        raise InputError(f"{folder} holds no music by people ({', '.join((*SOUNDS, *MIDI))})")
    names = [path.relative_to(folder).as_posix() for path in paths]
    keys = [_key(path, name, length_s) for path, name in zip(paths, names, strict=True)]
    found = [files.find(key, HUMAN, name) for key, name in zip(keys, names, strict=True)]
    new = [(p, n, k) for p, n, k, row in zip(paths, names, keys, found, strict=True) if row is None]
    jobs = ([p for p, _, _ in new], [n for _, n, _ in new], [k for _, _, k in new], [length_s] * len(new))
    made = crew.map(_row, *jobs) if crew else map(_row, *jobs)
    for number, row in enumerate(found):
        done = row or next(made)
        if row is None and not done.refused:
            files.keep(done)
        yield done, (number + 1) / len(paths)


def excerpt(tune: Tune, length_s: float, bpm: float, dice: random.Random) -> Tune:
    """Whole bars, from beat 0 on, that last about so long at the first tempo; a shorter tune as it is."""
    beats, bars = length_s * bpm / 60, tune.bars
    starts = [
        (first, last)
        for first in range(len(bars) - 1)
        if (last := next((n for n in range(first + 1, len(bars)) if bars[n] - bars[first] >= beats), 0))
    ]
    sounding = [pair for pair in starts if any(bars[pair[0]] <= n.start < bars[pair[1]] for n in tune.notes)]
    if not sounding:
        return tune
    first, last = dice.choice(sounding)
    zero = bars[first]
    kept = tuple(
        replace(note, start=note.start - zero, end=note.end - zero)
        for note in tune.notes
        if zero <= note.start < bars[last]
    )
    return Tune(kept, tuple(bar - zero for bar in bars[first : last + 1]))


def _row(path: Path, name: str, key: str, length_s: float) -> Row:
    dice, look = random.Random(f"human/{name}"), _notes if path.suffix.lower() in MIDI else _sound
    try:
        return Row(key, HUMAN, name, "", look(path, length_s, dice))
    except InputError as error:
        return Row(key, HUMAN, name, "", {}, refused=str(error))


def _sound(path: Path, length_s: float, dice: random.Random) -> Measured:
    info = probe(path)
    start = dice.uniform(0, max(0.0, info.duration_s - length_s))
    blocks = list(read_sound(info, start, min(start + length_s, info.duration_s)))
    return measure_alone(np.concatenate(blocks, axis=1) if blocks else np.zeros((2, 0), np.float32))


def _notes(path: Path, length_s: float, dice: random.Random) -> Measured:
    tune, declared = read_midi(path)
    return measure_notes(excerpt(tune, length_s, declared.base_bpm or _BPM, dice))


def _key(path: Path, name: str, length_s: float) -> str:
    told = {
        "format": FORMAT,
        "version": version("ningbgm"),
        "name": name,
        "mark": content_mark(path),
        "length_s": round(length_s, 3),
    }
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
