"""Structured log lines of the daemon: `key=value` for people, one JSON object a line for programs.

`logging.getLogger(__name__).info("a sentence", extra={"facts": {"cue": "1m1"}})` anywhere; inside
`job_named("jobs/abc")` each line carries the job's name by itself.
"""

from __future__ import annotations

import json
import logging
import logging.handlers
import re
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import TextIO

from .config import Settings

LOG_NAME = "daemon.log"
_FILE_BYTES = 5 * 1024**2
_OLD_FILES = 4
_NOISY = ("asyncio", "grpc", "grpc._cython.cygrpc", "httptools", "uvicorn.error", "uvicorn.access")
"""Loggers of libraries of which only warnings matter here."""
_PLAIN = re.compile(r"[\w./:@%+,~-]+")

_job: ContextVar[str] = ContextVar("job", default="")


@contextmanager
def job_named(name: str) -> Iterator[None]:
    """Every line that is logged inside carries `job=name`."""
    token = _job.set(name)
    try:
        yield
    finally:
        _job.reset(token)


def log_to_stream(settings: Settings, stream: TextIO | None = None) -> None:
    """Log to the error stream: of a daemon in the foreground, or of a worker."""
    _log_to(logging.StreamHandler(stream or sys.stderr), settings)


def log_to_file(settings: Settings, most_bytes: int = _FILE_BYTES) -> None:
    """Log to `daemon.log` in the log folder, which is kept small by rotation."""
    settings.logs.mkdir(parents=True, exist_ok=True, mode=0o700)
    _log_to(
        logging.handlers.RotatingFileHandler(
            log_path(settings), maxBytes=most_bytes, backupCount=_OLD_FILES, encoding="utf-8"
        ),
        settings,
    )


def log_path(settings: Settings) -> Path:
    """Where a detached daemon logs."""
    return settings.logs / LOG_NAME


class PlainLines(logging.Formatter):
    """`2026-01-31T12:00:00.000Z info jobs "Began the step" job=jobs/abc step=sense`, traceback below."""

    def format(self, record: logging.LogRecord) -> str:
        """One line for one event, and its traceback where it has one."""
        facts = "".join(f" {key}={_quoted(value)}" for key, value in _facts(record).items())
        area = record.name.removeprefix("ningbgm_daemon.")
        line = (
            f"{_time(record)} {_level(record)} {area} {json.dumps(record.getMessage(), ensure_ascii=False)}"
        )
        trace = _trace(record)
        return f"{line}{facts}\n{trace}" if trace else f"{line}{facts}"


class JsonLines(logging.Formatter):
    """One JSON object a line: `time`, `level`, `logger`, `message`, `job`, and the facts of the event."""

    def format(self, record: logging.LogRecord) -> str:
        """One line for one event, its traceback in `trace`."""
        said: dict[str, object] = {
            "time": _time(record),
            "level": _level(record),
            "logger": record.name,
            "message": record.getMessage(),
        }
        trace = _trace(record)
        everything = _facts(record) | said | ({"trace": trace} if trace else {})
        return json.dumps(everything, ensure_ascii=False, default=str)


class _JobFilter(logging.Filter):
    """Puts the name of the job that is being worked on into each record."""

    def filter(self, record: logging.LogRecord) -> bool:
        if not hasattr(record, "job"):
            record.job = _job.get()
        return True


def _log_to(handler: logging.Handler, settings: Settings) -> None:
    handler.setFormatter(JsonLines() if settings.log_json else PlainLines())
    handler.addFilter(_JobFilter())
    root = logging.getLogger()
    for old in list(root.handlers):
        if isinstance(old.formatter, (PlainLines, JsonLines)):
            root.removeHandler(old)
            old.close()
    root.addHandler(handler)
    root.setLevel(settings.log_level.upper())
    for name in _NOISY:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))


def _facts(record: logging.LogRecord) -> dict[str, object]:
    facts = getattr(record, "facts", None)
    job = {"job": found} if (found := getattr(record, "job", "")) else {}
    return job | (dict(facts) if isinstance(facts, Mapping) else {}) | job


def _time(record: logging.LogRecord) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created)) + f".{int(record.msecs):03d}Z"


def _level(record: logging.LogRecord) -> str:
    return record.levelname.lower()


def _trace(record: logging.LogRecord) -> str:
    return logging.Formatter().formatException(record.exc_info) if record.exc_info else ""


def _quoted(value: object) -> str:
    text = str(value)
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)
