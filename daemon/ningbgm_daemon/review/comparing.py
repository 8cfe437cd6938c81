"""What changed from one revision to another: cues by what is heard, shots by what is seen."""

from __future__ import annotations

from pathlib import Path

from ningbgm_agents.conforming.difference import compare
from ningbgm_agents.document import Plain
from ningbgm_agents.revision import Decision, DecisionKind
from ningbgm_agents.score import Score
from ningbgm_agents.timeline import Span
from ningbgm_daemon.delivery.provenance import read_provenance
from ningbgm_daemon.records.score import CueRecord, RevisionRecord

_SENTENCES: dict[DecisionKind, str] = {
    "keep": "{cue} is the same.",
    "move": "{cue} sounds the same and lies elsewhere.",
    "rescore": "{cue} was written anew.",
    "new": "{cue} is new.",
    "drop": "{cue} is gone.",
}


def compare_document(
    earlier: RevisionRecord, later: RevisionRecord, before: Score, after: Score
) -> dict[str, Plain]:
    """The document; `before` and `after` are the scores of the two revisions."""
    old_marks, new_marks = (dict(read_provenance(Path(record.folder)).sources) for record in (earlier, later))
    found = compare(before.edit, after.edit, old_marks, new_marks)
    return {
        "from": earlier.number,
        "to": later.number,
        "cues": [
            {
                "cue_id": decision.cue,
                "decision": decision.kind,
                "before": _span(decision.before),
                "after": _span(decision.after),
                "sentence": decision.reason,
            }
            for decision in decisions(earlier, later)
        ],
        "changes": [
            {
                "lane": change.lane,
                "kind": change.kind,
                "name": change.name,
                "before": _span(change.before),
                "after": _span(change.after),
                "head": change.head,
                "tail": change.tail,
            }
            for change in found.changes
            if change.kind != "unchanged"
        ],
        "notes": list(found.notes),
    }


def decisions(earlier: RevisionRecord, later: RevisionRecord) -> tuple[Decision, ...]:
    """What became of every cue: as it was planned, or as their sound and place tell."""
    if later.plan is not None and later.number == earlier.number + 1:
        return later.plan.decisions
    old = {cue.name: cue for cue in earlier.cues}
    new = {cue.name: cue for cue in later.cues}
    told = [_decision(old.get(cue.name), cue) for cue in later.cues]
    return (*told, *(_decision(cue, None) for cue in earlier.cues if cue.name not in new))


def _decision(old: CueRecord | None, new: CueRecord | None) -> Decision:
    cue = new or old
    assert cue is not None
    kind = _kind(old, new)
    return Decision(
        cue.name,
        kind,
        _SENTENCES[kind].format(cue=cue.name),
        None if old is None else old.span,
        None if new is None else new.span,
        new.revision if new is not None and kind in ("keep", "move") else 0,
    )


def _kind(old: CueRecord | None, new: CueRecord | None) -> DecisionKind:
    if old is None or new is None:
        return "new" if old is None else "drop"
    if [(stem.name, stem.sha256) for stem in old.stems] != [(stem.name, stem.sha256) for stem in new.stems]:
        return "rescore"
    return "keep" if old.span == new.span else "move"


def _span(span: Span | None) -> Plain:
    return None if span is None else [span.start, span.end]
