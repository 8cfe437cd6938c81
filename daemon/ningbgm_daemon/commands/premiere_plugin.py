"""`ningbgm plugins install premiere`: what is done is shown before it is done."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Sequence
from typing import cast

import click

from ningbgm_agents.errors import InputError
from ningbgm_daemon.config import load_settings
from ningbgm_daemon.installer import premiere
from ningbgm_daemon.installer.adobe_folders import AdobeSystem, this_system
from ningbgm_daemon.installer.debug_keys import VERSIONS, run_command, unset_keys

_NOWHERE = (
    "Premiere Pro runs on Windows and macOS alone;"
    " --dry-run --system windows (or mac) shows what is done there"
)


def install_premiere(all_users: bool, remove: bool, dry_run: bool, system: str | None) -> None:
    """Install or remove the panels, or only say what that would be.

    Raises:
        InputError: there is no Premiere for this system.
    """
    here = this_system()
    wanted = cast("AdobeSystem | None", system) or here
    if wanted is None:
        raise InputError(_NOWHERE)
    settings = load_settings()
    where = premiere.places(wanted, settings, all_users)
    if dry_run:
        missing = unset_keys(wanted, run_command) if wanted == here else list(VERSIONS)
        steps = (
            premiere.planned_removal(where)
            if remove
            else premiere.planned(where, settings, all_users, missing)
        )
        for path in steps.files:
            click.echo(path)
        _show(wanted, steps.commands)
        click.echo(f"{len(steps.files)} files would be {'removed' if remove else 'written'}")
        return
    if remove:
        _show(wanted, premiere.planned_removal(where).commands)
        steps = premiere.uninstall(where, run_command)
        click.echo(f"{len(steps.files)} files removed from {where.panel} and {where.uxp}")
        return
    missing = unset_keys(wanted, run_command)
    _show(wanted, premiere.planned(where, settings, all_users, missing).commands)
    steps = premiere.install(where, settings, all_users, run_command)
    click.echo(f"{len(steps.files)} files written into {where.panel} and {where.uxp}")
    click.echo("Start Premiere Pro again, then: Window > Extensions > NingBGM")
    click.echo(
        f"From 25.6 on the newer panel can be had instead: open {where.package}, Creative Cloud installs it;"
    )
    click.echo("then: Window > UXP Plugins > NingBGM")


def premiere_status() -> None:
    """Show whether the panel is installed, and where."""
    from .plugins import told_version

    here = this_system()
    if here is None:
        click.echo("Premiere Pro: not for this system")
        return
    for all_users, whom in ((False, "this user"), (True, "all users")):
        where = premiere.places(here, load_settings(), all_users)
        told = told_version("premiere", premiere.installed_version(where), str(where.panel))
        click.echo(f"Premiere Pro, {whom}: {told}")


def _show(system: AdobeSystem, commands: Iterable[Sequence[str]]) -> None:
    """Show commands as a person would type them."""
    for command in commands:
        typed = subprocess.list2cmdline(command) if system == "windows" else " ".join(command)
        click.echo(f"runs: {typed}")
