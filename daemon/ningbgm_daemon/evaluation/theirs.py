"""Others' outputs: sound or film files beside each other, matched to the films by their names."""

from __future__ import annotations

from pathlib import Path

from ningbgm_agents.errors import InputError

from .films import FILMS, SOUNDS, Film
from .pieces import Declared, Piece
from .reading_tune import MIDI, read_midi
from .systems import System


def their_piece(system: System, film: Film) -> Piece | None:
    """What a system made for a film: `STEM.wav` (or another sound, or a film) and `STEM.mid` if there is one.

    Anywhere in its folder; None where it made nothing.

    Raises:
        InputError: two files of the name, or a MIDI file that cannot be read.
    """
    assert system.folder is not None, "our own systems make their music"
    beside = [path for path in sorted(system.folder.rglob("*")) if path.stem == film.stem and path.is_file()]
    sound = _only(beside, SOUNDS) or _only(beside, FILMS)
    if sound is None:
        return None
    notes = _only(beside, MIDI)
    tune, declared = read_midi(notes) if notes else (None, Declared())
    return Piece(sound, tune, declared)


def _only(paths: list[Path], endings: tuple[str, ...]) -> Path | None:
    found = [path for path in paths if path.suffix.lower() in endings]
    if len(found) > 1:
        raise InputError(f"{found[0]} and {found[1]} have one name; keep the one that is to be measured")
    return found[0] if found else None
