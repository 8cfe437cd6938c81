"""The composing team: supervisor, five experts, and a verifier who reads and then listens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ..agent import Agent, Contribution, Mind
from ..errors import WishError
from ..ports import Performer
from ..role import load_role
from ..scene import Finding
from ..score import Cue, HitPoint, Score
from ..task import MicroInstruction
from ..team import Team
from .bench import ComposingBench, CuePlan
from .ensemble import unplayable
from .form import build_form
from .harmony import harmonise
from .hits import plan_cue_tempo
from .listening import listen, unheard
from .lyrics.checks import check_lyrics
from .lyrics.lyricist import with_songs
from .proofread import proofread
from .rubato import breathing
from .spotting import spot, wanted_silences
from .theme import invent
from .traits import deal
from .write import write_cue

Bench = ComposingBench

_GREAT_ROOM_S = 8.0
_APART = 7919
"""A prime: variations and reworks of a seed get themes that seeds of this film do not soon get."""
_SECOND_THEME_S = 10.0
"""A second subject that is seen for so long has a theme of its own."""


def composing_team(
    mind: Mind, performer: Performer, progress: Callable[[float], None], sings: bool = False
) -> Team[Bench]:
    """The team, with the performer whose sound its verifier hears; with a lyricist where somebody sings."""

    def agent(name: str, skill: Callable[[MicroInstruction, Bench], Contribution[Bench]]) -> Agent[Bench]:
        return Agent(load_role(name), skill, mind)

    def check(bench: Bench) -> tuple[Bench, tuple[Finding, ...]]:
        return _verify(bench, performer, progress)

    return Team(
        supervisor=load_role("composing_supervisor"),
        stages=(
            (agent("spotting_expert", _spotting), agent("theme_expert", _themes)),
            (agent("arrangement_expert", _arrangement),),
            (agent("harmony_expert", _harmony),),
            *(((agent("lyricist", _words),),) if sings else ()),
            (agent("orchestration_expert", _orchestration),),
        ),
        verifier=load_role("composing_verifier"),
        check=check,
    )


def _spotting(task: MicroInstruction, bench: Bench) -> Contribution[Bench]:
    plans = _in_turn(bench, spot(bench), plan_cue_tempo)
    if not plans and (bench.standing is None or not bench.standing.cues):
        raise WishError(
            "the wish leaves no room for music in this range; shorten the silences or widen the range"
        )
    silences = wanted_silences(bench)
    hits = sum(len(plan.hits) for plan in plans)
    candidates = sum(len(plan.candidates) for plan in plans)
    tempi = ", ".join(f"{plan.name} {plan.tempo.base_bpm:g} bpm" for plan in plans)
    quiet = f" Silent: {len(silences)}." if silences else ""
    return Contribution(
        lambda b: replace(b, plans=plans),
        f"{len(plans)} cue(s), {hits} hit points of {candidates + len(plans)} possible ones: {tempi}.{quiet}",
        tuple(_why(plan) for plan in plans),
    )


def _in_turn(
    bench: Bench, plans: tuple[CuePlan, ...], work: Callable[[Bench, CuePlan], CuePlan]
) -> tuple[CuePlan, ...]:
    """The plans worked on one after the other: each knows what became of those before it."""
    done = list(plans)
    for number, plan in enumerate(plans):
        done[number] = work(replace(bench.for_cue(plan.name), plans=tuple(done)), plan)
    return tuple(done)


def _why(plan: CuePlan) -> str:
    strong = sum(hit.treatment in ("accent", "colour") for hit in plan.hits)
    bends = [abs(s.bpm / plan.tempo.base_bpm - 1) for s in plan.tempo.segments]
    odd = sum(bar.beats != 4 for bar in plan.tempo.bars)
    on = ", runs into the next cue" if plan.ending == "segue" else ""
    return (
        f"{plan.name} {plan.purpose}{on}; {strong} strong hits, tempo within {100 * max(bends):.1f} %,"
        f" {odd} odd bars"
    )


def _themes(task: MicroInstruction, bench: Bench) -> Contribution[Bench]:
    if bench.standing is not None:
        themes, tonic = bench.standing.themes, bench.standing.tonic
        return Contribution(
            lambda b: replace(b, themes=themes, tonic=tonic), "The themes and their key stay as they are."
        )
    film = _film(bench)
    number = bench.seed + _APART * bench.variation + _APART**2 * task.attempt
    pushed = bool(bench.palette.grooves) and bench.palette.parallels
    themes = tuple(
        invent(
            name,
            subject,
            _is_lively(bench, subject),
            bench.dice("theme", name, task.attempt, *film),
            deal(film, number, place, _is_lively(bench, subject), pushed),
        )
        for place, (name, subject) in enumerate(zip("AB", main_subjects(bench), strict=False))
    )
    tonic = bench.dice("tonic", *film).choice((0, 2, 3, 4, 5, 7, 9, 10))
    return Contribution(
        lambda b: replace(b, themes=themes, tonic=tonic),
        " ".join(f"Theme {theme.name} for {theme.subject}: {len(theme.motif)} notes." for theme in themes),
        tuple(f"{'lively' if _is_lively(bench, t.subject) else 'calm'}: {t.subject}" for t in themes),
    )


def _film(bench: Bench) -> tuple[object, ...]:
    """What tells this film and its style from others, so that the same seed gives them other themes."""
    cuts = tuple(cut.frame for cut in bench.evidence.cuts[:12])
    return bench.edit.duration, bench.edit.rate.fps, bench.palette.name, cuts


def main_subjects(bench: Bench) -> tuple[str, ...]:
    """Whom or what the themes belong to: who is seen first, and the other one seen longest, if for long."""
    records, fps = bench.scene.records, float(bench.edit.rate.fps)
    first = records[0].subject
    seen: dict[str, float] = {}
    for record in records:
        seen[record.subject] = seen.get(record.subject, 0.0) + record.span.duration / fps
    others = {subject: seconds for subject, seconds in seen.items() if subject != first}
    second = max(others, key=lambda subject: (others[subject], subject), default=None)
    return (first,) if second is None or others[second] < _SECOND_THEME_S else (first, second)


def _is_lively(bench: Bench, subject: str) -> bool:
    fps = float(bench.edit.rate.fps)
    spans = [record.span for record in bench.scene.records if record.subject == subject]
    moods = [bench.scene.arousal.mean(span.start / fps, span.end / fps) for span in spans]
    return sum(moods) / len(moods) > 0.05


def _arrangement(task: MicroInstruction, bench: Bench) -> Contribution[Bench]:
    plans = _in_turn(bench, bench.plans, _formed)
    return Contribution(
        lambda b: replace(b, plans=plans),
        " | ".join(
            f"{plan.name}: " + ", ".join(f"{s.name} {s.intensity:.2f}" for s in plan.sections)
            for plan in plans
        )
        or "Nothing to arrange.",
        tuple(
            f"{r.role} from {bench.edit.timecode(r.span.start)}: tension {r.tension:.2f}"
            for r in bench.scene.records[:12]
        ),
    )


def _formed(bench: Bench, plan: CuePlan) -> CuePlan:
    """The cue with its sections, and phrases that breathe where they turn."""
    plan = replace(plan, sections=build_form(bench, plan))
    return replace(plan, tempo_map=breathing(bench, plan))


def _harmony(task: MicroInstruction, bench: Bench) -> Contribution[Bench]:
    plans = _in_turn(bench, bench.plans, lambda b, plan: replace(plan, chords=harmonise(b, plan)))
    return Contribution(
        lambda b: replace(b, plans=plans),
        " | ".join(
            f"{plan.name}: {' '.join(chord.symbol for chord in plan.chords[:12])} ..." for plan in plans
        )
        or "Nothing to harmonise.",
    )


def _words(task: MicroInstruction, bench: Bench) -> Contribution[Bench]:
    plans, unsung = with_songs(bench, task.attempt)
    written = [f"{plan.name}: {plan.song.lyrics.text}" for plan in plans if plan.song]
    lines = sum(len(plan.song.lyrics.lines) for plan in plans if plan.song)
    return Contribution(
        lambda b: replace(b, plans=plans),
        f"{lines} lines to sing." if lines else "Nothing is sung.",
        (*(text.replace("\n", " / ") for text in written), *unsung),
    )


def _orchestration(task: MicroInstruction, bench: Bench) -> Contribution[Bench]:
    bench = replace(
        bench, attempt=task.attempt, plans=_undeclared(bench) if task.attempt > 1 else bench.plans
    )
    score = make_score(bench, tuple(write_cue(bench.for_cue(plan.name), plan) for plan in bench.plans))
    notes = sum(len(part.notes) for cue in score.cues for part in cue.parts)
    played = sorted({part.name for cue in score.cues for part in cue.parts})
    missing = tuple(f"no {word} in this palette" for word in unplayable(bench.palette, bench.brief))
    return Contribution(
        lambda b: replace(b, score=score, attempt=bench.attempt, plans=bench.plans),
        f"{notes} notes for {', '.join(played) or 'nobody'}.",
        missing,
    )


def make_score(bench: Bench, cues: tuple[Cue, ...]) -> Score:
    """The score of the bench's cues, with the speech to duck under and the wanted silences."""
    speech = tuple(
        (round(span.start_s * 48_000), round(span.end_s * 48_000), span.loudness_lufs)
        for span in bench.evidence.speech
        if span.confidence >= 0.4
    )
    standing = bench.standing.cues if bench.standing else ()
    cues = tuple(sorted((*standing, *cues), key=lambda cue: cue.span))
    return Score(
        edit=bench.edit,
        brief=bench.brief,
        palette=bench.palette.name,
        seed=bench.seed,
        variation=bench.variation,
        cues=cues,
        themes=bench.themes,
        speech=speech,
        room=_room(bench, cues),
        silences=wanted_silences(bench),
    )


def _room(bench: Bench, cues: tuple[Cue, ...]) -> str:
    """The palette's room, a smaller one for pieces that are shorter than a great room's echo allows."""
    if bench.standing is not None:
        return bench.standing.room
    longest_s = max((float(bench.edit.rate.seconds(cue.span.duration)) for cue in cues), default=0.0)
    return bench.palette.room if longest_s >= _GREAT_ROOM_S or bench.palette.room == "dry" else "room"


def _undeclared(bench: Bench) -> tuple[CuePlan, ...]:
    """The plans without the small hits that could not be made audible: what is not heard is not claimed."""
    assert bench.score is not None, "only a performed score is sent back for its hits"
    silent = {f.cue: set(unheard(bench.score, f)) for f in bench.heard if f.cue}
    return tuple(
        replace(plan, hits=tuple(h for h in plan.hits if not _gives_up(h, silent.get(plan.name, set()))))
        for plan in bench.plans
    )


def _gives_up(hit: HitPoint, silent: set[int]) -> bool:
    return hit.frame in silent and hit.treatment == "soft"


def _verify(
    bench: Bench, performer: Performer, progress: Callable[[float], None]
) -> tuple[Bench, tuple[Finding, ...]]:
    """On paper first; only what reads well is played and heard. What stands has been judged before."""
    assert bench.score is not None, "the orchestration expert has not worked yet"
    standing = {cue.name for cue in bench.standing.cues} if bench.standing else set()
    findings = proofread(bench.score, bench.palette, standing) + check_lyrics(bench.score, standing)
    if not any(finding.severity == "error" for finding in findings) or bench.attempt >= 2:
        heard = performer.perform(bench.score, progress)
        findings += listen(bench.score, tuple(facts for facts in heard if facts.cue not in standing))
        bench = replace(bench, heard=heard)
    return replace(bench, findings=findings), findings
