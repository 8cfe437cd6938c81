"""What models see in the pictures of a film, written down beside them, and remembered."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ningbgm_agents import document
from ningbgm_agents.errors import InputError, ModelError
from ningbgm_agents.evidence import PictureCaption, PictureTag, Witness
from ningbgm_agents.minds.picture_reply import picture_question
from ningbgm_agents.picture_words import vocabulary_text
from ningbgm_agents.thought import ModelFacts
from ningbgm_daemon.cache import Cache
from ningbgm_daemon.media.memory import SensedPart

from . import captioning, tagging
from .gallery import Gallery
from .viewer import Captioner, Limit, Tagger, Viewers
from .views import Views

PICTURE_S, JOB_S = 60.0, 600.0
"""Seconds that each model has for a picture, and for all of one job."""
VERSION = 2
"""Raise this when the same replies of a model tell something else: what was seen is then not used again."""
_KIND = "views"


@dataclass(frozen=True)
class _Kept:
    captions: tuple[PictureCaption, ...] = ()
    tags: tuple[PictureTag, ...] = ()


@dataclass(frozen=True)
class _Seen:
    """What a model said of a gallery just now."""

    kept: _Kept
    notes: tuple[str, ...] = ()
    whole: bool = True


@dataclass
class Looking:
    """Shows the pictures of one job to models; one that fails is not asked again in it."""

    viewers: Viewers
    cache: Cache | None = None
    seconds: Callable[[], float] = time.monotonic
    _failed: set[str] = field(default_factory=set)
    _spent_s: dict[str, float] = field(default_factory=dict)
    """Seconds that each model has taken."""

    def at_part(self, path: Path, part: SensedPart) -> SensedPart:
        """A part of a film with what is seen in it; where that fails, a note says why."""
        if self.viewers.nobody or not part.evidence.shots:
            return part
        return replace(part, evidence=self._look(Gallery(path, part)).beside(part.evidence))

    def at_images(self, paths: Sequence[Path]) -> Views:
        """What is seen in still images beside the film."""
        views = Views()
        for path in paths if not self.viewers.nobody else ():
            views = views.joined(self._look(Gallery(path)))
        return views

    def _look(self, gallery: Gallery) -> Views:
        views, captioner, tagger = Views(), self.viewers.captioner, self.viewers.tagger
        if captioner is not None:
            views = views.joined(self._described(gallery, captioner))
        if tagger is not None:
            views = views.joined(self._tagged(gallery, tagger))
        return views

    def _described(self, gallery: Gallery, captioner: Captioner) -> Views:
        def ask(limit: Limit) -> _Seen:
            made = captioning.describe(gallery, captioner, limit)
            return _Seen(_Kept(captions=made.captions), made.notes, made.whole)

        return self._seen(gallery, captioner.facts, picture_question(), ask, "described")

    def _tagged(self, gallery: Gallery, tagger: Tagger) -> Views:
        def ask(limit: Limit) -> _Seen:
            return _Seen(_Kept(tags=tagging.tag(gallery, tagger, limit)))

        return self._seen(gallery, tagger.facts, vocabulary_text(), ask, "tagged")

    def _seen(
        self, gallery: Gallery, facts: ModelFacts, question: str, ask: Callable[[Limit], _Seen], done: str
    ) -> Views:
        """What is remembered of a gallery, else what a model says of it now."""
        about = f"What is seen in {gallery.path.name} was not {done}"
        try:
            told = repr((VERSION, gallery.key, facts.name, facts.fingerprint, question))
            key = hashlib.sha256(told.encode()).hexdigest()[:48]
            kept = self._recalled(key, gallery)
            if kept is not None:
                return _views(_Seen(kept), facts)
            if facts.name in self._failed:
                return Views()
            seen = self._timed(facts.name, ask)
        except ModelError as error:
            self._failed.add(facts.name)
            return Views(notes=(f"{about}, nor what comes after it: {error}.",))
        except InputError as error:
            return Views(notes=(f"{about}: {error}.",))
        if not seen.whole:
            self._failed.add(facts.name)
        elif self.cache is not None:
            self.cache.put(_KIND, key, document.dump(seen.kept).encode())
        return _views(seen, facts)

    def _recalled(self, key: str, gallery: Gallery) -> _Kept | None:
        """What is kept; the still image may lie elsewhere now."""
        content = self.cache.get(_KIND, key) if self.cache is not None else None
        if content is None:
            return None
        try:
            kept = document.load(_Kept, content)
        except InputError:  # kept by another version of NingBGM
            return None
        return _Kept(
            tuple(replace(one, image=gallery.image) for one in kept.captions),
            tuple(replace(one, image=gallery.image) for one in kept.tags),
        )

    def _timed(self, name: str, ask: Callable[[Limit], _Seen]) -> _Seen:
        """Ask, with no more time for each request than its pictures and the job leave."""
        start_s, spent_s = self.seconds(), self._spent_s.get(name, 0.0)

        def limit(pictures: int) -> float:
            left_s = JOB_S - spent_s - (self.seconds() - start_s)
            if left_s <= 0:
                raise ModelError(f"the {JOB_S:.0f} s for the pictures of one job are over")
            return min(left_s, PICTURE_S * pictures)

        try:
            return ask(limit)
        finally:
            self._spent_s[name] = spent_s + self.seconds() - start_s


def _views(seen: _Seen, facts: ModelFacts) -> Views:
    told = bool(seen.kept.captions or seen.kept.tags)
    witness = Witness(facts.name, facts.licence, facts.noncommercial)
    return Views(seen.kept.captions, seen.kept.tags, (witness,) if told else (), seen.notes)
