"""`ningbgm plugins`: put our plugins where editing programs look for them."""

from __future__ import annotations

import click

_EDITORS = click.Choice(["davinci"])
_ALL_USERS = click.option("--all-users", is_flag=True, help="For all users of this machine.")


@click.group()
def plugins() -> None:
    """Install the plugins for editing programs, and see what is installed."""


@plugins.command()
@click.argument("editor", type=_EDITORS)
@_ALL_USERS
@click.option("--uninstall", "remove", is_flag=True, help="Take the plugin away.")
@click.option("--dry-run", is_flag=True, help="Only say which files it is about.")
def install(editor: str, all_users: bool, remove: bool, dry_run: bool) -> None:
    """Put the plugin for EDITOR in its place; an earlier one is replaced."""
    import shlex

    from ningbgm_daemon.config import load_settings
    from ningbgm_daemon.installer import davinci

    assert editor == "davinci", "the only one so far"
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


@plugins.command()
def status() -> None:
    """Show which plugins are installed, and where."""
    from importlib.metadata import version

    from ningbgm_daemon.installer import davinci

    ours = version("ningbgm")
    for all_users, whom in ((False, "this user"), (True, "all users")):
        where = davinci.places(all_users)
        found = davinci.installed_version(where)
        if found == ours:
            click.echo(f"DaVinci Resolve, {whom}: {found} in {where.menu}")
        elif found:
            click.echo(f"DaVinci Resolve, {whom}: {found}, this is {ours}: ningbgm plugins install davinci")
        else:
            click.echo(f"DaVinci Resolve, {whom}: not installed")
