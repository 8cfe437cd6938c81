"""The lanes of the report that show sound files: the music, its stems, its loudness."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import soundfile

from ningbgm_agents.brief import OTHER_STEM, STEMS
from ningbgm_agents.evidence import Evidence
from ningbgm_agents.score import Score

from ..loudness import KWeighting, momentary
from .report_axis import DRAWN_WIDTH, Axis, drawing, lane
from .report_markup import Markup, element, path_of
from .report_picture import thinned
from .report_waveform import Waveform, waveform

MUSIC = "mix/music.wav"
_POINTS = 2000
_LOUDEST, _QUIETEST = -6.0, -54.0
_BLOCK = 480_000


def music_lane(axis: Axis, folder: Path) -> Markup:
    """The music as it is delivered."""
    path = folder / MUSIC
    wave = _drawn(waveform(path, _POINTS), "music") if path.is_file() else None
    return lane("Music", "the whole mix" if wave else "no file", "wave", wave)


def stem_lanes(axis: Axis, score: Score, folder: Path) -> list[Markup]:
    """One lane a stem, with the waveforms of all cues."""
    lanes = []
    for stem in (*STEMS, OTHER_STEM):
        drawn = []
        for cue in score.cues:
            path = folder / f"stems/{cue.name}_{stem}.wav"
            if not path.is_file():
                continue
            left, right = axis.at_frame(cue.span.start), axis.at_frame(cue.span.end)
            wave = waveform(path, max(50, int(_POINTS * (right - left) / 100)))
            drawn.append(_drawn(wave, stem, axis.block(left, right)))
        if drawn:
            names = [part.instrument.name for cue in score.cues for part in cue.parts if part.stem == stem]
            lanes.append(lane(stem.capitalize(), ", ".join(dict.fromkeys(names)), "wave stem", *drawn))
    return lanes


def loudness_lane(axis: Axis, evidence: Evidence, folder: Path) -> Markup:
    """Momentary loudness of the music over that of the film's own sound."""
    paths = []
    own = evidence.curve("loudness")
    if own is not None and own.values:
        place = [(p * len(own.values) / own.rate_hz, value) for p, value in thinned(own.values)]
        points = [(axis.at_second(second) * DRAWN_WIDTH / 100, _height(v)) for second, v in place]
        surface = [(points[0][0], 100.0), *points, (points[-1][0], 100.0)]
        paths.append(element("path", d=path_of(surface, closed=True), class_="own"))
    path = folder / MUSIC
    if path.is_file():
        levels = thinned(_momentary(path))
        paths.append(
            element(
                "path",
                d=path_of([(p * DRAWN_WIDTH, _height(v)) for p, v in levels]),
                class_="loudness",
            )
        )
    grid = "".join(f"M0 {_height(level):.1f}H{DRAWN_WIDTH}" for level in (-14, -23, -36))
    marks = [
        element("span", str(level), class_="mark", style=f"top:{_height(level):.1f}%")
        for level in (-14, -23, -36)
    ]
    keys = element(
        "div",
        element("i", "music", class_="key loudness"),
        element("i", "the film's own sound", class_="key own"),
        class_="keys",
    )
    return lane(
        "Loudness",
        "momentary, LUFS",
        "loud",
        drawing(100, element("path", d=grid, class_="octave"), *paths),
        *marks,
        keys,
    )


def _drawn(wave: Waveform, kind: str, style: str | None = None) -> Markup:
    """A waveform as one closed outline."""
    step = DRAWN_WIDTH / max(len(wave.high) - 1, 1)
    loudest = max(0.05, max(wave.high, default=0), -min(wave.low, default=0))
    upper = [(i * step, 50 - 48 * value / loudest - 0.4) for i, value in enumerate(wave.high)]
    lower = [(i * step, 50 - 48 * value / loudest + 0.4) for i, value in enumerate(wave.low)]
    outline = element("path", d=path_of(upper + lower[::-1], closed=True), class_=f"wave {kind}")
    return drawing(100, outline, style=style)


def _momentary(path: Path) -> Sequence[float]:
    """Momentary loudness of a file every 100 ms, in LUFS."""
    with soundfile.SoundFile(str(path)) as file:
        weighting = KWeighting(file.channels)
        parts = [weighting.blocks(block.T) for block in file.blocks(_BLOCK, dtype="float32", always_2d=True)]
    values: list[float] = momentary(np.concatenate(parts)).tolist() if parts else []
    return values


def _height(level: float) -> float:
    """Place of a loudness from the top, 0 to 100."""
    share = (level - _QUIETEST) / (_LOUDEST - _QUIETEST)
    return 98 - 96 * min(max(share, 0.0), 1.0)
