"""The answers to what a session may read: each finds its delivery and leaves the rest to one file."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from starlette.responses import Response

from ningbgm_agents.agent import Event
from ningbgm_agents.score import Score
from ningbgm_agents.timeline import Edit
from ningbgm_daemon.cache import Cache
from ningbgm_daemon.config import Settings
from ningbgm_daemon.records.score import RevisionRecord

from ..wire import names
from .asked import Asked
from .audio import FARTHEST, MOST_SAMPLES, stem_piece
from .axis import axis_document
from .bench import Bench
from .comparing import compare_document
from .deliveries import Deliveries, key_of, stem_in, stem_path
from .exchange import exchange_document
from .files import delivered_file, files_document
from .kept import Kept
from .makings import Makings
from .notes import notes_document
from .outliner import Outliner
from .peaks import read_peaks
from .pictures import Pictures
from .records import Records
from .routes import Kind
from .sending import send_file
from .shelf import Shelf
from .strip import MOST_LEVEL
from .telling import Told, response, told

_BYTES = "application/octet-stream"
_MOST_LEVEL = 31
_MOST_STRIPS = 100_000


class Answers:
    """Answers by the kind of question; callers have been checked."""

    def __init__(self, records: Records, settings: Settings) -> None:
        self._records, self._deliveries = records, Deliveries(records)
        self._documents: Kept[Told] = Kept(16)
        self._shelf = Shelf(Cache(settings.cache / "results", settings.cache_limit_bytes))
        self._outliner = Outliner(self._shelf)
        self._makings = Makings(self._shelf, Bench())
        self._pictures = Pictures(self._makings)
        self._by_kind: Mapping[Kind, Callable[[Asked], Awaitable[Response]]] = {
            "axis": self._axis,
            "notes": self._notes,
            "exchange": self._exchange,
            "peaks": self._peaks,
            "audio": self._audio,
            "guide": self._guide,
            "picture": self._picture,
            "film": self._film,
            "strip": self._strip,
            "files": self._files,
            "file": self._file,
            "compare": self._compare,
        }

    async def answer(self, kind: Kind, asked: Asked) -> Response:
        """The answer.

        Raises:
            NingbgmError: it cannot be given.
            HttpRefusalError: the same, in words of HTTP.
        """
        return await self._by_kind[kind](asked)

    async def close(self) -> None:
        """End what is being made."""
        self._outliner.close()
        await self._makings.close()

    async def _delivery(self, asked: Asked) -> tuple[RevisionRecord, Score]:
        record = await self._deliveries.find(*asked.revision, asked.variation)
        return record, await self._deliveries.score(record)

    async def _shown(self, asked: Asked) -> tuple[RevisionRecord, Edit]:
        record = await self._deliveries.find(*asked.revision, asked.variation)
        return record, await self._deliveries.edit(record)

    async def _axis(self, asked: Asked) -> Response:
        record, score = await self._delivery(asked)
        document = await self._documents.get(
            ("axis", key_of(record)), lambda: told(axis_document(record, score))
        )
        return response(document, asked.headers)

    async def _notes(self, asked: Asked) -> Response:
        record, score = await self._delivery(asked)
        cue = asked.path["cue"]
        document = await self._documents.get(
            ("notes", cue, key_of(record)), lambda: told(notes_document(score, cue))
        )
        return response(document, asked.headers)

    async def _exchange(self, asked: Asked) -> Response:
        events = await self._exchange_behind(*asked.revision)
        return response(told(exchange_document(events)), asked.headers)

    async def _exchange_behind(self, score_id: str, number: int) -> tuple[Event, ...]:
        """That of the revision, or of the last before it that has any: to choose a variation leaves none."""
        events = await self._records.events(score_id, number)
        while not events and number > 1:
            number -= 1
            events = await self._records.events(score_id, number)
        return events

    async def _peaks(self, asked: Asked) -> Response:
        level = asked.whole("level", 0, _MOST_LEVEL, 0)
        first, end = asked.whole("from", 0, FARTHEST, 0), asked.whole("to", 0, FARTHEST, FARTHEST)
        record = await self._deliveries.find(*asked.revision, asked.variation)
        stem = stem_in(record, asked.path["cue"], asked.path["stem"])
        path = await self._outliner.peaks(stem.sha256, await asyncio.to_thread(stem_path, record, stem))
        part = await asyncio.to_thread(read_peaks, path, level, first, end)
        return Response(part.content, headers={"X-Pairs": str(part.pairs)}, media_type=_BYTES)

    async def _audio(self, asked: Asked) -> Response:
        first, count = asked.whole("from", -FARTHEST, FARTHEST), asked.whole("count", 1, MOST_SAMPLES)
        record = await self._deliveries.find(*asked.revision, asked.variation)
        stem = stem_in(record, asked.path["cue"], asked.path["stem"])
        path = await asyncio.to_thread(stem_path, record, stem)
        return Response(await asyncio.to_thread(stem_piece, path, first, count), media_type=_BYTES)

    async def _guide(self, asked: Asked) -> Response:
        first, count = asked.whole("from", -FARTHEST, FARTHEST), asked.whole("count", 1, MOST_SAMPLES)
        record, edit = await self._shown(asked)
        return Response(await self._pictures.guide(record, edit, first, count), media_type=_BYTES)

    async def _picture(self, asked: Asked) -> Response:
        record, edit = await self._shown(asked)
        score_id, number = asked.revision
        address = f"/review/media/{names.revision_name(score_id, number)}/film"
        return response(told(await self._pictures.picture(record, edit, address)), asked.headers)

    async def _film(self, asked: Asked) -> Response:
        path = await self._pictures.film(*await self._shown(asked))
        return await send_file(path, "video/mp4", asked.headers)

    async def _strip(self, asked: Asked) -> Response:
        level, index = asked.part("level", MOST_LEVEL), asked.part("index", _MOST_STRIPS)
        path = await self._pictures.strip(*await self._shown(asked), level, index, asked.has_left)
        return await send_file(path, "image/jpeg", asked.headers)

    async def _files(self, asked: Asked) -> Response:
        record = await self._deliveries.find(*asked.revision, asked.variation)
        document = await asyncio.to_thread(files_document, Path(record.folder))
        return response(told(document), asked.headers)

    async def _file(self, asked: Asked) -> Response:
        record = await self._deliveries.find(*asked.revision, asked.variation)
        name = asked.path["path"]
        path, kind = await asyncio.to_thread(delivered_file, Path(record.folder), name)
        return await send_file(path, kind, asked.headers, path.name)

    async def _compare(self, asked: Asked) -> Response:
        score_id, number = asked.revision
        _, before = names.revision_in(f"scores/{score_id}/revisions/{asked.path['earlier']}")
        earlier, later = [await self._deliveries.find(score_id, one) for one in (before, number)]
        scores = [await self._deliveries.score(one) for one in (earlier, later)]
        document = await self._documents.get(
            ("compare", key_of(earlier), key_of(later)),
            lambda: told(compare_document(earlier, later, *scores)),
        )
        return response(document, asked.headers)
