"""Whose program is at the other end of a connection within this machine, where the system tells (Linux).

A browser is told the page's address on its command line, and all users of a machine can see command lines; so
another user could be quicker with the ticket in it.
"""

from __future__ import annotations

import os
import socket
import sys
from contextlib import suppress
from pathlib import Path

from ningbgm_agents.errors import AccessError

_TABLES = (Path("/proc/net/tcp"), Path("/proc/net/tcp6"))
_LOCAL, _USER = 1, 7
"""Columns of the tables: address of this end, number of the user whose socket it is."""
_ROOT = 0
_NOBODY = 65534
"""Stands for users that a container cannot name."""


def check_owner(client: tuple[str, int] | None) -> None:
    """See that a connection comes from a program of this user's, or of root's, who may do all.

    Raises:
        AccessError: it is another user's.
    """
    if client is None or sys.platform != "linux":
        return
    owner = None
    for table in _TABLES:
        with suppress(OSError):
            owner = owner_in(table.read_text("ascii"), client) if owner is None else owner
    if owner not in (None, _ROOT, _NOBODY, os.getuid()):
        raise AccessError("this page belongs to another user of this machine")


def owner_in(table: str, address: tuple[str, int]) -> int | None:
    """The user whose socket has an address at its own end; None where no socket of this machine has."""
    wanted = _written(*address)
    for line in table.splitlines()[1:]:
        columns = line.split()
        if len(columns) > _USER and columns[_LOCAL] == wanted:
            return int(columns[_USER])
    return None


def _written(host: str, port: int) -> str:
    """An address as the tables write it: words of 32 bits in the machine's own order, in hexadecimal."""
    raw = socket.inet_pton(socket.AF_INET6 if ":" in host else socket.AF_INET, host)
    words = [int.from_bytes(raw[at : at + 4], sys.byteorder) for at in range(0, len(raw), 4)]
    return f"{''.join(f'{word:08X}' for word in words)}:{port:04X}"
