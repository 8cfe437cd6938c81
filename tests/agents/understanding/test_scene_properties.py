"""Whatever is sensed, the scene keeps its promises."""

from dataclasses import replace
from fractions import Fraction

from drawn_film import understand
from hypothesis import given, settings
from hypothesis import strategies as st

from ningbgm_agents.brief import Brief, MoodShift, Silence
from ningbgm_agents.evidence import (
    Colour,
    Curve,
    Cut,
    Event,
    Evidence,
    FaceSighting,
    Look,
    Shown,
    SpeechSpan,
    Words,
)
from ningbgm_agents.timeline import Edit, FrameRate, Span, Timecode

UNIT = st.floats(0, 1)
RATES = st.sampled_from([FrameRate(Fraction(25)), FrameRate.parse("23.976"), FrameRate.parse("29.97 DF")])
NAMES = ("motion", "camera", "brightness", "saturation", "contrast", "tonality", "music", "speech", "onsets")
LOOKS = st.builds(
    Look,
    UNIT,
    UNIT,
    st.floats(-1, 1),
    UNIT,
    st.lists(st.builds(Colour, *[st.integers(0, 255)] * 3, UNIT), max_size=3).map(tuple),
)
TEXTS = st.sampled_from(["happy", "死亡", "a dark night", "", "?", "run run run", "不开心"])


@st.composite
def films(draw: st.DrawFn) -> Evidence:
    rate, duration = draw(RATES), draw(st.integers(1, 3000))
    seconds = float(rate.seconds(duration))
    frame, second = st.integers(0, duration - 1), st.floats(0, seconds)
    starts = sorted({0, *draw(st.lists(frame, max_size=12))})
    shots = tuple(
        Shown(a, b, draw(LOOKS), draw(UNIT), draw(UNIT), draw(UNIT))
        for a, b in zip(starts, [*starts[1:], duration], strict=True)
    )
    curves = tuple(
        Curve(
            name,
            draw(st.sampled_from([0.5, 1.0, 4.0, 10.0])),
            tuple(draw(st.lists(UNIT, min_size=1, max_size=40))),
            "test",
        )
        for name in draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=6))
    )
    if draw(st.booleans()):
        values = tuple(draw(st.lists(st.floats(-70, 0), min_size=1, max_size=40)))
        curves += (Curve("loudness", 10.0, values, "sound"),)
    speech = tuple(
        SpeechSpan(start, start + draw(st.floats(0.1, 5)), draw(UNIT), draw(st.floats(-60, 0)), draw(TEXTS))
        for start in draw(st.lists(second, max_size=4))
    )
    words = tuple(
        Words(draw(TEXTS), "text", draw(st.none() | second)) for _ in range(draw(st.integers(0, 3)))
    )
    return Evidence(
        rate,
        duration,
        tuple(draw(st.lists(st.sampled_from(["picture", "sound", "image", "text"]), unique=True))),
        tuple(
            Cut(f, draw(UNIT), draw(st.sampled_from(["cut", "dissolve", "fade_out"])))
            for f in draw(st.lists(frame, max_size=12))
        ),
        tuple(
            Event(f, draw(st.sampled_from(["action", "flash", "sound"])), draw(UNIT), draw(UNIT))
            for f in draw(st.lists(frame, max_size=4))
        ),
        shots if draw(st.booleans()) else (),
        tuple(FaceSighting(f, draw(UNIT), draw(UNIT)) for f in draw(st.lists(frame, max_size=4))),
        speech,
        (),
        curves,
        tuple(Shown(0, 0, draw(LOOKS)) for _ in range(draw(st.integers(0, 3)))),
        words,
    )


@st.composite
def briefs(draw: st.DrawFn) -> Brief:
    level = st.none() | st.floats(-1, 1)
    shifts = tuple(
        MoodShift(start, min(1.0, start + 0.3), draw(st.floats(-1, 1)), draw(st.floats(-1, 1)), "wished")
        for start in draw(st.lists(st.floats(0, 0.9), max_size=3))
    )
    silences = tuple(
        Silence(
            start, start + draw(st.floats(0.01, 20)), "quiet", draw(st.sampled_from(["", "the door slams"]))
        )
        for start in draw(st.lists(st.floats(0, 60), max_size=3))
    )
    return Brief(
        valence=draw(level),
        arousal=draw(level),
        shifts=shifts,
        silences=silences,
        arc=draw(st.sampled_from(["follow", "rise", "fall", "steady", "arch"])),
    )


@st.composite
def ranges(draw: st.DrawFn, duration: int) -> Span | None:
    start = draw(st.integers(0, duration - 1))
    return draw(st.none() | st.just(Span(start, draw(st.integers(start + 1, duration)))))


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_no_evidence_and_no_brief_break_the_scene(data: st.DataObject) -> None:
    evidence, brief = data.draw(films()), data.draw(briefs())
    scored = data.draw(ranges(evidence.duration))
    edit = Edit("any", evidence.rate, evidence.duration, start_frame=90_000, scored=scored)

    scene = understand(evidence, brief, edit)

    starts = [record.span.start for record in scene.records]
    ends = [record.span.end for record in scene.records]
    assert starts[0] == 0
    assert ends[-1] == evidence.duration
    assert starts[1:] == ends[:-1]
    assert all(start < end for start, end in zip(starts, ends, strict=True))
    assert {edit.span.start, edit.span.end} - {evidence.duration} <= set(starts)
    for curve, low in ((scene.valence, -1), (scene.arousal, -1), (scene.tension, 0)):
        assert len(curve.values) == max(1, -(-evidence.duration // evidence.rate.fps))
        assert all(low <= value <= 1 for value in curve.values)
    for record in scene.records:
        assert all(
            getattr(record, f).strip()
            for f in (
                "subject",
                "mood",
                "voice_content",
                "voice_style",
                "background",
                "background_style",
                "background_sound",
                "background_sound_style",
            )
        )
        timecode = edit.timecode(record.span.start)
        assert Timecode.parse(str(timecode), edit.rate) == timecode
    frames = [turn.frame for turn in scene.turns]
    assert frames == sorted(set(frames))
    assert all(edit.span.start <= frame < edit.span.end for frame in frames)
    assert all(0 <= turn.strength <= 1 for turn in scene.turns)
    assert {f.check for f in scene.findings if f.severity == "error"} <= {"mood_and_voice"}
    assert scene == understand(evidence, brief, edit)


@settings(max_examples=60, deadline=None)
@given(films())
def test_records_are_neither_too_short_nor_too_long(evidence: Evidence) -> None:
    evidence = replace(evidence, images=())
    fps = float(evidence.rate.fps)

    scene = understand(evidence)

    lengths = [record.span.duration / fps for record in scene.records if not record.wanted_silence]
    assert all(length <= 24.0 for length in lengths)
    if len(scene.records) > 1 and not any(record.wanted_silence for record in scene.records):
        assert min(lengths) >= 1.9
