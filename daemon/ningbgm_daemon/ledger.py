"""The licence ledger: what the music is made with, and under which terms."""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from pathlib import Path

from .delivery.score_json import EngineFacts, LedgerEntry
from .performance.soundfont import own_soundfont

_OWN = LedgerEntry("Composition by NingBGM", "yours, without conditions", "the user")
_FONT = LedgerEntry(
    "Fluid (R3) Mono GM SoundFont, a subset",
    "MIT",
    "Frank Wen, Michael Cowgill, Ethan Winer, Michael Schorsch",
)


def engine_facts(soundfont: Path | None) -> EngineFacts:
    """Engine, SoundFont and ledger for a score performed on `soundfont`, None for the built-in one."""
    path = soundfont or own_soundfont()
    font = (
        _FONT
        if soundfont is None
        else LedgerEntry(f"SoundFont {path.name}", "see its maker's terms", "its maker")
    )
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return EngineFacts(version("ningbgm"), "sampler", path.name, digest, font.licence, (_OWN, font))
