"""How the commands reach the daemon, and how they take the names of jobs and scores."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from ningbgm_daemon.client import Client, Job, Score

PATIENCE_S = 5.0
"""For a daemon that does not answer; a person waits."""
LAST = "last"
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")


def connected(start: bool = False) -> Client:
    """The running daemon of this user; `start` starts one where none runs.

    Raises:
        NotFoundError: none runs.
        BusyError: one was started and does not answer.
    """
    from ningbgm_daemon.client import Client

    return Client(start=start, patience_s=PATIENCE_S)


def job_named(bgm: Client, name: str) -> Job:
    """The job of a name, an id, or `last`.

    Raises:
        NotFoundError: there is none.
    """
    from ningbgm_agents.errors import NotFoundError

    if name != LAST:
        return bgm.get_job(name)
    for job in bgm.list_jobs():
        return job
    raise NotFoundError("there is no job yet")


def score_named(bgm: Client, name: str) -> Score:
    """The score of a name, an id, or `last`.

    Raises:
        NotFoundError: there is none.
    """
    from ningbgm_agents.errors import NotFoundError

    if name != LAST:
        return bgm.get_score(name)
    for facts in bgm.list_scores():
        return bgm.get_score(facts.name)
    raise NotFoundError("there is no score yet")
