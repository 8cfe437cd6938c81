"""How quickly the panel for Premiere Pro answers while it scores, and what it looks like in each state.

    benchmarks/premiere_panel.py FILM [--seconds 60] [--pictures docs/images]

Opens the built panel in Chromium (the variable CHROMIUM names another), with the Premiere of `tests/fakes`
and a real daemon behind it. Answering: from a click to the next frame that shows what came of it.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests" / "plugins" / "premiere_panel")]

from playwright.sync_api import Browser, sync_playwright  # noqa: E402
from premiere_seat import Seat  # noqa: E402 (found above)
from premiere_stage import PremiereStage  # noqa: E402

WIDTHS = {300: 560, 600: 560}
"""Widths of the pictures, and how high they are at most."""
_ANSWER_MS = """async () => {
  const button = document.querySelector('button[aria-label^="Doctor"]');
  const before = button.getAttribute("aria-pressed");
  const start = performance.now();
  button.click();
  while (button.getAttribute("aria-pressed") === before) await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
  return performance.now() - start;
}"""
_STILL_WORKING = "!!document.querySelector('.work')"


class Gallery:
    """Takes pictures of one seat; none where no folder is told."""

    def __init__(self, seat: Seat, folder: Path | None) -> None:
        self._seat, self._folder = seat, folder

    def take(self, name: str) -> None:
        """One picture for each width."""
        page = self._seat.page
        for width, height in WIDTHS.items() if self._folder else ():
            page.set_viewport_size({"width": width, "height": height})
            page.wait_for_timeout(250)
            page.screenshot(path=str(self._folder / f"premiere-{name}-{width}.png"))


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("film", type=Path)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--rate", default="24")
    parser.add_argument("--pictures", type=Path)
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        extension = _installed(Path(folder))
        stage = PremiereStage(extension)
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox", "--mute-audio"],
        )
        try:
            _sit(browser, stage, told.film.resolve(), told.rate, told.seconds, told.pictures)
        finally:
            browser.close()
            stage.close()
            _stop_daemon(extension)


def _sit(
    browser: Browser, stage: PremiereStage, film: Path, rate: str, seconds: int, folder: Path | None
) -> None:
    like = {"rate": rate, "start": "01:00:00:00", "version": "25.6", "sequence": "Reel 1"}
    seat = Seat(browser, stage, stage.premiere(**like), 420, 560)
    gallery = Gallery(seat, folder)
    frames = round(float(rate)) * seconds
    stage.do(
        """
        const { frames, rate } = given;
        const clip = hands.footage(given.film, { seconds: given.seconds + 60, channels: 2, rate });
        const piece = Math.round(frames / 24);
        for (let at = 0; at < frames; at += piece) {
          const options = { source: at + 24, sound: sequence.audio[0] };
          hands.place(sequence, sequence.video[0], clip, at, piece, options);
        }
        for (const share of [0.3, 0.65]) {
          hands.marker(sequence, Math.round(share * frames), "silence", { length: 96 });
        }
        """,
        film=str(film),
        rate=rate,
        seconds=seconds,
        frames=frames,
    )
    page = seat.page
    seat.sit_down()
    seat.told("Whole sequence")
    page.locator(".line-open").wait_for()
    page.get_by_role("textbox", name="What the music should be like").fill("playful, brass and strings")
    gallery.take("ready")
    seat.click("Score selection")
    page.wait_for_function("document.querySelector('.ready .chip')")
    gallery.take("working")
    answers = []
    while page.evaluate(_STILL_WORKING):
        answers.append(page.evaluate(_ANSWER_MS))
        page.wait_for_timeout(100)
    print(_summary(answers))
    if page.locator('button[aria-label^="Doctor"]').get_attribute("aria-pressed") == "true":
        seat.click("Close")
    gallery.take("scored")
    page.locator(".cuename").nth(1).click()
    gallery.take("cue")
    seat.click("Lock")
    seat.told("Locked")
    stage.do(
        """
        for (const track of [sequence.video[0], sequence.audio[0]]) {
          const gone = track.clips[14];
          const length = Number((gone.end - gone.start) / sequence.timebase);
          hands.delete(sequence, gone);
          for (const clip of track.clips.slice(14)) hands.move(sequence, clip, -length);
        }
        """
    )
    page.locator(".cuename").nth(1).click()
    seat.click("Update")
    seat.told("What the update does")
    gallery.take("update")
    seat.click("Not now")
    page.get_by_role("button", name="Doctor").click()
    gallery.take("doctor")
    page.get_by_role("button", name="Doctor").click()
    stage.do("panel.setTheme('light')")
    gallery.take("light")
    stage.do("panel.setTheme('darkest')")
    _stop_daemon(stage.folder)
    shutil.move(stage.folder / "installed.json", stage.folder / "installed.away.json")
    seat.click("Update")
    page.locator(".notice.bad").wait_for()
    gallery.take("error")
    shutil.move(stage.folder / "installed.away.json", stage.folder / "installed.json")
    seat.get_up()


def _installed(folder: Path) -> Path:
    """The extension as the installer leaves it."""
    extension = folder / "extension"
    shutil.copytree(ROOT / "plugins" / "premiere_cep" / "dist", extension)
    home = folder / "home"
    facts = {
        "command": _command(),
        "discovery": str(home / "run" / "daemon.json"),
        "environment": {"NINGBGM_HOME": str(home)},
    }
    (extension / "installed.json").write_text(json.dumps(facts))
    return extension


def _command() -> list[str]:
    return [sys.executable, "-m", "ningbgm_daemon.cli"]


def _stop_daemon(extension: Path) -> None:
    home = {"NINGBGM_HOME": str(extension.parent / "home")}
    subprocess.run(
        [*_command(), "daemon", "stop"], check=False, env={**os.environ, **home}, capture_output=True
    )


def _summary(answers: list[float]) -> str:
    answers.sort()
    most = answers[int(len(answers) * 0.95)]
    return (
        f"{len(answers)} clicks while a job ran: median {statistics.median(answers):.0f} ms,"
        f" 95 of 100 within {most:.0f} ms, longest {answers[-1]:.0f} ms"
    )


if __name__ == "__main__":
    main()
