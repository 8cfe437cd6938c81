"""The words of the vocabulary that fit the pictures of a gallery, by a model."""

from __future__ import annotations

from collections.abc import Iterator

from ningbgm_agents.evidence import PictureTag

from .captioning import MOST_CONFIDENCE
from .gallery import Gallery, Picture
from .viewer import FittingWord, Limit, Tagger

AT_ONCE = 16
"""Pictures of one request."""


def tag(gallery: Gallery, tagger: Tagger, limit: Limit) -> tuple[PictureTag, ...]:
    """The tags of each picture; `limit` says how long the next request may take.

    Raises:
        ModelError: the model failed.
        MediaError: the file cannot be read.
    """
    pictures = gallery.pictures
    found: list[PictureTag] = []
    for first in range(0, len(pictures), AT_ONCE):
        some = pictures[first : first + AT_ONCE]
        fitting = tagger.tag([one.jpeg for one in some], limit(len(some)))
        for picture, words in zip(some, fitting, strict=True):
            found += _tags(picture, words, tagger.facts.name, gallery.image)
    return tuple(found)


def _tags(picture: Picture, words: tuple[FittingWord, ...], source: str, image: str) -> Iterator[PictureTag]:
    place = picture.place
    for word in words:
        confidence = round(min(word.confidence, MOST_CONFIDENCE), 3)
        yield PictureTag(
            place.frame, place.start_frame, place.end_frame, word.word, word.kind, confidence, source, image
        )
