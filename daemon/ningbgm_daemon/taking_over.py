"""Takes over the sound of cues that stand: their files, their hashes and what was heard of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ningbgm_agents.errors import DeliveryError
from ningbgm_agents.score import Cue, Heard

from .delivery.provenance import hashes_of, read_provenance
from .delivery.revisions import link_file
from .performance.soundfont_performer import Kept


@dataclass(frozen=True)
class TakenOver:
    """What a revision need not perform."""

    kept: Kept
    hashes: Mapping[str, str]
    """SHA-256 of the files, by their path inside the folder."""


def take_over(cues: Sequence[Cue], origins: Mapping[str, Path], folder: Path, gain_db: float) -> TakenOver:
    """Link the stems and mixes of cues into a folder, from the folders that they come from.

    Raises:
        DeliveryError: a file that should be there is gone.
    """
    heard: dict[str, Heard] = {}
    hashes: dict[str, str] = {}
    for origin in dict.fromkeys(origins[cue.name] for cue in cues):
        facts = {one.cue: one for one in read_provenance(origin).verdict.heard}
        known = hashes_of(origin)
        for cue in (cue for cue in cues if origins[cue.name] == origin):
            names = [name for name in known if _belongs(name, cue)]
            for name in names:
                _link(origin / name, folder / name)
            hashes |= {name: known[name] for name in names}
            heard[cue.name] = _moved(facts[cue.name], cue)
    return TakenOver(Kept(heard, gain_db), hashes)


def _belongs(name: str, cue: Cue) -> bool:
    return Path(name).stem.rpartition("_")[0] == cue.name


def _link(source: Path, target: Path) -> None:
    if target.exists():
        return
    if not source.is_file():
        raise DeliveryError(f"{source} is gone; score the edit anew", path=str(source))
    link_file(source, target)


def _moved(facts: Heard, cue: Cue) -> Heard:
    """What was heard of a cue, with its hits where they lie now."""
    hits = sorted(cue.hits, key=lambda hit: hit.sample)
    if len(hits) != len(facts.hits):
        return facts
    placed = tuple(
        replace(heard, frame=hit.frame, sample=hit.sample)
        for heard, hit in zip(facts.hits, hits, strict=True)
    )
    return replace(facts, hits=placed)
