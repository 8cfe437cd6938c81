"""The maker's process: `python -m ningbgm_daemon.review.maker` makes what a line of its input orders.

It tells its progress in lines of JSON on its output, gives way to all other processes, and ends at once when
its input is closed: then nobody waits for it any more.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import traceback
from typing import NoReturn

import psutil

from ningbgm_agents import document
from ningbgm_agents.errors import NingbgmError

from .making import MakingOrder, make

_NICENESS = 15
_FAULT = "this could not be made of the media at hand; 'ningbgm daemon logs' tells why"


def main() -> int:
    """Carry out one order; returns the exit code."""
    voice = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    _give_way()
    order = document.load(MakingOrder, sys.stdin.buffer.readline())
    threading.Thread(target=_end_with_daemon, daemon=True, name="daemon watch").start()
    told = 0.0

    def tell(share: float) -> None:
        nonlocal told
        if share - told >= 0.01:
            told = share
            print(json.dumps({"share": round(share, 3)}), file=voice, flush=True)

    try:
        make(order, tell)
    except NingbgmError as error:
        print(json.dumps({"failed": str(error)}), file=voice, flush=True)
        return 1
    except Exception:  # noqa: BLE001 - the edge of this process: nobody is above to catch it
        traceback.print_exc()
        print(json.dumps({"failed": _FAULT}), file=voice, flush=True)
        return 1
    return 0


def _give_way() -> None:
    if sys.platform == "win32":
        psutil.Process().nice(psutil.IDLE_PRIORITY_CLASS)
    else:
        os.nice(_NICENESS)


def _end_with_daemon() -> NoReturn:
    while os.read(0, 4096):
        pass
    os._exit(1)


if __name__ == "__main__":
    raise SystemExit(main())
