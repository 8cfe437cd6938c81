"""The licence ledger: what the music is made with, and under which terms."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

from ningbgm_agents.agent import Event
from ningbgm_agents.evidence import Evidence
from ningbgm_agents.thought import ModelFacts, PlayedStem

from .delivery.score_json import EngineFacts, LedgerEntry
from .models.licence import whisper_licence
from .performance.soundfont import own_soundfont

_OWN = LedgerEntry("Composition by NingBGM", "yours, without conditions", "the user")
_FONT = LedgerEntry(
    "Fluid (R3) Mono GM SoundFont, a subset",
    "MIT",
    "Frank Wen, Michael Cowgill, Ethan Winer, Michael Schorsch",
)


def engine_facts(
    soundfont: Path | None, models: Iterable[ModelFacts] = (), played: Iterable[PlayedStem] = ()
) -> EngineFacts:
    """Engine, SoundFont and ledger for a score performed on `soundfont`, None for the built-in one.

    `models` are those that had a say in it, `played` the stems that models of music play.
    """
    path = soundfont or own_soundfont()
    font = (
        _FONT
        if soundfont is None
        else LedgerEntry(f"SoundFont {path.name}", "see its maker's terms", "its maker")
    )
    entries = (*map(model_entry, models), *played_entries(played))
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return EngineFacts(version("ningbgm"), "sampler", path.name, digest, font.licence, (_OWN, font, *entries))


def models_in(events: Iterable[Event]) -> tuple[ModelFacts, ...]:
    """The models whose replies were used, by the record, each once."""
    return tuple(dict.fromkeys(event.model for event in events if event.model is not None))


def listeners_in(evidence: Evidence) -> tuple[ModelFacts, ...]:
    """The models that wrote down what is said, each once."""
    names = dict.fromkeys(span.source for span in evidence.speech if span.source)
    return tuple(ModelFacts(name, licence=whisper_licence(name)) for name in names)


def viewers_in(evidence: Evidence) -> tuple[ModelFacts, ...]:
    """The models that told what is seen, each once."""
    return tuple(
        ModelFacts(one.name, licence=one.licence, noncommercial=one.noncommercial)
        for one in evidence.witnesses
    )


def senses_in(evidence: Evidence) -> tuple[ModelFacts, ...]:
    """The models that told what is said and seen."""
    return listeners_in(evidence) + viewers_in(evidence)


def played_entries(played: Iterable[PlayedStem]) -> tuple[LedgerEntry, ...]:
    """Models of music in the ledger, each with the cues and stems that it plays."""
    stems: dict[ModelFacts, dict[str, list[str]]] = {}
    for one in played:
        stems.setdefault(one.model, {}).setdefault(one.cue, []).append(one.stem)
    return tuple(
        replace(
            model_entry(model),
            what=f"Played by {model.told}: "
            + "; ".join(f"{cue} {', '.join(names)}" for cue, names in cues.items()),
        )
        for model, cues in stems.items()
    )


def model_entry(model: ModelFacts) -> LedgerEntry:
    """A model in the ledger."""
    unsaid = f"see the terms of {model.place}" if model.place != "this machine" else "not said by its files"
    licence = model.licence or unsaid
    if model.noncommercial:
        licence = f"{licence}: not for commercial use"
    return LedgerEntry(f"With the help of {model.told}", licence, "its makers")
