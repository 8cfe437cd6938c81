"""What the header of a WAV file says, and the hash of the whole file."""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ningbgm_agents.errors import DeliveryError

_TIME_REFERENCE = 256 + 32 + 32 + 10 + 8
"""Offset of the time reference in a `bext` chunk (EBU Tech 3285)."""


@dataclass(frozen=True)
class WavHeader:
    """What the header of a sound file says."""

    rate_hz: int
    channels: int
    bits: int
    sample_count: int
    time_reference: int | None
    """Samples since midnight at which it starts (Broadcast WAV); None without a `bext` chunk."""


@dataclass(frozen=True)
class WavFacts(WavHeader):
    """The facts of a delivered sound file."""

    sha256: str


def read_wav_facts(path: Path) -> WavFacts:
    """The facts of a WAV (RIFF or RF64) file, hashed whole.

    Raises:
        DeliveryError: no such file, or no WAV.
    """
    header = read_wav_header(path)
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise DeliveryError(f"{path.name} cannot be read back: {error.strerror}") from error
    return WavFacts(
        header.rate_hz, header.channels, header.bits, header.sample_count, header.time_reference, digest
    )


def read_wav_header(path: Path) -> WavHeader:
    """What the header of a WAV file says, without reading the sound.

    Raises:
        DeliveryError: no such file, or no WAV.
    """
    try:
        with path.open("rb") as file:
            chunks = _chunks(file, path)
    except OSError as error:
        raise DeliveryError(f"{path.name} cannot be read back: {error.strerror}") from error
    try:
        _, channels, rate_hz, _, block_size, bits = struct.unpack_from("<HHIIHH", chunks["fmt "][0])
        count = chunks["data"][1] // block_size
        bext = chunks.get("bext")
        reference = struct.unpack_from("<Q", bext[0], _TIME_REFERENCE)[0] if bext else None
    except (KeyError, struct.error, ZeroDivisionError) as error:
        raise DeliveryError(f"{path.name} is not a whole WAV file") from error
    return WavHeader(rate_hz, channels, bits, count, reference)


def _chunks(file: BinaryIO, path: Path) -> dict[str, tuple[bytes, int]]:
    """Chunk name to its first kilobyte and its length in bytes."""
    head = file.read(12)
    if len(head) < 12 or head[:4] not in (b"RIFF", b"RF64") or head[8:] != b"WAVE":
        raise DeliveryError(f"{path.name} is not a WAV file")
    chunks: dict[str, tuple[bytes, int]] = {}
    while len(header := file.read(8)) == 8:
        size = int(struct.unpack("<I", header[4:])[0])
        if header[:4] == b"data" and size == 0xFFFFFFFF and "ds64" in chunks:
            size = int(struct.unpack_from("<Q", chunks["ds64"][0], 8)[0])
        start = file.tell()
        chunks.setdefault(header[:4].decode("latin-1"), (file.read(min(size, 1024)), size))
        file.seek(start + size + size % 2)
    return chunks
