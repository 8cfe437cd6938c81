"""The common time axis of the report: frames and samples as shares of its width; lanes upon it."""

from __future__ import annotations

from dataclasses import dataclass

from ningbgm_agents.timeline import Edit, Span

from .report_markup import Child, Markup, element, joined

_TICKS = 8
DRAWN_WIDTH = 2000
"""Width of every drawing's own coordinates; the page stretches it."""


@dataclass(frozen=True)
class Axis:
    """The scored range from left to right; places are percents of the width."""

    edit: Edit

    @property
    def duration_s(self) -> float:
        """Length in seconds."""
        return float(self.edit.rate.seconds(self.edit.span.duration))

    def at_frame(self, frame: float) -> float:
        """Place of a frame of the edit, 0 to 100; outside the range, the nearer end."""
        share = (frame - self.edit.span.start) / self.edit.span.duration
        return round(100 * min(max(share, 0.0), 1.0), 4)

    def at_second(self, second: float) -> float:
        """Place of a second counted from the edit's first frame."""
        return self.at_frame(second * float(self.edit.rate.fps))

    def at_sample(self, sample: float) -> float:
        """Place of a 48 kHz sample counted from the edit's first frame."""
        return self.at_second(sample / 48_000)

    def shows(self, span: Span) -> bool:
        """Whether any of a span lies in the range."""
        return span.overlap(self.edit.span) is not None

    def block(self, start: float, end: float) -> str:
        """CSS that places an element between two percents."""
        return f"left:{start:.4g}%;width:{max(end - start, 0.0):.4g}%"

    def ticks(self) -> Markup:
        """A ruler for a page whose script does not run; the script draws a finer one."""
        step = self.edit.span.duration / _TICKS
        frames = [self.edit.span.start + round(i * step) for i in range(_TICKS)]
        return joined(
            *(
                element(
                    "span",
                    str(self.edit.timecode(f)),
                    class_="tick",
                    style=f"left:{self.at_frame(f)}%",
                )
                for f in frames
            )
        )


def lane(name: str, note: str, kind: str, *children: Child) -> Markup:
    """A row of the axis with its label."""
    label = element("div", element("b", name), element("small", note), class_="label")
    return element("div", label, element("div", *children, class_=f"track {kind}"), class_="lane")


def drawing(height: float, *children: Child, style: str | None = None, class_: str = "") -> Markup:
    """An SVG that fills its track; x runs from 0 to 2000, y from 0 to `height`."""
    return element(
        "svg",
        *children,
        class_=f"drawing {class_}".strip(),
        viewBox=f"0 0 {DRAWN_WIDTH} {height:g}",
        preserveAspectRatio="none",
        aria_hidden="true",
        style=style,
    )
