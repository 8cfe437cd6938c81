"""What a plugin does to bring the music on a timeline from one revision to the next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ningbgm_agents.revision import RevisionPlan
from ningbgm_agents.score import Cue, Score

from .score_json import stems_of

Action = Literal["keep", "move", "place", "remove"]


@dataclass(frozen=True)
class Placement:
    """One stem of one cue on the timeline; frames count from the edit's first frame."""

    action: Action
    cue: str
    stem: str
    file: str
    """Path inside the score's folder: of the new revision, of the previous one where it is removed."""
    record_frame: int
    """Where it is to lie; where it lay, if it is removed."""
    sample_count: int
    """Length of the file."""
    record_frame_before: int | None = None
    """Where it lay before; None where it was not there."""


def placements(
    previous_folder: Path, previous: Score, folder: Path, score: Score, plan: RevisionPlan
) -> tuple[Placement, ...]:
    """Everything to remove, then everything that is to lie on the timeline."""
    before = {(cue.name, stem): cue for cue in previous.cues for stem in stems_of(previous_folder, cue)}
    stays = {d.cue for d in plan.decisions if _stays(d.cue, plan, previous, score)}
    removed = [
        _placed("remove", cue, stem, previous, cue.span.start)
        for (name, stem), cue in before.items()
        if name not in stays
    ]
    placed = [
        one
        for cue in score.cues
        for one in _of_cue(cue, score, folder, {s: c for (n, s), c in before.items() if n == cue.name}, stays)
    ]
    return (*removed, *placed)


def _of_cue(
    cue: Cue, score: Score, folder: Path, before: dict[str, Cue], stays: set[str]
) -> Iterator[Placement]:
    for stem in stems_of(folder, cue):
        was = before.get(stem)
        action: Action = "place"
        if cue.name in stays and was is not None:
            action = "keep" if was.span.start == cue.span.start else "move"
        yield _placed(action, cue, stem, score, was.span.start if was else None)


def _placed(action: Action, cue: Cue, stem: str, score: Score, before: int | None) -> Placement:
    file = f"stems/{cue.name}_{stem}.wav"
    return Placement(action, cue.name, stem, file, cue.span.start, score.sample_count(cue), before)


def _stays(name: str, plan: RevisionPlan, previous: Score, score: Score) -> bool:
    """Whether the sound of a cue is the very one that lies on the timeline."""
    decision = plan.of(name)
    was = next((cue for cue in previous.cues if cue.name == name), None)
    now = next((cue for cue in score.cues if cue.name == name), None)
    if decision is None or was is None or now is None:
        return False
    return decision.kind in ("keep", "move") and was.parts == now.parts
