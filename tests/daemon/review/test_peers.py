"""Whose connection it is, as Linux tells it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from ningbgm_agents.errors import AccessError
from ningbgm_daemon.review.peers import check_owner, owner_in

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells")
TABLE = """\
  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 111 1
   1: 0100007F:C001 0100007F:1F90 01 00000000:00000000 00:00000000 00000000  1001        0 222 1
   2: broken
"""
TABLE_6 = """\
  sl  local_address                         remote_address                        st tx rx tr tm uid
   0: 00000000000000000000000001000000:C002 00000000000000000000000001000000:1F90 01 0:0 0:0 0 1002 0 3
"""


@pytest.mark.skipif(sys.byteorder == "big", reason="the tables were written on a little-endian machine")
def test_the_owner_of_an_address_is_read_from_the_tables() -> None:
    assert owner_in(TABLE, ("127.0.0.1", 0xC001)) == 1001
    assert owner_in(TABLE, ("127.0.0.1", 0xC002)) is None
    assert owner_in(TABLE, ("127.0.0.2", 0xC001)) is None
    assert owner_in(TABLE_6, ("::1", 0xC002)) == 1002


@pytest.mark.parametrize(("family", "host"), [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")])
def test_a_connection_of_our_own_is_ours(family: socket.AddressFamily, host: str) -> None:
    try:
        server = socket.create_server((host, 0), family=family)
    except OSError:
        pytest.skip(f"this machine has no {host}")
    with server, socket.create_connection(server.getsockname()[:2]) as client:
        mine = client.getsockname()[:2]

        tables = [Path(f"/proc/net/{name}").read_text("ascii") for name in ("tcp", "tcp6")]
        found = [owner_in(table, mine) for table in tables]
        check_owner(mine)

        assert os.getuid() in found


CONNECT = """
import socket, sys
connection = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
print(connection.getsockname()[1], flush=True)
connection.recv(1)
"""


@pytest.mark.skipif(getattr(os, "getuid", lambda: 1)() != 0, reason="only root can become another user")
def test_a_connection_of_another_users_is_refused() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        place = str(server.getsockname()[1])
        command = ["/usr/bin/env", "python3", "-c", CONNECT, place]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, user=4242, cwd="/") as other:
            accepted, _ = server.accept()
            assert other.stdout is not None
            port = int(other.stdout.readline())

            with accepted, pytest.raises(AccessError, match="another user"):
                check_owner(("127.0.0.1", port))


def test_what_nobody_knows_is_let_in() -> None:
    check_owner(None)
    check_owner(("192.0.2.1", 9))
