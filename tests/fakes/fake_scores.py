"""A library of scores in memory, with an example to put into it."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from ningbgm_agents.agent import Event
from ningbgm_agents.errors import InputError, NotFoundError, StateError
from ningbgm_agents.revision import Conflict, Decision
from ningbgm_agents.timeline import Span
from ningbgm_daemon.records.page import Page
from ningbgm_daemon.records.score import (
    Cause,
    CueRecord,
    EditRecord,
    HitRecord,
    PlacementRecord,
    Plan,
    RevisionRecord,
    ScoreRecord,
    StemRecord,
)


class FakeScores:
    def __init__(self, *scores: ScoreRecord) -> None:
        self.histories = {score.id: [score.revision] for score in scores}
        self.exchanges: dict[tuple[str, int], tuple[Event, ...]] = {}

    async def get(self, score_id: str) -> ScoreRecord:
        history = self._history(score_id)
        return ScoreRecord(score_id, history[-1], history[0].created_s)

    async def page(self, size: int, token: str = "") -> Page[ScoreRecord]:
        names = list(reversed(self.histories))
        start = _after(names, token)
        given = [await self.get(name) for name in names[start : start + size]]
        return Page(given, given[-1].id if len(names) > start + size else "")

    async def delete(self, score_id: str) -> None:
        self._history(score_id)
        del self.histories[score_id]

    async def revision(self, score_id: str, number: int) -> RevisionRecord:
        for revision in self._history(score_id):
            if revision.number == number:
                return revision
        raise NotFoundError(f"the score {score_id} has no revision {number}", revision=number)

    async def revisions(self, score_id: str, size: int, token: str = "") -> Page[RevisionRecord]:
        history = list(reversed(self._history(score_id)))
        start = _after([str(revision.number) for revision in history], token)
        given = history[start : start + size]
        return Page(given, str(given[-1].number) if len(history) > start + size else "")

    async def events(self, score_id: str, number: int) -> tuple[Event, ...]:
        await self.revision(score_id, number)
        return self.exchanges.get((score_id, number), ())

    async def rollback(self, score_id: str, number: int) -> ScoreRecord:
        history = self._history(score_id)
        if len(history) < 2:
            raise StateError(f"the score {score_id} has no revision before this one")
        earlier = await self.revision(score_id, number or history[-2].number)
        self._next(score_id, replace(earlier, cause="rolled_back"))
        return await self.get(score_id)

    async def choose(self, score_id: str, variation: int) -> ScoreRecord:
        present = self._history(score_id)[-1]
        folders = list(present.variation_folders)
        if variation - 2 >= len(folders):
            raise NotFoundError(f"the score {score_id} has no variation {variation}", variation=variation)
        chosen, folders[variation - 2] = folders[variation - 2], present.folder
        self._next(
            score_id, replace(present, cause="chosen", folder=chosen, variation_folders=tuple(folders))
        )
        return await self.get(score_id)

    async def set_lock(self, score_id: str, cue: str, locked: bool) -> CueRecord:
        present = self._history(score_id)[-1]
        found = [each for each in present.cues if each.name == cue]
        if not found:
            raise NotFoundError(f"the score {score_id} has no cue {cue}", cue=cue)
        names = set(present.locked) | {cue} if locked else set(present.locked) - {cue}
        if names != set(present.locked):
            cause: Cause = "locked" if locked else "unlocked"
            self._next(score_id, replace(present, cause=cause, locked=tuple(sorted(names))))
        return found[0]

    def _next(self, score_id: str, revision: RevisionRecord) -> None:
        history = self._history(score_id)
        history.append(replace(revision, number=history[-1].number + 1))

    def _history(self, score_id: str) -> list[RevisionRecord]:
        if score_id not in self.histories:
            raise NotFoundError(f"there is no score {score_id}", score=score_id)
        return self.histories[score_id]


def _after(keys: list[str], token: str) -> int:
    if token and token not in keys:
        raise InputError("this page_token is not known here")
    return keys.index(token) + 1 if token else 0


def example_score(score_id: str, folder: Path, cue_count: int = 2) -> ScoreRecord:
    """A score of some cues whose mixes lie in a folder, with known bytes."""
    cues = tuple(_cue(number, folder) for number in range(1, cue_count + 1))
    edit = EditRecord("Reel 1", 30000, 1001, True, 107892, 900, Span(0, 900), 12, "/films/reel1.otio")
    revision = RevisionRecord(
        score_id,
        1,
        "created",
        "Scored for the first time.",
        str(folder),
        edit,
        cues,
        (),
        "orchestral",
        "hopeful",
        7,
        True,
        ("note: all is well",),
        (),
        _plan(),
        1e9,
    )
    return ScoreRecord(score_id, revision, 1e9)


def _cue(number: int, folder: Path) -> CueRecord:
    return CueRecord(
        name=f"1m{number}",
        span=Span(100 * number, 100 * number + 90),
        sample_count=144_144,
        purpose="carries the scene",
        key="D minor",
        tempo_bpm=92.5,
        ending="ring_out",
        themes=("hero",),
        hits=(
            HitRecord(100 * number + 10, "cut", 0.5, "accent", None, "a hard cut"),
            HitRecord(100 * number + 20, "line", 0.25, "soft", 0.0, "he says yes"),
        ),
        stems=(_stem(f"1m{number}", "mix", folder),),
        loudness_lufs=-18.25,
        revision=1,
        seed=7,
    )


def _stem(cue: str, name: str, folder: Path) -> StemRecord:
    content = bytes(range(256)) * 2500 + cue.encode()
    path = folder / f"{cue}_{name}.wav"
    path.write_bytes(content)
    return StemRecord(name, str(path), len(content), hashlib.sha256(content).hexdigest())


def _plan() -> Plan:
    return Plan(
        decisions=(
            Decision("1m1", "keep", "nothing changed", Span(0, 10), Span(0, 10)),
            Decision("1m2", "new", "a new scene", None, Span(20, 30)),
        ),
        conflicts=(Conflict("1m1", "its end is gone"),),
        placements=(PlacementRecord("move", "1m1", "mix", "/x/1m1.wav", 20, 10, 48000),),
        sentences=("1m1 stays.",),
    )
