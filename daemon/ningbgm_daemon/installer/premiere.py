"""Installs the panels for Premiere Pro: the CEP panel into its folder, the UXP one as a package to open."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ningbgm_agents.document import Plain
from ningbgm_daemon.config import Settings

from .adobe_folders import AdobeSystem, extensions_folder
from .debug_keys import Run, carry_out, clearing, setting, unset_keys
from .plugin_files import (
    INSTALLED,
    facts_text,
    files_in,
    plugin_source,
    read_facts,
    remove_folders,
    write_files,
)

PANEL = "org.ningbgm.premiere"
"""The folder of the CEP panel, and the name of its bundle."""
PACKAGE = "NingBGM.ccx"
"""The package of the UXP plugin, which Creative Cloud installs."""
MANIFEST = "CSXS/manifest.xml"
"""Where the CEP panel says what it is."""
_KEYS = "debugKeys"
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Places:
    """Where the plugin lies; all of it is ours alone."""

    system: AdobeSystem
    panel: Path
    """The CEP panel: Premiere 22 and newer."""
    uxp: Path
    """The folder of the UXP package: Premiere 25.6 and newer, opened once by hand."""

    @property
    def package(self) -> Path:
        """The UXP package."""
        return self.uxp / PACKAGE


def places(system: AdobeSystem, settings: Settings, all_users: bool) -> Places:
    """Where the plugin belongs on a system."""
    panel = extensions_folder(system, all_users) / PANEL
    return Places(system, panel, settings.data / "premiere")


def installed_version(where: Places) -> str:
    """The version that lies there; empty where there is none."""
    return str(read_facts(where.panel).get("version", ""))


@dataclass(frozen=True)
class Steps:
    """What an installation or a removal is about."""

    files: tuple[Path, ...]
    """Files that are written, or go."""
    commands: tuple[tuple[str, ...], ...]
    """Commands that are run, beside."""


def planned(where: Places, settings: Settings, all_users: bool, missing: list[int]) -> Steps:
    """What an installation does where the debug keys of `missing` are not set.

    Raises:
        InputError: this installation of NingBGM holds no plugin.
    """
    files = _files(where, settings, all_users, ())
    return Steps(tuple(files), tuple(map(tuple, setting(where.system, missing))))


def planned_removal(where: Places) -> Steps:
    """What a removal does."""
    return Steps(
        tuple(files_in((where.panel, where.uxp))), tuple(map(tuple, clearing(where.system, _our_keys(where))))
    )


def install(where: Places, settings: Settings, all_users: bool, run: Run) -> Steps:
    """Write the plugin in place of an earlier one, and set the debug keys that are not set.

    Raises:
        DeliveryError: a folder cannot be written, or a key cannot be set.
        InputError: this installation of NingBGM holds no plugin.
    """
    missing = unset_keys(where.system, run)
    ours = sorted({*_our_keys(where), *missing})
    files = _files(where, settings, all_users, ours)
    remove_folders((where.panel, where.uxp))
    write_files(files, all_users)
    commands = setting(where.system, missing)
    carry_out(commands, run)
    return Steps(tuple(files), tuple(map(tuple, commands)))


def uninstall(where: Places, run: Run) -> Steps:
    """Remove the plugin and the debug keys that were set for it; keys that were set before stay.

    Raises:
        DeliveryError: a folder cannot be removed, or a key cannot be taken away.
    """
    steps = planned_removal(where)
    still = set(_our_keys(where)) - set(unset_keys(where.system, run)) if steps.commands else set()
    remove_folders((where.panel, where.uxp))
    carry_out(clearing(where.system, sorted(still)), run)
    return steps


def _files(
    where: Places, settings: Settings, all_users: bool, keys: list[int] | tuple[int, ...]
) -> dict[Path, str | bytes]:
    told: list[Plain] = list(keys)
    facts = facts_text(settings, all_users, {_KEYS: told})
    panel = plugin_source("premiere_cep/dist", MANIFEST, "Premiere Pro")
    files: dict[Path, str | bytes] = {where.panel / name: content for name, content in below(panel)}
    files[where.panel / INSTALLED] = facts
    uxp = plugin_source("premiere_uxp/dist", "manifest.json", "Premiere Pro")
    files[where.package] = packed([*below(uxp), (INSTALLED, facts.encode("utf-8"))])
    return files


def packed(files: list[tuple[str, bytes]]) -> bytes:
    """Files as a package: a `.ccx` is a plain ZIP without a signature (Adobe, "Package a UXP plugin")."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def below(folder: Path) -> Iterator[tuple[str, bytes]]:
    """The files of a folder: path in it, with slashes, and bytes."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), path.read_bytes()


def _our_keys(where: Places) -> list[int]:
    keys = read_facts(where.panel).get(_KEYS, [])
    return [key for key in keys if isinstance(key, int)] if isinstance(keys, list) else []
