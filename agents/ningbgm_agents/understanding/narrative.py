"""The narrative expert: which part each record plays in the story."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..brief import Brief
from ..scene import NarrativeRole, Turn
from ..timeline import Edit, Span
from .bench import Feelings, Story
from .signals import Seconds, Signals, window
from .silences import WantedSilence
from .turns import find_turns

_FLAT = 0.1
"""Range of intensity under which a film tells nothing by itself."""
_SETUP_LEVEL, _CLIMAX_LEVEL = 0.45, 0.85
"""Shares of the way from the least to the most intensity: up to here setup, from here climax."""
_STRONG_TURN = 0.55
_CLIMAX_EARLIEST = 0.25
_LATE = 0.15
"""How much the end of the film is preferred to its start as the place of the climax."""
_WISHED, _SILENT, _AGITATED = 0.35, 1.5, 0.4
"""What a wish for agitation and a wanted silence weigh in the choice of the climax."""
_PROPORTIONS: tuple[tuple[float, NarrativeRole], ...] = (
    (0.3, "setup"),
    (0.6, "rising"),
    (0.8, "climax"),
    (1.1, "release"),
)
"""Ends of the parts of a cue as shares of its length (craft, section 7)."""


@dataclass(frozen=True)
class _Course:
    """Intensity and place of the records inside the scored range."""

    first: int
    intensity: Seconds
    middle: Seconds
    """Middle of each record as a share of the range."""
    end: Seconds
    """End of each record as a share of the range."""
    favour: Seconds
    """What else speaks for a record as the climax: the wish for it, silence against it."""


def tell_story(
    edit: Edit,
    brief: Brief,
    signals: Signals,
    feelings: Feelings,
    spans: tuple[Span, ...],
    silences: tuple[WantedSilence, ...] = (),
) -> Story:
    """Roles by the curves, or by proportion where the curves are flat."""
    turns = find_turns(edit, brief, signals, feelings)
    course = _course(edit, brief, feelings, spans, silences)
    if float(np.ptp(course.intensity)) < _FLAT:
        roles, reasons, confidence = _by_proportion(course)
    else:
        roles, reasons, confidence = _by_intensity(course, _turned(turns, spans, course))
    return _everywhere(spans, course.first, Story(roles, reasons, confidence, turns))


def _course(
    edit: Edit,
    brief: Brief,
    feelings: Feelings,
    spans: tuple[Span, ...],
    silences: tuple[WantedSilence, ...],
) -> _Course:
    scored = [n for n, span in enumerate(spans) if span.overlap(edit.span)]
    tension, arousal = np.array(feelings.tension), np.array(feelings.arousal)
    level = 0.5 * tension + 0.5 * (arousal + 1) / 2
    values = [float(level[_seconds(edit, spans[n], len(level))].mean()) for n in scored]
    starts = np.array([spans[n].start - edit.span.start for n in scored], dtype=np.float64)
    ends = np.array([spans[n].end - edit.span.start for n in scored], dtype=np.float64)
    length = edit.span.duration
    middle = (starts + ends) / 2 / length
    silent = np.array([any(s.span.overlap(spans[n]) for s in silences) for n in scored])
    favour = _wished(brief, middle) - np.where(silent, _SILENT, 0.0)
    return _Course(scored[0], np.array(values), middle, ends / length, favour)


def _wished(brief: Brief, middle: Seconds) -> Seconds:
    """Favour of the records in the most agitated stretch that the wish asks for."""
    wished = max(brief.shifts, key=lambda shift: shift.arousal, default=None)
    if wished is None or wished.arousal < _AGITATED:
        return np.zeros_like(middle)
    return np.where((middle >= wished.start) & (middle < wished.end), _WISHED, 0.0)


def _seconds(edit: Edit, span: Span, seconds: int) -> slice:
    start, end = float(edit.rate.seconds(span.start)), float(edit.rate.seconds(span.end))
    return slice(*window(start, end, seconds))


def _by_proportion(course: _Course) -> tuple[tuple[NarrativeRole, ...], tuple[str, ...], float]:
    """The usual proportions of a cue (craft, section 7): climax at 60 to 75 %, then release."""
    if len(course.middle) == 1:
        return ("setup",), ("one record is one gesture",), 0.3
    roles = [next(r for end, r in _PROPORTIONS if m < end) for m in course.middle]
    roles[0] = "setup"
    if "climax" not in roles:
        roles[int(np.argmin(np.abs(course.middle - 0.68)))] = "climax"
    why = "by the usual proportions, for the film itself gives too little contrast"
    return tuple(roles), (why,) * len(roles), 0.25


def _by_intensity(
    course: _Course, turned: dict[int, Turn]
) -> tuple[tuple[NarrativeRole, ...], tuple[str, ...], float]:
    low, spread = float(course.intensity.min()), float(np.ptp(course.intensity))
    share = (course.intensity - low) / spread
    peak = _peak(course, share)
    first, last = _plateau(share + np.minimum(course.favour, 0.0), peak)
    told: list[tuple[NarrativeRole, str]] = []
    begun = False
    for n, value in enumerate(share):
        begun = begun or value > _SETUP_LEVEL
        if first <= n <= last:
            told.append(_climax(n, first))
        elif n > last:
            told.append(_after(float(value)))
        elif n in turned and n > 0:
            told.append(("turn", turned[n].why))
        else:
            told.append(("rising", "energy and tension grow") if begun and n else ("setup", "the beginning"))
    reasons = tuple(
        f"{why} (intensity {level:.2f})" for (_, why), level in zip(told, course.intensity, strict=True)
    )
    return tuple(role for role, _ in told), reasons, round(min(0.9, 0.4 + spread), 3)


def _peak(course: _Course, share: Seconds) -> int:
    """The record of the climax: the most intense one, late rather than early."""
    weighed = share + _LATE * course.middle + course.favour
    allowed = np.flatnonzero(course.end > _CLIMAX_EARLIEST)
    return int(allowed[np.argmax(weighed[allowed])])


def _plateau(share: Seconds, peak: int) -> tuple[int, int]:
    """The neighbours of the peak that are nearly as intense."""
    first = last = peak
    while first > 1 and share[first - 1] >= _CLIMAX_LEVEL:
        first -= 1
    while last + 1 < len(share) and share[last + 1] >= _CLIMAX_LEVEL:
        last += 1
    return first, last


def _climax(n: int, first: int) -> tuple[NarrativeRole, str]:
    return "climax", "the most intense stretch" if n == first else "the climax goes on"


def _after(value: float) -> tuple[NarrativeRole, str]:
    if value > 0.7:
        return "rising", "energy comes back after the climax"
    return "release", "energy and tension fall after the climax"


def _turned(turns: tuple[Turn, ...], spans: tuple[Span, ...], course: _Course) -> dict[int, Turn]:
    """Records of the range in whose first half a strong turn falls."""
    found: dict[int, Turn] = {}
    for turn in (turn for turn in turns if turn.strength >= _STRONG_TURN):
        for n in range(len(course.intensity)):
            span = spans[course.first + n]
            slack = span.duration // 4
            if span.start - slack <= turn.frame < span.start + span.duration // 2:
                found.setdefault(n, turn)
    return found


def _everywhere(spans: tuple[Span, ...], first: int, story: Story) -> Story:
    """The roles of the range, with setup before it and release after it."""
    after = len(spans) - first - len(story.roles)
    before_it: list[NarrativeRole] = ["setup"] * first
    after_it: list[NarrativeRole] = ["release"] * after
    return Story(
        (*before_it, *story.roles, *after_it),
        ("before the range",) * first + story.reasons + ("after the range",) * after,
        story.confidence,
        story.turns,
    )
