"""`ningbgm performer`: a model of music as a service that plays our scores."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

import click

if TYPE_CHECKING:
    from ningbgm_daemon.doors.tls import TlsFiles
    from ningbgm_daemon.performers.announcement import Announcement
    from ningbgm_daemon.performers.passage import Facts

_ENGINES = ("transformers", "audiocraft")


@click.group()
def performer() -> None:
    """Let a model of music play, beside the daemon or on another machine with a GPU."""


@performer.command()
@click.argument("model")
@click.option("--listen", default="127.0.0.1:0", show_default=True, metavar="HOST:PORT", help="Port 0: any.")
@click.option(
    "--announce",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write address and key into FILE, for you alone to read.",
)
@click.option("--engine", type=click.Choice(_ENGINES), help="Default: by the files of the model.")
@click.option("--batch", type=click.IntRange(1, 64), help="Passages at once. Default: by the device.")
@click.option(
    "--keep", type=click.FloatRange(1), default=300, show_default=True, help="Seconds that it stays loaded."
)
@click.option(
    "--leave", type=click.FloatRange(0), default=0, help="End when nobody asks for so many seconds."
)
@click.option(
    *("--tls-certificate", "--tls-cert"),
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Certificate (PEM), for callers on other machines.",
)
@click.option("--tls-key", type=click.Path(path_type=Path), metavar="FILE", help="Its key (PEM).")
def serve(
    model: str,
    listen: str,
    announce: Path | None,
    engine: str | None,
    batch: int | None,
    keep: float,
    leave: float,
    tls_certificate: Path | None,
    tls_key: Path | None,
) -> None:
    """Serve the MusicGen in a folder, or the one of a name that 'ningbgm models' lists.

    Callers show the key in NINGBGM_PERFORMER_KEY, or the one that is made and told where there is none.
    """
    import asyncio
    import time

    from ningbgm_daemon.performance.guided.performer_key import key_of
    from ningbgm_daemon.performers.desk import Desk
    from ningbgm_daemon.performers.engines import find_checkpoint, loader
    from ningbgm_daemon.performers.service import Terms
    from ningbgm_daemon.performers.service import serve as serve_performer

    from .ended_by_signals import ended_by_signals

    terms = Terms(listen, key_of(), announce, _tls(tls_certificate, tls_key), leave)
    found = find_checkpoint(model, _own_models(), cast(Literal["transformers", "audiocraft"] | None, engine))
    load = loader(found, batch)

    def told(facts: Facts, here: Announcement) -> None:
        _tell(facts, here, terms.tls is not None, key_is_known=bool(terms.key or announce))

    async def run() -> None:
        end = asyncio.Event()
        with ended_by_signals(end):
            await serve_performer(Desk(load, keep, time.monotonic), terms, end, told)

    asyncio.run(run())


@performer.command()
@click.argument("engine", type=click.Choice(("audiocraft",)))
@click.argument("folder", required=False, type=click.Path(file_okay=False, path_type=Path), metavar="[DIR]")
def environment(engine: str, folder: Path | None) -> None:
    """Make an environment for audiocraft, which cannot live beside the others, and say how to use it.

    DIR is where; by itself in NingBGM's data folder. Asked again, it is brought up to date.
    """
    from ningbgm_daemon.performers.environment import advice_for, make_environment

    if folder is None:
        from ningbgm_daemon.config import load_settings

        folder = load_settings().data / "environments" / engine
    python = make_environment(folder.expanduser().absolute(), click.echo)
    click.echo(f"It works. Let a model play with:\n  {advice_for(python)}")


def _own_models() -> Path:
    """NingBGM's own folder of models; where nothing is installed that reads its settings, `models` here."""
    try:
        from ningbgm_daemon.config import load_settings
    except ModuleNotFoundError:
        return Path("models")
    return load_settings().data / "models"


def _tls(certificate: Path | None, key: Path | None) -> TlsFiles | None:
    from ningbgm_agents.errors import WishError
    from ningbgm_daemon.doors.tls import TlsFiles

    if certificate is None and key is None:
        return None
    if certificate is None or key is None:
        raise WishError("--tls-certificate and --tls-key belong together; give both or neither")
    return TlsFiles(certificate, key)


def _tell(facts: Facts, here: Announcement, encrypted: bool, key_is_known: bool) -> None:
    click.echo(f"{facts.name} plays {facts.device} through {facts.engine}, process {here.pid}")
    if facts.noncommercial:
        click.echo(f"  its weights are not for commercial use ({facts.licence})")
    click.echo(f"  ningbgm models use performer={'grpcs' if encrypted else 'grpc'}://{here.address}")
    if not key_is_known:
        click.echo(f"  NINGBGM_PERFORMER_KEY={here.key}")
    if not encrypted and not here.address.startswith(("127.", "localhost:", "[::1]:")):
        click.echo("  the key and the music travel unencrypted: only within a network that you trust")
        click.echo("  (--tls-certificate and --tls-key encrypt them)")
