"""Small films drawn by the tests, with known answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import numpy.typing as npt

Rgb = npt.NDArray[np.uint8]
Sound = npt.NDArray[np.float32]

SIZE = (192, 108)
"""Width and height of the drawn pictures."""


def scene(seed: int, frames: int, *, speed: float = 0.6, light: float = 1.0) -> list[Rgb]:
    """A slow pan over a wall of soft coloured shapes; each seed is another wall."""
    rng = np.random.default_rng(seed)
    width, height = SIZE
    small = rng.integers(0, 256, (7, 14, 3)).astype(np.uint8)
    wall = cv2.resize(small, (width * 2, height), interpolation=cv2.INTER_CUBIC)
    tint = rng.uniform(0.35, 1.0, 3) * light
    shaded = np.clip(wall * tint, 0, 255).astype(np.uint8)
    return [shaded[:, round(i * speed) % width :][:, :width] for i in range(frames)]


def plain(colour: tuple[int, int, int], frames: int) -> list[Rgb]:
    """Pictures of one colour."""
    return [np.full((SIZE[1], SIZE[0], 3), colour, np.uint8)] * frames


def blended(old: Sequence[Rgb], new: Sequence[Rgb]) -> list[Rgb]:
    """An even dissolve over as many pictures as both have."""
    count = len(old)
    shares = [(i + 1) / (count + 1) for i in range(count)]
    return [
        np.rint(a * (1 - share) + b * share).astype(np.uint8)
        for a, b, share in zip(old, new, shares, strict=True)
    ]


def write_film(
    path: Path,
    pictures: Iterable[Rgb],
    fps: Fraction | int = Fraction(24),
    *,
    codec: str = "libx264",
    pix_fmt: str = "yuv420p",
    times_ms: Sequence[int] | None = None,
    sound: Sound | None = None,
    sound_rate: int = 48_000,
    rotation: int = 0,
    timecode: str | None = None,
    coding: dict[str, str] | None = None,
) -> Path:
    """Write a film. `times_ms`: presentation times where they are uneven; `sound`: (channels, n);
    `coding`: options of the encoder beside or instead of the usual ones.
    """
    fps = Fraction(fps)
    with av.open(str(path), "w") as container:
        if timecode is not None:
            container.metadata["timecode"] = timecode
        video = None
        for index, picture in enumerate(pictures):
            if video is None:
                video = container.add_stream(codec, rate=fps)
                video.height, video.width = picture.shape[:2]
                video.pix_fmt = pix_fmt
                if codec == "libx264":
                    video.options = {"preset": "ultrafast", "crf": "18", "g": "48"} | (coding or {})
                if times_ms is not None:
                    video.time_base = video.codec_context.time_base = Fraction(1, 1000)
                if rotation:
                    video.set_display_rotation(rotation)
                audio = _sound_stream(container, sound, sound_rate)
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24")
            frame.pts = index if times_ms is None else times_ms[index]
            frame.time_base = 1 / fps if times_ms is None else Fraction(1, 1000)
            container.mux(video.encode(frame))
        if video is not None:
            container.mux(video.encode(None))
        else:
            audio = _sound_stream(container, sound, sound_rate)
        if sound is not None and audio is not None:
            _write_sound(container, audio, sound, sound_rate)
    return path


def _sound_stream(
    container: av.container.OutputContainer, sound: Sound | None, rate_hz: int
) -> av.AudioStream | None:
    if sound is None:
        return None
    codec = "pcm_s16le" if container.format.name in ("wav", "mov", "matroska", "avi") else "aac"
    stream = container.add_stream(codec, rate=rate_hz)
    stream.layout = {1: "mono", 2: "stereo", 6: "5.1"}[sound.shape[0]]
    return stream


def _write_sound(
    container: av.container.OutputContainer, stream: av.AudioStream, sound: Sound, rate_hz: int
) -> None:
    layout = stream.layout.name
    for begin in range(0, sound.shape[1], 1024):
        piece = np.ascontiguousarray(sound[:, begin : begin + 1024].astype(np.float32))
        frame = av.AudioFrame.from_ndarray(piece, format="fltp", layout=layout)
        frame.sample_rate, frame.pts = rate_hz, begin
        container.mux(stream.encode(frame))
    container.mux(stream.encode(None))


def tone(seconds: float, level: float = 0.1, hertz: float = 440.0, channels: int = 2) -> Sound:
    """A sine at 48 kHz."""
    time_s = np.arange(round(seconds * 48_000)) / 48_000
    return np.tile((level * np.sin(2 * np.pi * hertz * time_s)).astype(np.float32), (channels, 1))


def silence(seconds: float, channels: int = 2) -> Sound:
    """Digital silence at 48 kHz."""
    return np.zeros((channels, round(seconds * 48_000)), np.float32)
