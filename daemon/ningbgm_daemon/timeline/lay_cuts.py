"""The changes of shot of an edit: the timeline's own, and those detected inside its shots."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from ningbgm_agents.evidence import Cut, CutKind
from ningbgm_agents.timeline import Edit, Shot, TransitionKind

from .stretch import Stretch

_NEAR_FRAMES = 2
"""A detected cut this close to one of the timeline's is the same cut."""
_KINDS: dict[TransitionKind, CutKind] = {
    "cut": "cut", "dissolve": "dissolve", "fade_in": "fade_in", "fade_out": "fade_out",
    "wipe": "dissolve",
}  # fmt: skip


def lay_cuts(edit: Edit, pictures: tuple[Stretch, ...]) -> tuple[Cut, ...]:
    """All cuts in order, in frames of the edit; those of the timeline are certain."""
    changes = [_own_cut(shot) for before, shot in pairwise(edit.shots) if not _goes_on(before, shot, edit)]
    certain = [cut for cut in changes if cut.confidence == 1]
    borders = {0, edit.duration, *(cut.frame for cut in certain)}
    near = {frame + off for frame in borders for off in range(-_NEAR_FRAMES, _NEAR_FRAMES + 1)}
    # Shots that were themselves detected say less than the detection, where it is at hand.
    detected = {cut.frame: cut for cut in changes if cut.confidence < 1}
    for stretch in pictures:
        for cut in stretch.evidence.cuts if stretch.evidence is not None else ():
            frame = stretch.edit_frame(cut.frame)
            if frame is None or frame in near:
                continue
            length = round(cut.duration * _frames_per_media_frame(stretch))
            detected[frame] = replace(cut, frame=frame, duration=length)
    return tuple(sorted((*certain, *detected.values()), key=lambda cut: cut.frame))


def _own_cut(shot: Shot) -> Cut:
    kind = _KINDS[shot.transition_in]
    return Cut(shot.record.start, shot.confidence, kind, shot.transition_frames)


def _goes_on(before: Shot, shot: Shot, edit: Edit) -> bool:
    """Whether the picture runs on as if it were not cut: same media, next frame, at whatever speed."""
    if shot.confidence < 1:
        return False
    if before.media is None or shot.media is None or before.media.path != shot.media.path:
        return False
    if shot.transition_in != "cut":
        return False
    expected = before.source_start_s + edit.rate.seconds(before.record.duration) * before.speed
    return abs(expected - shot.source_start_s) < edit.rate.seconds(1) / 2


def _frames_per_media_frame(stretch: Stretch) -> Fraction:
    if stretch.evidence is None or stretch.speed == 0:
        return Fraction(0)
    return stretch.rate.fps / stretch.evidence.rate.fps / abs(stretch.speed)
