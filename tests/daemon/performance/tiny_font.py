"""SoundFonts of a few hundred bytes with known answers, written by the tests themselves."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

RATE_HZ = 48_000


@dataclass(frozen=True)
class Layer:
    """One sample over a range of keys and velocities."""

    points: npt.NDArray[np.float64]
    generators: Mapping[int, int] = field(default_factory=dict)
    keys: tuple[int, int] = (0, 127)
    velocities: tuple[int, int] = (0, 127)
    loop: tuple[int, int] = (0, 0)
    root: int = 60


def click(length: int = 400) -> npt.NDArray[np.float64]:
    """One full sample, then silence."""
    points = np.zeros(length)
    points[0] = 0.9
    return points


def sine(hertz: float, cycles: int) -> npt.NDArray[np.float64]:
    """Whole cycles of a sine at 48 kHz."""
    count = round(cycles * RATE_HZ / hertz)
    return 0.8 * np.sin(2 * np.pi * cycles * np.arange(count) / count)


def write_font(
    path: Path,
    presets: Mapping[tuple[int, int], Sequence[Layer]],
    preset_generators: Mapping[int, int] | None = None,
) -> Path:
    """An SF2 file whose presets, by (bank, program), consist of the given layers."""
    path.write_bytes(font_bytes(presets, preset_generators))
    return path


def font_bytes(
    presets: Mapping[tuple[int, int], Sequence[Layer]],
    preset_generators: Mapping[int, int] | None = None,
) -> bytes:
    """The same as bytes."""
    heads, outer_bags, outer_generators = b"", b"", b""
    instruments, bags, generators, headers, sound = b"", b"", b"", b"", b""
    outer_count = inner_count = bag_count = sample_count = 0
    for number, ((bank, program), layers) in enumerate(presets.items()):
        heads += struct.pack("<20sHHHIII", b"preset", program, bank, number, 0, 0, 0)
        outer_bags += struct.pack("<HH", outer_count, 0)
        for kind, amount in [*(preset_generators or {}).items(), (41, number)]:
            outer_generators += struct.pack("<Hh", kind, amount)
            outer_count += 1
        instruments += struct.pack("<20sH", b"instrument", bag_count)
        for layer in layers:
            bags += struct.pack("<HH", inner_count, 0)
            bag_count += 1
            for kind, (low, high) in ((43, layer.keys), (44, layer.velocities)):
                generators += struct.pack("<HBB", kind, low, high)
            for kind, amount in [*layer.generators.items(), (53, sample_count)]:
                generators += struct.pack("<Hh", kind, amount)
            inner_count += 3 + len(layer.generators)
            start, count = len(sound) // 2, len(layer.points)
            sound += np.round(layer.points * 32767).astype("<i2").tobytes() + bytes(92)
            headers += struct.pack(
                "<20sIIIIIBbHH", b"sample", start, start + count, start + layer.loop[0],
                start + layer.loop[1], RATE_HZ, layer.root, 0, 0, 1,
            )  # fmt: skip
            sample_count += 1
    heads += struct.pack("<20sHHHIII", b"EOP", 0, 0, len(presets), 0, 0, 0)
    tables = (
        (b"phdr", heads),
        (b"pbag", outer_bags + struct.pack("<HH", outer_count, 0)),
        (b"pmod", bytes(10)),
        (b"pgen", outer_generators + bytes(4)),
        (b"inst", instruments + struct.pack("<20sH", b"EOI", bag_count)),
        (b"ibag", bags + struct.pack("<HH", inner_count, 0)),
        (b"imod", bytes(10)),
        (b"igen", generators + bytes(4)),
        (b"shdr", headers + bytes(46)),
    )
    body = b"sfbk" + _list(b"INFO", [(b"ifil", struct.pack("<HH", 2, 4))])
    body += _list(b"sdta", [(b"smpl", sound)]) + _list(b"pdta", tables)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _list(kind: bytes, chunks: Sequence[tuple[bytes, bytes]]) -> bytes:
    content = kind + b"".join(key + struct.pack("<I", len(part)) + part for key, part in chunks)
    return b"LIST" + struct.pack("<I", len(content)) + content
