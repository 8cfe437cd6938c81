"""The scores that a timeline tells of, as far as the daemon knows them."""

from __future__ import annotations

from ningbgm_agents.errors import InputError, NotFoundError

from ..placing.claims import claims_of
from ..placing.laid import LaidTimeline
from ..records.score import RevisionRecord
from ..wire import names
from .ports import Scores


async def known_scores(scores: Scores, timeline: LaidTimeline) -> dict[str, RevisionRecord]:
    """Their present revisions by `scores/{score}`, in the order of the timeline."""
    known: dict[str, RevisionRecord] = {}
    for name in dict.fromkeys(claim.score for claim in claims_of(timeline)):
        try:
            known[name] = (await scores.get(names.score_in(name))).revision
        except (NotFoundError, InputError):
            continue  # forgotten since, or placed from a folder
    return known
