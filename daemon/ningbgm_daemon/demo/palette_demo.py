"""A palette to be heard: our composer and performer at work on a drawn scene of twenty seconds."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from ningbgm_agents.brief import Brief
from ningbgm_agents.errors import DeliveryError
from ningbgm_agents.palette import palette_named
from ningbgm_agents.production import compose
from ningbgm_agents.score import Score
from ningbgm_daemon.performance.soundfont_performer import SoundFontPerformer

from .palette_scene import palette_edit, palette_evidence, palette_scene

Progress = Callable[[float], None]


class _StillClock:
    def seconds(self) -> float:
        return 0.0


def render_palette(
    name: str, own: str, target: Path, seed: int = 0, progress: Progress = lambda share: None
) -> Score:
    """Write the demo of a palette, one of ours or the text of the user's `own`, as a 24-bit WAV.

    The file appears whole or not at all. Returns what was played.

    Raises:
        DeliveryError: the file cannot be written.
        PerformanceError: the palette cannot be turned into sound.
    """
    palette = palette_named(name, own)
    brief = Brief(palettes=(name,), palette_text=own, ending=palette.ending, seed=seed)
    with TemporaryDirectory(prefix="ningbgm-") as folder:
        with closing(SoundFontPerformer(Path(folder))) as performer:
            score, _ = compose(
                palette_edit(),
                palette_evidence(),
                brief,
                palette_scene(palette),
                0,
                performer,
                progress,
                lambda event: None,
                _StillClock(),
            )
        _put(Path(folder) / "mix" / "music.wav", target)
    return score


def _put(made: Path, target: Path) -> None:
    part = target.with_name(f".{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(made, part)
        os.replace(part, target)
    except OSError as error:
        raise DeliveryError(f"{target} cannot be written: {error.strerror or error}") from error
    finally:
        part.unlink(missing_ok=True)
