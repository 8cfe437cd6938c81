"""The notes of a cue, for a piano roll."""

from __future__ import annotations

from ningbgm_agents.document import Plain
from ningbgm_agents.errors import NotFoundError
from ningbgm_agents.score import Score


def notes_document(score: Score, cue_name: str) -> dict[str, Plain]:
    """Start, length, pitch and velocity of every note, in samples of the cue.

    Raises:
        NotFoundError: there is no such cue.
    """
    cue = next((cue for cue in score.cues if cue.name == cue_name), None)
    if cue is None:
        raise NotFoundError(f"the score has no cue {cue_name[:40]!r}", cue=cue_name)
    return {
        "parts": [
            {
                "name": part.name,
                "stem": part.stem,
                "notes": [[note.start, note.duration, note.pitch, note.velocity] for note in part.notes],
            }
            for part in cue.parts
        ]
    }
