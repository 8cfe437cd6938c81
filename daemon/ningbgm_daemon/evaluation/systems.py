"""Who scores the films: ourselves under four conditions and five ablations, and others by their files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ningbgm_agents.ablation import ONE_AGENT, WHOLE, Ablation
from ningbgm_agents.errors import InputError, NotFoundError

Condition = Literal["all", "no_audio", "no_video", "image_text"]
Change = Literal["none", "constant_tempo", "random_phase"]


@dataclass(frozen=True)
class System:
    """One column of the comparison."""

    name: str
    title: str
    condition: Condition = "all"
    """What it is given of the film."""
    ablation: Ablation = WHOLE
    change: Change = "none"
    """What is done to its music afterwards."""
    folder: Path | None = None
    """Where another's outputs lie; None for our own."""


OURS = "ours"
HUMAN = "human"
"""What rows of music by people are called; no system may be."""
OUR_SYSTEMS = (
    System(OURS, "film, sound, image and text"),
    System("no-audio", "without the film's sound", "no_audio"),
    System("no-video", "sound, image and text alone", "no_video"),
    System("image-text", "image and text alone", "image_text"),
    System("no-verifier", "the first draft, unread and unheard", ablation=Ablation(verifier=False)),
    System("no-scene", "without the scene team", ablation=Ablation(scene_team=False)),
    System("one-agent", "one agent in place of the teams", ablation=ONE_AGENT),
    System("constant-tempo", "the same notes at one tempo", change="constant_tempo"),
    System("random-phase", "the same sound, turned round by a random time", change="random_phase"),
)


def chosen_systems(theirs: Sequence[str], only: Sequence[str] = ()) -> tuple[System, ...]:
    """Our systems and others' given as NAME=FOLDER; `only` keeps some, by name.

    Raises:
        InputError: a system without name or folder, or two of one name.
        NotFoundError: `only` names one that there is not.
    """
    systems = list(OUR_SYSTEMS)
    for text in theirs:
        name, equals, folder = text.partition("=")
        name = name.strip()
        if not equals or not name or "/" in name or name.startswith("."):
            raise InputError(f"{text!r} does not name a system; write NAME=FOLDER")
        if name == HUMAN or any(name == system.name for system in systems):
            raise InputError(f"there are two systems called {name!r}; give yours another name")
        path = Path(folder).expanduser()
        if not path.is_dir():
            raise InputError(f"there is no folder {path} with the outputs of {name}")
        systems.append(System(name, f"outputs in {path.name}", folder=path))
    unknown = [name for name in only if all(name != system.name for system in systems)]
    if unknown:
        names = ", ".join(system.name for system in systems)
        raise NotFoundError(f"there is no system {unknown[0]!r}; choose from {names}")
    return tuple(system for system in systems if not only or system.name in only)
