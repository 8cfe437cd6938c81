"""The heap of this process: what is free in it goes back to the system."""

from __future__ import annotations

import ctypes
import sys
from functools import cache


def trim() -> None:
    """Give back what is free, between two pieces of work of which each freed much; takes milliseconds.

    glibc keeps what is freed beneath a block that is still in use, so that a long work ends with a heap of
    holes: after an hour of film they take more room than all that was learnt from it. Other systems give back
    by themselves.
    """
    heap = _glibc()
    if heap is not None:
        heap.malloc_trim(0)


@cache
def _glibc() -> ctypes.CDLL | None:
    if not sys.platform.startswith("linux"):
        return None
    library = ctypes.CDLL(None)
    return library if hasattr(library, "malloc_trim") else None
