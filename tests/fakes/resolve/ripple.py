"""A speed change that ripples, and what it does to the music."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from .application import Application
from .item import Item
from .markers import MarkerBook
from .track import Track


def ripple_speed(app: Application, item: Item, speed: Fraction) -> None:
    """Shortens the item, pulls everything behind it forward, and cuts through what lies across.

    DB: at 200 % a 194-frame shot became 97, every later item moved by -97, and the unlinked mix on A1 was cut
    at the shot's new end with 97 frames of it deleted; the music skips. Longer than before is not measured:
    then only later items move [inference].
    """
    assert item.track is not None
    old_end = item.end
    item.duration = int(item.duration * item.speed / speed)
    removed = old_end - item.end
    for track in item.track.sequence.all_tracks():
        for other in list(track.items):
            if other is item:
                continue
            if other.start >= old_end:
                other.start -= removed
            elif removed > 0 and other.start < item.end and other.end > old_end and not other.links:
                _cut_out(app, track, other, item.end, removed)


def _cut_out(app: Application, track: Track, item: Item, at: int, frames: int) -> None:
    """Takes frames out of the middle of an item; two pieces stay."""
    head = at - item.start
    skipped = Fraction(head + frames)
    if item.clip is not None:
        skipped = skipped * item.clip.rate.fps / item.rate_fps * item.speed
    rest = replace(
        item,
        id=app.new_id(),
        start=at,
        duration=item.duration - head - frames,
        source=item.source + skipped,
        markers=MarkerBook(),
    )
    item.duration = head
    track.put(rest)
