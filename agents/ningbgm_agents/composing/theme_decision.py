"""What a language model may decide of the themes: their motifs, which the rules work out into phrases."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from pydantic import Field

from ..agent import Contribution
from ..document import Plain
from ..minds.decision import Case, Decision, Offer, ReplyForm, require
from ..score import Theme, ThemeNote
from .bench import ComposingBench
from .theme import develop

_BAR = 8
"""Half beats of a bar of four."""
_WIDEST = 7
"""Scale steps from one note to the next: an octave."""


class MotifNote(ReplyForm):
    """A note of a motif."""

    degree: int = Field(ge=-3, le=9)
    halves: int = Field(ge=1, le=6)


class Idea(ReplyForm):
    """The motif of one theme."""

    theme: str
    motif: list[MotifNote] = Field(min_length=3, max_length=6)
    why: str = Field(max_length=200)


class ThemeIdeas(ReplyForm):
    """A motif for every theme."""

    themes: list[Idea]


def _offer(case: Case[ComposingBench]) -> Offer | None:
    bench = case.done
    if bench.standing is not None or not bench.themes:
        return None
    themes: list[Plain] = [{"theme": t.name, "subject": t.subject, "rules": _plain(t)} for t in bench.themes]
    facts: dict[str, Plain] = {
        "wish": bench.brief.wish,
        "moods": list(bench.brief.moods),
        "palette": f"{bench.palette.title}: {bench.palette.description}",
        "summary": bench.scene.summary,
        "themes": themes,
    }
    names = [theme.name for theme in bench.themes]
    return Offer(facts, {"theme": names}, {"themes": (len(names), len(names))})


def _plain(theme: Theme) -> list[Plain]:
    return [{"degree": note.degree, "halves": float(2 * note.length)} for note in theme.motif]


def _settle(ideas: ThemeIdeas, case: Case[ComposingBench]) -> Contribution[ComposingBench]:
    bench = case.done
    by_name = {idea.theme: idea for idea in ideas.themes}
    require(set(by_name) == {theme.name for theme in bench.themes}, "themes: give each theme once.")
    themes = tuple(
        _worked_out(bench, theme, by_name[theme.name], case.task.attempt) for theme in bench.themes
    )
    return Contribution(
        lambda b: replace(case.usual.apply(b), themes=themes),
        " ".join(f"Theme {theme.name} for {theme.subject}: {len(theme.motif)} notes." for theme in themes),
        tuple(f"{idea.theme}: {idea.why}" for idea in ideas.themes),
    )


def _worked_out(bench: ComposingBench, theme: Theme, idea: Idea, attempt: int) -> Theme:
    degrees = [note.degree for note in idea.motif]
    halves = sum(note.halves for note in idea.motif)
    name = idea.theme
    require(halves <= _BAR, f"{name}: the motif has {halves} half beats; {_BAR} are the most.")
    require(len(set(degrees)) > 1, f"{name}: the motif stays on one note.")
    leaps = [abs(b - a) for a, b in pairwise(degrees)]
    require(max(leaps) <= _WIDEST, f"{name}: a leap of {max(leaps)} steps cannot be sung.")
    require(sum(leap > 2 for leap in leaps) <= 1, f"{name}: there is more than one leap.")
    notes, beat = [], Fraction(0)
    for note in idea.motif:
        length = Fraction(note.halves, 2)
        notes.append(ThemeNote(beat, length, note.degree))
        beat += length
    return develop(theme.name, theme.subject, tuple(notes), bench.dice("theme", theme.name, attempt))


THEME_DECISION = Decision(ThemeIdeas, _offer, _settle)
"""The theme expert's."""
