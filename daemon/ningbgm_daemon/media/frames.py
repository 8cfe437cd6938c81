"""What is measured of every picture, and of the step from the picture before to it."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, fields

import cv2
import numpy as np
import numpy.typing as npt

from .picture import Picture, Plane

Floats = npt.NDArray[np.float32]

THUMB_SHAPE = (9, 16)
"""Rows and columns of the luma of a thumb, whatever the picture's shape."""
CHROMA_SHAPE = (5, 8)
LUMA_BYTES = 9 * 16
"""Bytes of a thumb that are luma; they come first."""
_CHROMA_BYTES = 5 * 8
_THUMB_BYTES = LUMA_BYTES + 2 * _CHROMA_BYTES


@dataclass(frozen=True, slots=True)
class Track:
    """The measures of a run of pictures, in order; arrays of shape (pictures,) unless said."""

    time_s: npt.NDArray[np.float64]
    """Seconds after the film's first picture."""
    key: npt.NDArray[np.bool_]
    """Whether the picture is coded on its own."""
    change: Floats
    """How different the picture is from the one before: levels of luma, chroma and histogram."""
    luma_change: Floats
    """Mean absolute change of luma alone, in levels."""
    luma: Floats
    """Mean luma, 16 black to 235 white."""
    contrast: Floats
    """Standard deviation of luma, in levels."""
    u: Floats
    """Mean blue difference, 0 is none."""
    v: Floats
    """Mean red difference, 0 is none."""
    chroma: Floats
    """Mean distance from grey, in levels."""
    speed: Floats
    """Movement in picture widths a step (optical flow); NaN where it was not measured."""
    camera: Floats
    """Share of the movement that is the camera's, 0 to 1; NaN where it was not measured."""
    zoomed: Floats
    """Likeness (-1 to 1) to a zoom of the picture before; NaN where it was not looked at."""
    steady: Floats
    """Likeness (-1 to 1) to the picture before in all but brightness; NaN likewise."""
    span: npt.NDArray[np.int16]
    """How many pictures the step crosses: 1 from the picture before, more where pictures were left out
    while decoding, 0 for a picture that was left out itself and is estimated."""
    thumbs: Plane
    """Tiny pictures, shape (pictures, 224): 9 x 16 luma, then 5 x 8 U, then 5 x 8 V."""

    def __len__(self) -> int:
        return len(self.time_s)


def joined(tracks: list[Track], seams: list[Step]) -> Track:
    """Tracks one after the other as one; `seams` are the steps from each to the next."""
    names = [item.name for item in fields(Track)]
    whole = Track(*(np.concatenate([getattr(track, name) for track in tracks]) for name in names))
    place = 0
    for track, seam in zip(tracks, seams, strict=False):
        place += len(track)
        whole.change[place], whole.luma_change[place] = seam.change, seam.luma_change
        whole.speed[place], whole.camera[place] = seam.speed, seam.camera
        whole.zoomed[place], whole.steady[place] = seam.zoomed, seam.steady
    return whole


class TrackBuilder:
    """Collects the measures of pictures as they come, in compact arrays."""

    def __init__(self) -> None:
        self._rows = array("f")
        self._times = array("d")
        self._thumbs = bytearray()

    def add(self, time_s: float, key: bool, step: Step, picture: Picture, thumb: Plane) -> None:
        """One more picture, and the step that led to it."""
        mean, deviation = cv2.meanStdDev(picture.luma)
        u = thumb[LUMA_BYTES : LUMA_BYTES + _CHROMA_BYTES].astype(np.float32) - 128
        v = thumb[LUMA_BYTES + _CHROMA_BYTES :].astype(np.float32) - 128
        self._times.append(time_s)
        self._thumbs += thumb.tobytes()
        self._rows.extend(
            (
                key,
                step.change,
                step.luma_change,
                float(mean[0, 0]),
                float(deviation[0, 0]),
                float(u.mean()),
                float(v.mean()),
                float(np.hypot(u, v).mean()),
                step.speed,
                step.camera,
                step.zoomed,
                step.steady,
            )
        )

    def track(self) -> Track:
        """A copy of all that was added so far."""
        rows = np.frombuffer(self._rows, np.float32).reshape(len(self._times), 12).T
        thumbs = np.array(np.frombuffer(self._thumbs, np.uint8)).reshape(-1, _THUMB_BYTES)
        times = np.array(self._times, np.float64)
        key, change, luma_change, luma, contrast, u, v, chroma, *motion = map(np.array, rows)
        speed, camera, zoomed, steady = motion
        return Track(
            times,
            key > 0,
            change,
            luma_change,
            luma,
            contrast,
            u,
            v,
            chroma,
            speed,
            camera,
            zoomed,
            steady,
            np.ones(len(times), np.int16),
            thumbs,
        )


@dataclass(frozen=True, slots=True)
class Step:
    """From one picture to the next."""

    change: float = 0.0
    luma_change: float = 0.0
    speed: float = np.nan
    camera: float = np.nan
    zoomed: float = np.nan
    steady: float = np.nan

    @property
    def stands_out(self) -> bool:
        """Whether the change is large enough to be worth a closer look."""
        return self.zoomed == self.zoomed


def thumb_of(picture: Picture) -> Plane:
    """The tiny picture, uint8, shape (224,)."""
    luma = cv2.resize(picture.luma, THUMB_SHAPE[::-1], interpolation=cv2.INTER_AREA)
    u, v = (
        cv2.resize(plane, CHROMA_SHAPE[::-1], interpolation=cv2.INTER_AREA)
        for plane in (picture.u, picture.v)
    )
    return np.concatenate([luma.ravel(), u.ravel(), v.ravel()]).astype(np.uint8, copy=False)
