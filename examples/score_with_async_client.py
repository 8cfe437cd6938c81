"""One film in several palettes: python examples/score_with_async_client.py film.mp4 out/ ambient band."""

import asyncio
import sys
from pathlib import Path

from ningbgm_daemon.client import AsyncClient


async def score(bgm: AsyncClient, film: Path, folder: Path, palette: str) -> None:
    """Score the film in one palette, and fetch the mix of each cue."""
    job = await bgm.score(film, palette=palette)
    made = await job.wait(lambda facts: print(palette, facts))
    for cue in made.cues:
        print(await cue.stem("mix").save(folder / palette / f"{cue.cue_id}.wav"))


async def main(film: Path, folder: Path, *palettes: str) -> None:
    """Score the film in all palettes, side by side."""
    async with AsyncClient(start=True) as bgm:
        await asyncio.gather(*(score(bgm, film, folder, palette) for palette in palettes))


asyncio.run(main(Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:]))
