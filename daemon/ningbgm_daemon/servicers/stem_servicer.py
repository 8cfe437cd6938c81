"""Hands sound files to callers on other machines."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import AsyncGenerator
from pathlib import Path

from ningbgm.v1 import stem_service_pb2 as calls
from ningbgm.v1.stem_service_pb2_grpc import StemServiceServicer
from ningbgm_agents.errors import InputError, NotFoundError

from ..wire import limits, names
from .cue_servicer import cue_of
from .ports import Jobs, Scores
from .stem_file import StemFile


class StemServicer(StemServiceServicer):
    """`ningbgm.v1.StemService`."""

    def __init__(self, jobs: Jobs, scores: Scores) -> None:
        self._jobs, self._scores = jobs, scores

    async def DownloadStem(
        self, request: calls.DownloadStemRequest, context: object
    ) -> AsyncGenerator[calls.DownloadStemResponse, None]:
        """A stem's file from an offset on, in pieces with their checksums."""
        path, size, sha256 = await self._found(names.stem_in(request.name))
        with await asyncio.to_thread(StemFile, path, size, sha256) as file:
            offset = _checked(request.offset, file.size_bytes)
            while True:
                content = await asyncio.to_thread(file.piece, offset, limits.CHUNK_BYTES)
                yield calls.DownloadStemResponse(
                    offset=offset,
                    content=content,
                    crc32=zlib.crc32(content),
                    size_bytes=file.size_bytes,
                    sha256=file.sha256,
                )
                offset += len(content)
                if offset >= file.size_bytes:
                    break

    async def _found(self, name: names.StemName) -> tuple[Path, int | None, str]:
        """Path, size and checksum of a stem; a job's are not known before the file is read."""
        if name.job:
            return await self._ready(name), None, ""
        if name.revision is None:
            revision = (await self._scores.get(name.score)).revision
        else:
            revision = await self._scores.revision(name.score, name.revision)
        for stem in cue_of(revision, name.cue).stems:
            if stem.name == name.stem:
                return Path(stem.path), stem.size_bytes, stem.sha256
        raise NotFoundError(f"the cue {name.cue} has no stem {name.stem!r}", stem=name.stem)

    async def _ready(self, name: names.StemName) -> Path:
        job = await self._jobs.get(name.job)
        for cue in job.progress.ready_cues:
            if (cue.cue, "mix") == (name.cue, name.stem):
                return Path(cue.path)
        raise NotFoundError(
            f"the job {name.job} has no finished cue {name.cue!r}; when it is over, its score has it",
            cue=name.cue,
        )


def _checked(offset: int, size_bytes: int) -> int:
    if not 0 <= offset <= size_bytes:
        raise InputError(f"offset is {offset}; the file has {size_bytes} bytes", field="offset")
    return offset
