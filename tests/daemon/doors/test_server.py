"""Starting and ending: one daemon a folder, found by its file, loopback or TLS."""

from __future__ import annotations

import asyncio
import os
import ssl
from dataclasses import replace
from pathlib import Path

import grpc
import pytest
from calling import EventsCall, ask
from house import House

from fakes.fake_jobs import FakeJobs
from fakes.fake_scores import FakeScores
from fakes.fake_system import FakeSystem
from fakes.own_certificate import make_certificate
from ningbgm.v1 import system_service_pb2
from ningbgm.v1.system_service_pb2_grpc import SystemServiceStub
from ningbgm_agents.errors import StateError, WishError
from ningbgm_daemon.config import Settings, settings_in
from ningbgm_daemon.discovery import FILE_NAME, Discovery, find_daemon, read_discovery, write_discovery
from ningbgm_daemon.doors.places import LOOPBACK, Place, places
from ningbgm_daemon.doors.tls import TlsFiles
from ningbgm_daemon.records.order import ReviseOrder
from ningbgm_daemon.server import Server

pytestmark = pytest.mark.anyio


def server(settings: Settings, jobs: FakeJobs | None = None) -> Server:
    return Server(jobs or FakeJobs(), FakeScores(), FakeSystem(), settings)


async def test_a_running_daemon_is_found_and_an_ended_one_is_not(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)

    async with server(settings) as running:
        found = await asyncio.to_thread(find_daemon, settings.runtime)

    assert found is not None
    assert (found.alive, found.discovery) == (True, running.discovery)
    assert (found.discovery.pid, found.discovery.version) == (os.getpid(), "0.1.0")
    assert find_daemon(settings.runtime) is None


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps access lists instead")
async def test_the_discovery_file_is_for_the_user_alone(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)

    async with server(settings):
        mode = (settings.runtime / FILE_NAME).stat().st_mode & 0o777
        folder = settings.runtime.stat().st_mode & 0o777

    assert (oct(mode), oct(folder)) == ("0o600", "0o700")


async def test_a_second_daemon_finds_the_first_and_says_so(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)

    async with server(settings) as first:
        with pytest.raises(StateError, match="running already") as refused:
            await server(settings).start()
        still = await ask(first.discovery, "GET", "/v1/status")

    assert refused.value.facts["http"] == first.discovery.http
    assert still.status == 200


async def test_what_a_killed_daemon_left_behind_is_replaced(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    left = Discovery("127.0.0.1:1", "http://127.0.0.1:1", "old", 1, "0.0.9", 1.0)
    write_discovery(settings.runtime, left)
    before = find_daemon(settings.runtime)

    async with server(settings) as running:
        now = read_discovery(settings.runtime)

    assert before is not None
    assert not before.alive
    assert now == running.discovery


async def test_another_process_at_the_old_port_is_not_taken_for_the_daemon(
    house: House, tmp_path: Path
) -> None:
    for stale in (replace(house.where, token="another"), replace(house.where, pid=1)):
        write_discovery(tmp_path / "stale", stale)
        found = await asyncio.to_thread(find_daemon, tmp_path / "stale")
        assert found is not None
        assert not found.alive


async def test_every_start_has_a_new_token(tmp_path: Path) -> None:
    tokens = set()
    for _ in range(2):
        async with server(settings_in(tmp_path)) as running:
            tokens.add(running.discovery.token)

    assert len(tokens) == 2


@pytest.mark.parametrize("door", ["grpc_port", "http_port"])
async def test_a_taken_port_is_told_and_leaves_nothing_behind(
    house: House, tmp_path: Path, door: str
) -> None:
    address = house.where.grpc if door == "grpc_port" else house.where.http
    taken = int(address.rpartition(":")[2])
    usual = settings_in(tmp_path / "other")
    settings = replace(usual, grpc_port=taken) if door == "grpc_port" else replace(usual, http_port=taken)

    with pytest.raises(StateError, match=f"cannot listen at 127.0.0.1:{taken}"):
        await server(settings).start()

    assert read_discovery(settings.runtime) is None
    async with server(usual):
        pass


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::", "example.org"])
async def test_other_addresses_need_tls(tmp_path: Path, host: str) -> None:
    for settings in (
        replace(settings_in(tmp_path), grpc_host=host),
        replace(settings_in(tmp_path), http_host=host),
    ):
        with pytest.raises(WishError, match="needs TLS"):
            await server(settings).start()


def test_a_public_place_has_a_loopback_one_before_it() -> None:
    tls = TlsFiles(Path("c"), Path("k"))

    assert places("0.0.0.0", 5, tls) == (Place(LOOPBACK, 0), Place("0.0.0.0", 5, tls))
    assert places("localhost", 5, tls) == (Place(LOOPBACK, 5),)
    assert places("::1", 5, None) == (Place("::1", 5),)


async def test_ending_ends_streams_and_leaves_nothing_open(tmp_path: Path) -> None:
    jobs = FakeJobs()
    running = server(settings_in(tmp_path), jobs)
    await running.start()
    await jobs.submit(ReviseOrder("s1"))

    async with EventsCall(running.discovery, "/v1/jobs/j1:watch") as events:
        seen = events.__aiter__()
        await anext(seen)
        stopping = asyncio.create_task(running.stop())
        last = await anext(seen)
        await stopping

    assert isinstance(last.content, dict)
    assert last.content["error"]["status"] == "UNAVAILABLE"
    assert jobs.watching == 0
    with pytest.raises(ConnectionError):
        await ask(running.discovery, "GET", "/")


@pytest.fixture
def tls(tmp_path: Path) -> TlsFiles:
    return make_certificate(tmp_path)


async def test_a_public_daemon_answers_with_tls_and_locally_without(tmp_path: Path, tls: TlsFiles) -> None:
    with_ports = replace(
        settings_in(tmp_path),
        grpc_host="0.0.0.0",
        http_host="0.0.0.0",
        grpc_port=_free_port(),
        http_port=_free_port(),
        tls_certificate=tls.certificate,
        tls_key=tls.key,
    )

    async with server(with_ports) as running:
        shown = f"Bearer {running.discovery.token}"
        local = await ask(running.discovery, "GET", "/v1/status")
        public = await _https(with_ports.http_port, tls, shown)
        foreign = await _https(with_ports.http_port, tls, shown, "Origin: https://evil.example\r\n")
        credentials = grpc.ssl_channel_credentials(tls.certificate.read_bytes())
        async with grpc.aio.secure_channel(f"localhost:{with_ports.grpc_port}", credentials) as channel:
            status = await SystemServiceStub(channel).GetStatus(
                system_service_pb2.GetStatusRequest(), metadata=(("authorization", shown),), timeout=10
            )

    assert running.discovery.http.startswith("http://127.0.0.1:")
    assert (local.status, status.version) == (200, "0.1.0")
    assert public.startswith(b"HTTP/1.1 200")
    assert foreign.startswith(b"HTTP/1.1 403")


async def test_tls_files_that_are_none_are_told(tmp_path: Path) -> None:
    bad = tmp_path / "bad.pem"
    bad.write_text("nothing")
    usual = replace(settings_in(tmp_path), tls_certificate=bad, tls_key=bad)

    for settings in (replace(usual, grpc_host="0.0.0.0"), replace(usual, http_host="0.0.0.0")):
        with pytest.raises(WishError, match=r"bad\.pem"):
            await server(settings).start()


def _free_port() -> int:
    import socket

    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


async def _https(port: int, tls: TlsFiles, shown: str, more: str = "") -> bytes:
    trusting = ssl.create_default_context(cafile=str(tls.certificate))
    reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=trusting)
    lines = f"Host: localhost:{port}\r\nAuthorization: {shown}\r\nConnection: close\r\n{more}"
    writer.write(f"GET /v1/status HTTP/1.1\r\n{lines}\r\n".encode())
    answer = await reader.read()
    writer.close()
    return answer
