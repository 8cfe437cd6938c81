"""Fusion: the experts' work becomes records, curves, turns and a summary.

The four stages are NingBGM's: anchor in time, insert images, attach sound to the visual skeleton,
text as a global constraint. The first lies in `temporal`, the second in `visual`, the third here
(sound and voice stand beside what is seen and never replace it), the fourth in `visual` and
`emotion`.
"""

from __future__ import annotations

from bisect import bisect_left

from ..scene import FeelingCurve, HolisticScene, SceneRecord, Support
from ..spoken_lines import spoken_text
from ..timeline import Span
from ..topics import topic_of
from .bench import Feelings, Story, UnderstandingBench
from .key_lines import find_key_lines
from .moods import mood_name


def fuse(bench: UnderstandingBench) -> HolisticScene:
    """The scene of a bench on which every expert has worked."""
    feelings, story = bench.feelings, bench.story
    if feelings is None or story is None:
        raise ValueError("the scene is fused after every expert has worked")
    valence = FeelingCurve("valence", feelings.valence)
    arousal = FeelingCurve("arousal", feelings.arousal)
    tension = FeelingCurve("tension", feelings.tension)
    cuts = [cut.frame for cut in bench.signals.cuts] if bench.signals else []
    records = tuple(
        _record(bench, n, (valence, arousal, tension), story, feelings, cuts) for n in range(len(bench.spans))
    )
    return HolisticScene(
        bench.edit.rate,
        bench.edit.duration,
        records,
        valence,
        arousal,
        tension,
        story.turns,
        summarise(bench, records),
        key_lines=find_key_lines(bench.edit, bench.evidence, bench.spans, story.turns),
    )


def summarise(bench: UnderstandingBench, records: tuple[SceneRecord, ...]) -> str:
    """The film in two or three sentences."""
    scored = [r for r in records if r.span.overlap(bench.edit.span)]
    climax = next((r for r in scored if r.role == "climax"), None)
    length = float(bench.edit.rate.seconds(bench.edit.span.duration))
    parts = [
        f"{length:.1f} s in {len(scored)} records, anchored on {bench.anchored_on};"
        f" begins {scored[0].mood}, ends {scored[-1].mood}."
    ]
    if climax is not None and len(scored) > 1:
        parts.append(f"The climax is at {bench.edit.timecode(climax.span.start)} ({climax.mood}).")
    topic = topic_of(spoken_text(bench.evidence))
    if topic is not None:
        parts.append(f"They speak of {topic.told}.")
    if any(record.wanted_silence for record in scored):
        parts.append("Silence is wanted in part of it.")
    return " ".join(parts)


def _record(
    bench: UnderstandingBench,
    n: int,
    curves: tuple[FeelingCurve, FeelingCurve, FeelingCurve],
    story: Story,
    feelings: Feelings,
    cuts: list[int],
) -> SceneRecord:
    span, sight, sound, voice = bench.spans[n], bench.sights[n], bench.sounds[n], bench.voices[n]
    start, end = (
        float(bench.edit.rate.seconds(span.start)),
        float(bench.edit.rate.seconds(span.end)),
    )
    valence, arousal, tension = (round(curve.mean(start, end), 4) for curve in curves)
    silence = next((s for s in bench.silences if _covers(s.span, span)), None)
    mood = mood_name(valence, arousal, tension)
    support = [
        *sight.support,
        *sound.support,
        *voice.support,
        *feelings.support,
        Support(
            "mood",
            "valence, arousal and tension",
            0.5,
            f"valence {valence:+.2f}, arousal {arousal:+.2f}, tension {tension:.2f}",
        ),
        Support("role", "curves", story.confidence, story.reasons[n]),
    ]
    if silence is not None:
        support.append(Support("wanted_silence", silence.source, silence.confidence, silence.why))
    return SceneRecord(
        span,
        sight.subject,
        mood,
        voice.content,
        voice.style,
        sight.background,
        sight.style,
        sound.content,
        sound.style,
        valence,
        arousal,
        tension,
        _pace(cuts, span, end - start),
        story.roles[n],
        silence is not None,
        tuple(support),
    )


def _covers(silence: Span, span: Span) -> bool:
    """Whether most of a record lies in a silence (records start and end with them)."""
    inside = silence.overlap(span)
    return inside is not None and 2 * inside.duration > span.duration


def _pace(cuts: list[int], span: Span, seconds: float) -> float:
    """Cuts a minute inside a record, the one at its start not counted."""
    count = bisect_left(cuts, span.end) - bisect_left(cuts, span.start + 1)
    return round(60.0 * count / seconds, 2)
