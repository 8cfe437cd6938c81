"""The command line: `ningbgm score` and all other commands, each in its file in `commands/`.

Exit codes: 0 done; 1 something essential does not work (`doctor`) or no daemon runs (`daemon status`); 2 what
was given cannot be used; 3 the output cannot be written or the score not performed; 130 interrupted.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

import click

EXIT_INPUT = 2
EXIT_OUTPUT = 3
EXIT_INTERRUPTED = 130

_COMMANDS = (
    "score",
    "revise",
    "diff",
    "demo",
    "inspect",
    "watch",
    "palettes",
    "scores",
    "cues",
    "review",
    "jobs",
    "daemon",
    "models",
    "performer",
    "evaluate",
    "doctor",
    "plugins",
    "completion",
)
"""Each is the command of that name in the module of that name in `commands/`, in the order of `--help`."""


class CommandsGroup(click.Group):
    """Commands that are imported when they are asked for; their errors are told in a sentence."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of the commands, the most used first."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name."""
        if cmd_name not in _COMMANDS:
            return None
        command = getattr(import_module(f"ningbgm_daemon.commands.{cmd_name}"), cmd_name)
        assert isinstance(command, click.Command), "each module holds the command of its name"
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Run the command that was asked for."""
        with _errors_told():
            return super().invoke(ctx)


@click.group(
    cls=CommandsGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="ningbgm", prog_name="ningbgm")
def main() -> None:
    """Music for a picture edit: a film or timeline in, stems in sync out."""


@contextmanager
def _errors_told() -> Iterator[None]:
    """One clear sentence and the exit code, in place of a traceback."""
    from ningbgm_agents.errors import InputError, NingbgmError, NotFoundError

    try:
        yield
    except (InputError, NotFoundError) as error:
        click.echo(f"ningbgm: {error}", err=True)
        sys.exit(EXIT_INPUT)
    except NingbgmError as error:
        click.echo(f"ningbgm: {error}", err=True)
        sys.exit(EXIT_OUTPUT)
    except BrokenPipeError:
        raise  # whoever read our lines has enough: click ends quietly
    except OSError as error:
        click.echo(f"ningbgm: {error.filename or 'the disk'}: {error.strerror or error}", err=True)
        sys.exit(EXIT_OUTPUT)
    except KeyboardInterrupt:
        click.echo("ningbgm: stopped; nothing was left behind", err=True)
        sys.exit(EXIT_INTERRUPTED)


if __name__ == "__main__":
    main(prog_name="ningbgm")
