"""The course of a cue: when it is at its height, who is there from the start, how much the tune rests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from critique.fault import Page, line_of, pages_of
from ningbgm_agents.score import Score

_OPENING_BARS = 4


@dataclass(frozen=True)
class Arc:
    """A cue of three sections or more as a course, all as shares of 0 to 1."""

    climax: float
    """Where the section called climax begins."""
    highest: float
    """Where the melody's highest note is first reached."""
    highest_in_climax: bool
    spoken: float
    """How much of the climax lies under speech."""
    at_once: float
    """How many of the players, hits left out, play in the first four bars."""
    rest: float
    """How much of the time the melody rests."""


def arcs(score: Score) -> Iterator[Arc]:
    """The courses of a score's longer cues."""
    for page in pages_of(score):
        tune = line_of(page.parts("melody"))
        climax = next((s for s in page.cue.sections if s.name == "climax"), None)
        if climax is None or len(page.cue.sections) < 4 or not tune:
            continue
        bars = page.cue.tempo_map.bars
        start, end = (
            page.cue.tempo_map.sample(bars[bar].start_beat) for bar in (climax.start_bar, climax.end_bar)
        )
        top = max(tune, key=lambda note: (note.pitch, -note.start))
        yield Arc(
            start / page.length,
            top.start / page.length,
            any(start <= n.start < end for n in tune if n.pitch == top.pitch),
            _spoken(page, start, end),
            _at_once(page),
            1 - min(1.0, sum(note.duration for note in tune) / page.length),
        )


def _spoken(page: Page, start: int, end: int) -> float:
    offset = page.score.first_sample(page.cue)
    heard = sum(
        max(0, min(last - offset, end) - max(first - offset, start)) for first, last, _ in page.score.speech
    )
    return heard / max(1, end - start)


def _at_once(page: Page) -> float:
    bars = page.cue.tempo_map.bars
    until = page.cue.tempo_map.sample(bars[min(_OPENING_BARS, len(bars) - 1)].start_beat)
    players = [part for part in page.cue.parts if part.stem != "hits"]
    return sum(any(n.start < until for n in part.notes) for part in players) / max(1, len(players))
