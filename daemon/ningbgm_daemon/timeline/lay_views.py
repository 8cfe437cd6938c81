"""What models saw in the pictures of media, laid onto the frames of the edit that show them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeVar

from ningbgm_agents.evidence import Evidence, PictureCaption, PictureTag

from .stretch import Stretch

V = TypeVar("V", PictureCaption, PictureTag)


def lay_views(pictures: Iterable[Stretch], of: Callable[[Evidence], tuple[V, ...]]) -> tuple[V, ...]:
    """Captions or tags in edit time, over the frames that show what they stand for, in order.

    The frame that was looked at may be one that the edit does not use; then the nearest that it does.
    """
    laid: list[V] = []
    for stretch in pictures:
        views = of(stretch.evidence) if stretch.evidence is not None else ()
        alone = len({(view.start_frame, view.end_frame) for view in views}) == 1 and _is_one_shot(stretch)
        for view in views:
            used = stretch.record if alone else stretch.edit_frames(view.start_frame, view.end_frame)
            if used is None:
                continue
            frame = stretch.edit_frame(view.frame)
            near = min(max(used.start if frame is None else frame, used.start), used.end - 1)
            laid.append(replace(view, frame=near, start_frame=used.start, end_frame=used.end))
    return tuple(sorted(laid, key=lambda view: view.start_frame))


def _is_one_shot(stretch: Stretch) -> bool:
    return stretch.evidence is not None and len(stretch.evidence.shots) == 1
