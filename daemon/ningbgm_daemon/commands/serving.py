"""Runs the daemon in this process until it is asked to end."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager

import click

from ningbgm_agents.errors import BusyError, StateError
from ningbgm_daemon.config import Settings
from ningbgm_daemon.discovery import find_daemon
from ningbgm_daemon.file_lock import FileLock
from ningbgm_daemon.house import House
from ningbgm_daemon.logs import log_to_file, log_to_stream
from ningbgm_daemon.server import Server
from ningbgm_daemon.servicers.ports import Jobs

from .ended_by_signals import ended_by_signals
from .stopping import HOUSE_LOCK

_log = logging.getLogger(__name__)


def serve(settings: Settings, detached: bool) -> None:
    """Run a daemon; Ctrl-C, SIGTERM and the Shutdown call end it in good order.

    Raises:
        StateError: one runs already.
    """
    settings.make_folders()
    with _alone(settings):
        if detached:
            log_to_file(settings)
        else:
            log_to_stream(settings)
        asyncio.run(_serve(settings))


async def _serve(settings: Settings) -> None:
    async with House(settings) as house, _traced(house.jobs, settings) as jobs:
        with ended_by_signals(house.system.ending):
            server = Server(jobs, house.scores, house.system, settings)
            async with server, _watching(jobs, settings):
                there = server.discovery
                click.echo(f"The daemon runs: process {there.pid}, gRPC {there.grpc}, HTTP {there.http}")
                await house.system.ending.wait()
                _log.info("the daemon ends")


@contextmanager
def _alone(settings: Settings) -> Iterator[None]:
    """Be the only daemon of these folders, from before the store is opened until it is closed."""
    with ExitStack() as stack:
        try:
            stack.enter_context(FileLock(settings.runtime / HOUSE_LOCK, patience_s=0))
        except BusyError as error:
            raise _runs_already(settings) from error
        yield


def _runs_already(settings: Settings) -> StateError:
    found = find_daemon(settings.runtime)
    if found is None or not found.alive:
        return StateError("another daemon is starting or ending; try again in a moment")
    there = found.discovery
    return StateError(f"a daemon runs already: process {there.pid}, gRPC {there.grpc}, HTTP {there.http}")


@asynccontextmanager
async def _traced(jobs: Jobs, settings: Settings) -> AsyncIterator[Jobs]:
    """The jobs, told to a collector where the user has one."""
    if not settings.otlp_endpoint:
        yield jobs
        return
    from ningbgm_daemon.telemetry.otlp import OtlpSink
    from ningbgm_daemon.telemetry.traced_jobs import TracedJobs

    async with TracedJobs(jobs, OtlpSink(settings.otlp_endpoint)) as traced:
        yield traced


@asynccontextmanager
async def _watching(jobs: Jobs, settings: Settings) -> AsyncIterator[None]:
    """The folders that the settings name are watched, but for those that 'ningbgm watch' watches."""
    if not settings.watched:
        yield
        return
    from ningbgm_daemon.watch.desk import JobsDesk
    from ningbgm_daemon.watch.watching import watching

    async with watching(settings.watched, JobsDesk(jobs), settings, must=False):
        yield
