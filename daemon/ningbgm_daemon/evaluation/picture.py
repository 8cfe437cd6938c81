"""What the film itself gives to measure against: cuts, speech, wanted silence, movement, its own sound."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from fractions import Fraction

import cv2
import numpy as np

from ningbgm_agents.timeline import FrameRate
from ningbgm_daemon.loudness import Audio
from ningbgm_daemon.media.decode import read_frames, read_sound
from ningbgm_daemon.media.hearing import Listener
from ningbgm_daemon.media.probe import MediaInfo, probe

from .cutting import detected_cuts
from .films import Film, SpanS
from .metrics.energy import CURVE_HZ

_SMALL = (64, 36)


@dataclass(frozen=True)
class PictureFacts:
    """A film as every system is measured against it."""

    rate: FrameRate
    length_s: float
    cuts_s: tuple[float, ...]
    speech_s: tuple[SpanS, ...]
    silences_s: tuple[SpanS, ...] | None
    """None where it is not known whether silence is wanted."""
    scenes_s: tuple[float, ...] | None
    """None where they are not known."""
    movement: tuple[float, ...]
    """How much the picture changes, `CURVE_HZ` values a second."""
    cuts_known: bool = False
    """False where they were detected."""

    @property
    def frame_s(self) -> float:
        """Length of a frame."""
        return float(1 / self.rate.fps)


def look_at(film: Film) -> PictureFacts:
    """Decode the film once; what is not known of it is detected by tools that no system is judged by.

    Raises:
        MediaError: it cannot be read.
        NotFoundError: its cuts are not known and PySceneDetect is not installed.
    """
    info, truth = probe(film.path), film.truth
    rate = info.rate or FrameRate(Fraction(25))
    cuts = truth.cuts if truth.cuts is not None else detected_cuts(film.path)
    return PictureFacts(
        rate=rate,
        length_s=info.duration_s,
        cuts_s=tuple(s for c in cuts if 0 < (s := float(rate.seconds(c))) < info.duration_s),
        speech_s=truth.speech_s if truth.speech_s is not None else _heard_speech(info),
        silences_s=truth.silences_s,
        scenes_s=truth.scenes_s,
        movement=_movement(info),
        cuts_known=truth.cuts is not None,
    )


def own_sound(film: Film) -> Audio:
    """The film's own sound, shape (2, samples); without one, no samples."""
    blocks = list(read_sound(film.path))
    return np.concatenate(blocks, axis=1) if blocks else np.zeros((2, 0), np.float32)


def _heard_speech(info: MediaInfo) -> tuple[SpanS, ...]:
    """Speech by Silero's detector, which is not ours."""
    heard = Listener(info, 0.0, info.duration_s).listen(threading.Event()) if info.has_sound else None
    return tuple((span.start_s, span.end_s) for span in heard.speech) if heard else ()


def _movement(info: MediaInfo) -> tuple[float, ...]:
    """Mean absolute difference of neighbouring pictures, small and grey; a cut counts as what it is."""
    count = max(1, int(info.duration_s * CURVE_HZ))
    sums, counts = np.zeros(count), np.zeros(count)
    before: np.ndarray | None = None
    for time_s, frame in read_frames(info, 0.0, info.duration_s, fast=True):
        grey = frame.to_ndarray(format="gray8")
        small = cv2.resize(grey, _SMALL, interpolation=cv2.INTER_AREA).astype(np.float32)
        if before is not None:
            place = min(int(time_s * CURVE_HZ), count - 1)
            sums[place] += float(np.abs(small - before).mean())
            counts[place] += 1
        before = small
    return tuple((sums / np.maximum(counts, 1)).round(4).tolist())
