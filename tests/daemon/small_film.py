"""A film of three shots, small enough to be scored in a moment."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np

FPS, WIDTH, HEIGHT = 25, 96, 54


def write_small_film(path: Path, seconds: float = 3.0, seed: int = 1) -> Path:
    """Write a film with a cut every second and a soft tone; another seed is another film."""
    dice = np.random.default_rng(seed)
    with av.open(str(path), "w") as container:
        video = container.add_stream("libx264", rate=Fraction(FPS))
        video.width, video.height, video.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        video.options = {"preset": "ultrafast"}
        sound = container.add_stream("aac", rate=48_000, layout="mono")
        wall = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
        for number in range(round(seconds * FPS)):
            if number % FPS == 0:
                wall = np.kron(dice.integers(0, 256, (6, 12, 3)), np.ones((9, 8, 1))).astype(np.uint8)
            frame = av.VideoFrame.from_ndarray(np.roll(wall, number % FPS, axis=1), format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, FPS)
            container.mux(video.encode(frame))
        container.mux(video.encode(None))
        time_s = np.arange(round(seconds * 48_000)) / 48_000
        tone = (0.05 * np.sin(2 * np.pi * 220 * time_s)).astype(np.float32)
        for begin in range(0, len(tone), 1024):
            piece = av.AudioFrame.from_ndarray(tone[None, begin : begin + 1024], format="fltp", layout="mono")
            piece.sample_rate, piece.pts = 48_000, begin
            container.mux(sound.encode(piece))
        container.mux(sound.encode(None))
    return path
