"""What a language model may decide in a brief: only what the user did not say and the rules derived."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

from pydantic import Field

from ..agent import Contribution
from ..brief import Brief, EndingKind
from ..document import Plain
from ..minds.decision import Case, Decision, Offer, ReplyForm, require
from ..palette import known_names, palette_named
from .bench import RequirementsBench

_OPEN = ("palettes", "ending", "dynamics", "hit_density")
"""Points that are the model's where they were derived."""
_MOST_TEXT = 1200


Density = Annotated[float, Field(ge=0, le=2, json_schema_extra={"multipleOf": 0.1})]
"""How eagerly to hit the picture."""


class BriefChoice(ReplyForm):
    """The points of the brief that were not said."""

    palettes: list[str]
    ending: EndingKind | None = None
    dynamics: Literal["soft", "normal", "loud"] | None = None
    hit_density: Density | None = None
    why: str = Field(max_length=400)


def _offer(case: Case[RequirementsBench]) -> Offer | None:
    bench = case.done
    brief = bench.brief
    if brief is None or case.task.returned:
        return None
    decided: list[Plain] = [f"{d.field}: {d.value}, because {d.why}" for d in brief.derived]
    texts: list[Plain] = [text[:_MOST_TEXT] for text in _texts(bench)[:4]]
    own = bench.request.palette_text
    palettes: dict[str, Plain] = {name: palette_named(name, own).description for name in known_names(own)}
    said: dict[str, Plain] = {
        "wish": brief.wish,
        "moods": list(brief.moods),
        "include": list(brief.include),
        "exclude": list(brief.exclude),
        "reference": brief.reference,
    }
    facts: dict[str, Plain] = {
        "length_s": round(bench.length_s, 1),
        "said": said,
        "texts": texts,
        "first": bench.request.palette,
        "palettes_now": list(brief.palettes),
        "decided": decided,
        "palettes": palettes,
    }
    count = len(brief.palettes)
    return Offer(facts, {"palettes": known_names(own)}, {"palettes": (count, count)})


def _texts(bench: RequirementsBench) -> list[str]:
    """The film's own texts, in their order."""
    words = bench.evidence.words if bench.evidence else ()
    return [one.text for one in words if one.start_s is None]


def _settle(choice: BriefChoice, case: Case[RequirementsBench]) -> Contribution[RequirementsBench]:
    bench, brief = case.done, case.done.brief
    assert brief is not None, "only a brief that was written is offered"
    require(len(set(choice.palettes)) == len(choice.palettes), "palettes: one is named twice.")
    first, unwanted = bench.request.palette, _unwanted(bench)
    require(first in (None, choice.palettes[0]), f"palettes: {first} was chosen by the user and stays first.")
    require(choice.palettes[0] not in unwanted, f"palettes: {choice.palettes[0]} is not wanted.")
    made = _decided(brief, choice)
    changed = [name for name in _OPEN if getattr(made, name) != getattr(brief, name)]
    return Contribution(
        lambda b: replace(case.usual.apply(b), brief=made),
        f"Brief for {bench.length_s:.1f} s: {', '.join(made.palettes)};"
        f" {len(made.derived)} points derived, {len(changed)} of them by the model.",
        tuple(f"{d.field}: {d.value}, because {d.why}" for d in made.derived),
    )


def _unwanted(bench: RequirementsBench) -> set[str]:
    wished = bench.wish.palettes if bench.wish else ()
    return {name for name, weight in wished if weight < 0}


def _decided(brief: Brief, choice: BriefChoice) -> Brief:
    """The brief with the derived points that the model decides, each with its reason."""
    derived = {d.field for d in brief.derived} & set(_OPEN)
    if "palettes" in derived:
        brief = replace(brief, palettes=tuple(choice.palettes))
    if choice.ending is not None and "ending" in derived:
        brief = replace(brief, ending=choice.ending)
    if choice.dynamics is not None and "dynamics" in derived:
        brief = replace(brief, dynamics=choice.dynamics)
    if choice.hit_density is not None and "hit_density" in derived:
        brief = replace(brief, hit_density=round(choice.hit_density, 2))
    values = {
        "palettes": ", ".join(brief.palettes),
        "ending": brief.ending,
        "dynamics": brief.dynamics,
        "hit_density": f"{brief.hit_density:g}",
    }
    points = tuple(
        replace(d, value=values[d.field], why=choice.why)
        if d.field in derived and d.value != values[d.field]
        else d
        for d in brief.derived
    )
    return replace(brief, derived=points)


BRIEF_DECISION = Decision(BriefChoice, _offer, _settle)
"""The brief writer's."""
