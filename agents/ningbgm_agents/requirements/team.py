"""Team 1 at work: from a request and what was sensed to a brief."""

from __future__ import annotations

from dataclasses import replace

from ..agent import Agent, Contribution, Mind
from ..brief import Brief, Request
from ..evidence import Evidence
from ..palette import palette_named
from ..ports import Clock
from ..role import load_role
from ..task import Constraint, MicroInstruction, Need
from ..team import Record, Team
from .bench import RequirementsBench
from .checks import check_brief
from .mending import mend
from .reader import read_wish
from .writer import write_brief


def make_brief(
    request: Request, evidence: Evidence | None, mind: Mind, record: Record, clock: Clock
) -> Brief:
    """The brief of a request; `evidence` is what was sensed of the film, None where there is none.

    Raises:
        NotFoundError: the request names a palette that does not exist.
    """
    if request.palette is not None:
        palette_named(request.palette, request.palette_text)
    bench, _ = requirements_team(mind).run(
        _need(request, evidence), RequirementsBench(request, evidence), record, clock
    )
    brief = bench.brief or Brief(wish=request.wish)
    failed = tuple(finding.sentence for finding in bench.findings if finding.severity == "error")
    return replace(brief, unhonoured=tuple(dict.fromkeys(brief.unhonoured + failed)))


def requirements_team(mind: Mind) -> Team[RequirementsBench]:
    """The team: the wish is read first, then the brief is written."""
    return Team(
        supervisor=load_role("requirements_supervisor"),
        stages=(
            (Agent(load_role("wish_reader"), read, mind),),
            (Agent(load_role("brief_writer"), write, mind),),
        ),
        verifier=load_role("requirements_verifier"),
        check=check_brief,
    )


def read(task: MicroInstruction, bench: RequirementsBench) -> Contribution[RequirementsBench]:
    """The wish reader's skill: the user's words and the film's own texts."""
    fps = float(bench.evidence.rate.fps) if bench.evidence else 0.0
    wish = read_wish(bench.request.wish, fps)
    texts = [words.text for words in bench.evidence.words if words.start_s is None] if bench.evidence else []
    caption = read_wish("\n".join(texts)[:4000], fps) if texts else None
    understood = ", ".join((*wish.named, *wish.styles, *wish.include)) or "nothing beyond the picture"
    return Contribution(
        lambda b: replace(b, wish=wish, caption=caption),
        f"The wish asks for: {understood}.",
        wish.unhonoured,
    )


def write(task: MicroInstruction, bench: RequirementsBench) -> Contribution[RequirementsBench]:
    """The brief writer's skill: the brief, mended where the verifier sent it back."""
    checks = frozenset(reason.partition(":")[0] for reason in task.returned)
    if checks and bench.brief is not None:
        brief = mend(bench.brief, checks, bench.length_s)
    else:
        brief = write_brief(bench)
    return Contribution(
        lambda b: replace(b, brief=brief),
        f"Brief for {bench.length_s:.1f} s: {', '.join(brief.palettes)};"
        f" {len(brief.derived)} points derived.",
        tuple(f"{d.field}: {d.value}, because {d.why}" for d in brief.derived),
    )


def _need(request: Request, evidence: Evidence | None) -> Need:
    """What the request fixes, each point with its origin."""
    fixed = (
        ("palette", request.palette),
        ("loudness_lufs", request.loudness_lufs),
        ("stems", ", ".join(request.stems) or None),
        ("variations", request.variations if request.variations > 1 else None),
        ("duck", None if request.duck else "off"),
    )
    limits = tuple(
        Constraint(f"{name} is {value}", f"request/{name}") for name, value in fixed if value is not None
    )
    goal = request.wish or "music that fits the film"
    return Need(goal, evidence.modalities if evidence else (), limits)
