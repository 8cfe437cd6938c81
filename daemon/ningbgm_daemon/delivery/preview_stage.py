"""What is seen where an edit has no picture: its stills, or the music's waveform and a clock."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import cv2

from ningbgm_agents.errors import MediaError
from ningbgm_agents.timeline import Edit

from .preview_canvas import Canvas, Planes
from .preview_frames import still_picture
from .report_waveform import Waveform, waveform

_WAVE, _PLAYED, _CLOCK = 92, 200, 226
"""Luma of the waveform, of its played part, and of the clock."""


def stage_pictures(
    canvas: Canvas, edit: Edit, music: Path, images: tuple[Path, ...], step: int
) -> Iterator[tuple[int, Planes]]:
    """Every `step`-th frame of the range with its picture."""
    duration = edit.span.duration
    stills = _stills(canvas, images)
    wave = None if stills else waveform(music, canvas.width)
    for frame in range(0, duration, step):
        if stills:
            yield frame, stills[min(frame * len(stills) // duration, len(stills) - 1)]
        else:
            assert wave is not None
            timecode = str(edit.timecode(edit.span.start + frame))
            yield frame, _wave_picture(canvas, wave, frame / duration, timecode)


def _stills(canvas: Canvas, images: tuple[Path, ...]) -> list[Planes]:
    stills = []
    for path in images:
        try:
            stills.append(still_picture(canvas, path))
        except MediaError:
            continue
    return stills


def _wave_picture(canvas: Canvas, wave: Waveform, share: float, timecode: str) -> Planes:
    planes = canvas.black()
    luma = planes[: canvas.height]
    middle, reach = canvas.height // 2, canvas.height * 0.3
    played = share * canvas.width
    for x, (low, high) in enumerate(zip(wave.low, wave.high, strict=True)):
        bottom, top = int(middle - low * reach) + 1, int(middle - high * reach)
        luma[top:bottom, x] = _PLAYED if x < played else _WAVE
    size = canvas.width / 900
    (width, _), _ = cv2.getTextSize(timecode, cv2.FONT_HERSHEY_SIMPLEX, size, 1)
    place = ((canvas.width - width) // 2, int(canvas.height * 0.94))
    cv2.putText(luma, timecode, place, cv2.FONT_HERSHEY_SIMPLEX, size, _CLOCK, 1, cv2.LINE_AA)
    return planes
