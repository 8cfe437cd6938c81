"""Writes the edit's own sound, from its first frame to its last; what is written can be read at once."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from ningbgm_agents.timeline import Edit, Span
from ningbgm_daemon.delivery.preview_sound import own_sound

from .making import Told


def write_guide(edit: Edit, into: Path, told: Told) -> None:
    """Write all of it: 16 bits, stereo, little-endian, 48 kHz; sample 0 is that of the edit's first frame."""
    count, total = 0, edit.sample(edit.duration)
    with into.open("wb", buffering=0) as file:
        for block in own_sound(edit, Span(0, edit.duration)):
            scaled = np.rint(block.T * 32768).clip(-32768, 32767)
            file.write(np.ascontiguousarray(scaled, "<i2").tobytes())
            count += block.shape[1]
            told(count / total)
