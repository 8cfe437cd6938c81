"""The three teams in a row: from a request and what was sensed to a performed, verified score."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from .agent import Mind
from .brief import Brief, Derivation, Request
from .composing.bench import ComposingBench
from .composing.ensemble import fit
from .composing.team import composing_team
from .evidence import Evidence
from .minds.rules import RulesMind
from .palette import load_palette
from .ports import Clock, Performer
from .requirements.team import make_brief
from .scene import Finding, HolisticScene
from .score import Score, Verdict
from .task import Constraint, Need
from .team import Record
from .timeline import Edit
from .understanding.team import make_scene

RULES = RulesMind()


def understand(
    request: Request, edit: Edit, evidence: Evidence, record: Record, clock: Clock, mind: Mind = RULES
) -> tuple[Brief, HolisticScene]:
    """What is wanted and what the film means: the first two teams."""
    brief = make_brief(request, evidence, mind, record, clock)
    return brief, make_scene(edit, evidence, brief, mind, record, clock)


def compose(
    edit: Edit,
    evidence: Evidence,
    brief: Brief,
    scene: HolisticScene,
    variation: int,
    performer: Performer,
    progress: Callable[[float], None],
    record: Record,
    clock: Clock,
    mind: Mind = RULES,
) -> tuple[Score, Verdict]:
    """One variation: written, performed, heard and reworked by the third team.

    Variation 0 takes the brief's first palette, each further one the next.
    """
    palette = load_palette(brief.palettes[variation % len(brief.palettes)])
    bench = ComposingBench(edit, evidence, scene, brief, fit(palette, brief), brief.seed, variation)
    need = Need(
        goal=f"music for {edit.name}: {brief.wish or ', '.join(brief.moods) or 'as the picture asks'}",
        modalities=evidence.modalities,
        limits=_limits(brief, palette.title),
    )
    bench, reworks = composing_team(mind, performer, progress).run(need, bench, record, clock)
    assert bench.score is not None, "the team always leaves a score"
    score, findings = _settled_loudness(bench.score, bench)
    failed = any(finding.severity == "error" for finding in findings)
    return score, Verdict(not failed, scene.findings + findings, bench.heard, reworks)


def _settled_loudness(score: Score, bench: ComposingBench) -> tuple[Score, tuple[Finding, ...]]:
    """Where speech leaves no room for the loudness that was derived, what was reached becomes the target.

    A loudness that the user named stays the target, and the verdict says that speech came first.
    """
    shy = next((f for f in bench.findings if f.check == "loudness" and f.severity == "note"), None)
    programme = next((heard for heard in bench.heard if not heard.cue), None)
    derived = [d for d in score.brief.derived if d.field == "loudness_lufs"]
    if shy is None or programme is None or not derived:
        return score, bench.findings
    reached = round(programme.loudness_lufs, 1)
    why = f"{derived[0].value} LUFS would cover the speech; this is what its clearance leaves"
    rest = tuple(d for d in score.brief.derived if d.field != "loudness_lufs")
    brief = replace(
        score.brief,
        delivery=replace(score.brief.delivery, loudness_lufs=reached),
        derived=(*rest, Derivation("loudness_lufs", f"{reached:g}", why)),
    )
    findings = tuple(
        f if f is not shy else Finding("note", "loudness", f"{reached:g} LUFS: {why}") for f in bench.findings
    )
    return replace(score, brief=brief), findings


def _limits(brief: Brief, palette: str) -> tuple[Constraint, ...]:
    """What the brief fixes for every task of the composing team."""
    limits = [
        Constraint(f"write for {palette}", "brief/palettes"),
        Constraint(
            f"{brief.delivery.loudness_lufs:g} LUFS, at most {brief.delivery.true_peak_dbtp:g} dBTP",
            "brief/delivery",
        ),
        Constraint(f"end with a {brief.ending.replace('_', ' ')}", "brief/ending"),
    ]
    if brief.exclude:
        limits.append(Constraint(f"without {', '.join(brief.exclude)}", "brief/exclude"))
    if brief.include:
        limits.append(Constraint(f"with {', '.join(brief.include)}", "brief/include"))
    return tuple(limits)
