"""Phrases that came back from the verifier: sung over speech, or with a syllable left bare."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...lyrics import VOICE_STEM, Line
from ...score import Cue, Part, Score
from ..bench import CuePlan
from .checks import over_speech
from .phrases import Stretch
from .song import Phrase


def without_refused(
    phrases: Mapping[str, Sequence[Phrase]], plans: Sequence[CuePlan], score: Score | None
) -> dict[str, tuple[Phrase, ...]]:
    """The phrases but those that came back, which are left to the instruments."""
    refused = {plan.name: refused_spans(plan, score) for plan in plans} if score else {}
    kept = {
        name: tuple(one for one in found if not _overlaps(one, refused.get(name, ())))
        for name, found in phrases.items()
    }
    return {name: found for name, found in kept.items() if found}


def refused_spans(plan: CuePlan, score: Score) -> tuple[Stretch, ...]:
    """Beats of the phrases of a cue whose words did not pass in this score."""
    cue = next((cue for cue in score.cues if cue.name == plan.name), None)
    if cue is None or cue.lyrics is None or plan.song is None:
        return ()
    part = next((part for part in cue.parts if part.stem == VOICE_STEM), None)
    if part is None or len(cue.lyrics.lines) != len(plan.song.spans):
        return ()
    spans = zip(cue.lyrics.lines, plan.song.spans, strict=True)
    return tuple(span for line, span in spans if _fails(score, cue, part, line))


def _overlaps(phrase: Phrase, spans: Sequence[Stretch]) -> bool:
    return any(start < phrase.end and phrase.start < end for start, end in spans)


def _fails(score: Score, cue: Cue, part: Part, line: Line) -> bool:
    disturbed = set(over_speech(score, cue, part))
    return any(not one.notes or disturbed.intersection(one.notes) for one in line.syllables)
