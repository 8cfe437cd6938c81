"""The Python client of the daemon: `from ningbgm_daemon.client import Client`.

This is a public door, which is why names are given out here. Read `client` (or `async_client`), `reach`
(jobs, scores, cues, stems), then `calls`, which both share.
"""

from .async_client import AsyncClient
from .async_reach import AsyncCue, AsyncJob, AsyncScore, AsyncStem
from .client import Client
from .directing import CueDirection, HitDirection
from .reach import Cue, Job, Score, Stem
from .score_values import EditFacts, Hit, RevisionFacts, ScoreFacts
from .values import DaemonStatus, FrameSpan, JobFacts, Outcome, Palette, Plan, ReadyCue

__all__ = [
    "Client",
    "Job",
    "Score",
    "Cue",
    "Stem",
    "AsyncClient",
    "AsyncJob",
    "AsyncScore",
    "AsyncCue",
    "AsyncStem",
    "CueDirection",
    "DaemonStatus",
    "EditFacts",
    "FrameSpan",
    "Hit",
    "HitDirection",
    "JobFacts",
    "Outcome",
    "Palette",
    "Plan",
    "ReadyCue",
    "RevisionFacts",
    "ScoreFacts",
]
