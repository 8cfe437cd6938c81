"""`ningbgm palettes`: the styles there are."""

from __future__ import annotations

import click


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
def palettes(as_json: bool) -> None:
    """List the styles that there are to choose."""
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
