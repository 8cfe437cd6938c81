"""Finds the daemon: at a given address, or by the discovery file of this user."""

from __future__ import annotations

import os
from pathlib import Path

from ningbgm_agents.errors import NotFoundError
from ningbgm_daemon.config import Settings, is_loopback, load_settings
from ningbgm_daemon.discovery import Discovery, find_daemon, read_discovery

from .asking import PathLike
from .endpoint import Endpoint, Find
from .starting import start_daemon

_NONE_RUNS = "no daemon runs; start one with 'ningbgm daemon start'"


def find_endpoint(
    address: str, token: str, certificate: PathLike | None, home: PathLike | None, start: bool
) -> tuple[Endpoint, Find]:
    """Where the daemon is now, and how to find it later.

    Raises:
        NotFoundError: none runs, and none is to be started.
        BusyError: one was started and does not answer.
    """
    if address:
        given = _given(address, token, certificate)
        return given, lambda: given
    environment = dict(os.environ) | ({"NINGBGM_HOME": str(home)} if home is not None else {})
    settings = load_settings(environment=environment)
    return _running(settings, environment, start), lambda: _said(settings)


def _given(address: str, token: str, certificate: PathLike | None) -> Endpoint:
    trusted = Path(certificate).read_bytes() if certificate is not None else None
    return Endpoint(address, token, trusted, local=is_loopback(address.rpartition(":")[0]))


def _running(settings: Settings, environment: dict[str, str], start: bool) -> Endpoint:
    found = find_daemon(settings.runtime)
    if found is not None and found.alive:
        return _endpoint(found.discovery)
    if not start:
        raise NotFoundError(_NONE_RUNS)
    return _endpoint(start_daemon(settings, environment=environment))


def _said(settings: Settings) -> Endpoint:
    """Where the discovery file says that it is; nobody is asked."""
    discovery = read_discovery(settings.runtime)
    if discovery is None:
        raise NotFoundError(_NONE_RUNS)
    return _endpoint(discovery)


def _endpoint(discovery: Discovery) -> Endpoint:
    return Endpoint(discovery.grpc, discovery.token, local=True)
