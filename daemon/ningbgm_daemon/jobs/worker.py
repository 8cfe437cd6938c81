"""The worker process: `python -m ningbgm_daemon.jobs.worker FOLDER` carries out what lies in a job's folder.

It writes its result into the folder, tells what it does in lines of JSON on its output, and ends at once
when its input is closed: then its daemon is gone, and the next one will start another worker.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import traceback
from pathlib import Path
from types import FrameType
from typing import BinaryIO, NoReturn

from ningbgm_agents.errors import BusyError, NingbgmError
from ningbgm_daemon.cache import Cache
from ningbgm_daemon.file_lock import FileLock
from ningbgm_daemon.records.job import Failure

from .assignment import ASSIGNMENT, RESULT, Assignment, Report, WorkResult, read_document, write_document
from .reporting import Say

TRY_AGAIN = 75
"""Exit code: something was in the way that another attempt may not meet."""


def main() -> int:
    """Carry out the assignment in the folder that the command line names; returns the exit code."""
    folder, voice = Path(sys.argv[1]), _own_voice()
    signal.signal(signal.SIGTERM, _stop)
    threading.Thread(target=_end_with_daemon, daemon=True, name="daemon watch").start()
    try:
        with FileLock(folder / "lock", patience_s=30):
            given = read_document(Assignment, folder / ASSIGNMENT)
            if given is None:
                return TRY_AGAIN
            result = _result(given, lambda report: _say(voice, report))
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            write_document(folder / RESULT, result)
    except (BusyError, OSError, MemoryError):
        traceback.print_exc()
        return TRY_AGAIN
    return 0


def _result(given: Assignment, say: Say) -> WorkResult:
    """What came of the assignment; what another attempt may overcome is raised."""
    from .carrying_out import carry_out  # after the watch has begun: it imports all that there is

    cache = Cache(Path(given.cache), given.cache_limit_bytes)
    marked = False
    try:
        cache.mark()
        marked = True
        return carry_out(given, say)
    except BusyError:
        raise
    except NingbgmError as error:
        if marked and not cache.is_there:
            raise OSError("the cache was deleted while it was in use") from error
        facts = tuple((name, str(value)) for name, value in error.facts.items())
        return WorkResult(failure=Failure(type(error).__name__, str(error), facts))
    except (OSError, MemoryError):
        raise
    except Exception as error:  # noqa: BLE001 - the worker's edge: nobody is above to catch it
        traceback.print_exc()
        fault = f"{type(error).__name__}: {error}"
        sentence = f"NingBGM has a fault here ({fault}); please report it with the log"
        return WorkResult(failure=Failure("NingbgmError", sentence))


def _own_voice() -> BinaryIO:
    """The pipe to the daemon, kept from all who print."""
    voice = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    return voice


def _say(voice: BinaryIO, report: Report) -> None:
    voice.write(report.line().encode() + b"\n")


def _end_with_daemon() -> NoReturn:
    while os.read(0, 4096):
        pass
    _end()


def _stop(_signal: int, _frame: FrameType | None) -> NoReturn:
    _end()


def _end() -> NoReturn:
    """End at once, with all helpers: whoever started this worker cleans up behind it."""
    if hasattr(os, "killpg") and os.getpgid(0) == os.getpid():
        os.killpg(os.getpid(), signal.SIGKILL)
    os._exit(1)


if __name__ == "__main__":
    raise SystemExit(main())
