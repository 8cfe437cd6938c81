"""The review page as the daemon holds it: who may look, and all that answers a look."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from ningbgm_daemon.config import Settings
from ningbgm_daemon.records.invitation import Invitation

from .admissions import TICKET_S, Admissions
from .answers import Answers
from .pages import ReviewPages
from .records import Records
from .shell import Shell

STATIC = Path(__file__).parent / "static"
"""The built page: HTML, scripts and styles, without any secret."""


class Review:
    """The page of one daemon; see `servicers.ports.Reviews`."""

    def __init__(
        self,
        scores: Records,
        settings: Settings,
        static: Path = STATIC,
        now_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self.admissions = Admissions(now_s)
        self.address = ""
        """Where the HTTP door is, once it is open: `http://127.0.0.1:8080`."""
        self._answers = Answers(scores, settings)
        self.pages = ReviewPages(self.admissions, Shell(static), self._answers)

    def invite(self, score_id: str) -> Invitation:
        """An address that opens the page on a score, or on the list of all where `score_id` is empty."""
        score = f"&score={score_id}" if score_id else ""
        url = f"{self.address}{self.pages.path}/#ticket={self.admissions.new_ticket()}{score}"
        return Invitation(url, time.time() + TICKET_S)

    async def close(self) -> None:
        """End what is being made."""
        await self._answers.close()
