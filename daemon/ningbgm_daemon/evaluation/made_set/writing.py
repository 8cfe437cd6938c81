"""Writes the made set in CSD-200's layout: film, sound, picture and text, and beside them what is known."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np

from ningbgm_agents.errors import DeliveryError
from ningbgm_daemon.demo.paint import Picture

from .drawing import Painter
from .plan import CATEGORIES, FPS, HEIGHT, OUTLINES, WIDTH, takes, turn_frame
from .sounding import RATE_HZ, Sound, sound_of

_AAC_BLOCK = 1024
Told = Callable[[str, float], None]
"""Told of what is being done and the share that is done."""


def make_set(
    folder: Path, categories: Sequence[str] = CATEGORIES, told: Told = lambda name, share: None
) -> tuple[Path, ...]:
    """Write the films of some categories into `category/category_01.*`; they are the same on every run.

    Films that lie there whole are left as they are.

    Raises:
        DeliveryError: the folder cannot be written.
    """
    painter, made = Painter(), []
    for number, category in enumerate(categories):
        told(f"Drawing {category}", number / len(categories))
        stem = folder / category / f"{category}_01"
        try:
            stem.parent.mkdir(parents=True, exist_ok=True)
            if not stem.with_suffix(".json").exists():
                _write(stem, category, painter)
        except OSError as error:
            raise DeliveryError(f"{stem.parent} cannot be written: {error.strerror or error}") from error
        made.append(stem.with_suffix(".mp4"))
    return tuple(made)


def _write(stem: Path, category: str, painter: Painter) -> None:
    """All files of a film; the description comes last, so that a film with one is whole."""
    outline, shots = OUTLINES[category], takes(category)
    sound, spoken = sound_of(category)
    pictures = list(painter.pictures(shots))
    part = stem.with_suffix(".part")
    _write_film(part, pictures, sound)
    os.replace(part, stem.with_suffix(".mp4"))
    _write_mp3(part, sound)
    os.replace(part, stem.with_suffix(".mp3"))
    middle = cv2.cvtColor(pictures[len(pictures) // 2], cv2.COLOR_RGB2BGR)
    stem.with_suffix(".jpg").write_bytes(cv2.imencode(".jpg", middle)[1].tobytes())
    stem.with_suffix(".txt").write_text(outline.caption + "\n", encoding="utf-8")
    silence = outline.silence_s
    truth = {
        "cuts": [shot.start for shot in shots[1:]],
        "speech_s": spoken,
        "silences_s": [silence] if silence else [],
        "scenes_s": [round(turn_frame(shots) / FPS, 4)],
        "wish": f"no music from {silence[0]:g} s to {silence[1]:g} s" if silence else "",
    }
    part.write_text(json.dumps(truth, indent=1) + "\n", encoding="utf-8")
    os.replace(part, stem.with_suffix(".json"))


def _write_film(target: Path, pictures: Sequence[Picture], sound: Sound) -> None:
    with av.open(str(target), "w", format="mp4", options={"movflags": "+faststart"}) as out:
        video = out.add_stream("libx264", rate=FPS, options={"preset": "superfast", "crf": "20"})
        video.width, video.height, video.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        audio = out.add_stream("aac", rate=RATE_HZ, layout="stereo")
        for frame, picture in enumerate(pictures):
            shown = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24")
            shown.pts, shown.time_base = frame, Fraction(1, FPS)
            out.mux(video.encode(shown))
        out.mux(video.encode(None))
        for block in _blocks(sound, _AAC_BLOCK):
            out.mux(audio.encode(block))
        out.mux(audio.encode(None))


def _write_mp3(target: Path, sound: Sound) -> None:
    with av.open(str(target), "w", format="mp3") as out:
        audio = out.add_stream("libmp3lame", rate=RATE_HZ, layout="stereo")
        for block in _blocks(sound, 1152):
            out.mux(audio.encode(block))
        out.mux(audio.encode(None))


def _blocks(sound: Sound, size: int) -> list[av.AudioFrame]:
    blocks = []
    for first in range(0, sound.shape[1], size):
        piece = np.ascontiguousarray(sound[:, first : first + size])
        block = av.AudioFrame.from_ndarray(piece, format="fltp", layout="stereo")
        block.sample_rate, block.pts, block.time_base = RATE_HZ, first, Fraction(1, RATE_HZ)
        blocks.append(block)
    return blocks
