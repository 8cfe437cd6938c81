"""The pictures of a gallery described by a model, asked again where its reply cannot be used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ningbgm_agents.errors import ModelError
from ningbgm_agents.evidence import PictureCaption
from ningbgm_agents.minds.decision import UnfitError
from ningbgm_agents.minds.picture_reply import PictureReply, read_picture

from .gallery import Gallery, Picture
from .viewer import Captioner, Limit, PictureAnswer, PictureQuestion

AT_ONCE = 8
"""Pictures of one request."""
ATTEMPTS = 3
"""How often a model is asked about the same picture."""
SURE = 0.15
"""Confidence below which a caption is a guess and is not told."""
MOST_CONFIDENCE = 0.95
"""No model is surer than this."""


@dataclass(frozen=True)
class Described:
    """What came of describing the pictures of a gallery."""

    captions: tuple[PictureCaption, ...]
    notes: tuple[str, ...]
    """What was not described, and what had to be done to get the rest."""
    whole: bool
    """Whether nothing failed on the way."""


def describe(gallery: Gallery, captioner: Captioner, limit: Limit) -> Described:
    """A caption for each picture that was described well; `limit` says how long the next request may take.

    Raises:
        ModelError: the model failed before it had described any.
        MediaError: the file cannot be read.
    """
    return _Describing(gallery, captioner, limit).run()


class _Describing:
    """The work on one gallery."""

    def __init__(self, gallery: Gallery, captioner: Captioner, limit: Limit) -> None:
        self._gallery, self._captioner, self._limit = gallery, captioner, limit
        self._found: dict[int, tuple[PictureReply, float]] = {}
        """Replies that can be used, by the number of their picture, and how sure they are."""
        self._notes: list[str] = []

    def run(self) -> Described:
        pictures, failure = self._gallery.pictures, ""
        reasons = dict.fromkeys(range(len(pictures)), "")
        try:
            for _ in range(ATTEMPTS):
                reasons = self._ask(pictures, reasons) if reasons else {}
        except ModelError as error:
            if not self._found:
                raise
            failure = str(error)
        sure = {n: reply for n, (reply, confidence) in self._found.items() if confidence >= SURE}
        captions = tuple(self._caption(pictures[n], sure[n], self._found[n][1]) for n in sorted(sure))
        missing = len(pictures) - len(captions)
        if missing:
            why = failure or _why(len(pictures) - len(self._found), len(self._found) - len(captions))
            name = self._gallery.path.name
            self._notes.append(f"Of {name}, {missing} of {len(pictures)} pictures were not described: {why}.")
        return Described(captions, tuple(dict.fromkeys(self._notes)), not failure)

    def _ask(self, pictures: Sequence[Picture], reasons: dict[int, str]) -> dict[int, str]:
        """Ask once about pictures; those whose replies cannot be used come back with the reasons."""
        unfit: dict[int, str] = {}
        waiting = list(reasons)
        for first in range(0, len(waiting), AT_ONCE):
            some = waiting[first : first + AT_ONCE]
            asked = [PictureQuestion(pictures[number].jpeg, reasons[number]) for number in some]
            for number, answer in zip(
                some, self._captioner.describe(asked, self._limit(len(some))), strict=True
            ):
                self._notes += answer.notes
                reply = _read(answer)
                if isinstance(reply, str):
                    unfit[number] = reply
                else:
                    self._found[number] = (reply, answer.confidence)
        return unfit

    def _caption(self, picture: Picture, reply: PictureReply, confidence: float) -> PictureCaption:
        return PictureCaption(
            picture.place.frame,
            picture.place.start_frame,
            picture.place.end_frame,
            reply.caption,
            tuple(reply.objects),
            tuple(reply.moods),
            reply.setting,
            round(min(confidence, MOST_CONFIDENCE), 3),
            self._captioner.facts.name,
            self._gallery.image,
        )


def _read(answer: PictureAnswer) -> PictureReply | str:
    """The reply, or why it cannot be used."""
    try:
        return read_picture(answer.text)
    except UnfitError as error:
        return " ".join(error.reasons)


def _why(nonsense: int, guesses: int) -> str:
    parts = [f"{nonsense} replies could not be used"] if nonsense else []
    return ", ".join([*parts, f"{guesses} were guesses"] if guesses else parts)
