"""A user in front of the panel: a real browser with the panel's own page, and the Premiere behind it."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Browser, Locator, Page
from premiere_stage import PremiereStage

_PATIENCE_MS = 180_000
_STEPS = ["Reading the edit", "Watching and listening", "Understanding the scene", "Composing and performing"]


class Seat:
    """The panel, as wide and high as told; `script` is what the stage gives a page."""

    def __init__(self, browser: Browser, stage: PremiereStage, script: str, width: int, height: int) -> None:
        self.stage = stage
        self.page: Page = browser.new_page(viewport={"width": width, "height": height})
        self.page.set_default_timeout(_PATIENCE_MS)
        self.page.add_init_script(script)
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))

    def sit_down(self) -> None:
        """Open the panel; again, it is closed first."""
        self.page.goto((self.stage.folder / "index.html").as_uri())

    def button(self, name: str) -> Locator:
        """A button by its whole name."""
        return self.page.get_by_role("button", name=name, exact=True)

    def click(self, name: str) -> None:
        """Click on a button."""
        self.button(name).click()

    def told(self, text: str) -> None:
        """Wait until the panel says this."""
        self.page.get_by_text(text).first.wait_for()

    def wait_for_job(self) -> None:
        """Wait until the daemon tells a step of the job; looked for at every picture, as steps are short."""
        self.page.wait_for_function(
            "(steps) => steps.includes(document.querySelector('.work .clip .dim')?.innerText)", arg=_STEPS
        )

    def settle(self) -> None:
        """Wait until nothing is at work any more."""
        self.page.locator(".work").wait_for(state="detached")

    def get_up(self) -> None:
        """Close the panel."""
        self.page.close()
        assert self.faults == [], "the page threw"


Sit = Callable[..., Seat]
"""Sits down at a new Premiere: `sit(width=420, height=700, rate="25")`."""
