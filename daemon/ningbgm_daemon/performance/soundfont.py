"""SoundFonts: SF2 files, and SF3 files whose samples are Ogg Vorbis."""

from __future__ import annotations

import io
import mmap
from collections import OrderedDict
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soundfile

from ningbgm_agents.errors import PerformanceError

from .hydra import LARGEST_FONT_BYTES, Hydra, SampleHeader, read_hydra
from .region import Region, resolve

Audio = npt.NDArray[np.float32]

KIT_BANK = 128
"""Bank of the drum kits."""
_LONGEST_SAMPLE = 1 << 23
"""Frames of one sample; nearly three minutes at 48 kHz."""
_DECODED_BYTES = 48 << 20


def own_soundfont() -> Path:
    """The SoundFont that comes with NingBGM."""
    return Path(str(files("ningbgm_daemon.performance") / "soundfont" / "ningbgm.sf3"))


class SoundFont:
    """A SoundFont, read lazily: tables at once, samples when they are first heard.

    Raises:
        PerformanceError: the file is missing, too large, or not a sound SoundFont.
    """

    velocity_squares = True
    """Loudness goes by the square of the velocity, in every zone."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._map = _mapped(path)
        self._hydra: Hydra = read_hydra(self._map, path.name)
        self._decoded: OrderedDict[int, Audio] = OrderedDict()
        self._decoded_bytes = 0

    def presets(self) -> Mapping[tuple[int, int], str]:
        """Names by (bank, program); drum kits stand in bank 128."""
        return {place: name for place, (name, _) in sorted(self._hydra.presets.items())}

    def place(self, program: int, kit: bool) -> tuple[int, int]:
        """Where an instrument is found, or what stands in for it.

        A missing program gives way to the nearest of its General MIDI family (eight programs), a
        missing kit to kit 0.

        Raises:
            PerformanceError: the font has nothing like it.
        """
        presets = self._hydra.presets
        if kit:
            places = [(KIT_BANK, program), (KIT_BANK, 0)]
        else:
            family = range(program // 8 * 8, program // 8 * 8 + 8)
            places = [(0, near) for near in sorted(family, key=lambda p: (abs(p - program), p))]
        for place in places:
            if place in presets:
                return place
        raise PerformanceError(
            f"the SoundFont {self.path.name} has no {'kit' if kit else 'program'} {program}"
            " and nothing like it",
            soundfont=self.path.name,
            program=program,
        )

    def regions(self, place: tuple[int, int], key: int, velocity: int) -> tuple[Region, ...]:
        """Everything that sounds for a note of a preset, in the file's order."""
        _, zones = self._hydra.presets[place]
        return tuple(
            resolve(outer, inner, self._hydra.samples[inner.target], key, velocity)
            for outer in zones
            if outer.covers(key, velocity)
            for inner in self._hydra.instruments[outer.target]
            if inner.covers(key, velocity)
        )

    def layer(self, place: tuple[int, int], key: int, velocity: int) -> tuple[tuple[int, int], ...]:
        """Which zones a note meets: equal for two velocities of the same velocity layer."""
        _, zones = self._hydra.presets[place]
        return tuple(
            (index, number)
            for index, outer in enumerate(zones)
            if outer.covers(key, velocity)
            for number, inner in enumerate(self._hydra.instruments[outer.target])
            if inner.covers(key, velocity)
        )

    def header(self, sample: int) -> SampleHeader:
        """The header of a sample, by number."""
        return self._hydra.samples[sample]

    def loop(self, sample: int) -> tuple[int, int]:
        """First and last (exclusive) point of a sample's loop, counted from its first point."""
        header = self._hydra.samples[sample]
        base = 0 if header.compressed else header.start
        return header.loop_start - base, header.loop_end - base

    def points(self, sample: int) -> Audio:
        """A sample's sound: float32, shape (points,), -1 to 1, at the header's rate."""
        if sample not in self._decoded:
            decoded = self._decode(self._hydra.samples[sample])
            self._decoded[sample] = decoded
            self._decoded_bytes += decoded.nbytes
            while self._decoded_bytes > _DECODED_BYTES and len(self._decoded) > 1:
                self._decoded_bytes -= self._decoded.popitem(last=False)[1].nbytes
        self._decoded.move_to_end(sample)
        return self._decoded[sample]

    def _decode(self, header: SampleHeader) -> Audio:
        width = 1 if header.compressed else 2
        start, size = self._hydra.samples_start, self._hydra.samples_bytes
        if not 0 <= header.start <= header.end <= size // width:
            raise PerformanceError(
                f"the sample {header.name!r} lies outside the SoundFont {self.path.name}",
                soundfont=self.path.name,
            )
        raw = self._map[start + width * header.start : start + width * header.end]
        if not header.compressed:
            return np.frombuffer(raw, "<i2").astype(np.float32) / np.float32(32768)
        try:
            with soundfile.SoundFile(io.BytesIO(raw)) as ogg:
                sound: Audio = ogg.read(min(ogg.frames, _LONGEST_SAMPLE), "float32", always_2d=True)
        except (soundfile.SoundFileError, ValueError) as error:
            raise PerformanceError(
                f"the sample {header.name!r} of the SoundFont {self.path.name} cannot be decoded",
                soundfont=self.path.name,
            ) from error
        return np.ascontiguousarray(sound[:, 0])


def _mapped(path: Path) -> mmap.mmap:
    try:
        with path.open("rb") as file:
            if not 0 < path.stat().st_size <= LARGEST_FONT_BYTES:
                raise PerformanceError(
                    f"{path.name} is empty or too large for a SoundFont", soundfont=str(path)
                )
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except OSError as error:
        raise PerformanceError(
            f"the SoundFont {path} cannot be opened: {error.strerror}", soundfont=str(path)
        ) from error
