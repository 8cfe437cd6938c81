"""A household that scores in a moment: a cue a shot, silent stems, conformed by what the shot shows."""

from __future__ import annotations

import asyncio
import hashlib
import struct
import tempfile
from dataclasses import replace
from pathlib import Path

from fakes.fake_jobs import FakeJobs
from fakes.fake_scores import FakeScores
from ningbgm_agents import document
from ningbgm_agents.revision import Decision
from ningbgm_agents.timeline import Edit, Shot, Span
from ningbgm_daemon.records.job import Failure, Job, Outcome, Progress
from ningbgm_daemon.records.order import EditSource, Order, RegenerateOrder, ReviseOrder, ScoreOrder
from ningbgm_daemon.records.score import CueRecord, EditRecord, Plan, RevisionRecord, StemRecord
from ningbgm_daemon.timeline.reader import open_edit

STEMS = ("melody", "bass", "mix")


class Composer(FakeJobs):
    """Does every job as soon as it is submitted, unless `waiting` or `failure` say otherwise."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder
        self.scores = FakeScores()
        self.orders: list[Order] = []
        self.waiting = False
        """Jobs stay at work until somebody cancels them."""
        self.failure: Failure | None = None

    async def submit(self, order: Order, request_id: str = "") -> Job:
        job = await super().submit(order, request_id)
        self.orders.append(order)
        self.change(replace(job, title="An edit", state="running", progress=Progress("compose", 0.5)))
        if not self.waiting:
            asyncio.get_running_loop().call_later(0.02, self._finish, job)
        return job

    def _finish(self, job: Job) -> None:
        if self.failure is not None:
            self.change(replace(job, state="failed", failure=self.failure, ended_s=2e9))
            return
        score_id, revision = self._made(job.order)
        self.scores.histories.setdefault(score_id, []).append(revision)
        plan = document.dump(revision.plan) if revision.plan else ""
        outcome = Outcome(score_id, revision.number, revision.folder, plan)
        self.change(replace(job, state="succeeded", outcome=outcome, score_id=score_id, ended_s=2e9))

    def _made(self, order: Order) -> tuple[str, RevisionRecord]:
        if isinstance(order, ScoreOrder):
            assert order.source is not None
            edit = _edit(order.source, order.scored)
            score_id = f"s{len(self.scores.histories) + 1}"
            return score_id, self._revision(score_id, 1, edit, self._cues(score_id, 1, edit, ()), ())
        history = self.scores.histories[order.score_id]
        if isinstance(order, ReviseOrder):
            return order.score_id, self._revised(order, history[-1])
        return order.score_id, self._regenerated(order, history[-1])

    def _revised(self, order: ReviseOrder, before: RevisionRecord) -> RevisionRecord:
        assert order.source is not None
        number, edit = before.number + 1, _edit(order.source, None)
        cues = self._cues(order.score_id, number, edit, before.cues)
        locked = tuple(cue for cue in before.cues if cue.name in before.locked)
        cues = (*locked, *(cue for cue in cues if all(cue.name != one.name for one in locked)))
        return self._revision(order.score_id, number, edit, cues, before.locked, before.cues)

    def _regenerated(self, order: RegenerateOrder, before: RevisionRecord) -> RevisionRecord:
        number = before.number + 1
        cues = tuple(
            replace(cue, stems=self._stems(order.score_id, number, cue.name, cue.sample_count, "anew"))
            if cue.name == order.cue
            else cue
            for cue in before.cues
        )
        return replace(before, number=number, cause="regenerated", cues=cues, plan=None)

    def _cues(
        self, score_id: str, number: int, edit: Edit, before: tuple[CueRecord, ...]
    ) -> tuple[CueRecord, ...]:
        """A cue for each shot in the range; its purpose says what it shows: same purpose, same cue."""
        known = {cue.purpose: cue for cue in before}
        names = {cue.name for cue in before}
        cues = []
        for shot in _shots(edit):
            shows = f"{shot.name} {shot.source_start_s} {shot.record.duration}"
            old = known.pop(shows, None)
            if old is not None:
                cues.append(replace(old, span=shot.record))
                continue
            free = (f"1m{n}" for n in range(1, 99) if f"1m{n}" not in names)
            same = (cue.name for cue in before if cue.purpose.split()[0] == shot.name)
            name = next(same, None) or next(free)
            known = {key: cue for key, cue in known.items() if cue.name != name}
            names.add(name)
            samples = edit.sample(shot.record.end) - edit.sample(shot.record.start)
            stems = self._stems(score_id, number, name, samples, shows)
            cues.append(
                CueRecord(
                    name, shot.record, samples, shows, "C", 90.0, "ring_out", (), (), stems, -18.0, number
                )
            )
        return tuple(cues)

    def _stems(self, score: str, number: int, cue: str, samples: int, shows: str) -> tuple[StemRecord, ...]:
        folder = self.folder / score / str(number)
        folder.mkdir(parents=True, exist_ok=True)
        made = []
        for stem in STEMS:
            path = folder / f"{cue}_{stem}.wav"
            write_silence(path, samples)
            digest = hashlib.sha256(f"{stem} {shows} {samples}".encode()).hexdigest()
            made.append(StemRecord(stem, str(path), path.stat().st_size, digest))
        return tuple(made)

    def _revision(
        self,
        score_id: str,
        number: int,
        edit: Edit,
        cues: tuple[CueRecord, ...],
        locked: tuple[str, ...],
        before: tuple[CueRecord, ...] = (),
    ) -> RevisionRecord:
        record = EditRecord(
            edit.name,
            edit.rate.fps.numerator,
            edit.rate.fps.denominator,
            edit.rate.drop_frame,
            edit.start_frame,
            edit.duration,
            edit.scored or Span(0, edit.duration),
            0,
            "",
        )
        was = {cue.name: cue.span for cue in before}
        decisions = tuple(Decision(cue.name, "keep", "it stays", was.get(cue.name), cue.span) for cue in cues)
        plan = Plan(decisions, sentences=("A plan.",)) if before else None
        return RevisionRecord(
            score_id, number, "created", "Scored.", str(self.folder), record, tuple(cues), locked,
            "orchestral", "", 7, True, (), (), plan, 1e9,
        )  # fmt: skip


def write_silence(path: Path, samples: int) -> None:
    """A stereo WAV of 16 bits at 48 kHz, sparse on the disk."""
    size = samples * 4
    head = struct.pack(
        "<4sI4s4sIHHIIHH4sI",
        b"RIFF", 36 + size, b"WAVE", b"fmt ", 16, 1, 2, 48000, 192000, 4, 16, b"data", size,
    )  # fmt: skip
    with path.open("wb") as file:
        file.write(head)
        file.truncate(len(head) + size)


def _edit(source: EditSource, scored: tuple[str, str] | None) -> Edit:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(source.path or Path(folder) / "edit.otio")
        if source.otio:
            path.write_text(source.otio, encoding="utf-8")
        return open_edit(path, scored)


def _shots(edit: Edit) -> list[Shot]:
    span = edit.scored or Span(0, edit.duration)
    inside = (span.start <= shot.record.start and shot.record.end <= span.end for shot in edit.shots)
    return [shot for shot, fits in zip(edit.shots, inside, strict=True) if fits and shot.kind == "clip"]
