"""Looks at everything, one thing after the other; a check that fails itself is a finding too."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from ningbgm_agents.errors import WishError
from ningbgm_daemon.config import Settings, config_file, load_settings

from .engines import extras, fluidsynth, soundfont
from .finding import AGAIN, Finding, broken, works
from .machine import disk, gpu, python
from .media import codecs, libraries, preview
from .plugins import premiere, resolve
from .service import daemon, ports

_ALWAYS: tuple[Callable[[], Finding], ...] = (
    python,
    libraries,
    codecs,
    preview,
    soundfont,
    fluidsynth,
    *extras(),
    gpu,
    resolve,
    premiere,
)
_WITH_SETTINGS: tuple[Callable[[Settings], Finding], ...] = (disk, ports, daemon)


def check_up() -> Iterator[Finding]:
    """What is found, in the order in which it matters."""
    settings: Settings | None = None
    try:
        settings = load_settings()
        path = config_file()
        yield works("Configuration", str(path) if path.exists() else f"as is usual; {path} would change it")
    except WishError as error:
        yield broken("Configuration", str(error), f"mend or remove {config_file()}")
    for check in _ALWAYS:
        yield _made(check, check.__name__)
    if settings is not None:
        for look in _WITH_SETTINGS:
            yield _made(partial(look, settings), look.__name__)


def sound(findings: Iterable[Finding]) -> bool:
    """Whether nothing essential is broken."""
    return all(finding.state != "broken" for finding in findings)


def _made(check: Callable[[], Finding], name: str) -> Finding:
    try:
        return check()
    except (ImportError, OSError, ValueError) as error:
        return broken(name.capitalize(), f"{type(error).__name__}: {error}", AGAIN)
