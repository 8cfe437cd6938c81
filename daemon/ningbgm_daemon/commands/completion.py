"""`ningbgm completion`: what a shell needs to complete our commands."""

from __future__ import annotations

import click


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the completion script of a shell.

    \b
    bash:  ningbgm completion bash >> ~/.bashrc
    zsh:   ningbgm completion zsh >> ~/.zshrc
    fish:  ningbgm completion fish > ~/.config/fish/completions/ningbgm.fish
    """
    from click.shell_completion import get_completion_class

    script = get_completion_class(shell)
    assert script is not None, "click knows these three"
    click.echo(script(context.find_root().command, {}, "ningbgm", "_NINGBGM_COMPLETE").source())
