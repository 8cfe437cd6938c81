"""How fast the events of an edit list play, and where in their source they begin."""

from __future__ import annotations

from fractions import Fraction

from .edl_events import Event, Motion

_CLOSE = Fraction(1, 10)
_MOST = 1000


def speed_and_start(
    event: Event, source_in: int, source_out: int, length: int, fps: Fraction, held: bool
) -> tuple[Fraction, int]:
    """Source frames a record frame, and the source frame that is seen first.

    `M2` counts source frames a second, to a tenth. Played backwards, Final Cut and Avid name the frame
    that is seen first as the source's in; Premiere names the range that is used, so that its end is
    seen first: which of both, the length of the source tells. An event of picture whose source has no
    length, or one frame, holds that frame.
    """
    used = source_out - source_in
    motion = _motion(event)
    if motion is None:
        still = held or (event.video is not None and used <= 1 < length)
        if still:
            return Fraction(0), source_in
        return _by_length(used, length), source_in
    speed = _ratio(motion.fps, fps)
    if speed >= 0:
        return speed, source_in
    whole = length * -speed
    names_range = abs(used - whole) <= 1 + whole / 100
    if names_range and (used != length or abs(speed) == 1 or source_in < whole):
        return speed, source_out
    return speed, source_in


def _by_length(used: int, length: int) -> Fraction:
    """Speed where only the lengths differ; Avid counts the source to its last frame shown."""
    if used <= 0 or length <= 1 or abs(used - length) <= 1:
        return Fraction(1)
    return min(Fraction(used, length), Fraction(used - 1, length - 1), key=lambda ratio: ratio.denominator)


def _motion(event: Event) -> Motion | None:
    """The M2 line that is meant: by its source timecode, else by its reel, else the last."""
    of_clock = [m for m in event.motions if m.clock.replace(";", ":") == event.clocks[0].replace(";", ":")]
    of_reel = [m for m in event.motions if m.reel.upper() == event.reel.upper()]
    chosen = [m for m in of_clock if m in of_reel] or of_clock or of_reel or event.motions
    return chosen[-1] if chosen else None


def _ratio(source_fps: float, fps: Fraction) -> Fraction:
    """Speed from source frames a second, by the whole rate that lists count in."""
    nominal = -(-fps.numerator // fps.denominator)
    told = Fraction(str(round(source_fps, 3)))
    if abs(abs(told) - fps) < _CLOSE or abs(told) == nominal:
        return Fraction(1) if told > 0 else Fraction(-1)
    return max(min(told / nominal, Fraction(_MOST)), Fraction(-_MOST))
