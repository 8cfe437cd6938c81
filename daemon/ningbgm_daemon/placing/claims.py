"""Markers of ours: which cue lies where, and whether its clips still lie as they were put down."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .laid import LaidClip, LaidMarker, LaidTimeline

_VERSION = 1
_FARTHEST = 10**9


@dataclass(frozen=True)
class PutStem:
    """A clip as it lay right after it was put down."""

    source: str
    """What the program knows the sound by."""
    frames: int


GONE = PutStem("gone", 0)
"""Stands for a stem that the editor took off, and that stays off."""


@dataclass(frozen=True)
class Claim:
    """A cue as a marker of ours tells it."""

    score: str
    """`scores/{score}`."""
    cue: str
    hash: str
    """What it sounds like."""
    start: int
    """The frame on which its clips were put."""
    stems: Mapping[str, PutStem]
    marker: LaidMarker

    @property
    def end(self) -> int:
        """The frame after its last."""
        return self.start + max((stem.frames for stem in self.stems.values()), default=0)


@dataclass(frozen=True)
class AsPut:
    """The clips of a cue that were not changed by hand."""

    shift: int
    """How far all of them were moved together."""
    clips: Mapping[str, LaidClip]
    """What lies there of each stem."""
    gone: tuple[str, ...]
    """Stems that were taken off."""


def claims_of(timeline: LaidTimeline) -> tuple[Claim, ...]:
    """Every cue that a marker of ours claims, in the order of the timeline."""
    ordered = sorted(timeline.markers, key=lambda marker: marker.frame)
    return tuple(claim for marker in ordered if (claim := _claim(marker)) is not None)


def marker_data(score: str, cue: str, hash_: str, start: int, stems: Mapping[str, PutStem]) -> str:
    """What goes into a marker, where nobody sees it; the program adds the stems that it puts down."""
    told = {
        "ningbgm": _VERSION,
        "score": score,
        "cue": cue,
        "hash": hash_,
        "start": start,
        "stems": {name: [stem.source, stem.frames] for name, stem in stems.items()},
    }
    return json.dumps(told, sort_keys=True)


def as_put(claim: Claim, timeline: LaidTimeline, shifts: Iterable[int] = (0,)) -> AsPut | None:
    """The cue's clips as they were put down; None where they were changed by hand.

    A cue that moved with its picture was not changed by hand: `shifts` are the distances that explain it.
    """
    same = {name: timeline.by_source.get(stem.source, ()) for name, stem in claim.stems.items()}
    gone = tuple(name for name, clips in same.items() if not clips)
    for shift in shifts:
        exact = {
            name: [
                clip
                for clip in clips
                if (clip.start, clip.frames) == (claim.start + shift, claim.stems[name].frames)
            ]
            for name, clips in same.items()
            if clips
        }
        if all(exact.values()):
            return AsPut(shift, {name: clips[0] for name, clips in exact.items()}, gone)
    return None


def overlaps(start: int, end: int, other_start: int, other_end: int) -> bool:
    """Whether two stretches have a frame in common."""
    return start < other_end and other_start < end


def _claim(marker: LaidMarker) -> Claim | None:
    """What a marker claims; None where it is not ours."""
    try:
        told = json.loads(marker.data)
        if told["ningbgm"] != _VERSION:
            return None
        stems = {str(name): PutStem(str(source), _frame(n)) for name, (source, n) in told["stems"].items()}
        score, cue, hash_ = (str(told[key]) for key in ("score", "cue", "hash"))
        return Claim(score, cue, hash_, _frame(told["start"]), stems, marker)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        return None


def _frame(number: object) -> int:
    if isinstance(number, int) and 0 <= number <= _FARTHEST:
        return number
    raise ValueError(f"{number!r} is no number of frames")
