"""A running server and what stands behind it."""

from __future__ import annotations

from dataclasses import dataclass

from fakes.fake_jobs import FakeJobs
from fakes.fake_scores import FakeScores
from fakes.fake_system import FakeSystem
from ningbgm_daemon.discovery import Discovery


@dataclass
class House:
    """A running server and what stands behind it."""

    where: Discovery
    jobs: FakeJobs
    scores: FakeScores
    system: FakeSystem
