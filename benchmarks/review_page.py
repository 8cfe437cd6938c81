"""Measures the review page in an installed Chromium: first paint, scrubbing, memory, drift of the picture.

python benchmarks/review_page.py [--play-s 60]
"""

from __future__ import annotations

import argparse
import shutil
from itertools import pairwise
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from synthetic_review import served

TEN_MINUTES_S = 600
TWO_HOURS_S = 7200
SCRUBS = 100
SEEK_EVERY_S = 10

_SCRUB = """async (seconds) => {
    const track = document.querySelector('.lane.film .track').getBoundingClientRect();
    const lanes = document.querySelector('.lanes');
    const send = (kind, x) => lanes.dispatchEvent(new PointerEvent(kind, {
        clientX: x, clientY: track.top + 9, pointerId: 1, button: 0, buttons: 1, bubbles: true }));
    lanes.setPointerCapture = () => undefined;
    const times = [];
    const start = performance.now();
    send('pointerdown', track.left + 5);
    await new Promise((done) => requestAnimationFrame(function turn(now) {
        times.push(now);
        const passed = (performance.now() - start) / 1000;
        send('pointermove', track.left + 5 + (track.width - 10) * (0.5 - 0.5 * Math.cos(passed * 3)));
        if (passed < seconds) requestAnimationFrame(turn); else done();
    }));
    send('pointerup', track.left + 5);
    return times;
}"""
_PAN = """async (seconds) => {
    const lanes = document.querySelector('.lanes');
    const times = [];
    const start = performance.now();
    await new Promise((done) => requestAnimationFrame(function turn(now) {
        times.push(now);
        const passed = (performance.now() - start) / 1000;
        const deltaX = Math.round(40 * Math.cos(passed * 2));
        lanes.dispatchEvent(new WheelEvent('wheel', { deltaX, bubbles: true }));
        if (passed < seconds) requestAnimationFrame(turn); else done();
    }));
    return times;
}"""


_CUES = """() => new Promise((done) => {
    const look = () => document.querySelector('.cue') ? done(performance.now()) : requestAnimationFrame(look);
    look();
})"""


def opened(browser: Browser, address: str) -> Page:
    """A page with the score drawn."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(address)
    page.locator(".cue").first.wait_for()
    return page


def first_paint(browser: Browser, address: str) -> dict[str, float]:
    """Milliseconds until cues stand on the axis, and of the browser's own first paint; the middle of five."""
    shown, painted = [], []
    for _ in range(5):
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto(address)
        shown.append(page.evaluate(_CUES))
        painted.append(
            page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0")
        )
        page.close()
    return {"cues_ms": sorted(shown)[2], "first_contentful_paint_ms": sorted(painted)[2]}


def rate_of(times: list[float]) -> tuple[float, float]:
    """Pictures a second, and the longest 5 % of gaps in milliseconds."""
    gaps = sorted(b - a for a, b in pairwise(times))
    return 1000 * len(gaps) / sum(gaps), gaps[int(len(gaps) * 0.95)]


def scrubbing(page: Page) -> None:
    """Prints how smooth it is to scrub the whole, to scrub near, and to move along."""
    for name, zoom in (("whole film", 0), ("near", 7)):
        page.keyboard.press("0")
        for _ in range(zoom):
            page.keyboard.press("+")
        page.wait_for_timeout(1500)
        for kind, script in (("scrub", _SCRUB), ("move along", _PAN)):
            frames_s, slow_ms = rate_of(page.evaluate(script, 4))
            print(f"{kind}, {name}: {frames_s:.1f} pictures/s, 95 % within {slow_ms:.1f} ms")


def heap(page: Page) -> float:
    """MiB of script memory after collecting."""
    line = page.context.new_cdp_session(page)
    line.send("HeapProfiler.collectGarbage")
    used: dict[str, Any] = line.send("Runtime.getHeapUsage")
    line.detach()
    return float(used["usedSize"]) / 2**20


def memory(page: Page) -> None:
    """Prints what a hundred scrubs leave behind."""
    page.keyboard.press("0")
    for _ in range(5):
        page.keyboard.press("+")
    page.evaluate(_SCRUB, 2)
    before = heap(page)
    for index in range(SCRUBS):
        page.keyboard.press("End" if index % 2 else "Home")
        page.evaluate(_SCRUB, 0.15)
        page.evaluate(_PAN, 0.1)
    page.wait_for_timeout(1000)
    kept = page.evaluate("ningbgm.reading().supply")
    print(f"heap: {before:.1f} MiB, after {SCRUBS} scrubs {heap(page):.1f} MiB; kept: {kept}")


def drift(page: Page, seconds: int) -> None:
    """Prints how far picture and sound were apart over a play with a seek every ten seconds."""
    page.locator("video").wait_for()
    page.wait_for_timeout(2000)
    page.keyboard.press("Space")
    for passed in range(0, seconds, SEEK_EVERY_S):
        page.wait_for_timeout(SEEK_EVERY_S * 1000)
        box = page.locator(".lane.ruler .track").bounding_box()
        assert box is not None
        share = (passed * 7 % (seconds - 2 * SEEK_EVERY_S)) / TEN_MINUTES_S  # never so late that it ends
        page.mouse.click(box["x"] + box["width"] * share, box["y"] + 5)
    assert page.evaluate("ningbgm.reading().playing"), "it stopped on the way"
    told = page.evaluate("ningbgm.drift")
    print(
        f"drift over {seconds} s with {seconds // SEEK_EVERY_S} seeks:",
        {k: round(v, 1) for k, v in told.items()},
    )


def main() -> None:
    """Measure all, and print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--play-s", type=int, default=60, help="how long to play for the drift; 600 for ten minutes"
    )
    play_s = parser.parse_args().play_s
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=program,
            args=["--autoplay-policy=no-user-gesture-required", "--enable-precise-memory-info"],
        )
        with served(TEN_MINUTES_S) as address:
            print("ten minutes:", {k: round(v) for k, v in first_paint(browser, address).items()})
        with served(TWO_HOURS_S) as address:
            print("two hours:", {k: round(v) for k, v in first_paint(browser, address).items()})
            page = opened(browser, address)
            scrubbing(page)
            memory(page)
            page.close()
        with served(TEN_MINUTES_S, play_s + 30) as address:
            drift(opened(browser, address), play_s)
        browser.close()


if __name__ == "__main__":
    main()
