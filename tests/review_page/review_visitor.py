"""Somebody who uses the review page in a real browser, and can ask the daemon what came of it."""

from __future__ import annotations

from pathlib import Path
from time import monotonic
from typing import Any

from playwright.sync_api import Locator, Page

from at_home import ask_at

TITLE = "<img src=x onerror=hacked=1> & “Heimkehr” 回家"
WISH = "calm piano, hopeful ending <script>hacked=1</script>"
PATIENCE_MS = 120_000
"""How long a job may take on a busy machine."""


class Visitor:
    """A browser's page, and the daemon behind it."""

    def __init__(self, page: Page, home: Path, score: str, rate: int = 24) -> None:
        self.page = page
        self.score = score
        self._home, self._rate = home, rate
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.set_default_timeout(30_000)

    def enter(self, width: int = 1280, height: int = 900) -> None:
        """Open the page with a new ticket, and wait until the score is drawn."""
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.goto("about:blank")
        self.page.goto(self.ask("POST", "/v1/reviews", {"score": self.score})["url"])
        self.page.locator(".cue").first.wait_for()

    def ask(self, method: str, path: str, body: object = None) -> dict[str, Any]:
        """What the daemon answers over HTTP."""
        return ask_at(self._home, method, path, body)

    def cue(self) -> dict[str, Any]:
        """The first cue of the present revision, as the daemon has it."""
        answer: dict[str, Any] = self.ask("GET", f"/v1/{self.score}/cues")["cues"][0]
        return answer

    def revision(self) -> int:
        """Number of the present revision."""
        return int(self.ask("GET", f"/v1/{self.score}")["revision"].rsplit("/", 1)[1])

    def go_back_to_the_first(self) -> None:
        """Make the first revision, which has variations, the present one, and open it."""
        self.ask("POST", f"/v1/{self.score}:rollback", {"revisionNumber": 1})
        self.enter()

    def read(self) -> dict[str, Any]:
        """What the page tells to tests: playhead, what sounds, what is heard."""
        answer: dict[str, Any] = self.page.evaluate("ningbgm.reading()")
        return answer

    def until(self, claim: str, timeout_ms: int = 30_000) -> None:
        """Wait until a claim over `now`, the page's reading, holds."""
        self.until_page(f"(() => {{ const now = ningbgm.reading(); return {claim}; }})()", timeout_ms)

    def until_page(self, claim: str, timeout_ms: int = 30_000) -> None:
        """Wait until a claim holds in the page; Playwright's own way needs `eval`, which is forbidden."""
        end = monotonic() + timeout_ms / 1000
        while not self.page.evaluate(f"Boolean({claim})"):
            if monotonic() > end:
                raise AssertionError(f"{claim} does not become true; the page tells {self.read()}")
            self.page.wait_for_timeout(40)

    def seek(self, frame: int) -> None:
        """Move the playhead by keys alone."""
        self.page.keyboard.press("Home")
        for _ in range(frame // self._rate):
            self.page.keyboard.press("Shift+ArrowRight")
        for _ in range(frame % self._rate):
            self.page.keyboard.press("ArrowRight")
        assert self.read()["frame"] == frame

    def button(self, name: str) -> Locator:
        """A button by its exact name."""
        return self.page.get_by_role("button", name=name, exact=True)

    def tab(self, name: str) -> None:
        """Show a panel."""
        self.page.get_by_role("tab", name=name, exact=True).click()

    def write_anew(self) -> None:
        """Send what is asked of the cue, and wait for the new revision in place."""
        before = self.revision()
        self.page.keyboard.press("Control+Enter")
        self.until(f"now.edition.revision === {before + 1}", PATIENCE_MS)
        assert self.revision() == before + 1

    def loudest(self, first: int, count: int) -> int:
        """The greatest sample of the cue's mix in a stretch, as the page hears it."""
        cue = self.cue()["cueId"]
        path = (
            f"/review/api/{self.score}/revisions/{self.revision()}/audio/{cue}/mix?from={first}&count={count}"
        )
        answer: int = self.page.evaluate(
            """async (path) => {
                const { session } = JSON.parse(sessionStorage.getItem("ningbgm.session"));
                const answer = await fetch(path, { headers: { Authorization: `Bearer ${session}` } });
                const samples = new Int16Array(await answer.arrayBuffer());
                return samples.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
            }""",
            path,
        )
        return answer
