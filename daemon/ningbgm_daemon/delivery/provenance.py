"""What a delivered folder remembers so that its score can be revised, as documents beside the score."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from ningbgm_agents import document
from ningbgm_agents.brief import Request
from ningbgm_agents.errors import DeliveryError, InputError
from ningbgm_agents.evidence import Evidence
from ningbgm_agents.revision import CueOrder, RevisionPlan
from ningbgm_agents.scene import HolisticScene
from ningbgm_agents.score import Score, Verdict
from ningbgm_agents.thought import ModelFacts, PlayedStem

from .score_json import MACHINE_DOCUMENT

PROVENANCE = "provenance.ningbgm.json"
EVIDENCE = "evidence.ningbgm.json"
SCENE = "scene.ningbgm.json"
T = TypeVar("T")
REVISIONS = "revisions"
"""Folder of the earlier revisions, each whole, by number."""


@dataclass(frozen=True)
class Provenance:
    """One revision of a score: what it was made from, and with what it was mastered."""

    number: int
    """1 for the first scoring; numbers are never used again."""
    request: Request
    film: str
    """The film or timeline; empty where there was none."""
    gain_db: float
    """Gain of the first master, which every revision keeps."""
    verdict: Verdict
    scored: tuple[str, str] | None = None
    """The range, as typed."""
    length_s: float | None = None
    media_roots: tuple[str, ...] = ()
    """Folders in which a timeline's media was looked for."""
    rate: str = ""
    """Frame rate of a timeline that does not say its own, as typed."""
    images: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    soundfont: str = ""
    """The user's own SoundFont; empty for the built-in one."""
    orders: tuple[CueOrder, ...] = ()
    """Which cues were ordered apart."""
    locked: tuple[str, ...] = ()
    """Cues that were locked when this was made."""
    names: tuple[str, ...] = ()
    """Every name that a cue of this score ever had."""
    sources: tuple[tuple[str, str], ...] = ()
    """What tells the content of its media, by path."""
    plan: RevisionPlan | None = None
    """How it came from the revision before; None for the first scoring."""
    models: tuple[ModelFacts, ...] = ()
    """Models whose replies are in it, those of the cues that were taken over included."""
    played: tuple[PlayedStem, ...] = ()
    """Stems that models of music played, those of the cues that were taken over included."""


def write_provenance(folder: Path, provenance: Provenance, evidence: Evidence, scene: HolisticScene) -> None:
    """Write the provenance, what was sensed, and what it was understood to mean."""
    (folder / PROVENANCE).write_text(document.dump(provenance) + "\n", encoding="utf-8")
    (folder / EVIDENCE).write_text(document.dump(evidence) + "\n", encoding="utf-8")
    (folder / SCENE).write_text(document.dump(scene) + "\n", encoding="utf-8")


def read_provenance(folder: Path) -> Provenance:
    """The provenance of a delivered folder.

    Raises:
        InputError: the folder holds no score that can be revised.
    """
    return _read(Provenance, folder / PROVENANCE)


def read_score(folder: Path) -> Score:
    """The score of a delivered folder.

    Raises:
        InputError: the folder holds no score.
    """
    return _read(Score, folder / MACHINE_DOCUMENT)


def read_evidence(folder: Path) -> Evidence | None:
    """What was sensed for it; None where that is gone."""
    try:
        return document.load(Evidence, (folder / EVIDENCE).read_bytes())
    except (OSError, InputError):
        return None


def read_kept_scene(folder: Path) -> HolisticScene | None:
    """What the film was understood to mean; None where that is gone, or older than its being kept."""
    try:
        return document.load(HolisticScene, (folder / SCENE).read_bytes())
    except (OSError, InputError):
        return None


def hashes_of(folder: Path) -> Mapping[str, str]:
    """SHA-256 of the stems and mixes by path inside the folder, as its `score.json` says."""
    try:
        told = json.loads((folder / "score.json").read_bytes())
        files = [file for cue in told["cues"] for file in (cue["mix"], *cue["stems"])]
        return {str(file["path"]): str(file["sha256"]) for file in files}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DeliveryError(f"{folder / 'score.json'} is damaged; score the edit anew") from error


def _read(kind: type[T], path: Path) -> T:
    try:
        return document.load(kind, path.read_bytes())
    except OSError as error:
        raise InputError(
            f"{path.parent} holds no score that can be revised: there is no {path.name}; score the edit anew",
            path=str(path.parent),
        ) from error
