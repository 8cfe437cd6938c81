"""Fingers on the timeline: they zoom and scrub, and what begins a zoom asks for nothing."""

from __future__ import annotations

import pytest
from review_visitor import Visitor

pytestmark = pytest.mark.e2e

Finger = tuple[float, float]


class Fingers:
    """Fingers on the screen, as Chromium takes them from its devices (CDP, Input.dispatchTouchEvent)."""

    def __init__(self, visitor: Visitor) -> None:
        self._page = visitor.page
        self._wire = visitor.page.context.new_cdp_session(visitor.page)
        box = visitor.page.locator(".lane.film .track").bounding_box()
        assert box is not None
        self.left, self.top, self.width = box["x"], box["y"] + 20, box["width"]

    def at(self, share: float) -> Finger:
        """A place on the picture's lane."""
        return self.left + share * self.width, self.top

    def send(self, kind: str, *fingers: Finger) -> None:
        """Put all fingers where they are now."""
        points = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(fingers)]
        self._wire.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    def pinch(self, start: float, end: float) -> None:
        """Two fingers around the middle, so far apart first and in the end, one put down after the other."""
        self.send("touchStart", self.at(0.5 - start / 2))
        self.send("touchStart", self.at(0.5 - start / 2), self.at(0.5 + start / 2))
        for step in range(1, 9):
            wide = start + (end - start) * step / 8
            self.send("touchMove", self.at(0.5 - wide / 2), self.at(0.5 + wide / 2))
            self._page.wait_for_timeout(20)
        self.send("touchEnd")


def test_two_fingers_zoom_where_they_are(toucher: Visitor) -> None:
    fingers = Fingers(toucher)
    whole = toucher.read()["view"]["perPx"]

    fingers.pinch(0.2, 0.8)
    toucher.until(f"now.view.perPx < {whole * 0.35}")
    near = toucher.read()["view"]
    fingers.pinch(0.8, 0.2)

    middle = near["from"] + near["perPx"] * fingers.width / 2
    assert middle == pytest.approx(whole * fingers.width / 2, rel=0.05)
    toucher.until(f"now.view.perPx > {near['perPx'] * 2}")


def test_the_first_finger_of_a_pinch_leaves_the_playhead(toucher: Visitor) -> None:
    toucher.seek(30)

    Fingers(toucher).pinch(0.2, 0.6)

    assert toucher.read()["frame"] == 30


def test_one_finger_scrubs(toucher: Visitor) -> None:
    fingers = Fingers(toucher)

    fingers.send("touchStart", fingers.at(0.2))
    fingers.send("touchMove", fingers.at(0.3))
    fingers.send("touchMove", fingers.at(0.5))
    fingers.send("touchEnd")

    toucher.until("Math.abs(now.frame - 384) <= 12")


@pytest.mark.parametrize("tool", ["Hit", "Silence"])
def test_a_pinch_with_a_tool_asks_for_nothing(toucher: Visitor, tool: str) -> None:
    toucher.page.locator(".tools").get_by_role("button", name=tool).first.click()

    Fingers(toucher).pinch(0.2, 0.6)

    assert toucher.page.locator(".hit.added, .silence").count() == 0
