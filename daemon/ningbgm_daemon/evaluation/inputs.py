"""What a system is given of a film: the four input conditions of NingBGM's ablation.

What is left out is not in the files that the system gets, so nothing can leak.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import av
import numpy as np
import soundfile

from ningbgm_agents.brief import Request
from ningbgm_daemon.commission import Commission
from ningbgm_daemon.media.container import opened
from ningbgm_daemon.media.decode import read_sound
from ningbgm_daemon.media.probe import MediaInfo, probe

from .films import Film
from .systems import Condition

RATE_HZ = 48_000


@dataclass(frozen=True)
class Given:
    """What there is to give of a film."""

    film: Film
    info: MediaInfo

    @classmethod
    def of(cls, film: Film) -> Given:
        """Look into a film.

        Raises:
            MediaError: it cannot be read.
        """
        return cls(film, probe(film.path))

    def allows(self, condition: Condition) -> bool:
        """Whether the film has what the condition leaves."""
        if condition == "no_video":
            return self.info.has_sound
        return condition != "image_text" or bool(self.film.image or self.film.text)


def commission_for(given: Given, condition: Condition, seed: int, folder: Path) -> Commission:
    """The order of one system, with the files that the condition leaves; new ones are written to `folder`."""
    film = given.film
    order = Commission(
        out=folder / "out",
        film=film.path,
        images=(film.image,) if film.image else (),
        texts=(film.text,) if film.text else (),
        request=Request(film.truth.wish, seed=seed),
        workers=1,
    )
    if condition == "no_audio":
        return replace(order, film=_silent_copy(given, folder / f"{film.stem}{film.path.suffix}"))
    if condition == "no_video":
        return replace(order, film=_sound_copy(given, folder / f"{film.stem}.wav"))
    if condition == "image_text":
        return replace(order, film=None, length_s=given.info.duration_s)
    return order


def _silent_copy(given: Given, target: Path) -> Path:
    """The film's coded pictures alone, unchanged."""
    with opened(given.film.path) as source, av.open(str(target), "w") as out:
        pictures = next(s for s in source.streams.video if s.index == given.info.video_stream)
        kept = out.add_stream_from_template(pictures)
        for packet in source.demux(pictures):
            if packet.dts is not None:
                packet.stream = kept
                out.mux(packet)
    return target


def _sound_copy(given: Given, target: Path) -> Path:
    """The film's sound alone, exactly as long as its picture."""
    blocks = list(read_sound(given.info, 0, given.info.duration_s, rate_hz=RATE_HZ))
    soundfile.write(target, np.concatenate(blocks, axis=1).T, RATE_HZ, subtype="PCM_16")
    return target
