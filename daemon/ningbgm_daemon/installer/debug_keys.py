"""Without them Adobe's programs load signed panels alone: the keys `PlayerDebugMode` of each CEP version.

They are set by the commands of Adobe's CEP 12 HTML Extension Cookbook, so that a person can read what is done
and do it by hand.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ningbgm_agents.errors import DeliveryError

from .adobe_folders import AdobeSystem

VERSIONS = (11, 12)
"""CEP 11 is in Premiere 22 to 24, CEP 12 in 25 and newer."""
_NAME = "PlayerDebugMode"
_PATIENCE_S = 30


@dataclass(frozen=True)
class Ran:
    """A command that has ended."""

    code: int
    said: str


Run = Callable[[Sequence[str]], Ran]
"""Runs a command to its end."""


def run_command(command: Sequence[str]) -> Ran:
    """Run a command of the system.

    Raises:
        DeliveryError: it does not run.
    """
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=_PATIENCE_S
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise DeliveryError(f"{command[0]} does not run: {error}") from error
    return Ran(done.returncode, (done.stdout + done.stderr).strip())


def unset_keys(system: AdobeSystem, run: Run) -> list[int]:
    """The CEP versions whose key is not set yet."""
    return [version for version in VERSIONS if not _is_set(run(_reading(system, version)))]


def setting(system: AdobeSystem, versions: Iterable[int]) -> list[list[str]]:
    """The commands that set keys."""
    if system == "windows":
        return [
            ["reg", "add", _windows(one), "/v", _NAME, "/t", "REG_SZ", "/d", "1", "/f"] for one in versions
        ]
    return [["defaults", "write", _mac(one), _NAME, "1"] for one in versions]


def clearing(system: AdobeSystem, versions: Iterable[int]) -> list[list[str]]:
    """The commands that take keys away again."""
    if system == "windows":
        return [["reg", "delete", _windows(one), "/v", _NAME, "/f"] for one in versions]
    return [["defaults", "delete", _mac(one), _NAME] for one in versions]


def carry_out(commands: Iterable[Sequence[str]], run: Run) -> None:
    """Run commands, each of which has to succeed.

    Raises:
        DeliveryError: one of them failed.
    """
    for command in commands:
        ran = run(command)
        if ran.code != 0:
            raise DeliveryError(f"{' '.join(command)} failed: {ran.said or f'exit code {ran.code}'}")


def _reading(system: AdobeSystem, version: int) -> list[str]:
    if system == "windows":
        return ["reg", "query", _windows(version), "/v", _NAME]
    return ["defaults", "read", _mac(version), _NAME]


def _is_set(ran: Ran) -> bool:
    """`reg` says it as the last word of a line, `defaults` alone."""
    return ran.code == 0 and ran.said.split()[-1:] == ["1"]


def _windows(version: int) -> str:
    return rf"HKCU\Software\Adobe\CSXS.{version}"


def _mac(version: int) -> str:
    return f"com.adobe.CSXS.{version}"
