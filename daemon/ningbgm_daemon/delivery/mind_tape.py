"""Writes the tape of the minds: what language models were asked and replied, word for word."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ningbgm_agents.minds.tape import Taped, dump_tape

TAPE_FILE = "minds.ningbgm.jsonl"


def write_tape(folder: Path, tape: Sequence[Taped]) -> None:
    """Write the tape into a delivered folder; without a model there is none."""
    if tape:
        (folder / TAPE_FILE).write_text(dump_tape(tape), encoding="utf-8")
