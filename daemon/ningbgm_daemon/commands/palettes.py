"""`ningbgm palettes`: the styles there are, to be listed, heard and checked."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from ningbgm_agents.palette import Palette

FILE = click.Path(path_type=Path)


@click.group(invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@click.pass_context
def palettes(context: click.Context, as_json: bool) -> None:
    """List the styles that there are to choose, hear one, or check one of your own."""
    if context.invoked_subcommand is not None:
        return
    import json

    from ningbgm_agents.document import to_plain
    from ningbgm_agents.palette import load_palette, palette_names

    for_all = [load_palette(name) for name in palette_names()]
    if as_json:
        click.echo(json.dumps([to_plain(palette) for palette in for_all], ensure_ascii=False, indent=1))
        return
    for palette in for_all:
        low, high = palette.tempo_bpm
        click.echo(f"{palette.name:<12} {palette.title}, {low:g} to {high:g} bpm")
        click.echo(f"{'':<12} {palette.description}")
        english = [word for word in palette.words if word.isascii()]
        click.echo(f"{'':<12} asked for by: {', '.join(english[:10])}")


@palettes.command()
@click.argument("name", metavar="NAME|FILE.toml")
@click.option("-o", "--out", type=FILE, help="WAV to write. Default: NAME.wav in this folder.")
@click.option("--seed", type=int, default=0, show_default=True, help="Same palette and seed, same music.")
def demo(name: str, out: Path | None, seed: int) -> None:
    """Hear a palette: twenty seconds of it, written for a drawn scene, as a WAV."""
    from ningbgm_daemon.palette_file import chosen_palette

    chosen = chosen_palette(name)
    target = (out or Path(f"{chosen.name}.wav")).resolve()
    _check_target(target)
    from ningbgm_daemon.demo.palette_demo import render_palette

    with click.progressbar(length=100, label=f"Playing {chosen.name}", file=sys.stderr) as bar:
        score = render_palette(chosen.name, chosen.text, target, seed, lambda share: _advance(bar, share))
    cue = score.cues[0]
    click.echo(f"{chosen.name}: {cue.key}, {cue.tempo_map.base_bpm:g} bpm, seed {seed}")
    click.echo(str(target))


@palettes.command()
@click.argument("file", type=FILE)
def check(file: Path) -> None:
    """Check a palette FILE.toml of your own: every fault with its line, its field and what to do."""
    from ningbgm_agents.composing.palette_check import faults_of
    from ningbgm_daemon.palette_file import checked_text, palette_text

    text = palette_text(file)
    faults = faults_of(text)
    for fault in faults:
        click.echo(f"{file}: {fault}")
    if faults:
        click.echo(f"{len(faults)} to mend", err=True)
        sys.exit(2)
    palette = checked_text(text, file.name)
    _tell_samples(file, palette)
    click.echo(f"{file}: {palette.name} can be played: {len(palette.players)} players,")
    click.echo(f"  {len(palette.grooves)} grooves; hear it with 'ningbgm palettes demo {file}'")


def _tell_samples(file: Path, palette: Palette) -> None:
    """Open what the palette plays on, and say what of it is passed over."""
    from ningbgm_daemon.performance.samples import open_samples
    from ningbgm_daemon.performance.sfz import Sfz

    for path in sorted({player.samples for player in palette.players if player.samples}):
        samples = open_samples(Path(path))
        for sentence in samples.unread if isinstance(samples, Sfz) else ():
            click.echo(f"{file}: {Path(path).name}: {sentence}")


def _check_target(target: Path) -> None:
    from ningbgm_agents.errors import DeliveryError, WishError

    if target.suffix.lower() != ".wav":
        raise WishError(f"the demo is a WAV; name it {target.stem}.wav")
    if target.is_dir():
        raise DeliveryError(f"{target} is a folder")


def _advance(bar: object, share: float) -> None:
    """Move the bar to a share; it never goes back, though reworks begin anew."""
    steps = round(100 * share) - bar.pos  # type: ignore[attr-defined]  # click does not export the class of its bar
    if steps > 0:
        bar.update(steps)  # type: ignore[attr-defined]  # see above
