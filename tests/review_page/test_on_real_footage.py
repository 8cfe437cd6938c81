"""One sitting at the page over a real film: look, listen, direct, compare, take back, keep."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from review_visitor import PATIENCE_MS, Visitor

from at_home import ask_at, told_at

pytestmark = pytest.mark.e2e
FILM = Path(__file__).parents[2].parent / "shared" / "real" / "footage" / "sintel_scales_25fps.mp4"
RATE = 25
FRAME_MS = 1000 / RATE
SAMPLES = 48_000 // RATE
"""Samples of a frame."""


@pytest.fixture
def sitting(browser: Browser, tmp_path: Path) -> Iterator[Visitor]:
    """Somebody in front of the scored film."""
    if not FILM.is_file():
        pytest.skip("no real footage beside the repository")
    home = tmp_path / "home"
    told_at(home, "daemon", "start")
    try:
        told_at(home, "score", FILM, "-o", tmp_path / "score", "--seed", 5)
        page = browser.new_page(accept_downloads=True)
        score = ask_at(home, "GET", "/v1/scores")["scores"][0]["name"]
        visitor = Visitor(page, home, score, RATE)
        visitor.enter()
        yield visitor
        assert visitor.errors == []
        page.close()
    finally:
        told_at(home, "daemon", "stop")


def test_a_film_is_looked_at_heard_directed_compared_and_kept(sitting: Visitor) -> None:
    page = sitting.page

    # the picture is there, in many colours, and moves with the sound
    sitting.until_page("document.querySelector('video')?.readyState >= 3", PATIENCE_MS)
    sitting.until_page(
        """(() => {
            const canvas = document.querySelector(".lane.film canvas");
            const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
            return new Set(new Uint32Array(pixels.buffer)).size > 1000;
        })()"""
    )
    first, end = (int(sitting.cue()["span"][side]) for side in ("start", "end"))
    sitting.seek(first + 2 * RATE)
    page.keyboard.press("Space")
    sitting.until("now.playing && now.peak > 0.001")
    sitting.until_page("ningbgm.drift.count > 50")
    page.keyboard.press("Space")
    assert page.evaluate("ningbgm.drift.median_ms") < FRAME_MS

    # from hit to hit, each with its error
    hits = [hit for hit in sitting.cue()["hits"] if "errorMs" in hit]
    sitting.seek(int(hits[1]["frame"]) - 1)
    page.keyboard.press("ArrowDown")
    assert sitting.read()["frame"] == int(hits[1]["frame"])
    assert all(abs(hit["errorMs"]) <= FRAME_MS for hit in hits)

    # a hit where there is none, a silence, and a wish for the cue
    taken = [int(hit["frame"]) for hit in sitting.cue()["hits"]]
    asked = next(f for f in range(first + 50, end - 150) if all(abs(f - t) > 20 for t in taken))
    quiet = asked + 60
    sitting.seek(asked)
    page.keyboard.press("h")
    for frame, key in ((quiet, "i"), (quiet + 50, "o")):
        sitting.seek(frame)
        page.keyboard.press(key)
    page.keyboard.press("x")
    page.get_by_label("Wish for this cue").fill("warm strings")
    before = sitting.cue()
    sitting.write_anew()

    after = sitting.cue()
    met = {int(hit["frame"]): hit for hit in after["hits"]}
    assert after["wish"] == "warm strings"
    assert abs(met[asked]["errorMs"]) <= FRAME_MS
    assert sitting.loudest((quiet - first + 30) * SAMPLES, 18 * SAMPLES) < 40
    assert sitting.loudest(0, RATE * SAMPLES * 2) > 400

    # what changed, by whom, and back again
    sitting.tab("A/B")
    assert "warm strings" in page.locator(".compare").inner_text()
    sitting.tab("Agents")
    page.locator(".message").first.wait_for()
    present = sitting.revision()
    sitting.button("Undo").click()
    sitting.until(f"now.edition.revision === {present + 1}")
    assert sitting.cue()["stems"][0]["sha256"] == before["stems"][0]["sha256"]
    sitting.tab("Cue")
    sitting.button("Lock").click()
    sitting.button("Locked").wait_for()
    assert sitting.cue()["locked"]
