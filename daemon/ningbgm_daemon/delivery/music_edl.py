"""Writes `music.edl`: where the cues' mixes lie, as a CMX3600 edit decision list.

Written by hand: the OTIO adapter (otio-cmx3600-adapter 1.0.0) writes no FCM line, counts record times
from zero instead of the start timecode, gives every 29.97 drop-frame, and one channel to a sound.
"""

from __future__ import annotations

import re
from pathlib import Path

from ningbgm_agents.timeline import FrameRate, Timecode

from .laid_out import Layout, MusicClip

_DAY_S = 24 * 3600
_REEL_LENGTH = 8


def write_music_edl(layout: Layout) -> Path:
    """Write `music.edl`: one stereo event a cue, its source timecode that of the Broadcast WAV."""
    layout = layout.at_editing_rate()
    path, rate = layout.folder / "music.edl", layout.edit.rate
    lines = [f"TITLE: {_line(layout.name)[:70]}", f"FCM: {_frame_code_mode(rate)}", ""]
    for number, clip in enumerate(layout.mixes, 1):
        lines += [_event(number, clip, layout), f"* FROM CLIP NAME: {clip.file.name}"]
        lines += [f"* COMMENT: {_line(clip.cue.purpose)}"] if clip.cue.purpose else []
        lines += [f"* SOURCE FILE: {_line(str(clip.file))}", ""]
    path.write_text("\n".join(lines), encoding="utf-8", newline="\r\n")
    return path


def edl_timecode(frame: int, rate: FrameRate) -> str:
    """A timecode of the day, which after 24 hours begins anew."""
    day = Timecode.parse("23:59:59:00", rate).frame + rate.nominal
    return str(Timecode(frame % day, rate))


def _event(number: int, clip: MusicClip, layout: Layout) -> str:
    rate, start = layout.edit.rate, layout.edit.start_frame
    source = rate.frame_of_sample(clip.first_sample)
    frames = (
        source,
        source + clip.record.duration,
        start + clip.record.start,
        start + clip.record.end,
    )
    times = " ".join(edl_timecode(frame, rate) for frame in frames)
    return f"{number:03}  {_reel(clip):8} AA    C        {times}"


def _reel(clip: MusicClip) -> str:
    """The name of the reel: eight letters and digits, which is all that CMX3600 has room for."""
    return re.sub("[^A-Z0-9]", "", clip.cue.name.upper())[:_REEL_LENGTH] or "AX"


def _frame_code_mode(rate: FrameRate) -> str:
    return "DROP FRAME" if rate.drop_frame else "NON-DROP FRAME"


def _line(text: str) -> str:
    return " ".join(text.split())
