"""What a language model may decide of harmony: the progression of each section, from the palette's own."""

from __future__ import annotations

from dataclasses import replace

from pydantic import Field

from ..agent import Contribution
from ..document import Plain
from ..minds.decision import Case, Decision, Offer, ReplyForm, require
from ..palette import Palette
from ..score import Section
from .bench import ComposingBench, CuePlan
from .progression import progression
from .scale import is_major

_MOST_SECTIONS = 80


class SectionChoice(ReplyForm):
    """The progression of one section."""

    section: str
    progression: str
    why: str = Field(max_length=200)


class HarmonyChoice(ReplyForm):
    """A progression for every section."""

    sections: list[SectionChoice]


def _offer(case: Case[ComposingBench]) -> Offer | None:
    bench = case.bench
    sections = _sections(bench)
    if not sections:
        return None
    most = _MOST_SECTIONS
    require(len(sections) <= most, f"there are {len(sections)} sections; {most} are the most that are shown")
    shown: list[Plain] = []
    for name, (plan, section) in sections.items():
        palette = bench.for_cue(plan.name).palette
        allowed: list[Plain] = list(_allowed(palette, section))
        one: dict[str, Plain] = {
            "section": name,
            "form": section.name,
            "part": section.role,
            "intensity": section.intensity,
            "scale": section.key.scale,
            "cue": plan.purpose,
            "progressions": allowed,
        }
        shown.append(one)
    names = sorted(
        {n for plan, s in sections.values() for n in _allowed(bench.for_cue(plan.name).palette, s)}
    )
    written: dict[str, Plain] = {name: " ".join(progression(name).chords) for name in names}
    facts: dict[str, Plain] = {
        "wish": bench.brief.wish,
        "summary": bench.scene.summary,
        "progressions": written,
        "sections": shown,
    }
    count = len(sections)
    return Offer(facts, {"section": list(sections), "progression": names}, {"sections": (count, count)})


def _sections(bench: ComposingBench) -> dict[str, tuple[CuePlan, Section]]:
    """The sections that are harmonised, by the names that the model calls them by: '1m1 bar 9'."""
    return {
        f"{plan.name} bar {section.start_bar + 1}": (plan, section)
        for plan in bench.plans
        for section in plan.sections[:-1]
    }


def _allowed(palette: Palette, section: Section) -> tuple[str, ...]:
    family = palette.major if is_major(section.key) else palette.minor
    return tuple(dict.fromkeys((*family, *palette.tense)))


def _settle(choice: HarmonyChoice, case: Case[ComposingBench]) -> Contribution[ComposingBench]:
    sections = _sections(case.bench)
    by_name = {one.section: one for one in choice.sections}
    require(set(by_name) == set(sections), "sections: give each section once.")
    chosen = []
    for name, (plan, section) in sections.items():
        allowed = _allowed(case.bench.for_cue(plan.name).palette, section)
        wanted = by_name[name].progression
        require(wanted in allowed, f"{name}: {wanted} is not among {', '.join(allowed)}.")
        chosen.append((plan.name, section.start_bar, wanted))
    made = case.skill(case.task, replace(case.bench, progressions=tuple(chosen)))
    return Contribution(
        made.apply,
        made.sentence,
        (*made.reasons, *(f"{one.section}, {one.progression}: {one.why}" for one in choice.sections)),
    )


HARMONY_DECISION = Decision(HarmonyChoice, _offer, _settle)
"""The harmony expert's."""
