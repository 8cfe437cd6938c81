"""SFZ instruments: the opcodes that matter, resolved to the regions that the sampler plays."""

from __future__ import annotations

import math
import re
from collections import OrderedDict
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soundfile

from ningbgm_agents.errors import PerformanceError

from .hydra import SampleHeader
from .region import Envelope, Oscillator, Region
from .sfz_text import read_sfz_text
from .sound_loop import loop_in_wave

Audio = npt.NDArray[np.float32]
Opcodes = Mapping[str, str]

_LONGEST_SAMPLE = 1 << 24
_DECODED_BYTES = 192 << 20
_UNDERSTOOD = frozenset((
    "sample", "key", "lokey", "hikey", "lovel", "hivel", "pitch_keycenter", "pitch_keytrack",
    "transpose", "tune", "pitch", "offset", "end", "loop_mode", "loopmode", "loop_start", "loopstart",
    "loop_end", "loopend", "volume", "amplitude", "amp_veltrack", "pan", "group", "off_by", "offby",
    "trigger", "ampeg_delay", "ampeg_attack", "ampeg_hold", "ampeg_decay", "ampeg_sustain",
    "ampeg_release", "cutoff", "resonance", "fil_type", "seq_position", "seq_length", "lorand",
    "hirand", "region_label", "group_label", "master_label", "global_label", "sw_label", "off_mode",
))  # fmt: skip
_NOTE = re.compile(r"([a-g])([#b]?)(-?\d)")
_STEPS = {"c": 0, "d": 2, "e": 4, "f": 5, "g": 7, "a": 9, "b": 11}
_OPEN_CENTS = 13_500.0
_STILL = Envelope(0.0, 0.0, 0.0, 0.0, 1.0, 0.0)
_NO_SWING = Oscillator(0.0, 0.0, 0.0)
_RINGS_S = 100.0
"""Release of a sample that rings to its end whenever it is let go."""


class Sfz:
    """An SFZ file, played by the sampler as a SoundFont of one instrument.

    Stereo samples are two regions, one a side. `unread` names the opcodes that are not understood, and what
    of the file is not played.

    Raises:
        PerformanceError: the file or one of its samples is missing, or it holds nothing that can be played.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        text = read_sfz_text(path)
        played = [region for region in text.regions if _is_played(region)]
        self._regions = tuple(_Zone(path, region) for region in played)
        self.unread = _unread(text.regions, played)
        if not self._regions:
            raise PerformanceError(f"{path.name} has no region that is played when a key is struck")
        self.files = tuple(dict.fromkeys(self._file(r) for r in played))
        """Its files of samples, each once."""
        for file in self.files:
            if not file.is_file():
                raise PerformanceError(
                    f"the SFZ {path.name} names the sample {file}, which is not there", sfz=str(path)
                )
        numbers = {file: number for number, file in enumerate(self.files)}
        self._sample_of = tuple(numbers[self._file(region)] for region in played)
        self._heads: dict[int, _Head] = {}
        self._decoded: OrderedDict[int, Audio] = OrderedDict()
        self._decoded_bytes = 0

    velocity_squares = False
    """Loudness goes by each region's `amp_veltrack`: voices of other velocities may not stand in."""

    def place(self, program: int, kit: bool) -> tuple[int, int]:
        """An SFZ is one instrument, whatever program is asked for."""
        return (0, 0)

    def regions(self, place: tuple[int, int], key: int, velocity: int) -> tuple[Region, ...]:
        """Everything that sounds for a note, in the file's order."""
        found: list[Region] = []
        for number, zone in enumerate(self._regions):
            if zone.covers(key, velocity):
                sample = self._sample_of[number]
                head = self._head(sample)
                found += zone.regions(sample, head, key, velocity)
        return tuple(found)

    def layer(self, place: tuple[int, int], key: int, velocity: int) -> tuple[tuple[int, int], ...]:
        """Which regions a note meets."""
        return tuple((0, n) for n, zone in enumerate(self._regions) if zone.covers(key, velocity))

    def header(self, sample: int) -> SampleHeader:
        """The header of a sample: its file's number doubled, and one more for the right side."""
        head = self._head(sample // 2)
        return SampleHeader(
            self.files[sample // 2].name, 0, head.points, *head.loop, head.rate_hz, 60, 0, compressed=False
        )

    def loop(self, sample: int) -> tuple[int, int]:
        """First and last (exclusive) point of a sample's loop."""
        return self._head(sample // 2).loop

    def points(self, sample: int) -> Audio:
        """One side of a sample: float32, shape (points,), -1 to 1, at the header's rate."""
        number, side = divmod(sample, 2)
        if number not in self._decoded:
            self._decoded[number] = self._decode(number)
            self._decoded_bytes += self._decoded[number].nbytes
            while self._decoded_bytes > _DECODED_BYTES and len(self._decoded) > 1:
                self._decoded_bytes -= self._decoded.popitem(last=False)[1].nbytes
        self._decoded.move_to_end(number)
        sound = self._decoded[number]
        points: Audio = sound[min(side, len(sound) - 1)]
        return points

    def _file(self, region: Opcodes) -> Path:
        return self.path.parent / region["sample"].replace("\\", "/")

    def _head(self, number: int) -> _Head:
        if number not in self._heads:
            self._heads[number] = _Head.of(self.files[number])
        return self._heads[number]

    def _decode(self, number: int) -> Audio:
        path = self.files[number]
        try:
            sound, _ = soundfile.read(path, _LONGEST_SAMPLE, dtype="float32", always_2d=True)
        except (soundfile.LibsndfileError, OSError) as error:
            raise PerformanceError(f"the sample {path} cannot be read: {error}", sample=str(path)) from error
        return np.ascontiguousarray(sound.T)


class _Head:
    """What is known of a file of samples without its sound."""

    def __init__(self, points: int, rate_hz: int, channels: int, loop: tuple[int, int] | None) -> None:
        self.points, self.rate_hz, self.channels = points, rate_hz, channels
        self.has_loop = loop is not None
        self.loop = loop or (0, points)

    @classmethod
    def of(cls, path: Path) -> _Head:
        try:
            facts = soundfile.info(path)
        except (soundfile.LibsndfileError, OSError) as error:
            raise PerformanceError(f"the sample {path} cannot be read: {error}", sample=str(path)) from error
        points = min(int(facts.frames), _LONGEST_SAMPLE)
        return cls(points, int(facts.samplerate), int(facts.channels), loop_in_wave(path, points))


class _Zone:
    """A region's opcodes, read once."""

    def __init__(self, path: Path, said: Opcodes) -> None:
        self._path, self._said = path, said
        key = said.get("key")
        self._keys = (self._note("lokey", key or "0"), self._note("hikey", key or "127"))
        self._velocities = (int(self._number("lovel", 0)), int(self._number("hivel", 127)))
        self._centre = self._note("pitch_keycenter", key or "60")
        self._mode = said.get("loop_mode", said.get("loopmode", ""))

    def covers(self, key: int, velocity: int) -> bool:
        """Whether it sounds for a note."""
        (low, high), (soft, loud) = self._keys, self._velocities
        return low <= key <= high and soft <= velocity <= loud

    def regions(self, sample: int, head: _Head, key: int, velocity: int) -> list[Region]:
        """What it makes of a note: a region, or one a side."""
        pan = min(max(self._number("pan", 0) / 100, -1.0), 1.0)
        if head.channels < 2:
            return [self._region(2 * sample, head, key, velocity, pan, 1.0)]
        return [  # a side played hard to its side is as loud as one of a centred pair
            self._region(2 * sample, head, key, velocity, -1.0, math.sqrt(0.5) * min(1.0, 1 - pan)),
            self._region(2 * sample + 1, head, key, velocity, 1.0, math.sqrt(0.5) * min(1.0, 1 + pan)),
        ]

    def _region(self, sample: int, head: _Head, key: int, velocity: int, pan: float, side: float) -> Region:
        number = self._number
        offset = int(number("offset", 0))
        end = int(number("end", head.points - 1)) + 1
        loop = self._loop(head)
        cents = (key - self._centre) * number("pitch_keytrack", 100) + 100 * number("transpose", 0)
        return Region(
            sample=sample,
            start=offset,
            end=min(0, end - head.points),
            loop_start=loop[0] - head.loop[0],
            loop_end=loop[1] - head.loop[1],
            looped=self._looped(head),
            root_key=self._centre,
            cents=min(max(cents + number("tune", number("pitch", 0)), -9600.0), 9600.0),
            gain=side * self._gain(velocity),
            pan=pan,
            cutoff_cents=self._cutoff(),
            resonance_db=min(max(number("resonance", 0), 0.0), 40.0),
            volume=self._envelope(),
            modulation=_STILL,
            modulation_to_filter=0.0,
            modulation_to_pitch=0.0,
            vibrato=_NO_SWING,
            tremolo=_NO_SWING,
            choke=int(number("off_by", number("offby", 0))),
        )

    def _loop(self, head: _Head) -> tuple[int, int]:
        start = int(self._number("loop_start", self._number("loopstart", head.loop[0])))
        last = int(self._number("loop_end", self._number("loopend", head.loop[1] - 1)))
        return min(max(start, 0), head.points), min(max(last + 1, 0), head.points)

    def _looped(self, head: _Head) -> bool:
        if self._mode:
            return self._mode in ("loop_continuous", "loop_sustain")
        return head.has_loop

    def _gain(self, velocity: int) -> float:
        """Loudness: at full `amp_veltrack` that of the square of the velocity, at none always the same."""
        track = min(max(self._number("amp_veltrack", 100) / 100, -1.0), 1.0)
        played = 127 - velocity if track < 0 else velocity
        quiet_db = 40 * math.log10(max(played, 1) / 127) * abs(track)
        gain = 10 ** ((self._number("volume", 0) + quiet_db) / 20) * self._number("amplitude", 100) / 100
        return min(max(gain, 0.0), 8.0)

    def _cutoff(self) -> float:
        if "cutoff" not in self._said or self._said.get("fil_type", "lpf_2p") not in ("lpf_2p", "lpf_1p"):
            return _OPEN_CENTS
        cents = 1200 * math.log2(max(self._number("cutoff", 20_000), 20.0) / 8.1758)
        return min(max(cents, 1500.0), _OPEN_CENTS)

    def _envelope(self) -> Envelope:
        number = self._number
        share = min(max(number("ampeg_sustain", 100) / 100, 0.0), 1.0)
        fallen = 1.0 if share < 1e-5 else min(1.0, -20 * math.log10(share) / 96)
        decay = max(number("ampeg_decay", 0), 0.0)
        rings = self._mode == "one_shot"
        return Envelope(
            max(number("ampeg_delay", 0), 0.0),
            max(number("ampeg_attack", 0), 0.0),
            max(number("ampeg_hold", 0), 0.0),
            decay / fallen if fallen else 0.0,
            100 * fallen,
            _RINGS_S if rings else max(number("ampeg_release", 0.001), 0.02),
        )

    def _number(self, name: str, usual: float) -> float:
        said = self._said.get(name)
        if said is None:
            return usual
        try:
            value = float(said)
        except ValueError as error:
            raise self._unusable(name, said) from error
        if not math.isfinite(value):
            raise self._unusable(name, said)
        return value

    def _note(self, name: str, usual: str) -> int:
        """A key by its number or its name; c4 is 60."""
        said = self._said.get(name, usual).lower()
        found = _NOTE.fullmatch(said)
        if found:
            step = _STEPS[found[1]] + {"#": 1, "b": -1, "": 0}[found[2]]
            return 12 * (int(found[3]) + 1) + step
        try:
            return int(said)
        except ValueError as error:
            raise self._unusable(name, said) from error

    def _unusable(self, name: str, said: str) -> PerformanceError:
        return PerformanceError(
            f"the SFZ {self._path.name} says {name}={said[:40]}, which cannot be used; mend it there",
            sfz=str(self._path),
        )


def _is_played(region: Opcodes) -> bool:
    """Whether a region sounds when a key is struck: its first in a round, its first by chance."""
    first = region.get("seq_position", "1") == "1" and region.get("lorand", "0").strip("0.") == ""
    return region.get("trigger", "attack") == "attack" and first and bool(region.get("sample"))


def _unread(regions: tuple[Opcodes, ...], played: list[Opcodes]) -> tuple[str, ...]:
    """What is passed over, in words."""
    told = []
    unknown = sorted({name for region in regions for name in region} - _UNDERSTOOD)
    if unknown:
        told.append(f"not understood: {', '.join(unknown)}")
    left = len(regions) - len(played)
    if left:
        told.append(f"{left} regions not played: releases, legato, later rounds, chance or no sample")
    return tuple(told)
