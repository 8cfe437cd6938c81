"""Cuts the SoundFont that ships with NingBGM out of FluidR3Mono_GM.sf3.

    python scripts/cut_soundfont.py /usr/share/sounds/sf3/FluidR3Mono_GM.sf3

Presets, instruments and samples are copied bit for bit and only renumbered, so that a note sounds
the same from the cut font as from the whole one.
"""

from __future__ import annotations

import struct
import sys
from pathlib import Path

import numpy as np

from ningbgm_daemon.performance.hydra import INSTRUMENT, SAMPLE, TABLES, Table, read_tables

# fmt: off
PROGRAMS = (0, 4, 8, 9, 11, 12, 13, 16, 24, 25, 26, 27, 28, 29, 32, 33, 38, 40, 42, 43, 44, 45, 46, 47, 48,
            49, 52, 56, 59, 60, 61, 65, 68, 70, 71, 73, 78, 81, 108)
# fmt: on
"""What the palettes and `ensemble.toml` play."""
KITS = (0, 25, 40, 48)
TARGET = Path("daemon/ningbgm_daemon/performance/soundfont/ningbgm.sf3")
_INFORMATION = (
    (b"ifil", struct.pack("<HH", 3, 1)),
    (b"isng", b"EMU8000\0"),
    (b"INAM", b"NingBGM subset of FluidR3Mono_GM\0\0"),
    (
        b"ICOP",
        b"Copyright (c) Frank Wen, Michael Cowgill, Ethan Winer, Michael Schorsch; MIT, see LICENSE\0",
    ),
)


def cut(font: bytes, name: str) -> bytes:
    """The cut font as the bytes of an SF3 file."""
    tables, samples_start, _ = read_tables(font, name)
    headers = tables[b"phdr"]
    kept = [
        i
        for i, row in enumerate(headers[:-1])
        if (row["bank"] == 0 and row["program"] in PROGRAMS)
        or (row["bank"] == 128 and row["program"] in KITS)
    ]
    kept.sort(key=lambda i: (int(headers[i]["bank"]), int(headers[i]["program"])))
    presets, instruments = _cut_level(tables, kept, (b"phdr", b"pbag", b"pgen", b"pmod"), INSTRUMENT)
    voices, samples = _cut_level(tables, instruments, (b"inst", b"ibag", b"igen", b"imod"), SAMPLE)
    sound, rows = bytearray(), tables[b"shdr"][[*samples, -1]].copy()
    for row in rows[:-1]:
        piece = font[samples_start + int(row["start"]) : samples_start + int(row["end"])]
        row["start"], row["end"], row["link"] = len(sound), len(sound) + len(piece), 0
        sound += piece
    whole = presets | voices | {b"shdr": rows}
    lists = (
        _list(b"INFO", [_chunk(key, text) for key, text in _INFORMATION]),
        _list(b"sdta", [_chunk(b"smpl", bytes(sound))]),
        _list(b"pdta", [_chunk(key, whole[key].tobytes()) for key in TABLES]),
    )
    return _chunk(b"RIFF", b"sfbk" + b"".join(lists))


def _cut_level(
    tables: dict[bytes, Table],
    kept: list[int],
    keys: tuple[bytes, bytes, bytes, bytes],
    target: int,
) -> tuple[dict[bytes, Table], list[int]]:
    """The four tables of presets (or instruments) `kept`, and what they point to, in its old
    order."""
    heads, bags, generators, modulators = (tables[key] for key in keys)
    out_heads: list[np.void] = []
    out_bags: list[np.void] = []
    out_generators: list[np.void] = []
    out_modulators: list[np.void] = []
    used: set[int] = set()
    for index in kept:
        head = heads[index].copy()
        first, last = int(head["bag"]), int(heads[index + 1]["bag"])
        head["bag"] = len(out_bags)
        out_heads.append(head)
        for bag in range(first, last):
            row = bags[bag].copy()
            start, end = int(row["generator"]), int(bags[bag + 1]["generator"])
            from_route, to_route = int(row["modulator"]), int(bags[bag + 1]["modulator"])
            row["generator"], row["modulator"] = len(out_generators), len(out_modulators)
            out_bags.append(row)
            out_generators.extend(generators[start:end].copy())
            out_modulators.extend(modulators[from_route:to_route])
            used.update(int(g["amount"]) & 0xFFFF for g in generators[start:end] if g["kind"] == target)
    order = sorted(used)
    for generator in out_generators:
        if generator["kind"] == target:
            generator["amount"] = order.index(int(generator["amount"]) & 0xFFFF)
    last_head, last_bag = heads[-1].copy(), bags[-1].copy()
    last_head["bag"] = len(out_bags)
    last_bag["generator"], last_bag["modulator"] = len(out_generators), len(out_modulators)
    ends = (
        (out_heads, last_head),
        (out_bags, last_bag),
        (out_generators, generators[-1]),
        (out_modulators, modulators[-1]),
    )
    return {
        key: np.array([*rows, end], TABLES[key]) for key, (rows, end) in zip(keys, ends, strict=True)
    }, order


def _chunk(key: bytes, content: bytes) -> bytes:
    return key + struct.pack("<I", len(content)) + content


def _list(kind: bytes, chunks: list[bytes]) -> bytes:
    return _chunk(b"LIST", kind + b"".join(chunks))


if __name__ == "__main__":
    source = Path(sys.argv[1])
    TARGET.write_bytes(cut(source.read_bytes(), source.name))
    print(f"{TARGET}: {TARGET.stat().st_size / 1e6:.2f} MB")
