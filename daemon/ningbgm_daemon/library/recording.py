"""From a delivered folder to the record of a revision."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ningbgm_agents.score import Cue, Heard, Score
from ningbgm_agents.timeline import Edit
from ningbgm_daemon.delivery.provenance import Provenance, hashes_of, read_provenance, read_score
from ningbgm_daemon.delivery.score_json import stems_of
from ningbgm_daemon.records.score import (
    Cause,
    CueRecord,
    EditRecord,
    HitRecord,
    Plan,
    RevisionRecord,
    StemRecord,
)

_MIX = "mix"


@dataclass(frozen=True)
class Occasion:
    """What a folder does not say of the revision that it holds."""

    score_id: str
    number: int
    cause: Cause
    sentence: str
    locked: tuple[str, ...] = ()
    variation_folders: tuple[str, ...] = ()
    plan: Plan | None = None
    previous: RevisionRecord | None = None


def record_revision(folder: Path, occasion: Occasion) -> RevisionRecord:
    """The record of a revision from the folder that it was delivered into.

    Raises:
        InputError: the folder holds no score.
        DeliveryError: its list of files is damaged.
    """
    score, provenance = read_score(folder), read_provenance(folder)
    hashes = hashes_of(folder)
    cues = tuple(_cue(folder, score, cue, provenance, hashes, occasion) for cue in score.cues)
    return RevisionRecord(
        score_id=occasion.score_id,
        number=occasion.number,
        cause=occasion.cause,
        sentence=occasion.sentence,
        folder=str(folder),
        edit=_edit(score.edit),
        cues=cues,
        locked=tuple(name for name in occasion.locked if any(cue.name == name for cue in cues)),
        palette=score.palette,
        wish=provenance.request.wish,
        seed=score.seed,
        passed=provenance.verdict.passed,
        findings=tuple(f"{f.severity}: {f.sentence}" for f in provenance.verdict.findings),
        variation_folders=occasion.variation_folders,
        plan=occasion.plan,
        created_s=time.time(),
    )


def counted(things: Sequence[object], one: str) -> str:
    """`3 cues`."""
    return f"{len(things)} {one}{'' if len(things) == 1 else 's'}"


def _edit(edit: Edit) -> EditRecord:
    rate = edit.rate
    starts = {shot.record.start for shot in edit.shots}
    return EditRecord(
        title=edit.name,
        rate_numerator=rate.fps.numerator,
        rate_denominator=rate.fps.denominator,
        drop_frame=rate.drop_frame,
        start_frame=edit.start_frame,
        duration=edit.duration,
        scored=edit.span,
        cut_count=sum(edit.span.start < start < edit.span.end for start in starts),
        source=edit.source,
    )


def _cue(
    folder: Path,
    score: Score,
    cue: Cue,
    provenance: Provenance,
    hashes: Mapping[str, str],
    occasion: Occasion,
) -> CueRecord:
    heard = next((one for one in provenance.verdict.heard if one.cue == cue.name), None)
    order = next((one for one in provenance.orders if one.cue == cue.name), None)
    stems = _stems(folder, cue, hashes)
    earlier = occasion.previous.cues if occasion.previous else ()
    before = next((one for one in earlier if one.name == cue.name), None)
    return CueRecord(
        name=cue.name,
        span=cue.span,
        sample_count=score.sample_count(cue),
        purpose=cue.purpose,
        key=str(cue.key),
        tempo_bpm=round(cue.tempo_map.base_bpm, 3),
        ending=cue.ending,
        themes=cue.themes,
        hits=_hits(cue, heard),
        stems=stems,
        loudness_lufs=_loudness(heard, before),
        revision=before.revision if before and _same(before, cue, stems) else occasion.number,
        wish=(order.wish or "") if order else "",
        seed=order.seed if order and order.seed is not None else score.seed,
        direction=cue.direction,
    )


def _stems(folder: Path, cue: Cue, hashes: Mapping[str, str]) -> tuple[StemRecord, ...]:
    names = {stem: f"stems/{cue.name}_{stem}.wav" for stem in stems_of(folder, cue)}
    names[_MIX] = f"mix/{cue.name}_mix.wav"
    return tuple(
        StemRecord(stem, str(folder / name), (folder / name).stat().st_size, hashes.get(name, ""))
        for stem, name in names.items()
    )


def _hits(cue: Cue, heard: Heard | None) -> tuple[HitRecord, ...]:
    errors = {hit.frame: hit.error_ms for hit in heard.hits} if heard else {}
    return tuple(
        HitRecord(hit.frame, hit.kind, hit.weight, hit.treatment, errors.get(hit.frame), hit.why)
        for hit in cue.hits
    )


def _loudness(heard: Heard | None, before: CueRecord | None) -> float:
    if heard is not None:
        return round(heard.loudness_lufs, 3)
    return before.loudness_lufs if before else 0.0


def _same(before: CueRecord, cue: Cue, stems: Sequence[StemRecord]) -> bool:
    """Whether a cue has the sound and the place that it had."""
    sound = [(stem.name, stem.sha256) for stem in stems]
    return before.span == cue.span and sound == [(stem.name, stem.sha256) for stem in before.stems]
