"""Checks of the performed sound: what was measured, against the brief."""

from __future__ import annotations

from collections.abc import Iterator

from ..scene import Finding, Severity
from ..score import Cue, Heard, Score
from ..timeline import Span

HITS_HEARD = 0.95
"""Share of declared hits that must show an onset within one frame."""
TAIL = 0.15
"""Largest RMS of the last half second, as a share of the whole."""
CLEARANCE_LU = 10.0
"""Least distance of the music under speech (`field.md` 4)."""
_LOUDNESS_LU = 0.5
_SILENCE_DB = -60.0
_HOLE_S = 6.0
_CLICK_DB = -45.0


def listen(score: Score, heard: tuple[Heard, ...]) -> tuple[Finding, ...]:
    """Everything that the measurements hold against the brief."""
    found: list[Finding] = []
    for facts in heard:
        if facts.cue:
            found += _cue(score, facts)
        else:
            found += _programme(score, facts)
    return tuple(found)


def unheard(score: Score, facts: Heard) -> tuple[int, ...]:
    """Frames of the hits without an onset within one frame."""
    frame_ms = 1000 / float(score.edit.rate.fps)
    return tuple(h.frame for h in facts.hits if h.error_ms is None or abs(h.error_ms) > frame_ms)


def _cue(score: Score, facts: Heard) -> Iterator[Finding]:
    cue = next(cue for cue in score.cues if cue.name == facts.cue)
    missing = unheard(score, facts)
    if facts.hits and 1 - len(missing) / len(facts.hits) < HITS_HEARD:
        yield Finding(
            "error",
            "hits_heard",
            f"{cue.name}: {len(missing)} of {len(facts.hits)} hits are not heard on their frame",
        )
    yield from _directed(score, cue, missing)
    silent_db = facts.loudest_wanted_silence_db
    if silent_db is not None and silent_db > _SILENCE_DB:
        yield Finding("error", "silence", f"{cue.name}: {silent_db:.0f} dBFS where silence is wanted")
    if facts.sample_count != score.sample_count(cue):
        yield Finding(
            "error",
            "length",
            f"{cue.name}: {facts.sample_count} samples instead of {score.sample_count(cue)}",
        )
    if score.sample_count(cue) > 2 * 48_000 and facts.tail_ratio > TAIL:
        yield Finding(
            "error", "tail", f"{cue.name}: the last half second still has {facts.tail_ratio:.2f} of the level"
        )
    if facts.longest_hole_s > _HOLE_S:
        yield Finding(
            "error", "hole", f"{cue.name}: {facts.longest_hole_s:.1f} s of silence that nobody asked for"
        )
    if facts.largest_step_db > _CLICK_DB:
        yield Finding(
            "error", "click", f"{cue.name}: a step of {facts.largest_step_db:.0f} dBFS at its edge clicks"
        )


def _directed(score: Score, cue: Cue, missing: tuple[int, ...]) -> Iterator[Finding]:
    """What the user will have must be heard, however many other hits are."""
    musts = {hit.frame for hit in cue.direction.wanted if hit.must}
    for hit in cue.hits:
        if hit.frame in musts and hit.frame in missing:
            yield Finding(
                "error",
                "directions",
                f"{cue.name}: your hit at {score.edit.timecode(hit.frame)} is not heard on its frame",
                Span(hit.frame, hit.frame + 1),
            )


def _programme(score: Score, facts: Heard) -> Iterator[Finding]:
    wanted = score.brief.delivery
    speech_first = facts.speech_clearance_lu is not None and facts.speech_clearance_lu < CLEARANCE_LU + 4
    off = facts.loudness_lufs - wanted.loudness_lufs
    if facts.loudness_lufs > -69 and abs(off) > _LOUDNESS_LU:
        severity: Severity = "note" if off < 0 and speech_first else "error"
        because = "; louder would cover the speech" if severity == "note" else ""
        yield Finding(
            severity,
            "loudness",
            f"{facts.loudness_lufs:.1f} LUFS instead of {wanted.loudness_lufs:.1f}{because}",
        )
    if facts.true_peak_dbtp > wanted.true_peak_dbtp + 0.05:
        yield Finding(
            "error",
            "true_peak",
            f"true peak {facts.true_peak_dbtp:.2f} dBTP over {wanted.true_peak_dbtp:.1f}",
        )
    if wanted.duck and facts.speech_clearance_lu is not None and facts.speech_clearance_lu < CLEARANCE_LU:
        yield Finding(
            "error", "speech", f"the music lies only {facts.speech_clearance_lu:.1f} LU under the speech"
        )
