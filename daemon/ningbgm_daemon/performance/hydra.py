"""Reads the tables of a SoundFont: presets, instruments, zones and sample headers (SoundFont 2.04,
section 7)."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from mmap import mmap

import numpy as np
import numpy.typing as npt

from ningbgm_agents.errors import PerformanceError

LARGEST_FONT_BYTES = 1 << 30
"""A larger file is refused before it is read."""

START, END, LOOP_START, LOOP_END, START_COARSE = 0, 1, 2, 3, 4
END_COARSE, LOOP_START_COARSE, LOOP_END_COARSE = 12, 45, 50
INSTRUMENT, KEY_RANGE, VELOCITY_RANGE, SAMPLE = 41, 43, 44, 53

_HEADER = np.dtype([("name", "S20"), ("program", "<u2"), ("bank", "<u2"), ("bag", "<u2"), ("x", "<u4", 3)])
_INSTRUMENT = np.dtype([("name", "S20"), ("bag", "<u2")])
_BAG = np.dtype([("generator", "<u2"), ("modulator", "<u2")])
_GENERATOR = np.dtype([("kind", "<u2"), ("amount", "<i2")])
_MODULATOR = np.dtype(
    [
        ("source", "<u2"),
        ("target", "<u2"),
        ("amount", "<i2"),
        ("scale", "<u2"),
        ("transform", "<u2"),
    ]
)
_SAMPLE = np.dtype(
    [
        ("name", "S20"),
        ("start", "<u4"),
        ("end", "<u4"),
        ("loop_start", "<u4"),
        ("loop_end", "<u4"),
        ("rate", "<u4"),
        ("key", "u1"),
        ("correction", "i1"),
        ("link", "<u2"),
        ("kind", "<u2"),
    ]
)
Table = npt.NDArray[np.void]
TABLES = {
    b"phdr": _HEADER,
    b"pbag": _BAG,
    b"pmod": _MODULATOR,
    b"pgen": _GENERATOR,
    b"inst": _INSTRUMENT,
    b"ibag": _BAG,
    b"imod": _MODULATOR,
    b"igen": _GENERATOR,
    b"shdr": _SAMPLE,
}
"""Row layout of every table, in the file's order."""


@dataclass(frozen=True)
class Modulator:
    """A route from velocity or key to a generator, in the SoundFont's own coding."""

    source: int
    target: int
    amount: int
    scale: int


@dataclass(frozen=True)
class Zone:
    """Generators and modulators that hold for a range of keys and velocities."""

    generators: Mapping[int, int]
    modulators: tuple[Modulator, ...]
    low_key: int = 0
    high_key: int = 127
    low_velocity: int = 0
    high_velocity: int = 127
    target: int = -1
    """The instrument (in presets) or the sample (in instruments) that it plays."""

    def covers(self, key: int, velocity: int) -> bool:
        """Whether a note falls into the zone."""
        return self.low_key <= key <= self.high_key and self.low_velocity <= velocity <= self.high_velocity


@dataclass(frozen=True)
class SampleHeader:
    """Where a sample's sound lies and how it is tuned; positions as written in the file."""

    name: str
    start: int
    end: int
    loop_start: int
    loop_end: int
    rate_hz: int
    root_key: int
    correction_cents: int
    compressed: bool
    """True for Ogg Vorbis (SF3): then `start` and `end` count bytes and the loop counts from 0."""


@dataclass(frozen=True)
class Hydra:
    """All tables of a font, and where its samples lie in the file."""

    presets: Mapping[tuple[int, int], tuple[str, tuple[Zone, ...]]]
    """(bank, program) to name and zones."""
    instruments: tuple[tuple[Zone, ...], ...]
    samples: tuple[SampleHeader, ...]
    samples_start: int
    samples_bytes: int


def read_hydra(font: bytes | mmap, name: str) -> Hydra:
    """The tables of a font in memory; every count and offset in it is checked."""
    tables, samples_start, samples_bytes = read_tables(font, name)
    try:
        return _assemble(tables, samples_start, samples_bytes)
    except (IndexError, ValueError) as error:
        raise PerformanceError(
            f"the tables of the SoundFont {name} contradict each other", soundfont=name
        ) from error


def read_tables(font: bytes | mmap, name: str) -> tuple[dict[bytes, Table], int, int]:
    """The raw tables, and the first byte and the size of the sample data."""
    view = memoryview(font)
    if len(view) < 12 or bytes(view[:4]) != b"RIFF" or bytes(view[8:12]) != b"sfbk":
        raise PerformanceError(f"{name} is not a SoundFont (SF2 or SF3)", soundfont=name)
    places = {key: (start, size) for key, start, size in _chunks(view)}
    missing = sorted(key.decode() for key in (*TABLES, b"smpl") if key not in places)
    if missing:
        raise PerformanceError(f"the SoundFont {name} lacks its table {missing[0]}", soundfont=name)
    return {key: _table(view, *places[key], kind) for key, kind in TABLES.items()}, *places[b"smpl"]


def _chunks(view: memoryview) -> Iterator[tuple[bytes, int, int]]:
    """Name, first byte and size of every leaf chunk; SF3 files do not pad chunks to even
    lengths."""
    place, lists_end = 12, len(view)
    while place + 8 <= lists_end:
        key, size = bytes(view[place : place + 4]), struct.unpack_from("<I", view, place + 4)[0]
        place += 8
        if key == b"LIST":
            place += 4
            continue
        size = min(size, lists_end - place)
        yield key, place, size
        place += size
        if size % 2 and place < lists_end and view[place] == 0:
            place += 1


def _table(view: memoryview, start: int, size: int, kind: np.dtype[np.void]) -> Table:
    return np.frombuffer(view, kind, size // kind.itemsize, start)


def _assemble(tables: Mapping[bytes, Table], samples_start: int, samples_bytes: int) -> Hydra:
    samples = tuple(_header(row) for row in tables[b"shdr"][:-1])
    instruments = tuple(
        _zones(tables[b"ibag"], tables[b"igen"], tables[b"imod"], first, last, SAMPLE)
        for first, last in _bags(tables[b"inst"])
    )
    headers = tables[b"phdr"]
    presets = {
        (int(row["bank"]), int(row["program"])): (
            _text(row["name"]),
            _zones(tables[b"pbag"], tables[b"pgen"], tables[b"pmod"], first, last, INSTRUMENT),
        )
        for row, (first, last) in zip(headers[:-1], _bags(headers), strict=True)
    }
    for zones, limit in [(i, len(samples)) for i in instruments] + [
        (zones, len(instruments)) for _, zones in presets.values()
    ]:
        if any(not 0 <= zone.target < limit for zone in zones):
            raise ValueError("a zone points outside its table")
    return Hydra(presets, instruments, samples, samples_start, samples_bytes)


def _bags(rows: Table) -> list[tuple[int, int]]:
    firsts = [int(row["bag"]) for row in rows]
    return list(pairwise(firsts))


def _zones(
    bags: Table, generators: Table, modulators: Table, first: int, last: int, target: int
) -> tuple[Zone, ...]:
    """The zones of one preset or instrument; a first zone without a target gives the others'
    defaults."""
    if not 0 <= first <= last < len(bags):
        raise ValueError("a bag index runs backwards or out of its table")
    zones: list[Zone] = []
    common: dict[int, int] = {}
    shared: dict[tuple[int, int, int], Modulator] = {}
    for index in range(first, last):
        here, after = bags[index], bags[index + 1]
        if after["generator"] < here["generator"] or after["modulator"] < here["modulator"]:
            raise ValueError("a generator index runs backwards")
        rows = generators[int(here["generator"]) : int(after["generator"])]
        own = {int(row["kind"]): int(row["amount"]) for row in rows}
        routes = {
            (int(row["source"]), int(row["target"]), int(row["scale"])): Modulator(
                int(row["source"]), int(row["target"]), int(row["amount"]), int(row["scale"])
            )
            for row in modulators[int(here["modulator"]) : int(after["modulator"])]
        }
        if target in own:
            zones.append(_zone(common | own, tuple((shared | routes).values()), target))
        elif index == first:
            common, shared = own, routes
    return tuple(zones)


def _zone(generators: dict[int, int], modulators: tuple[Modulator, ...], target: int) -> Zone:
    low_key, high_key = _range(generators.pop(KEY_RANGE, 127 << 8))
    low_velocity, high_velocity = _range(generators.pop(VELOCITY_RANGE, 127 << 8))
    place = generators.pop(target) & 0xFFFF
    return Zone(generators, modulators, low_key, high_key, low_velocity, high_velocity, place)


def _range(amount: int) -> tuple[int, int]:
    return amount & 0xFF, amount >> 8 & 0xFF


def _header(row: np.void) -> SampleHeader:
    return SampleHeader(
        _text(row["name"]),
        int(row["start"]),
        int(row["end"]),
        int(row["loop_start"]),
        int(row["loop_end"]),
        int(np.clip(row["rate"], 400, 192_000)),
        int(row["key"]) if row["key"] <= 127 else 60,
        int(row["correction"]),
        bool(row["kind"] & 0x10),
    )


def _text(raw: bytes) -> str:
    return raw.split(b"\0")[0].decode("latin-1").strip()
