"""A direction through real workers: heard on its frame, silent where asked, remembered, taken back."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest
from small_film import write_small_film

from ningbgm_agents.brief import Request
from ningbgm_agents.direction import NO_DIRECTION, Direction, HitDirection
from ningbgm_agents.errors import NotFoundError, RangeError, StateError
from ningbgm_agents.timeline import Span
from ningbgm_daemon.config import Settings
from ningbgm_daemon.house import House
from ningbgm_daemon.performance.bwf_reader import WaveReader
from ningbgm_daemon.records.job import Job
from ningbgm_daemon.records.order import EditSource, Order, RegenerateOrder, ScoreOrder
from ningbgm_daemon.records.score import RevisionRecord

pytestmark = pytest.mark.anyio
ASKED = Direction((HitDirection(62, 1.0, "the door"),), (Span(75, 85),))


@pytest.fixture
def film(tmp_path: Path) -> Path:
    """Six seconds at 25 frames a second."""
    return write_small_film(tmp_path / "film.mp4", 6.0)


async def done(house: House, order: Order) -> Job:
    job = await house.jobs.submit(order)
    async for now in house.jobs.watch(job.id):
        job = now
    assert job.state == "succeeded", job.failure
    return job


async def present(house: House, score: str) -> RevisionRecord:
    return (await house.scores.get(score)).revision


def digests(revision: RevisionRecord) -> list[str]:
    return [
        hashlib.sha256(Path(stem.path).read_bytes()).hexdigest() for c in revision.cues for stem in c.stems
    ]


async def test_a_direction_is_heard_remembered_ended_and_taken_back(house: House, film: Path) -> None:
    score = (await done(house, ScoreOrder(EditSource(str(film))))).score_id
    first = await present(house, score)
    with pytest.raises(RangeError, match="outside 1m1"):
        await house.jobs.submit(RegenerateOrder(score, "1m1", direction=Direction((HitDirection(999, 1.0),))))

    await done(house, RegenerateOrder(score, "1m1", direction=ASKED))
    directed = await present(house, score)
    await done(house, RegenerateOrder(score, "1m1", seed=9))
    reseeded = await present(house, score)
    back = (await house.scores.rollback(score, directed.number)).revision
    await done(house, RegenerateOrder(score, "1m1", direction=NO_DIRECTION))
    ended = await present(house, score)
    await house.scores.set_lock(score, "1m1", True)
    with pytest.raises(StateError, match="locked"):
        await house.jobs.submit(RegenerateOrder(score, "1m1", direction=ASKED))

    (cue,) = directed.cues
    (hit,) = (hit for hit in cue.hits if hit.frame == 62)
    with WaveReader(Path(next(s.path for s in cue.stems if s.name == "mix"))) as mix:
        assert np.abs(mix.read(75 * 1920, 10 * 1920)).max() == 0
        assert np.abs(mix.read(60 * 1920, 4 * 1920)).max() > 0
    assert (hit.kind, hit.treatment) == ("directed", "accent")
    assert hit.error_ms is not None
    assert abs(hit.error_ms) < 40
    assert (cue.direction.hits, cue.direction.silences) == (ASKED.hits, ASKED.silences)
    assert cue.seed == first.seed
    assert directed.passed
    assert reseeded.cues[0].direction == cue.direction
    assert digests(reseeded) != digests(directed)
    assert back.cues[0].direction == cue.direction
    assert digests(back) == digests(directed)
    assert ended.cues[0].direction == NO_DIRECTION
    assert digests(ended) == digests(first)


async def test_a_direction_outlives_the_database_and_the_records_beside_it(
    settings: Settings, film: Path
) -> None:
    async with House(settings) as house:
        score = (await done(house, ScoreOrder(EditSource(str(film))))).score_id
        await done(house, RegenerateOrder(score, "1m1", direction=ASKED))
        before = (await present(house, score)).cues[0].direction

    (settings.data / "ningbgm.db").unlink()
    async with House(settings) as house:
        by_records = (await present(house, score)).cues[0].direction
    (settings.data / "ningbgm.db").unlink()
    for record in (settings.data / "scores" / score).glob("r*.json"):
        record.unlink()
    async with House(settings) as house:
        by_deliveries = (await present(house, score)).cues[0].direction

    assert by_records == by_deliveries == before != NO_DIRECTION


async def test_another_variation_is_chosen_and_the_first_comes_back(house: House, film: Path) -> None:
    order = ScoreOrder(EditSource(str(film)), request=Request(variations=2))
    score = (await done(house, order)).score_id
    first = await present(house, score)
    with pytest.raises(NotFoundError, match="no variation 3; it has 2 to 2"):
        await house.scores.choose(score, 3)

    chosen = (await house.scores.choose(score, 2)).revision
    await done(house, RegenerateOrder(score, "1m1", direction=ASKED))
    directed = await present(house, score)
    with pytest.raises(NotFoundError, match="only a first scoring has others"):
        await house.scores.choose(score, 2)
    await done(house, RegenerateOrder(score, "1m1", direction=NO_DIRECTION))
    ended = await present(house, score)
    await house.scores.rollback(score, chosen.number)
    await house.scores.set_lock(score, "1m1", True)
    with pytest.raises(StateError, match="1m1 is locked"):
        await house.scores.choose(score, 2)
    await house.scores.set_lock(score, "1m1", False)
    back = (await house.scores.choose(score, 2)).revision

    assert (chosen.number, chosen.cause, chosen.folder) == (2, "chosen", first.variation_folders[0])
    assert chosen.variation_folders == (first.folder,)
    assert digests(chosen) != digests(first)
    assert [cue.revision for cue in chosen.cues] == [2]
    assert directed.palette == chosen.palette
    assert digests(ended) == digests(chosen)
    assert (back.folder, back.variation_folders) == (first.folder, first.variation_folders)
    assert digests(back) == digests(first)
