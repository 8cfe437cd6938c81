"""What models saw in the pictures, brought together record by record and second by second."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np

from ..evidence import Evidence, PictureCaption, PictureTag, Shown, TagKind
from ..picture_words import Felt, felt_in, picture_word
from ..timeline import Edit, Span
from .signals import Seconds, window

P = TypeVar("P", PictureCaption, PictureTag)
_ARTICLE = re.compile(r"^(a|an|the|some|several)\s+", re.I)
_LIKELY = 0.25
"""Confidence from which a tag is told."""


@dataclass(frozen=True)
class Picked:
    """A word that tells something of a record, how sure that is, and which model says it."""

    text: str
    confidence: float
    source: str


@dataclass(frozen=True)
class Pictured:
    """What models saw in one record."""

    captions: tuple[PictureCaption, ...] = ()
    """The weightiest first."""
    tags: tuple[PictureTag, ...] = ()

    @property
    def main(self) -> Picked | None:
        """Who or what is seen above all: what most captions name first."""
        weights: dict[str, float] = defaultdict(float)
        for caption in self.captions:
            if caption.objects:
                weights[_bare(caption.objects[0])] += caption.confidence
        if not weights:
            return None
        name = max(weights, key=lambda one: (weights[one], one))
        named = [c for c in self.captions if c.objects and _bare(c.objects[0]) == name]
        return Picked(name, max(c.confidence for c in named), named[0].source)

    @property
    def setting(self) -> Picked | None:
        """The place: as a caption says it, else by its tag."""
        told = next((caption for caption in self.captions if caption.setting), None)
        if told is not None:
            return Picked(told.setting, told.confidence, told.source)
        return self.best("setting")

    @property
    def moods(self) -> tuple[Picked, ...]:
        """Words of mood, of the weightiest caption and the best tag."""
        told = [Picked(m, c.confidence, c.source) for c in self.captions[:1] for m in c.moods]
        tag = self.best("mood")
        return (*told, tag) if tag is not None else tuple(told)

    def best(self, kind: TagKind) -> Picked | None:
        """The tag of a kind that fits the pictures of the record best on the mean; None where none does."""
        mine = [tag for tag in self.tags if tag.kind == kind]
        looked_at = len({(tag.frame, tag.image) for tag in mine})
        weights: dict[str, float] = defaultdict(float)
        for tag in mine:
            weights[tag.word] += tag.confidence / looked_at
        word = max(weights, key=lambda one: (weights[one], one), default=None)
        if word is None or weights[word] < _LIKELY:
            return None
        source = next(tag.source for tag in mine if tag.word == word)
        return Picked(word, round(weights[word], 3), source)


def pictured(evidence: Evidence, images: Sequence[Shown], spans: Sequence[Span]) -> tuple[Pictured, ...]:
    """What was seen in each of some records; `images` are the still images at their places in time."""
    captions, tags = placed(evidence.captions, images), placed(evidence.tags, images)
    return tuple(
        Pictured(
            tuple(sorted(_in(captions, span), key=lambda one: -_weight(one, span))),
            tuple(_in(tags, span)),
        )
        for span in spans
    )


def place_images(evidence: Evidence, edit: Edit) -> tuple[Shown, ...]:
    """The still images at interpolated times: in their order, evenly over the scored range."""
    count, span = len(evidence.images), edit.span
    return tuple(
        Shown(
            span.start + span.duration * n // count,
            span.start + span.duration * (n + 1) // count,
            image.look,
            image.motion,
            image.camera,
            image.face,
            image.source,
        )
        for n, image in enumerate(evidence.images)
    )


def placed(views: Iterable[P], images: Sequence[Shown]) -> tuple[P, ...]:
    """Captions or tags, those of still images at the places of these."""
    spans = {image.source: (image.start_frame, image.end_frame) for image in images}
    found = []
    for view in views:
        if not view.image:
            found.append(view)
        elif view.image in spans:
            start, end = spans[view.image]
            found.append(replace(view, frame=start, start_frame=start, end_frame=end))
    return tuple(found)


def felt_by_second(edit: Edit, evidence: Evidence, seconds: int) -> tuple[Seconds, Seconds] | None:
    """Valence and arousal that the pictures' moods speak of, each weighed by how sure it is.

    None where no mood was seen; 0 in seconds of which nothing is said.
    """
    if not evidence.captions and not evidence.tags:
        return None
    images, rate = place_images(evidence, edit), edit.rate
    totals = np.zeros((3, seconds))
    views: tuple[PictureCaption | PictureTag, ...] = (
        *placed(evidence.captions, images),
        *placed(evidence.tags, images),
    )
    for view in views:
        felt = felt_of(view)
        if felt is not None:
            start_s, end_s = float(rate.seconds(view.start_frame)), float(rate.seconds(view.end_frame))
            part = slice(*window(start_s, end_s, seconds))
            totals[:, part] += view.confidence * np.array([[felt.valence], [felt.arousal], [1.0]])
    if not totals[2].any():
        return None
    weight = np.maximum(totals[2], 1.0)
    return totals[0] / weight, totals[1] / weight


def felt_of(view: PictureCaption | PictureTag) -> Felt | None:
    """The feeling that a caption or a tag speaks of; None where it speaks of none."""
    if isinstance(view, PictureCaption):
        return felt_in(view.moods)
    word = picture_word(view.word)
    if word is None or word.kind != "mood":
        return None
    return Felt(word.valence or 0.0, word.arousal or 0.0)


def _in(views: Iterable[P], span: Span) -> list[P]:
    return [one for one in views if one.start_frame < span.end and one.end_frame > span.start]


def _weight(view: PictureCaption | PictureTag, span: Span) -> float:
    shared = min(view.end_frame, span.end) - max(view.start_frame, span.start)
    return view.confidence * shared


def _bare(name: str) -> str:
    """A thing without its article, so that the same thing has the same name."""
    return _ARTICLE.sub("", " ".join(name.lower().split()))
