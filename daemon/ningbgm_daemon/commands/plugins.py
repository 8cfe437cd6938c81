"""`ningbgm plugins`: put our plugins where editing programs look for them."""

from __future__ import annotations

import click

_EDITORS = click.Choice(["davinci", "premiere"])
_ALL_USERS = click.option("--all-users", is_flag=True, help="For all users of this machine.")


@click.group()
def plugins() -> None:
    """Install the plugins for editing programs, and see what is installed."""


@plugins.command()
@click.argument("editor", type=_EDITORS)
@_ALL_USERS
@click.option("--uninstall", "remove", is_flag=True, help="Take the plugin away.")
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
@click.option(
    "--system",
    type=click.Choice(["windows", "mac"]),
    help="With --dry-run: say it for another system (Premiere).",
)
def install(editor: str, all_users: bool, remove: bool, dry_run: bool, system: str | None) -> None:
    """Put the plugin for EDITOR in its place; an earlier one is replaced."""
    if system and not (dry_run and editor == "premiere"):
        raise click.UsageError("--system goes with --dry-run, for premiere")
    if editor == "premiere":
        from .premiere_plugin import install_premiere

        install_premiere(all_users, remove, dry_run, system)
    else:
        _install_davinci(all_users, remove, dry_run)


@plugins.command()
def status() -> None:
    """Show which plugins are installed, and where."""
    from ningbgm_daemon.installer import davinci

    from .premiere_plugin import premiere_status

    for all_users, whom in ((False, "this user"), (True, "all users")):
        where = davinci.places(all_users)
        told = told_version("davinci", davinci.installed_version(where), str(where.menu))
        click.echo(f"DaVinci Resolve, {whom}: {told}")
    premiere_status()


def told_version(editor: str, found: str, where: str) -> str:
    """A version that was found installed, in words; empty for none."""
    from importlib.metadata import version

    ours = version("ningbgm")
    if not found:
        return "not installed"
    return (
        f"{found} in {where}"
        if found == ours
        else f"{found}, this is {ours}: ningbgm plugins install {editor}"
    )


def _install_davinci(all_users: bool, remove: bool, dry_run: bool) -> None:
    import shlex

    from ningbgm_daemon.config import load_settings
    from ningbgm_daemon.installer import davinci

    where, settings = davinci.places(all_users), load_settings()
    if remove:
        files = davinci.uninstall(where, dry_run)
        done = "would be removed" if dry_run else "removed"
    else:
        files = davinci.install(where, settings, all_users, dry_run)
        done = "would be written" if dry_run else "written"
    for path in files if dry_run else ():
        click.echo(path)
    click.echo(f"{len(files)} files {done} in {where.menu} and {where.code}")
    if not remove and not dry_run:
        click.echo("Start DaVinci Resolve again, then: Workspace > Scripts > NingBGM > Score selection")
        click.echo("The free edition from 21.1 runs no Python: use the entries in Free edition there, while")
        click.echo(f"this runs: ningbgm watch {shlex.quote(str(davinci.watched_folder(settings)))}")
