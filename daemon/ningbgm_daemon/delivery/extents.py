"""From where to where each media file of a timeline goes, in its own timecode."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from math import ceil

from ningbgm_agents.timeline import Media, Shot, Sound

from .laid_out import Layout


def extents_s(layout: Layout) -> dict[Media, tuple[Fraction, Fraction]]:
    """Start timecode and end of each media in seconds: as it is, or at least as far as it is used.

    Offline media are as long as the edit needs them, transitions included, in whole frames of the edit.
    """
    used: dict[Media, Fraction] = {}
    fps = layout.edit.rate.fps
    borders = [*map(layout.transition_into, range(len(layout.picture))), (0, 0)]
    shots = zip(layout.picture, pairwise(borders), strict=True)
    pieces: list[tuple[Shot | Sound, int, int]] = [(s, lead, tail) for s, ((lead, _), (_, tail)) in shots]
    pieces += [(sound, 0, 0) for track in layout.sound for sound in track.sounds]
    for piece, lead, tail in pieces:
        if piece.media is not None:
            held = Fraction(1 if piece.speed == 0 else 0)
            frames = max((piece.record.duration + tail) * piece.speed, lead * -piece.speed, held)
            end_s = Fraction(ceil(piece.source_start_s * fps + frames)) / fps
            used[piece.media] = max(used.get(piece.media, Fraction(0)), end_s)
    return {media: _extent_s(layout, media, end_s) for media, end_s in used.items()}


def _extent_s(layout: Layout, media: Media, used_s: Fraction) -> tuple[Fraction, Fraction]:
    source = layout.sources.of(media)
    return source.start_s, source.start_s + max(source.length_s or Fraction(0), used_s)
