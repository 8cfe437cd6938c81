"""Cuts of a film of which none are known: the one file that speaks PySceneDetect."""

from __future__ import annotations

from pathlib import Path

from ningbgm_agents.errors import MediaError

from .missing import missing

_SHORTEST_FRAMES = 6


def detected_cuts(film: Path) -> tuple[int, ...]:
    """First frames of new shots, by its adaptive detector: nobody's own judge.

    Raises:
        NotFoundError: the extra is not installed.
        MediaError: it cannot read the film.
    """
    try:
        from scenedetect import AdaptiveDetector, VideoOpenFailure, detect
    except ImportError as error:
        raise missing(error) from error
    try:
        scenes = detect(str(film), AdaptiveDetector(min_scene_len=_SHORTEST_FRAMES))
    except (OSError, VideoOpenFailure) as error:
        raise MediaError(
            f"PySceneDetect cannot read {film}; write its cuts into a .json beside it"
        ) from error
    return tuple(start.frame_num for start, _ in scenes[1:])
