"""The verifier of team 2: NingBGM's deterministic checks and cross-checks between the senses."""

from __future__ import annotations

import math
from dataclasses import replace

from ..errors import TimelineError
from ..scene import DESCRIBED, Finding, HolisticScene, SceneRecord
from ..timeline import Timecode
from .bench import UnderstandingBench
from .fusion import fuse
from .lexicon import setting
from .picture_checks import check_pictures
from .sound import UNHEARD
from .speech import NO_VOICE

_JUMP = 0.7
"""Change of a feeling between neighbouring seconds that is hard to believe."""
_STILL, _CALM_TENSION = -0.5, 0.25
"""Arousal and tension of a mood so still that raised voices contradict it."""


def check_scene(bench: UnderstandingBench) -> tuple[UnderstandingBench, tuple[Finding, ...]]:
    """Fuse the experts' work and check it; the scene carries the findings."""
    scene = fuse(bench)
    findings = (
        *_complete(scene),
        *_times(bench, scene),
        *_count(bench, scene),
        *_ranges(scene),
        *_mood_and_voice(bench, scene),
        *_background_and_sound(scene),
        *_jumps(scene),
        *_text_and_picture(bench, scene),
        *check_pictures(bench, scene.records),
        *_silences(bench, scene),
    )
    return replace(bench, scene=replace(scene, findings=findings), findings=findings), findings


def _complete(scene: HolisticScene) -> list[Finding]:
    return [
        Finding("error", _check_of(field), f"The field {field} is empty.", record.span)
        for record in scene.records
        for field in DESCRIBED
        if not getattr(record, field).strip()
    ] + [
        Finding("error", _check_of(field), f"The field {field} has no support.", record.span)
        for record in scene.records
        for field in sorted(set(DESCRIBED) - {support.field for support in record.support})
    ]


def _check_of(field: str) -> str:
    """Which check an empty field fails, so that it goes back to the expert that wrote it."""
    if field.startswith("voice"):
        return "complete_voice"
    if field.startswith("background_sound"):
        return "complete_sound"
    return "complete_mood" if field == "mood" else "complete_sight"


def _times(bench: UnderstandingBench, scene: HolisticScene) -> list[Finding]:
    """Records ascend without holes over the whole edit, and their timecodes can be read back."""
    findings, expected = [], 0
    for record in scene.records:
        if record.span.start != expected or record.span.duration == 0:
            findings.append(Finding("error", "times", "The records do not follow each other.", record.span))
        expected = record.span.end
        written = bench.edit.timecode(record.span.start)
        if not _readable(written):
            findings.append(Finding("error", "times", f"{written} cannot be read back.", record.span))
    if expected != scene.duration:
        findings.append(Finding("error", "times", "The records do not cover the film."))
    return findings


def _readable(timecode: Timecode) -> bool:
    try:
        return Timecode.parse(str(timecode), timecode.rate).frame == timecode.frame
    except TimelineError:
        return False


def _count(bench: UnderstandingBench, scene: HolisticScene) -> list[Finding]:
    if scene.records and len(scene.records) >= len(bench.spans):
        return []
    return [Finding("error", "count", "There are fewer records than the film has scenes.")]


def _ranges(scene: HolisticScene) -> list[Finding]:
    curves = ((scene.valence, -1.0), (scene.arousal, -1.0), (scene.tension, 0.0))
    wanted = max(1, math.ceil(float(scene.rate.seconds(scene.duration))))
    findings = []
    for curve, low in curves:
        if not all(low <= value <= 1.0 for value in curve.values):
            findings.append(Finding("error", "ranges", f"The {curve.name} leaves its range."))
        if len(curve.values) != wanted:
            findings.append(Finding("error", "ranges", f"The {curve.name} does not cover the film."))
    return findings


def _mood_and_voice(bench: UnderstandingBench, scene: HolisticScene) -> list[Finding]:
    """Raised voices in a still mood contradict it, unless the wish asks for the mood."""
    bent = bench.feelings is not None and bench.feelings.bent
    return [
        Finding(
            "warning" if bent else "error",
            "mood_and_voice",
            f"The voice is {record.voice_style}, yet the mood is {record.mood}.",
            record.span,
        )
        for record in scene.records
        if record.voice_style.startswith("raised")
        and "now and then" not in record.voice_style
        and record.arousal < _STILL
        and record.tension < _CALM_TENSION
    ]


def _background_and_sound(scene: HolisticScene) -> list[Finding]:
    return [
        Finding("warning", "background_and_sound", sentence, record.span)
        for record in scene.records
        if (sentence := _disagreement(record))
    ]


def _disagreement(record: SceneRecord) -> str:
    if (
        record.voice_content != NO_VOICE
        and record.background_sound in (UNHEARD, "silence")
        and record.voice_style != "written, not heard"
    ):
        return "There is a voice, yet the sound is said to be silent."
    still = record.subject.startswith(("a still view", "a still image", "a black picture"))
    if still and record.background_sound_style.startswith("very loud"):
        return "Nothing moves, yet the sound is very loud."
    if record.subject.startswith("fast movement") and record.background_sound == "silence":
        return "Fast movement in silence; the music carries it alone."
    return ""


def _jumps(scene: HolisticScene) -> list[Finding]:
    findings = []
    for curve in (scene.valence, scene.arousal, scene.tension):
        steps = [abs(b - a) for a, b in zip(curve.values, curve.values[1:], strict=False)]
        worst = max(steps, default=0.0)
        if worst > _JUMP:
            findings.append(
                Finding(
                    "warning",
                    "jumps",
                    f"The {curve.name} jumps by {worst:.2f} within a"
                    f" second at second {steps.index(worst) + 1}.",
                )
            )
    return findings


def _text_and_picture(bench: UnderstandingBench, scene: HolisticScene) -> list[Finding]:
    """A text that speaks of night beside a bright picture, or the reverse."""
    told = setting(" ".join(w.text for w in bench.evidence.words if w.start_s is None)[:4000])
    brightness = bench.signals.get("brightness") if bench.signals else None
    if told is None or brightness is None:
        return []
    seen = float(brightness.mean())
    if (told == "dark" and seen > 0.6) or (told == "bright" and seen < 0.12):
        return [
            Finding(
                "note",
                "text_and_picture",
                f"The text speaks of a {told} place; the picture's mean brightness is {seen:.2f}.",
            )
        ]
    return []


def _silences(bench: UnderstandingBench, scene: HolisticScene) -> list[Finding]:
    """Every wanted silence of the brief is found again in the records."""
    marked = sum(record.span.duration for record in scene.records if record.wanted_silence)
    wanted = sum(silence.span.duration for silence in bench.silences)
    if wanted and not marked:
        return [Finding("error", "silences", "The wanted silences are in no record.")]
    return []
