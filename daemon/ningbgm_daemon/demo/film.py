"""The demo film as a file: picture, sound, and the line that is said beside it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from . import speech
from .paint import HEIGHT, WIDTH, Picture
from .soundscape import RATE_HZ, Sound, soundscape
from .story import DEMO_CUTS, DEMO_DISSOLVE, DEMO_FLASH, DEMO_FRAMES, DEMO_WAVE, FPS, pictures

__all__ = [
    "DEMO_CUTS",
    "DEMO_DISSOLVE",
    "DEMO_FLASH",
    "DEMO_FRAMES",
    "DEMO_WAVE",
    "FPS",
    "draw_demo",
]

_BLOCK = RATE_HZ // FPS
_SYNOPSIS = (
    "The Long Way Home. On a bright morning somebody walks over the hills and along a quiet lake."
    " Clouds gather, a storm breaks with rain and lightning. At night the rainy city glows; someone"
    " waits behind a window. Then the sun rises over the mountains, and a friend waves from the"
    " house.\n"
)


def draw_demo(target: Path, progress: Callable[[float], None] | None = None) -> Path:
    """Draw the film into `target` (.mp4) and what happens in it into a .txt beside it.

    24 frames a second, 960 x 540, h264 and AAC, 32 seconds; always the same. Returns `target`.
    """
    write_film(target, pictures(), soundscape(), progress or (lambda share: None))
    text = f"{_SYNOPSIS}Voice: {speech.LINE!r}\n"
    target.with_suffix(".txt").write_text(text, encoding="utf-8")
    return target


def write_film(
    target: Path, shown: Iterable[Picture], sound: Sound, progress: Callable[[float], None]
) -> None:
    """Encode pictures and sound; the file appears by rename, whole or not at all."""
    part = target.with_name(target.name + ".part")
    with av.open(str(part), "w", format="mp4", options={"movflags": "+faststart"}) as out:
        video = out.add_stream("libx264", rate=FPS, options={"preset": "superfast", "crf": "19"})
        video.width, video.height, video.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        video.thread_count = 2
        audio = out.add_stream("aac", rate=RATE_HZ, layout="stereo")
        audio.bit_rate = 160_000
        for frame, picture in enumerate(shown):
            out.mux(video.encode(_video_frame(picture, frame)))
            out.mux(audio.encode(_audio_frame(sound, frame)))
            progress((frame + 1) / DEMO_FRAMES)
        out.mux(video.encode(None))
        out.mux(audio.encode(None))
    os.replace(part, target)


def _video_frame(picture: Picture, frame: int) -> av.VideoFrame:
    shown = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24")
    shown.pts, shown.time_base = frame, Fraction(1, FPS)
    return shown


def _audio_frame(sound: Sound, frame: int) -> av.AudioFrame:
    first = frame * _BLOCK
    heard = av.AudioFrame.from_ndarray(
        np.ascontiguousarray(sound[:, first : first + _BLOCK]), format="fltp", layout="stereo"
    )
    heard.sample_rate, heard.pts, heard.time_base = RATE_HZ, first, Fraction(1, RATE_HZ)
    return heard
