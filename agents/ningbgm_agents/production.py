"""The three teams in a row: from a request and what was sensed to a performed, verified score."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from .ablation import WHOLE, Ablation, flat_scene, plain_brief, unverified
from .agent import Mind
from .brief import Brief, Derivation, Request
from .composing.bench import Apart, ComposingBench, Standing
from .composing.ensemble import fit
from .composing.listening import listen
from .composing.team import composing_team
from .conforming.plan import Conformed
from .evidence import Evidence
from .minds.rules import RulesMind
from .palette import palette_named
from .ports import Clock, Performer
from .requirements.team import make_brief
from .revision import CueOrder
from .scene import Finding, HolisticScene
from .score import Score, Verdict
from .task import Constraint, Need
from .team import Record
from .timeline import Edit
from .understanding.team import make_scene

RULES = RulesMind()


def understand(
    request: Request,
    edit: Edit,
    evidence: Evidence,
    record: Record,
    clock: Clock,
    mind: Mind = RULES,
    ablation: Ablation = WHOLE,
) -> tuple[Brief, HolisticScene]:
    """What is wanted and what the film means: the first two teams."""
    wanted = ablation.requirements_team
    brief = make_brief(request, evidence, mind, record, clock) if wanted else plain_brief(request)
    if not ablation.scene_team:
        return brief, flat_scene(edit)
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
    ablation: Ablation = WHOLE,
) -> tuple[Score, Verdict]:
    """One variation: written, performed, heard and reworked by the third team.

    Variation 0 takes the brief's first palette, each further one the next.
    """
    palette = palette_named(brief.palettes[variation % len(brief.palettes)], brief.palette_text)
    bench = ComposingBench(edit, evidence, scene, brief, fit(palette, brief), brief.seed, variation)
    team = composing_team(mind, performer, progress, sings=brief.vocals is not None)
    if not ablation.verifier:
        team = replace(team, check=unverified(performer))
    bench, reworks = team.run(_need(bench), bench, record, clock)
    assert bench.score is not None, "the team always leaves a score"
    score, findings = _settled_loudness(bench.score, bench)
    return score, _verdict(bench, findings, reworks)


def revise(
    previous: Score,
    conformed: Conformed,
    request: Request,
    edit: Edit,
    evidence: Evidence,
    scene: HolisticScene,
    performer: Performer,
    progress: Callable[[float], None],
    record: Record,
    clock: Clock,
    mind: Mind = RULES,
) -> tuple[Score, Verdict]:
    """A plan carried out: what stands is taken over, the openings are written by the third team.

    They take up the score's themes, key, palette and seed; the whole is performed, of which the performer may
    take what stands from before, and heard.
    """
    brief = previous.brief
    palette = fit(palette_named(previous.palette, brief.palette_text), brief)
    bench = ComposingBench(edit, evidence, scene, brief, palette, previous.seed, previous.variation)
    apart = tuple(
        (order.cue, _apart(previous, order, request, edit, evidence, record, clock, mind))
        for order in conformed.orders
        if any(order.cue == opening.cue for opening in conformed.openings)
    )
    standing = Standing(
        conformed.standing,
        conformed.openings,
        previous.themes,
        _tonic(previous),
        previous.room,
        conformed.silences,
        apart,
    )
    bench = replace(bench, standing=standing)
    sings = any(one.vocals for one in (brief, *(own.brief for _, own in apart)))
    team = composing_team(mind, performer, progress, sings)
    bench, reworks = team.run(_need(bench), bench, record, clock)
    assert bench.score is not None, "the team always leaves a score"
    return bench.score, _verdict(bench, _with_kept_gain(bench.findings), reworks)


def unfit(score: Score, conformed: Conformed, verdict: Verdict) -> tuple[str, ...]:
    """Cues with notes from before that do not fit when they are heard, and are better written again."""
    retimed = {decision.cue for decision in conformed.plan.decisions if decision.kind == "retime"}
    heard = [facts for facts in verdict.heard if facts.cue in retimed]
    return tuple(
        facts.cue
        for facts in heard
        if any(finding.severity == "error" for finding in listen(score, (facts,)))
    )


def _apart(
    previous: Score,
    order: CueOrder,
    request: Request,
    edit: Edit,
    evidence: Evidence,
    record: Record,
    clock: Clock,
    mind: Mind,
) -> Apart:
    """What a cue that was ordered apart is written with: its wish beside the score's, its own seed.

    The palette, the delivery and the silences stay those of the score, so that it belongs to it.
    """
    whole = previous.brief
    seed = previous.seed if order.seed is None else order.seed
    brief = replace(whole, seed=seed)
    if order.wish:
        wish = f"{request.wish}. {order.wish}" if request.wish else order.wish
        made = make_brief(replace(request, wish=wish), evidence, mind, record, clock)
        brief = replace(
            made,
            palettes=whole.palettes,
            palette_text=whole.palette_text,
            delivery=whole.delivery,
            silences=whole.silences,
            seed=seed,
        )
    scene = make_scene(edit, evidence, brief, mind, record, clock)
    palette = palette_named(previous.palette, whole.palette_text)
    return Apart(seed, brief, scene, fit(palette, brief))


def _tonic(score: Score) -> int:
    """The key note to which every cue of a score comes home."""
    return next((cue.sections[-1].key.tonic for cue in score.cues if cue.sections), 0)


def _with_kept_gain(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """A revision keeps the gain of the first master, so that cues agree with their neighbours."""
    because = " because the gain of the first master is kept, so that cues agree with their neighbours"
    return tuple(
        replace(f, severity="note", sentence=f.sentence + because)
        if f.check == "loudness" and f.severity == "error"
        else f
        for f in findings
    )


def _need(bench: ComposingBench) -> Need:
    """What the composing team is asked for."""
    brief = bench.brief
    goal = f"music for {bench.edit.name}: {brief.wish or ', '.join(brief.moods) or 'as the picture asks'}"
    return Need(goal, bench.evidence.modalities, _limits(brief, bench.palette.title))


def _verdict(bench: ComposingBench, findings: tuple[Finding, ...], reworks: int) -> Verdict:
    failed = any(finding.severity == "error" for finding in findings)
    return Verdict(not failed, bench.scene.findings + findings, bench.heard, reworks)


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
