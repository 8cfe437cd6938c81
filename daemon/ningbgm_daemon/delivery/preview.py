"""The preview film: the scored picture with its own sound and the music, to look at and pass on."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.container import OutputContainer

from ningbgm_agents.errors import DeliveryError
from ningbgm_agents.timeline import SAMPLE_RATE_HZ, Edit

from .preview_copy import CopiedPicture, copied_picture
from .preview_picture import DrawnPicture
from .preview_sound import preview_sound

Progress = Callable[[float], None]
_SOUND_AHEAD_S = 0.25
"""How far the sound runs ahead of the picture in the file."""


def write_preview(
    target: Path,
    edit: Edit,
    music: Path,
    images: Sequence[Path] = (),
    progress: Progress | None = None,
) -> None:
    """Write the picture of the scored range with its sound and the music as an MP4.

    `music` is 48 kHz sound that begins with the first scored frame. The picture is copied where it
    is one whole file that fits an MP4, else drawn again, at most 640 pixels on its long side. Where
    the edit has no picture, the `images` are shown in turn, or the music as a waveform. Memory use
    is constant.

    Raises:
        DeliveryError: the file cannot be written.
        MediaError: the media cannot be read.
    """
    part = target.with_name(target.name + ".part")
    try:
        with av.open(str(part), "w", format="mp4", options={"movflags": "+faststart"}) as out:
            picture = copied_picture(edit) or DrawnPicture(edit, music, tuple(images))
            _write(out, edit, picture, music, progress or (lambda share: None))
        os.replace(part, target)
    except (OSError, av.error.FFmpegError) as error:
        raise DeliveryError(f"the preview {target} cannot be written: {error}", path=str(target)) from error
    finally:
        part.unlink(missing_ok=True)


def _write(
    out: OutputContainer,
    edit: Edit,
    picture: CopiedPicture | DrawnPicture,
    music: Path,
    progress: Progress,
) -> None:
    packets = picture.packets(out)
    sound = _sound_packets(out, edit, music)
    length_s = float(edit.rate.seconds(edit.span.duration))
    heard_s, told = -1.0, 0
    for time_s, packet in packets:
        while heard_s < time_s + _SOUND_AHEAD_S:
            heard_s = _mux_next(out, sound)
        out.mux(packet)
        if int(100 * time_s / length_s) > told:
            told = int(100 * time_s / length_s)
            progress(min(told / 100, 1.0))
    while _mux_next(out, sound) < float("inf"):
        pass
    progress(1.0)


def _mux_next(out: OutputContainer, sound: Iterator[tuple[float, av.Packet[av.AudioStream]]]) -> float:
    """Write the next packet of sound; its time, or infinity after the last."""
    following = next(sound, None)
    if following is None:
        return float("inf")
    out.mux(following[1])
    return following[0]


def _sound_packets(
    out: OutputContainer, edit: Edit, music: Path
) -> Iterator[tuple[float, av.Packet[av.AudioStream]]]:
    """AAC packets of the mixed sound, each with its time in seconds."""
    # the streams have to be made before the first packet is written, the work comes later
    stream = out.add_stream("aac", rate=SAMPLE_RATE_HZ, layout="stereo", options={"aac_coder": "fast"})
    stream.bit_rate = 192_000
    base = Fraction(1, SAMPLE_RATE_HZ)

    def encoded() -> Iterator[tuple[float, av.Packet[av.AudioStream]]]:
        position = 0
        for block in preview_sound(edit, music):
            frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(block), format="fltp", layout="stereo")
            frame.sample_rate, frame.pts, frame.time_base = SAMPLE_RATE_HZ, position, base
            position += block.shape[1]
            for packet in stream.encode(frame):
                yield _timed(packet, position)
        for packet in stream.encode(None):
            yield _timed(packet, position)

    return encoded()


def _timed(packet: av.Packet[av.AudioStream], position: int) -> tuple[float, av.Packet[av.AudioStream]]:
    if packet.pts is None or packet.time_base is None:
        return position / SAMPLE_RATE_HZ, packet
    return float(packet.pts * packet.time_base), packet
