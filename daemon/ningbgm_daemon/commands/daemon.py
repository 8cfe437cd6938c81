"""`ningbgm daemon`: start, stop and look at the service that scores in the background."""

from __future__ import annotations

import click

from .connecting import AS_JSON

_PORT = click.IntRange(0, 65535)
_LEVELS = ("debug", "info", "warning", "error")
_SETTINGS = (
    click.option("--grpc-host", metavar="HOST", help="Address of the gRPC door. Default: 127.0.0.1."),
    click.option("--grpc-port", type=_PORT, help="Its port. Default: any that is free."),
    click.option("--http-host", metavar="HOST", help="Address of the HTTP door. Default: 127.0.0.1."),
    click.option("--http-port", type=_PORT, help="Its port. Default: any that is free."),
    click.option("--tls-certificate", metavar="FILE", help="Certificate (PEM), for hosts beyond 127.0.0.1."),
    click.option("--tls-key", metavar="FILE", help="Its key (PEM)."),
    click.option("--running-jobs", type=click.IntRange(1, 64), help="Jobs at work at once; others wait."),
    click.option("--workers", type=click.IntRange(1, 256), help="Processes that one job may use."),
    click.option("--cache-limit", metavar="SIZE", help="Most that the cache may take: '10 GiB'."),
    click.option("--log-level", type=click.Choice(_LEVELS), help="Default: info."),
    click.option("--log-json", is_flag=True, default=None, help="Log lines are JSON objects."),
    click.option("--otlp-endpoint", metavar="URL", help="OpenTelemetry collector to send traces to."),
)
"""Each is a key of `config.toml`."""


@click.group()
def daemon() -> None:
    """Start, stop and look at the service that scores in the background."""


def _settings_options(command: click.decorators.FC) -> click.decorators.FC:
    for option in reversed(_SETTINGS):
        command = option(command)
    return command


@daemon.command()
@click.option("--foreground", is_flag=True, help="Stay in this terminal; Ctrl-C ends it.")
@click.option("--detached", is_flag=True, hidden=True, help="Be the process that 'start' leaves behind.")
@_settings_options
def start(foreground: bool, detached: bool, **options: object) -> None:
    """Start the daemon, and say where it answers; one that runs already is found instead."""
    from ningbgm_daemon.config import load_settings

    settings = load_settings(options)
    if foreground or detached:
        from .serving import serve

        serve(settings, detached)
        return
    from ningbgm_daemon.client.starting import start_daemon
    from ningbgm_daemon.discovery import find_daemon

    found = find_daemon(settings.runtime)
    runs = found is not None and found.alive
    there = found.discovery if found is not None and runs else start_daemon(settings, _said(options))
    click.echo(
        f"{'A daemon runs already' if runs else 'The daemon runs'}: process {there.pid}, gRPC {there.grpc},"
        f" HTTP {there.http}"
    )


@daemon.command()
def stop() -> None:
    """End the daemon in good order; running jobs go on when one is started again."""
    from .stopping import stop_daemon

    click.echo("The daemon has ended." if stop_daemon() else "No daemon runs.")


@daemon.command()
@AS_JSON
def status(as_json: bool) -> None:
    """Show how the daemon is; exit code 1 where none runs."""
    from ningbgm_agents.errors import NotFoundError

    from .connecting import connected
    from .printing import print_json

    try:
        bgm = connected()
    except NotFoundError as error:
        click.echo(f"ningbgm: {error}", err=True)
        raise click.exceptions.Exit(1) from error
    with bgm:
        state = bgm.status()
    if as_json:
        print_json(state)
        return
    from .daemon_status import print_status

    print_status(state)


@daemon.command()
@click.option("-f", "--follow", is_flag=True, help="Go on as lines come.")
@click.option("-n", "--lines", type=click.IntRange(0), default=40, show_default=True, help="Lines to show.")
def logs(follow: bool, lines: int) -> None:
    """Show what the detached daemon logs."""
    from ningbgm_daemon.config import load_settings
    from ningbgm_daemon.logs import log_path

    from .log_lines import following_lines, last_lines

    path = log_path(load_settings())
    for line in last_lines(path, lines):
        click.echo(line)
    if follow:
        for line in following_lines(path):
            click.echo(line)


def _said(options: dict[str, object]) -> tuple[str, ...]:
    """The options that were given, as the new process shall read them."""
    said: list[str] = []
    for key, value in options.items():
        if value is True:
            said.append(f"--{key.replace('_', '-')}")
        elif value is not None:
            said += [f"--{key.replace('_', '-')}", str(value)]
    return tuple(said)
