"""What a language model may correct in the curves of feeling: whole records, within bounds, smoothly."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from pydantic import Field

from ..agent import Contribution
from ..document import Plain
from ..minds.decision import Case, Decision, Offer, ReplyForm, Share, Signed, require
from ..scene import Support
from .bench import Feelings, UnderstandingBench
from .shown import MOST_RECORDS, require_shown, shown_records, shown_texts
from .signals import smooth, window

_FARTHEST = 0.5
"""How far a record may be moved on each axis: what was measured keeps its say."""
_SMOOTH_S = 5


class FeltRecord(ReplyForm):
    """The feeling of one record."""

    record: int = Field(ge=1, le=MOST_RECORDS)
    valence: Signed
    arousal: Signed
    tension: Share
    why: str = Field(max_length=200)


class FeelingJudgement(ReplyForm):
    """The records whose feeling is another one than the curves say."""

    records: list[FeltRecord]


def _offer(case: Case[UnderstandingBench]) -> Offer | None:
    bench = case.done
    count = len(bench.spans)
    if not count or bench.feelings is None:
        return None
    require_shown(count)
    facts: dict[str, Plain] = {
        "wish": bench.brief.wish,
        "texts": shown_texts(bench),
        "records": shown_records(bench, bench.feelings),
    }
    return Offer(facts, lengths={"records": (0, count)})


def _settle(judged: FeelingJudgement, case: Case[UnderstandingBench]) -> Contribution[UnderstandingBench]:
    bench, usual = case.done, case.usual
    numbers = [one.record for one in judged.records]
    require(len(set(numbers)) == len(numbers), "records: one is named twice.")
    require(all(n <= len(bench.spans) for n in numbers), f"records: there are {len(bench.spans)}.")
    assert bench.feelings is not None, "only drawn curves are offered"
    feelings = _corrected(bench, bench.feelings, judged)
    reasons = tuple(f"record {one.record}: {one.why}" for one in judged.records)
    sentence = f"{usual.sentence} Corrected by the model: {len(numbers)} of {len(bench.spans)} records."
    return Contribution(
        lambda b: replace(usual.apply(b), feelings=feelings), sentence, (*usual.reasons, *reasons)
    )


def _corrected(bench: UnderstandingBench, feelings: Feelings, judged: FeelingJudgement) -> Feelings:
    """The curves moved towards what was judged; under a wish their level stays what the wish asks for."""
    axes = {
        "valence": (feelings.valence, -1.0, bench.brief.valence),
        "arousal": (feelings.arousal, -1.0, bench.brief.arousal),
        "tension": (feelings.tension, 0.0, None),
    }
    moved = {}
    for name, (values, low, wished) in axes.items():
        curve = np.array(values)
        step = np.zeros_like(curve)
        for one in judged.records:
            part = _seconds(bench, one.record - 1, len(curve))
            step[part] = np.clip(getattr(one, name) - curve[part].mean(), -_FARTHEST, _FARTHEST)
        step = smooth(step, _SMOOTH_S)
        if wished is not None:
            step = step - step.mean()
        moved[name] = tuple(np.round(np.clip(curve + step, low, 1.0), 4).tolist())
    told = [
        Support(name, "language model", 0.5, f"record {one.record}: {one.why}")
        for one in judged.records
        for name in axes
    ]
    support = (*feelings.support, *told[: 3 * 8])
    return replace(
        feelings,
        valence=moved["valence"],
        arousal=moved["arousal"],
        tension=moved["tension"],
        support=support,
    )


def _seconds(bench: UnderstandingBench, number: int, seconds: int) -> slice:
    span, rate = bench.spans[number], bench.edit.rate
    return slice(*window(float(rate.seconds(span.start)), float(rate.seconds(span.end)), seconds))


FEELING_DECISION = Decision(FeelingJudgement, _offer, _settle)
"""The emotion expert's."""
