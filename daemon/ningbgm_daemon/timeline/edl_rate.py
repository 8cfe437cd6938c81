"""Infers the frame rate of an edit list, which does not say it, from what it does say."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from fractions import Fraction

from ningbgm_agents.errors import TimelineError
from ningbgm_agents.timeline import FrameRate

from .edl_clock import count, parts
from .edl_events import EditList, Event

NTSC = {24: Fraction(24000, 1001), 30: Fraction(30000, 1001), 60: Fraction(60000, 1001)}
_NOMINAL = (24, 25, 30, 48, 50, 60)
_USUAL = {24: 1.0, 25: 1.0, 30: 1.0, 48: 0.2, 50: 0.6, 60: 0.6}
_SAID = re.compile(r"(?<!\d)(23[._]?9(?:76|8)|29[._]?97|59[._]?94)(?!\d)")
_SAID_OF = {"23": 24, "29": 30, "59": 60}


def guess_rate(
    found: EditList, media_fps: Callable[[], Fraction | None] = lambda: None
) -> tuple[FrameRate, tuple[str, ...]]:
    """The rate of a list, and what has to be said about how sure that is.

    In order: the highest frame number; drop-frame; the rate at which source and record lengths agree
    in most events; what clip names say ('2398'); the rate of media that is at hand. Where 24 and 23.976
    (or 30 and 29.97) remain, the list's own clocks cannot tell them apart.
    """
    if _drops(found):
        nominal = 60 if _highest(found) >= 30 else 30
        return FrameRate(NTSC[nominal], drop_frame=True), ()
    nominal, sure = _nominal(found)
    named = _named(found, nominal)
    if named is not None:
        return FrameRate(named), _told(named, "its clip names")
    fps = media_fps()
    if fps is not None and _fits(-(-fps.numerator // fps.denominator), nominal, sure, _highest(found)):
        return FrameRate(fps), _told(fps, "its media")
    rate = FrameRate(Fraction(nominal))
    if sure and nominal not in NTSC:
        return rate, _told(rate.fps, "its frame numbers")
    doubt = f", though it may be {FrameRate(NTSC[nominal])}" if nominal in NTSC else ""
    guessed = "inferred from its frame numbers" if sure else "taken, since nothing in it tells"
    return rate, (
        f"An edit list does not say its frame rate; {rate} was {guessed}{doubt}: say it with --rate.",
    )


def _fits(media: int, guessed: int, sure: bool, highest: int) -> bool:
    return media == guessed or (not sure and media > highest and media in _NOMINAL)


def _told(fps: Fraction, source: str) -> tuple[str, ...]:
    return (f"An edit list does not say its frame rate; {FrameRate(fps)} was inferred from {source}.",)


def _drops(found: EditList) -> bool:
    semicolons = sum(";" in clock for event in found.events for clock in event.clocks[2:])
    return bool(found.drop) or semicolons > len(found.events)


def _highest(found: EditList) -> int:
    return max(parts(clock)[3] for event in found.events for clock in event.clocks)


def _nominal(found: EditList) -> tuple[int, bool]:
    """The whole rate at which most lengths agree, of those that can show every frame number."""
    highest = _highest(found)
    possible = [nominal for nominal in _NOMINAL if nominal > highest] or [60]
    agree = {nominal: _agreement(found, nominal) * _USUAL[nominal] for nominal in possible}
    best = max(possible, key=lambda nominal: (agree[nominal], -nominal))
    sure = highest == best - 1 or sum(share == agree[best] for share in agree.values()) == 1
    return best, sure


def _agreement(found: EditList, nominal: int) -> float:
    """The share of events without retimes whose source is as long as their record."""
    agree = considered = 0
    for event in found.events:
        if event.motions or event.effect.startswith("key"):
            continue
        lengths = _lengths(event, nominal)
        if lengths is not None and lengths[0] > 0 and lengths[1] > 0:
            considered += 1
            agree += lengths[0] == lengths[1]
            # A dissolve of a second or so often fills its event.
            agree += event.frames > 0 and event.frames == lengths[1]
            considered += event.frames > 0 and event.frames == lengths[1]
    return agree / considered if considered else 0.0


def _lengths(event: Event, nominal: int) -> tuple[int, int] | None:
    with suppress(TimelineError):
        source_in, source_out, record_in, record_out = (
            count(clock, nominal, False) for clock in event.clocks
        )
        return source_out - source_in, record_out - record_in
    return None


def _named(found: EditList, nominal: int) -> Fraction | None:
    """The fractional rate that names speak of, where it fits the frame numbers."""
    said = [found.title, *(comment for event in found.events for comment in event.comments)]
    told = (match[1][:2] for words in said for match in _SAID.finditer(words))
    return next((NTSC[nominal] for start in told if _SAID_OF[start] == nominal), None)
