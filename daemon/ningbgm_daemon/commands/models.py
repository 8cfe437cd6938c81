"""`ningbgm models`: the models that there are, what each adds, and which works for which role."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from .connecting import AS_JSON

if TYPE_CHECKING:
    from ningbgm_daemon.models.listing import Listing


@click.group(invoke_without_command=True)
@AS_JSON
@click.pass_context
def models(context: click.Context, as_json: bool) -> None:
    """List the models that are here: from where, how large, under which licence, and what they add."""
    if context.invoked_subcommand is not None:
        return
    from ningbgm_agents.document import to_plain
    from ningbgm_daemon.config import load_settings
    from ningbgm_daemon.models.listing import list_models

    from .printing import print_json

    found = list_models(load_settings())
    if as_json:
        print_json(to_plain(found))
    else:
        _print(found)


@models.command()
@click.argument("assignment", metavar="ROLE=MODEL")
def use(assignment: str) -> None:
    """Let a MODEL work as ROLE from the next job on.

    MODEL is an address with the model's name behind it (http://127.0.0.1:11434/v1#qwen3:8b), the folder of
    a model, the name of one that is listed, a .pt of openai-whisper (as transcript), tape:FILE, which
    replays an earlier run, or, as performer, the address of a 'ningbgm performer' (grpc://HOST:PORT, with
    TLS grpcs://HOST:PORT). As captions works a vision-language model, as tags a CLIP or SigLIP, as
    performer.voice, where words are sung, ACE-Step's server (http://HOST:PORT).
    """
    from ningbgm_agents.errors import WishError
    from ningbgm_daemon.config import config_file, load_settings
    from ningbgm_daemon.config_edit import set_in_table
    from ningbgm_daemon.models.choice import ADVICE, check_fits, lasting, read_choice_at
    from ningbgm_daemon.models.listing import words_about
    from ningbgm_daemon.models.posts import known_post
    from ningbgm_daemon.performing import words_about_performer

    role, sign, model = (part.strip() for part in assignment.partition("="))
    if not sign or not model:
        raise WishError(f"say ROLE=MODEL; {ADVICE}")
    choice = read_choice_at(known_post(role), model, load_settings().data / "models")
    check_fits(role, choice)
    set_in_table(config_file(), "models", role, lasting(choice))
    click.echo(f"{role}: {lasting(choice)}, from the next job on")
    for sentence in words_about(choice) or words_about_performer(choice, load_settings().performer_ca):
        click.echo(f"  {sentence}")


@models.command()
@click.argument("role")
def forget(role: str) -> None:
    """Let ROLE work by the rules again."""
    from ningbgm_daemon.config import config_file, load_settings
    from ningbgm_daemon.config_edit import set_in_table
    from ningbgm_daemon.models.posts import known_post

    if role not in dict(load_settings().models):
        known_post(role)
        click.echo(f"{role} works by the rules already")
        return
    set_in_table(config_file(), "models", role, None)
    click.echo(f"{role} works by the rules again, from the next job on")


def _asked(post: str, model: str) -> tuple[str, ...]:
    """What a performer or a singer at an address says of itself."""
    from pathlib import Path

    from ningbgm_daemon.config import load_settings
    from ningbgm_daemon.models.choice import read_choice_at
    from ningbgm_daemon.performing import words_about_performer

    return words_about_performer(read_choice_at(post, model, Path()), load_settings().performer_ca)


def _print(found: Listing) -> None:
    from ningbgm_daemon.models.posts import VOICE

    for extra in found.extras:
        mark = "✓" if extra.installed else "·"
        advice = "" if extra.installed else f"; pip install 'ningbgm[{extra.name}]'"
        click.echo(f"{mark} {extra.name}: {extra.adds}{advice}")
    click.echo("At work:" if found.posts else "At work: the rules alone ('ningbgm models use ROLE=MODEL')")
    for post in found.posts:
        click.echo(f"  {post.post}: {post.model}  {post.adds}")
        for sentence in post.words or _asked(post.post, post.model):
            click.echo(f"    {sentence}")
    if not any(post.post == VOICE for post in found.posts):
        click.echo(
            f"  nobody sings words: 'ningbgm models use {VOICE}=http://127.0.0.1:8001' with ACE-Step's server"
        )
    click.echo("On this disk:" if found.present else "On this disk: none")
    for model in found.present:
        licence = model.licence or "licence not said"
        warning = ", not for commercial use" if model.noncommercial else ""
        loaded = ", loaded" if model.loaded else ""
        click.echo(f"  {model.name}  {model.size_bytes / 1e9:.2f} GB, {licence}{warning}{loaded}")
        click.echo(f"    {model.adds}; {model.folder}")
