"""The scenes in order and the frames at which they change."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from .city import Skyline, Window
from .homecoming import Home, Sunrise
from .landscape import Lake, Path, Valley
from .paint import Picture, mixed
from .storm import Gathering, Storm
from .title import Card

FPS = 24
"""Frames per second of the film."""

DEMO_FRAMES = 768
"""Frames of the film: 32 seconds."""

DEMO_CUTS = (103, 178, 232, 317, 365, 436, 609, 672)
"""First frames of the new shots at hard cuts."""

DEMO_DISSOLVE = (486, 510)
"""First and last frame (exclusive) of the one dissolve, from the window to the sunrise."""

DEMO_FLASH = 317 + 24
"""The frame at which lightning strikes."""

DEMO_WAVE = 609 + 36
"""The frame at which the friend begins to wave."""


class Drawn(Protocol):
    """A shot that can draw itself at any moment."""

    def at(self, seconds: float) -> Picture:
        """The picture some seconds into the shot."""
        ...


@dataclass(frozen=True)
class Scene:
    """A shot and the frames that it is seen in."""

    paint: Callable[[], Drawn]
    start: int
    end: int


SCENES = (
    Scene(Valley, 0, 103),
    Scene(Path, 103, 178),
    Scene(Lake, 178, 232),
    Scene(Gathering, 232, 317),
    Scene(Storm, 317, 365),
    Scene(Skyline, 365, 436),
    Scene(Window, 436, DEMO_DISSOLVE[1]),
    Scene(Sunrise, DEMO_DISSOLVE[0], 609),
    Scene(Home, 609, 672),
    Scene(Card, 672, DEMO_FRAMES),
)


def pictures() -> Iterator[Picture]:
    """Every frame of the film in order; a scene is painted when it is first needed."""
    drawn: dict[int, Drawn] = {}
    for frame in range(DEMO_FRAMES):
        seen = [i for i, scene in enumerate(SCENES) if scene.start <= frame < scene.end]
        for gone in set(drawn) - set(seen):
            del drawn[gone]
        images = []
        for i in seen:
            if i not in drawn:
                drawn[i] = SCENES[i].paint()
            images.append(drawn[i].at((frame - SCENES[i].start) / FPS))
        yield images[0] if len(images) == 1 else _dissolved(images[0], images[1], frame)


def _dissolved(old: Picture, new: Picture, frame: int) -> Picture:
    share = (frame - DEMO_DISSOLVE[0] + 1) / (DEMO_DISSOLVE[1] - DEMO_DISSOLVE[0] + 1)
    return mixed(new, old, share)
