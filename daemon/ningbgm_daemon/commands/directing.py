"""What `ningbgm cues SCORE regenerate` asks for by hand, from options to a direction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from ningbgm_agents.errors import WishError

if TYPE_CHECKING:
    from ningbgm_agents.timeline import Edit
    from ningbgm_daemon.client.directing import CueDirection
    from ningbgm_daemon.client.score_values import EditFacts

DIRECTING = (
    click.option(
        "--hit",
        "hits",
        metavar="TIMECODE[=WEIGHT]",
        multiple=True,
        help="A frame to hit: 1, which is usual, whatever else is not; less competes. May be repeated.",
    ),
    click.option(
        "--no-hit",
        "no_hits",
        metavar="TIMECODE",
        multiple=True,
        help="A frame on which no hit is put, though there may be music; may be repeated.",
    ),
    click.option(
        "--silence",
        "silences",
        metavar="IN OUT",
        nargs=2,
        multiple=True,
        help="Where the cue is silent; may be repeated.",
    ),
    click.option("--undirected", is_flag=True, help="Forget what was asked of it by hand before."),
)
"""The options of `regenerate`; they are added to what was asked before."""


@dataclass(frozen=True)
class Asked:
    """What was typed."""

    hits: Sequence[str]
    no_hits: Sequence[str]
    silences: Sequence[tuple[str, str]]
    undirected: bool


def directing_options(command: click.decorators.FC) -> click.decorators.FC:
    """Give a command the options that ask by hand."""
    for option in reversed(DIRECTING):
        command = option(command)
    return command


def direction_of(asked: Asked, had: CueDirection, facts: EditFacts) -> CueDirection | None:
    """What is asked of a cue from now on; None where nothing was typed.

    Raises:
        RangeError: a position that is none, or outside the edit.
        WishError: a weight that is no number.
    """
    from ningbgm_agents.timeline import Span, joined
    from ningbgm_daemon.client.directing import CueDirection, HitDirection
    from ningbgm_daemon.client.values import FrameSpan
    from ningbgm_daemon.timeline.scored_range import parse_position

    if not (asked.hits or asked.no_hits or asked.silences or asked.undirected):
        return None
    edit, before = _edit(facts), CueDirection() if asked.undirected else had
    hits = {hit.frame: hit for hit in before.hits}
    typed = [_weighed(text) for text in asked.hits] + [(text, 0.0) for text in asked.no_hits]
    for text, weight in typed:
        frame = parse_position(text, edit)
        hits[frame] = HitDirection(frame, weight, hits[frame].name if frame in hits else "")
    spans = [Span(span.start, span.end) for span in before.silences]
    spans += [Span(parse_position(start, edit), parse_position(end, edit)) for start, end in asked.silences]
    silences = tuple(FrameSpan(span.start, span.end) for span in joined(spans))
    return CueDirection(tuple(hits[frame] for frame in sorted(hits)), silences)


def print_direction(direction: CueDirection, facts: EditFacts) -> None:
    """What is asked of a cue by hand, a line each."""
    edit = _edit(facts)
    for hit in direction.hits:
        what = {1.0: "hit", 0.0: "no hit"}.get(hit.weight, f"hit, weight {hit.weight:g}")
        click.echo(
            f"asked by hand: {what} at {edit.timecode(hit.frame)}{f', {hit.name}' if hit.name else ''}"
        )
    for span in direction.silences:
        click.echo(f"asked by hand: silence from {edit.timecode(span.start)} to {edit.timecode(span.end)}")


def _weighed(text: str) -> tuple[str, float]:
    """A position and its weight, 1 where none is said."""
    position, said, weight = text.partition("=")
    try:
        return position, float(weight) if said else 1.0
    except ValueError as error:
        raise WishError(
            f"--hit {text[:40]!r} has no weight after '='; write 01:00:05:00=0.5", option="--hit"
        ) from error


def _edit(facts: EditFacts) -> Edit:
    from ningbgm_agents.timeline import Edit, FrameRate

    rate = FrameRate(facts.rate, facts.drop_frame)
    return Edit(facts.title, rate, facts.duration_frames, facts.start_frame)
