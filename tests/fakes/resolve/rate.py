"""Frame rates as Resolve offers them, with their timecode."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Rate:
    """One rate of the project settings; `29.97 DF` and `59.94 DF` count in drop-frame timecode.

    Sources: nle.md 1.3 (`"29.97 DF"` switches drop-frame on set), nle.md 3 (01:00:00;00 at 29.97 is frame
    107892, non-drop 108000), R21.0.4 "timelineFrameRate".
    """

    name: str
    fps: Fraction
    nominal: int
    drop: bool = False

    @property
    def number(self) -> float:
        """The rate as Resolve prints it: 23.976, not 24000/1001."""
        return float(self.name.split()[0])

    @property
    def text(self) -> str:
        return self.name.split()[0]

    def frame(self, timecode: str) -> int:
        """The frame number of a timecode; raises ValueError where it is none."""
        hours, minutes, seconds, frames = (int(part) for part in timecode.replace(";", ":").split(":"))
        total_minutes = hours * 60 + minutes
        count = (total_minutes * 60 + seconds) * self.nominal + frames
        return count - self._dropped_a_minute * (total_minutes - total_minutes // 10)

    def timecode(self, frame: int) -> str:
        """The timecode of a frame; drop-frame is written with a semicolon [inference: as the viewer does]."""
        frame = self._with_dropped(max(frame, 0))
        seconds, frames = divmod(frame, self.nominal)
        minutes, seconds = divmod(seconds, 60)
        hours, minutes = divmod(minutes, 60)
        mark = ";" if self.drop else ":"
        return f"{hours:02}:{minutes:02}:{seconds:02}{mark}{frames:02}"

    @property
    def _dropped_a_minute(self) -> int:
        return 2 * (self.nominal // 30) if self.drop else 0

    def _with_dropped(self, frame: int) -> int:
        if not self.drop:
            return frame
        dropped = self._dropped_a_minute
        a_minute = self.nominal * 60 - dropped
        ten_minutes = a_minute * 10 + dropped
        tens, rest = divmod(frame, ten_minutes)
        frame += tens * 9 * dropped
        if rest >= self.nominal * 60:
            frame += dropped * ((rest - dropped) // a_minute)
        return frame


def _ntsc(name: str, nominal: int, drop: bool = False) -> Rate:
    return Rate(name, Fraction(nominal * 1000, 1001), nominal, drop)


RATES = {
    rate.name: rate
    for rate in (
        _ntsc("23.976", 24),
        Rate("24", Fraction(24), 24),
        Rate("25", Fraction(25), 25),
        _ntsc("29.97", 30),
        _ntsc("29.97 DF", 30, drop=True),
        Rate("30", Fraction(30), 30),
        Rate("50", Fraction(50), 50),
        _ntsc("59.94", 60),
        _ntsc("59.94 DF", 60, drop=True),
        Rate("60", Fraction(60), 60),
    )
}
"""Every rate that the fake knows, by its name in the project settings."""


def rate_named(value: object) -> Rate | None:
    """The rate of a setting given as a string or a number; None where Resolve offers none such."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    text = str(value).strip()
    if not isinstance(value, str):
        text = f"{value:g}"
    return RATES.get(text) or RATES.get(text.removesuffix(".0"))
