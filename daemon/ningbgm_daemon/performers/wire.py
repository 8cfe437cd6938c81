"""Passages as the contract carries them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from ningbgm.v1 import performer_service_pb2 as calls
from ningbgm_agents.errors import InputError, RangeError

from . import limits
from .passage import PITCH_CLASSES, Facts, Guidance, Passage

_SOUND = np.dtype("<f4")
_GUIDANCES: dict[Guidance, calls.Guidance.ValueType] = {
    "continuation": calls.GUIDANCE_CONTINUATION,
    "melody": calls.GUIDANCE_MELODY,
}


def performer_to_proto(facts: Facts) -> calls.Performer:
    """Who plays."""
    return calls.Performer(
        name=facts.name,
        engine=facts.engine,
        licence=facts.licence,
        noncommercial=facts.noncommercial,
        guidances=[_GUIDANCES[guidance] for guidance in facts.guidances],
        sample_rate_hz=facts.sample_rate_hz,
        channel_count=facts.channel_count,
        longest_s=facts.longest_s,
        device=facts.device,
        batch_size=facts.batch_size,
        fingerprint=facts.fingerprint,
    )


def passage_from_proto(request: calls.PerformPassageRequest, facts: Facts) -> Passage:
    """What is to be played, checked against what the performer can.

    Raises:
        RangeError: it is empty or too long.
        InputError: something else of it cannot be used.
    """
    if len(request.prompt) > limits.MOST_PROMPT_CHARS:
        raise InputError(f"prompt: at most {limits.MOST_PROMPT_CHARS} characters", field="prompt")
    continued, chroma = _continued(request, facts), _chroma(request, facts)
    most = round(facts.longest_s * facts.sample_rate_hz) - continued.size
    if not 0 < request.sample_count <= most:
        raise RangeError(
            f"sample_count: from 1 to {max(most, 0)}; this performer plays {facts.longest_s:g} s at once,"
            " what it continues included",
            field="sample_count",
            most=max(most, 0),
        )
    return Passage(request.prompt, request.sample_count, request.seed, continued, chroma)


def pieces_of(sound: npt.NDArray[np.float32]) -> Iterator[calls.PerformPassageResponse]:
    """A sound of shape (samples, channels) in pieces of whole frames."""
    frames = max(1, limits.PIECE_BYTES // (_SOUND.itemsize * sound.shape[1]))
    for start in range(0, len(sound), frames):
        piece = np.ascontiguousarray(sound[start : start + frames], _SOUND)
        yield calls.PerformPassageResponse(share=1.0, sound=piece.tobytes())


def _continued(request: calls.PerformPassageRequest, facts: Facts) -> npt.NDArray[np.float32]:
    if not request.continued:
        return np.zeros(0, np.float32)
    if "continuation" not in facts.guidances:
        raise InputError("continued: this performer continues nothing", field="continued")
    if len(request.continued) % _SOUND.itemsize:
        raise InputError("continued: mono float32, four bytes a sample", field="continued")
    sound = np.frombuffer(request.continued, _SOUND).astype(np.float32)
    if not (np.abs(sound) <= limits.LOUDEST).all():
        raise InputError(
            f"continued: numbers from -{limits.LOUDEST:g} to {limits.LOUDEST:g} alone", field="continued"
        )
    return sound


def _chroma(request: calls.PerformPassageRequest, facts: Facts) -> npt.NDArray[np.float32]:
    if not request.chroma:
        return np.zeros((0, PITCH_CLASSES), np.float32)
    if "melody" not in facts.guidances:
        raise InputError("chroma: this performer follows no melody", field="chroma")
    steps, rest = divmod(len(request.chroma), PITCH_CLASSES)
    if rest or steps > limits.MOST_CHROMA_STEPS:
        raise InputError(
            f"chroma: {PITCH_CLASSES} numbers a step, at most {limits.MOST_CHROMA_STEPS}",
            field="chroma",
        )
    weights = np.array(request.chroma, np.float32).reshape(steps, PITCH_CLASSES)
    if not ((weights >= 0) & (weights <= 1)).all():
        raise InputError("chroma: numbers from 0 to 1 alone", field="chroma")
    return weights
