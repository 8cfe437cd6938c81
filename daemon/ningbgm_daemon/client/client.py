"""The client for plain code."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Unpack

from . import calls
from .asking import PathLike, ScoreDetails, create_request
from .fetch import Told, fetch
from .finding import find_endpoint
from .limits import PATIENCE_S
from .reach import Cue, Job, Score, reachable_cue, reachable_score
from .score_values import RevisionFacts, ScoreFacts
from .sync_line import Line
from .values import DaemonStatus, Palette, State


class Client:
    """A connection to the daemon: `with Client() as bgm: bgm.score("film.mp4").wait(print)`.

    Without `address` it is the daemon of this user, of `home` where that is given; `start` starts one where
    none runs. A daemon elsewhere needs its address `host:port`, its token, and the certificate that it shows
    (PEM). Calls that are safe to repeat are repeated for `patience_s` while the daemon does not answer. Safe
    for several threads.

    Raises:
        NotFoundError: no daemon runs.
        BusyError: one was started and does not answer.
    """

    def __init__(
        self,
        address: str = "",
        token: str = "",
        *,
        certificate: PathLike | None = None,
        home: PathLike | None = None,
        start: bool = False,
        patience_s: float = PATIENCE_S,
    ) -> None:
        self._line = Line(*find_endpoint(address, token, certificate, home, start), patience_s)

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection; jobs go on."""
        self._line.close()

    def score(self, film: PathLike | None = None, **details: Unpack[ScoreDetails]) -> Job:
        """Have a media file or timeline scored, or music written for images, texts or a wish alone."""
        return Job(self._line.ask(calls.create_score(create_request(film, details))), self._line)

    def get_job(self, name: str) -> Job:
        """The job of a name: `jobs/{job}`, or its last part."""
        return Job(self._line.ask(calls.get_job(name)), self._line)

    def list_jobs(self, state: State | None = None) -> Iterator[Job]:
        """Jobs, the newest first; only those in a state where one is given."""
        for facts in self._line.pages(lambda token: calls.list_jobs(state or "", token)):
            yield Job(facts, self._line)

    def get_score(self, name: str) -> Score:
        """The score of a name: `scores/{score}`, or its last part."""
        return reachable_score(self._line.ask(calls.get_score(name)), self._line)

    def list_scores(self) -> Iterator[ScoreFacts]:
        """Scores, the newest first, without their cues."""
        return self._line.pages(calls.list_scores)

    def get_cue(self, name: str) -> Cue:
        """The cue of a name, `scores/{score}/cues/{cue}`."""
        return reachable_cue(self._line.ask(calls.get_cue(name)), self._line)

    def get_revision(self, name: str) -> RevisionFacts:
        """The revision of a name, `scores/{score}/revisions/{revision}`."""
        return self._line.ask(calls.get_revision(name))

    def save_stem(self, name: str, path: PathLike, told: Told | None = None) -> Path:
        """Download a stem by its name, as of a cue that is ready while its job still runs."""
        return fetch(self._line, name, Path(path), "", "", told)

    def open_review(self, score: str = "") -> str:
        """An address that opens the review page once, within a minute; on the list of all without a score."""
        return self._line.ask(calls.open_review(score))

    def status(self) -> DaemonStatus:
        """How the daemon and its machine are."""
        return self._line.ask(calls.get_status())

    def palettes(self) -> Iterator[Palette]:
        """The styles that there are to choose."""
        return self._line.pages(calls.list_palettes)

    def shut_down(self) -> None:
        """End the daemon in good order; running jobs go on with the next one."""
        self._line.ask(calls.shut_down())
