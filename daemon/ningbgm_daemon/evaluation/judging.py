"""What a model of the user's says of the music: its likeness to words, its distance from a reference."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ningbgm_agents.errors import InputError
from ningbgm_daemon.media.mark import content_mark

from .embeddings import EmbeddingFiles
from .films import SOUNDS, Film
from .judge import Judge
from .metrics.chance import Estimate
from .metrics.frechet import frechet_at_infinity, frechet_estimate
from .metrics.likeness import likeness
from .rows import Row
from .systems import System

Floats = npt.NDArray[np.float64]
Told = Callable[[str, float], None]

_EMBEDDINGS = "embeddings"
_WORDS = ("text", "wish")


@dataclass(frozen=True)
class Judged:
    """What came out of it."""

    model: str
    """Name and licence of the model."""
    reference: str
    """The folder that the systems are compared with; empty without one."""
    estimates: dict[str, dict[str, Estimate]]
    """By system and measure: what is measured of all its pieces together."""


class Judging:
    """Lets a model hear every piece, and measures with what it heard."""

    def __init__(self, judge: Judge, out: Path, reference: Path | None) -> None:
        self._judge, self._reference = judge, reference
        self._files = EmbeddingFiles(out / _EMBEDDINGS, judge.mark)

    def knows(self, key: str) -> bool:
        """Whether the piece of a row was heard before."""
        return self._files.find(key) is not None

    def hear(self, key: str, sound: Path) -> None:
        """Hear the piece of a row and keep what was heard.

        Raises:
            NingbgmError: what the model raises.
        """
        self._files.keep(key, self._judge.hear(sound))

    def judged(
        self, films: Sequence[Film], systems: Sequence[System], rows: Sequence[Row], told: Told
    ) -> tuple[tuple[Row, ...], Judged]:
        """The rows with what is measured of each piece, and what is measured of all pieces of a system.

        Raises:
            InputError: the reference holds too little sound.
            NingbgmError: what the model raises.
        """
        words = {kind: self._words(films, kind) for kind in _WORDS}
        judged = tuple(replace(row, measured=row.measured | self._fits(row, words)) for row in rows)
        estimates: dict[str, dict[str, Estimate]] = {}
        if self._reference is not None:
            reference = self._heard_reference(self._reference, told)
            estimates = {system.name: self._distances(system.name, rows, reference) for system in systems}
        name = self._reference.name if self._reference else ""
        return judged, Judged(self._judge.title, name, estimates)

    def _words(self, films: Sequence[Film], kind: str) -> dict[str, Floats]:
        """Embeddings of what is said of each film, by its name."""
        said = {film.name: text for film in films if (text := words_of(film, kind))}
        return dict(zip(said, self._judge.read(tuple(said.values())), strict=True)) if said else {}

    def _fits(self, row: Row, words: dict[str, dict[str, Floats]]) -> dict[str, float | None]:
        heard, found = self._files.find(row.key), dict[str, float | None]()
        for kind, embeddings in words.items():
            if heard is None or not len(heard) or row.film not in embeddings:
                continue
            own = embeddings[row.film]
            others = [one for name, one in embeddings.items() if name != row.film and (one != own).any()]
            fit = likeness(heard, own, others)
            found |= {
                f"clap_{kind}": fit.own,
                f"clap_{kind}_chance": fit.others,
                f"clap_{kind}_gain": fit.gain,
            }
        return found

    def _distances(self, system: str, rows: Sequence[Row], reference: Floats) -> dict[str, Estimate]:
        heard = [self._files.find(row.key) for row in rows if row.system == system and not row.refused]
        pieces = [piece for piece in heard if piece is not None and len(piece)]
        found = {"fad": frechet_estimate(pieces, reference)}
        endless = frechet_at_infinity(np.concatenate(pieces), reference) if pieces else None
        if endless is not None:
            found["fad_infinity"] = Estimate(endless, endless, endless, sum(map(len, pieces)))
        return {key: one for key, one in found.items() if one is not None}

    def _heard_reference(self, folder: Path, told: Told) -> Floats:
        """Embeddings of every recording of the reference."""
        sounds = [path for path in sorted(folder.rglob("*")) if path.suffix.lower() in SOUNDS]
        heard = []
        for number, path in enumerate(sounds):
            told(f"hearing {path.name}", number / len(sounds))
            key = f"reference/{content_mark(path)}"
            found = self._files.find(key)
            if found is None:
                try:
                    found = self._judge.hear(path)
                except InputError:
                    continue
                self._files.keep(key, found)
            heard.append(found)
        every = np.concatenate(heard) if heard else np.zeros((0, 1))
        if len(every) < 2:
            raise InputError(f"{folder} holds too little music to be a reference ({', '.join(SOUNDS)})")
        return every


def words_of(film: Film, kind: str) -> str:
    """What is said of a film: the `text` beside it, or the `wish` for its music."""
    if kind == "wish":
        return film.truth.wish.strip()
    return film.text.read_text(encoding="utf-8", errors="replace").strip() if film.text else ""
