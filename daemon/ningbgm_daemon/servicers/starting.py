"""What an entry of a plugin's menu begins, task by task."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

from ningbgm.v1 import placement_service_pb2 as calls
from ningbgm_agents.brief import Request
from ningbgm_agents.errors import InputError, MediaError, StateError
from ningbgm_agents.timeline import Span

from ..placing.annotating import wish_of, with_markers
from ..placing.choosing import chosen
from ..placing.laid import LaidTimeline
from ..placing.planning import Intent, PlacementAsk, plan_placement
from ..records.job import Job
from ..records.order import EditSource, Order, RegenerateOrder, ReviseOrder, ScoreOrder
from ..wire import limits, names
from ..wire.placements import (
    intent_to_proto,
    program_from_proto,
    scored_from_proto,
    selected_from_proto,
    timeline_from_proto,
)
from ..wire.sources import source_from_proto
from .known_scores import known_scores
from .ports import Jobs, Reviews, Scores, System

_EVERYWHERE = Span(-limits.MAX_FRAME, limits.MAX_FRAME)
_Begin: TypeAlias = Callable[[calls.StartWorkRequest, LaidTimeline], Awaitable[calls.Work]]


class WorkStarter:
    """Begins tasks over the timeline that a plugin has before it."""

    def __init__(self, jobs: Jobs, scores: Scores, reviews: Reviews, system: System) -> None:
        self._jobs, self._scores, self._reviews, self._system = jobs, scores, reviews, system

    async def start(self, request: calls.StartWorkRequest) -> calls.Work:
        """Begin a task.

        Raises:
            InputError: a field that cannot be used.
            StateError: what lies on the timeline stands against it.
        """
        tasks: Mapping[calls.StartWorkRequest.Task.ValueType, _Begin] = {
            calls.StartWorkRequest.TASK_SCORE: self._score,
            calls.StartWorkRequest.TASK_UPDATE: self._update,
            calls.StartWorkRequest.TASK_REGENERATE: self._regenerate,
            calls.StartWorkRequest.TASK_LOCK: self._lock,
            calls.StartWorkRequest.TASK_UNDO: self._undo,
            calls.StartWorkRequest.TASK_CANCEL: self._cancel,
            calls.StartWorkRequest.TASK_DOCTOR: self._doctor,
            calls.StartWorkRequest.TASK_REVIEW: self._review,
            calls.StartWorkRequest.TASK_REMOVE: self._remove,
            calls.StartWorkRequest.TASK_CLEAR: self._clear,
        }
        if request.task not in tasks:
            raise InputError(f"task is {request.task}; there are 1 to {max(tasks)}", field="task")
        return await tasks[request.task](request, timeline_from_proto(request.timeline))

    async def _score(self, request: calls.StartWorkRequest, timeline: LaidTimeline) -> calls.Work:
        lacks = program_from_proto(request.program).lacks
        asked = chosen(selected_from_proto(request), scored_from_proto(request), request.timeline.frame_count)
        library = await known_scores(self._scores, timeline)
        there = PlacementAsk("look", timeline, library, scored=asked.span or _EVERYWHERE)
        if refusal := plan_placement(there).refusal:
            raise StateError(refusal.sentence)
        order = ScoreOrder(
            source=await _edit(request, timeline),
            scored=(f"{asked.span.start}f", f"{asked.span.end}f") if asked.span else None,
            request=Request(wish=wish_of(timeline)[: limits.MAX_WISH_CHARS]),
            preview=False,
        )
        said = (f"Scored: {asked.source}.", *lacks)
        return calls.Work(turns=[await self._turn(order, "score")], sentences=said)

    async def _update(self, request: calls.StartWorkRequest, timeline: LaidTimeline) -> calls.Work:
        ids, edit = await self._ids(timeline), await _edit(request, timeline)
        return calls.Work(turns=[await self._turn(ReviseOrder(one, edit), "update") for one in ids])

    async def _regenerate(self, request: calls.StartWorkRequest, timeline: LaidTimeline) -> calls.Work:
        score, cue = await self._cue(timeline)
        return calls.Work(turns=[await self._turn(RegenerateOrder(score, cue), "update")])

    async def _lock(self, request: calls.StartWorkRequest, timeline: LaidTimeline) -> calls.Work:
        score, cue = await self._cue(timeline)
        locked = cue not in (await self._scores.get(score)).revision.locked
        await self._scores.set_lock(score, cue, locked)
        return calls.Work(
            sentences=[f"{cue} is {'locked: nothing changes it now' if locked else 'unlocked'}."]
        )

    async def _undo(self, request: calls.StartWorkRequest, timeline: LaidTimeline) -> calls.Work:
        scores = [await self._scores.rollback(one, 0) for one in await self._ids(timeline)]
        update = intent_to_proto("update")
        return calls.Work(turns=[calls.Turn(intent=update, score=names.score_name(one.id)) for one in scores])

    async def _cancel(self, request: calls.StartWorkRequest, timeline: LaidTimeline) -> calls.Work:
        waiting = await self._jobs.page(limits.MAX_PAGE, state="queued")
        running = await self._jobs.page(limits.MAX_PAGE, state="running")
        stopped = [await self._jobs.cancel(job.id) for job in (*waiting.items, *running.items)]
        said = [f"{job.title} is cancelled." for job in stopped]
        return calls.Work(sentences=said or ["Nothing is being scored."])

    async def _doctor(self, request: calls.StartWorkRequest, timeline: LaidTimeline) -> calls.Work:
        program, state = program_from_proto(request.program), await self._system.state()
        missing = (f"{engine.name}: {engine.detail}" for engine in state.engines if not engine.available)
        asks = f"{program.name}; " if program.name else ""
        answers = f"{asks}NingBGM {state.version} answers."
        return calls.Work(sentences=[answers, *program.lacks, *state.notes, *missing])

    async def _review(self, request: calls.StartWorkRequest, timeline: LaidTimeline) -> calls.Work:
        there = plan_placement(PlacementAsk("look", timeline)).scores
        known = await known_scores(self._scores, timeline)
        score = next((names.score_in(name) for name in there if name in known), "")
        try:
            url = self._reviews.invite(score).url
            return calls.Work(url=url, sentences=["The review page is in the browser."])
        except StateError:
            if not score:
                raise
        report = Path((await self._scores.get(score)).revision.folder) / "report.html"
        return calls.Work(url=report.as_uri(), sentences=["The report is in the browser."])

    async def _remove(self, request: calls.StartWorkRequest, timeline: LaidTimeline) -> calls.Work:
        return calls.Work(turns=[calls.Turn(intent=intent_to_proto("remove"))])

    async def _clear(self, request: calls.StartWorkRequest, timeline: LaidTimeline) -> calls.Work:
        return calls.Work(turns=[calls.Turn(intent=intent_to_proto("clear"))])

    async def _ids(self, timeline: LaidTimeline) -> list[str]:
        """The scores that lie there and are known."""
        known = await known_scores(self._scores, timeline)
        if not known and plan_placement(PlacementAsk("look", timeline)).found:
            raise StateError(
                "what lies on this timeline is no score that the daemon knows; choose Remove score, then"
                " Score selection"
            )
        if not known:
            raise StateError("there is no score on this timeline yet; choose Score selection")
        return [names.score_in(name) for name in known]

    async def _cue(self, timeline: LaidTimeline) -> tuple[str, str]:
        """The cue under the playhead."""
        if timeline.playhead is None:
            raise StateError("this page has no playhead: go to the Edit page and try again")
        name = plan_placement(PlacementAsk("look", timeline)).under_playhead
        if not name:
            raise StateError("no cue of ours lies under the playhead")
        return names.cue_in(name)

    async def _turn(self, order: Order, intent: Intent) -> calls.Turn:
        job: Job = await self._jobs.submit(order)
        score = "" if isinstance(order, ScoreOrder) else names.score_name(order.score_id)
        return calls.Turn(intent=intent_to_proto(intent), score=score, job=names.job_name(job.id))


async def _edit(request: calls.StartWorkRequest, timeline: LaidTimeline) -> EditSource:
    """The edit with the timeline's markers; a file is read now, as it may go."""
    source = source_from_proto(request.source)
    if source.path and not source.path.lower().endswith(".otio"):
        return source
    text = source.otio or await asyncio.to_thread(_read, Path(source.path))
    return replace(source, path="", otio=await asyncio.to_thread(with_markers, text, timeline))


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeError) as error:
        raise MediaError(f"the exported edit {path} cannot be read: {error}", path=str(path)) from error
