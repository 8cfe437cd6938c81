"""What performs and thinks: the SoundFont, and what is installed beside the light base."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec

from .finding import AGAIN, Finding, broken, missing, works

_EXTRAS = (
    ("Traces", "opentelemetry-sdk", "opentelemetry.sdk", "telemetry", "no traces are sent"),
    ("Models", "torch", "torch", "", "the rules think and the SoundFont plays, which needs none"),
)
"""Title, distribution, module, our extra that installs it, what is done without it."""


def soundfont() -> Finding:
    """The built-in SoundFont."""
    from ningbgm_daemon.performance.soundfont import own_soundfont

    path = own_soundfont()
    with path.open("rb") as file:
        head = file.read(12)
    if head[:4] != b"RIFF" or head[8:] != b"sfbk":
        return broken("SoundFont", f"{path} is damaged", AGAIN)
    return works("SoundFont", f"{path.name}, {path.stat().st_size / 1024**2:.1f} MiB, built in")


def fluidsynth() -> Finding:
    """FluidSynth, the second performer."""
    if find_spec("fluidsynth") is None:
        return missing("FluidSynth", "not installed; our own sampler plays")
    return works("FluidSynth", f"pyfluidsynth {version('pyfluidsynth')}")


def extras() -> tuple[Callable[[], Finding], ...]:
    """A check for each extra."""
    return tuple(_extra(*extra) for extra in _EXTRAS)


def _extra(title: str, distribution: str, module: str, extra: str, without: str) -> Callable[[], Finding]:
    def check() -> Finding:
        try:
            there = find_spec(module) is not None
            found = f"{distribution} {version(distribution)}" if there else ""
        except (PackageNotFoundError, ModuleNotFoundError):
            there, found = False, ""
        advice = f"pip install 'ningbgm[{extra}]' would add it" if extra else ""
        return works(title, found) if there else missing(title, f"not installed; {without}", advice)

    return check
