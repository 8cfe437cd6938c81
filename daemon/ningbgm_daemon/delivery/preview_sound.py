"""The sound of a preview: what the edit itself sounds like, and the music over it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from ningbgm_agents.errors import MediaError
from ningbgm_agents.timeline import SAMPLE_RATE_HZ, Edit, Sound, Span

from ..media.decode import read_sound

Stereo = NDArray[np.float32]
"""float32, shape (2, samples), 48 kHz."""

_BLOCK = SAMPLE_RATE_HZ
_KNEE, _CEILING = 0.7, 0.98
"""The limiter leaves all below the knee (-3 dBFS) alone and bends the rest under the ceiling."""


def preview_sound(edit: Edit, music: Path) -> Iterator[Stereo]:
    """The scored range in blocks of a second: the edit's sound and the music, without clipping."""
    with soundfile.SoundFile(str(music)) as file:
        for block in own_sound(edit, edit.span):
            played = file.read(block.shape[1], dtype="float32", always_2d=True).T
            block[:, : played.shape[1]] += played[:2]
            yield limited(block)


def limited(block: Stereo) -> Stereo:
    """The block with its peaks bent softly under the ceiling; quiet sound stays as it is."""
    level = np.abs(block)
    if level.max(initial=0.0) <= _KNEE:
        return block
    room = _CEILING - _KNEE
    bent = _KNEE + room * np.tanh((level - _KNEE) / room)
    return np.where(level > _KNEE, np.sign(block) * bent, block).astype(np.float32)


def own_sounds(edit: Edit) -> list[Sound]:
    """What plays beside the new music: the tracks without old music, else the shots' own sound."""
    placed = [sound for track in edit.tracks if track.use != "music" for sound in track.sounds]
    if not edit.tracks:
        placed = _shot_sounds(edit)
    return [sound for sound in placed if not sound.media.offline and sound.speed != 0]


def own_sound(edit: Edit, span: Span) -> Iterator[Stereo]:
    """What an edit itself sounds like over some of its frames, in blocks of a second; silence between."""
    first, last = edit.sample(span.start), edit.sample(span.end)
    sources = [_Source(edit, sound) for sound in own_sounds(edit)]
    for start in range(first, last, _BLOCK):
        block = np.zeros((2, min(_BLOCK, last - start)), np.float32)
        for source in sources:
            source.add_to(block, start)
        yield block


def _shot_sounds(edit: Edit) -> list[Sound]:
    """The sound of the shots; what runs on in its file over a cut is one sound."""
    sounds: list[Sound] = []
    for shot in edit.shots:
        if shot.media is None or shot.kind != "clip":
            continue
        sound = Sound(shot.record, shot.media, shot.source_start_s, shot.speed)
        if sounds and _runs_on(edit, sounds[-1], sound):
            whole = Span(sounds[-1].record.start, sound.record.end)
            sounds[-1] = replace(sounds[-1], record=whole)
        else:
            sounds.append(sound)
    return sounds


def _runs_on(edit: Edit, left: Sound, right: Sound) -> bool:
    played_s = edit.rate.seconds(left.record.duration) * left.speed
    gap_s = right.source_start_s - left.source_start_s - played_s
    return (
        left.record.end == right.record.start
        and (left.media.path, left.speed) == (right.media.path, right.speed)
        and abs(gap_s) * edit.rate.fps < Fraction(1, 2)
    )


class _Source:
    """A sound of the edit, read as the preview goes on."""

    def __init__(self, edit: Edit, sound: Sound) -> None:
        self._media, self._speed, self._start_s = sound.media, sound.speed, sound.source_start_s
        self._first, self._last = edit.sample(sound.record.start), edit.sample(sound.record.end)
        self._blocks: Iterator[Stereo] | None = None
        self._rest = np.zeros((2, 0), np.float32)

    def add_to(self, block: Stereo, start: int) -> None:
        """Add what of this sound falls into a block that begins at a sample of the edit."""
        begin, end = max(start, self._first), min(start + block.shape[1], self._last)
        if begin >= end:
            return
        try:
            heard = self._run_on(begin, end) if self._speed == 1 else self._retimed(begin, end)
        except MediaError:
            self._last = self._first
            return
        block[:, begin - start : begin - start + heard.shape[1]] += heard

    def _run_on(self, begin: int, end: int) -> Stereo:
        """The next samples, read on from where the last block ended."""
        if self._blocks is None:
            from_s = self._start_s + Fraction(begin - self._first, SAMPLE_RATE_HZ)
            to_s = self._start_s + Fraction(self._last - self._first, SAMPLE_RATE_HZ)
            self._blocks = read_sound(Path(self._media.path), from_s, to_s)
        parts, missing = [self._rest], end - begin - self._rest.shape[1]
        while missing > 0:
            part = next(self._blocks, None)
            if part is None:
                break
            parts.append(part)
            missing -= part.shape[1]
        joined = np.concatenate(parts, axis=1)
        self._rest = joined[:, end - begin :]
        return joined[:, : end - begin]

    def _retimed(self, begin: int, end: int) -> Stereo:
        """Samples of a sound that plays faster, slower or backwards, interpolated."""
        places = self._start_s + Fraction(begin - self._first, SAMPLE_RATE_HZ) * self._speed
        step = float(self._speed) / SAMPLE_RATE_HZ
        seconds = float(places) + step * np.arange(end - begin)
        from_s = max(0.0, float(seconds.min()))
        blocks = list(read_sound(Path(self._media.path), from_s, float(seconds.max()) + 0.001))
        if not blocks:
            return np.zeros((2, 0), np.float32)
        source = np.concatenate(blocks, axis=1)
        at = (seconds - from_s) * SAMPLE_RATE_HZ
        own = np.arange(source.shape[1])
        return np.stack([np.interp(at, own, channel) for channel in source]).astype(np.float32)
