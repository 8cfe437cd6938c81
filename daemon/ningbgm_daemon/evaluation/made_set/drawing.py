"""The pictures of the made set: scenes of the demo film, seen through a smaller window that moves.

Pictures are uint8, shape (height, width, 3), RGB.
"""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np

from ningbgm_daemon.demo.paint import HEIGHT as PAINTED_HEIGHT
from ningbgm_daemon.demo.paint import WIDTH as PAINTED_WIDTH
from ningbgm_daemon.demo.paint import Picture
from ningbgm_daemon.demo.story import SCENES, Drawn

from .plan import FPS, HEIGHT, WIDTH, Take

_SEEN = 0.62
"""Share of the painting that the window shows."""


class Painter:
    """Draws shots; a place is painted once."""

    def __init__(self) -> None:
        self._places: dict[str, Drawn] = {}

    def pictures(self, shots: tuple[Take, ...]) -> Iterator[Picture]:
        """Every frame of a film in order."""
        for shot in shots:
            painting = self._place(shot.place).at(shot.moment_s)
            for frame in range(shot.end - shot.start):
                yield _window(painting, shot, shot.drift * frame / FPS)

    def _place(self, name: str) -> Drawn:
        if name not in self._places:
            scene = next(scene for scene in SCENES if getattr(scene.paint, "__name__", "") == name)
            self._places[name] = scene.paint()
        return self._places[name]


def _window(painting: Picture, shot: Take, moved: float) -> Picture:
    """The window after it has moved by a share of the picture; at the edge it turns round."""
    scale = WIDTH / (PAINTED_WIDTH * _SEEN)
    x = _turned(0.5 + shot.towards[0] * moved / (1 - _SEEN)) * (1 - _SEEN) * PAINTED_WIDTH
    y = _turned(0.5 + shot.towards[1] * moved / (1 - _SEEN)) * (1 - _SEEN) * PAINTED_HEIGHT
    move = np.array([[scale, 0, -x * scale], [0, scale, -y * scale]], np.float32)
    seen = cv2.warpAffine(painting, move, (WIDTH, HEIGHT), flags=cv2.INTER_AREA)
    return np.asarray(seen, np.uint8)


def _turned(share: float) -> float:
    """A place that runs on, folded into 0 to 1."""
    share %= 2.0
    return 2.0 - share if share > 1 else share
