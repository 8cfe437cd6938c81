"""The edit's picture and own sound for the page: at hand already, or made now."""

from __future__ import annotations

import asyncio
import os
from dataclasses import replace
from pathlib import Path

from ningbgm_agents.document import Plain
from ningbgm_agents.errors import BusyError, MediaError, NotFoundError
from ningbgm_agents.timeline import Edit, Media, Shot, Span
from ningbgm_daemon.records.score import RevisionRecord

from .deliveries import key_of
from .guide import guide_piece
from .kept import Kept
from .making import MakingOrder
from .makings import HasLeft, Makings, Progress
from .sources import Sources, stamps_of
from .strip import strip_count

_NO_PICTURE = "This edit has no picture that is at hand."


class Pictures:
    """Films, guides and strips of editions, by what goes into them."""

    def __init__(self, makings: Makings) -> None:
        self._makings = makings
        self._sources: Kept[Sources] = Kept(8)

    async def picture(self, record: RevisionRecord, edit: Edit, address: str) -> Plain:
        """Where the film is to be had, or how far it is."""
        sources = await self._of(record, edit)
        progress = await self._film(sources)
        return {
            "state": progress.state if progress is not None else "none",
            "share": 0.0 if progress is None else round(progress.share, 3),
            "sentence": _NO_PICTURE if progress is None else progress.sentence,
            "url": address,
            "rate": [edit.rate.fps.numerator, edit.rate.fps.denominator],
            "frame_count": edit.duration,
            "width": edit.width,
            "height": edit.height,
            "original": bool(sources.original),
        }

    async def film(self, record: RevisionRecord, edit: Edit) -> Path:
        """The film's file.

        Raises:
            NotFoundError: it is not made yet.
        """
        sources = await self._of(record, edit)
        progress = await self._film(sources)
        if progress is None or progress.state != "ready" or progress.path is None:
            raise NotFoundError("there is no film to show yet; ask for the picture's state")
        return progress.path

    async def guide(self, record: RevisionRecord, edit: Edit, first: int, count: int) -> bytes:
        """A piece of the edit's own sound.

        Raises:
            BusyError: it is not made so far yet.
            MediaError: it cannot be made.
        """
        sources = await self._of(record, edit)
        path = None
        if sources.sound:
            progress = await self._makings.ask(
                "review-guide", sources.sound, lambda out: MakingOrder("guide", sources.edit, str(out))
            )
            if progress.state == "failed":
                raise MediaError(progress.sentence)
            path = progress.path
        try:
            piece = await asyncio.to_thread(guide_piece, path, edit.sample(edit.duration), first, count)
        except FileNotFoundError:
            piece = None
        if piece is None:
            raise BusyError("the film's own sound is being read, and not yet so far; ask again in a moment")
        return piece

    async def strip(
        self, record: RevisionRecord, edit: Edit, level: int, index: int, has_left: HasLeft
    ) -> Path:
        """A strip of small pictures, made for whoever waits for it.

        Raises:
            NotFoundError: there is no such strip, or no picture.
            MediaError: it cannot be made.
        """
        sources = await self._of(record, edit)
        if not sources.picture or index >= strip_count(sources.edit, level):
            raise NotFoundError("the edit has no pictures there", level=level, index=index)
        quickest = await asyncio.to_thread(self._quickest, sources)
        progress = await self._makings.have(
            "review-strip",
            f"{sources.picture}-{level}-{index}",
            lambda out: MakingOrder("strip", quickest, str(out), level, index),
            has_left,
        )
        if progress.path is None or progress.state != "ready":
            raise MediaError(progress.sentence)
        return progress.path

    async def _film(self, sources: Sources) -> Progress | None:
        """How far the film is; None where there is no picture."""
        if not sources.picture:
            return None
        if sources.original:
            return Progress("ready", 1.0, path=Path(os.path.realpath(sources.original)))
        return await self._makings.ask(
            "review-film", sources.picture, lambda out: MakingOrder("film", sources.edit, str(out))
        )

    def _quickest(self, sources: Sources) -> Edit:
        """The edit from which a strip is made with the least work: the film, where it is made."""
        film = self._makings.find("review-film", sources.picture)
        if film is None:
            return sources.edit
        whole = Shot(Span(0, sources.edit.duration), media=Media(str(film)))
        return replace(sources.edit, shots=(whole,))

    async def _of(self, record: RevisionRecord, edit: Edit) -> Sources:
        seen = await asyncio.to_thread(stamps_of, edit)
        return await self._sources.wait((key_of(record), seen), lambda: self._makings.sources(edit))
