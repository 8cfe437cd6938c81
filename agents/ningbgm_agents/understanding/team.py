"""Team 2 at work: from what was sensed and the brief to the holistic scene."""

from __future__ import annotations

from dataclasses import replace

from ..agent import Agent, Contribution, Mind
from ..brief import Brief
from ..evidence import Evidence
from ..ports import Clock
from ..role import load_role
from ..scene import HolisticScene
from ..task import Constraint, MicroInstruction, Need
from ..team import Record, Team
from ..timeline import Edit
from .bench import UnderstandingBench
from .checks import check_scene
from .emotion import Care, sense_feelings
from .fusion import fuse
from .narrative import tell_story
from .signals import Signals, read_signals
from .silences import find_silences
from .sound import listen
from .speech import NO_VOICE, hear
from .temporal import anchor, segment
from .visual import see

Done = Contribution[UnderstandingBench]


def make_scene(
    edit: Edit, evidence: Evidence, brief: Brief, mind: Mind, record: Record, clock: Clock
) -> HolisticScene:
    """The holistic scene of an edit; what was not sensed is said and never guessed."""
    bench = UnderstandingBench(edit, evidence, brief)
    bench, _ = understanding_team(mind).run(_need(edit, evidence, brief), bench, record, clock)
    return bench.scene or fuse(bench)


def understanding_team(mind: Mind) -> Team[UnderstandingBench]:
    """The team: time first, then the senses side by side, then feeling, then the story."""
    return Team(
        supervisor=load_role("understanding_supervisor"),
        stages=(
            (Agent(load_role("temporal_expert"), place, mind),),
            (
                Agent(load_role("visual_expert"), look, mind),
                Agent(load_role("sound_expert"), attend, mind),
                Agent(load_role("speech_expert"), follow, mind),
            ),
            (Agent(load_role("emotion_expert"), sense, mind),),
            (Agent(load_role("narrative_expert"), tell, mind),),
        ),
        verifier=load_role("understanding_verifier"),
        check=check_scene,
    )


def place(task: MicroInstruction, bench: UnderstandingBench) -> Done:
    """The temporal expert's skill."""
    signals = read_signals(bench.edit, bench.evidence)
    silences = find_silences(bench.edit, bench.evidence, bench.brief, signals)
    spans = segment(bench.edit, bench.evidence, bench.brief, signals, silences)
    anchored_on = anchor(bench.evidence)
    return Contribution(
        lambda b: replace(b, signals=signals, silences=silences, spans=spans, anchored_on=anchored_on),
        f"{len(spans)} records, anchored on {anchored_on}; {len(signals.cuts)} cuts.",
        tuple(f"silence from {bench.edit.timecode(s.span.start)}: {s.why}" for s in silences),
    )


def look(task: MicroInstruction, bench: UnderstandingBench) -> Done:
    """The visual expert's skill."""
    sights = see(bench.edit, bench.evidence, _signals(bench), bench.spans)
    subjects = tuple(dict.fromkeys(sight.subject for sight in sights))
    return Contribution(
        lambda b: replace(b, sights=sights),
        f"Seen: {len(subjects)} different subjects.",
        subjects[:5],
    )


def attend(task: MicroInstruction, bench: UnderstandingBench) -> Done:
    """The sound expert's skill."""
    sounds = listen(bench.edit, bench.evidence, _signals(bench), bench.spans)
    kinds = tuple(dict.fromkeys(sound.content for sound in sounds))
    return Contribution(lambda b: replace(b, sounds=sounds), f"Heard: {', '.join(kinds[:3])}.", kinds)


def follow(task: MicroInstruction, bench: UnderstandingBench) -> Done:
    """The speech expert's skill."""
    voices = hear(bench.edit, bench.evidence, bench.spans)
    spoken = sum(voice.content != NO_VOICE for voice in voices)
    return Contribution(
        lambda b: replace(b, voices=voices),
        f"A voice in {spoken} of {len(voices)} records.",
        tuple(dict.fromkeys(voice.style for voice in voices))[:5],
    )


def sense(task: MicroInstruction, bench: UnderstandingBench) -> Done:
    """The emotion expert's skill; raised voices weigh more when the verifier has missed them."""
    missed = any(reason.startswith("mood_and_voice") for reason in task.returned)
    care = Care(voice=0.5 * task.attempt) if missed else Care()
    feelings = sense_feelings(bench.edit, bench.evidence, bench.brief, _signals(bench), care)
    return Contribution(
        lambda b: replace(b, feelings=feelings),
        f"Valence {_range(feelings.valence)}, arousal {_range(feelings.arousal)},"
        f" tension {_range(feelings.tension)}.",
        tuple(f"{s.field}: {s.why}" for s in feelings.support),
    )


def tell(task: MicroInstruction, bench: UnderstandingBench) -> Done:
    """The narrative expert's skill."""
    if bench.feelings is None:
        raise ValueError("the story is told after the feelings are known")
    story = tell_story(bench.edit, bench.brief, _signals(bench), bench.feelings, bench.spans, bench.silences)
    return Contribution(
        lambda b: replace(b, story=story),
        f"{' – '.join(dict.fromkeys(story.roles))}; {len(story.turns)} turns.",
        tuple(f"{bench.edit.timecode(turn.frame)}: {turn.why}" for turn in story.turns),
    )


def _signals(bench: UnderstandingBench) -> Signals:
    if bench.signals is None:
        raise ValueError("the senses work after time is laid out")
    return bench.signals


def _range(values: tuple[float, ...]) -> str:
    return f"{min(values):+.2f} to {max(values):+.2f}"


def _need(edit: Edit, evidence: Evidence, brief: Brief) -> Need:
    """What the edit and the brief fix, each with its origin."""
    limits = [
        Constraint(
            f"the range is {edit.timecode(edit.span.start)} to {edit.timecode(edit.span.end)}",
            "edit/scored",
        )
    ]
    limits += [
        Constraint(f"no music from {s.start_s:g} s to {s.end_s:g} s: {s.why}", "brief/silences")
        for s in brief.silences
    ]
    limits += [
        Constraint(f"“{s.words}” from {s.start:.0%} to {s.end:.0%}", "brief/shifts") for s in brief.shifts
    ]
    if brief.valence is not None or brief.arousal is not None:
        limits.append(
            Constraint(
                f"the feeling asked for: {', '.join(brief.moods) or 'as in the style'}",
                "brief/moods",
            )
        )
    senses = ", ".join(evidence.modalities) or "nothing but a length"
    return Need(
        f"understand the film's picture, sound, speech, emotion and narrative from {senses}",
        evidence.modalities,
        tuple(limits),
    )
