"""Hand-made scores with known hits, speech and silences, musical enough to be judged as music."""

from __future__ import annotations

from fractions import Fraction

from ningbgm_agents.brief import Brief, Delivery
from ningbgm_agents.score import (
    Bar,
    ControlPoint,
    Cue,
    HitPoint,
    Instrument,
    Key,
    Note,
    Part,
    Score,
    TempoMap,
    TempoSegment,
)
from ningbgm_agents.timeline import Edit, FrameRate, Span

RATE = FrameRate(Fraction(25))
SECOND = 48_000
_CHORDS = ((57, 60, 64), (53, 57, 60), (48, 55, 64), (55, 59, 62))
_ROOTS = (33, 29, 36, 31)
_TUNE = (76, 74, 72, 74, 72, 69, 71, 72)


def tempo(seconds: int, bpm: int = 120) -> TempoMap:
    beats = Fraction(bpm * seconds, 60)
    bars = tuple(Bar(i + 1, Fraction(4 * i), Fraction(4)) for i in range(-(-beats // 4)))
    return TempoMap((TempoSegment(Fraction(0), beats, 0, seconds * SECOND),), bars, bpm)


def hits_of(first_frame: int, seconds: tuple[float, ...]) -> tuple[HitPoint, ...]:
    return tuple(
        HitPoint(
            first_frame + round(s * 25),
            "cut",
            0.9,
            "accent",
            RATE.sample(first_frame + round(s * 25)),
        )
        for s in seconds
    )


def parts_of(seconds: int, hits: tuple[float, ...] = (), last_s: float = 2.5) -> tuple[Part, ...]:
    """A whole little orchestra in A minor at 120, from the first beat to `last_s` before the
    end."""
    end = round((seconds - last_s) * SECOND)
    beat = SECOND // 2
    quiet = [(round(h * SECOND) - beat // 2, round(h * SECOND)) for h in hits]

    def clear(notes: list[Note]) -> tuple[Note, ...]:
        kept = [n for n in notes if n.start < end and not any(a <= n.start < b for a, b in quiet)]
        return tuple(sorted(kept, key=lambda n: n.start))

    bars = range(seconds // 2)
    harmony = [Note(bar * 4 * beat, 4 * beat - 500, p, 70) for bar in bars for p in _CHORDS[bar % 4]]
    tune = [
        Note(bar * 4 * beat + i * 2 * beat, 2 * beat - 2000, _TUNE[(2 * bar + i) % 8], 84)
        for bar in bars
        for i in range(2)
    ]
    motion = [
        Note(i * beat // 2, beat // 2, _CHORDS[i // 8 % 4][i % 3] + 12, 60 + 10 * (i % 4 == 0))
        for i in range(seconds * 4)
    ]
    bass = [Note(i * beat, beat - 1500, _ROOTS[i // 4 % 4], 90) for i in range(seconds * 2)]
    drums = [Note(i * beat, beat // 2, 36 if i % 2 == 0 else 38, 88) for i in range(seconds * 2)]
    drums += [Note(i * beat // 2, beat // 4, 42, 50 + 15 * (i % 2)) for i in range(seconds * 4)]
    accents = [Note(round(h * SECOND), SECOND, p, 112, True) for h in hits for p in (36, 49)]
    booms = tuple(Note(round(h * SECOND), SECOND, 33, 100, True) for h in hits)
    swell = tuple(ControlPoint(bar * 4 * beat, 0.7 + 0.3 * (bar % 2)) for bar in bars)
    strings = Instrument("strings", 48)
    return tuple(
        part
        for part in (
            Part(
                "flute",
                "melody",
                Instrument("flute", 73, vibrato=0.4),
                clear(tune),
                (),
                -3,
                -0.1,
                0.2,
                120,
            ),
            Part("strings", "harmony", strings, clear(harmony), swell, -8, 0.2, 0.22, 110, 2.0),
            Part(
                "pad",
                "harmony",
                Instrument("pad", patch="pad"),
                clear(harmony),
                (),
                -12,
                0,
                0.25,
                110,
                2.0,
            ),
            Part("harp", "motion", Instrument("harp", 46), clear(motion), (), -7, -0.4, 0.2, 100),
            Part("bass", "bass", Instrument("bass", 33), clear(bass), (), -4, 0, 0.06, 30),
            Part("drums", "drums", Instrument("kit", 0, kit=True), clear(drums), (), -5, 0, 0.1, 30),
            Part(
                "accents",
                "hits",
                Instrument("kit", 48, kit=True),
                tuple(accents),
                (),
                -4,
                0,
                0.2,
                30,
            ),
            Part("boom", "hits", Instrument("impact", patch="impact"), booms, (), -3, 0, 0.15, 25),
        )
        if part.notes
    )


def cue_of(
    name: str,
    span: Span,
    hits: tuple[float, ...] = (),
    silences: tuple[tuple[int, int], ...] = (),
    parts: tuple[Part, ...] | None = None,
) -> Cue:
    seconds = span.duration // 25
    return Cue(
        name,
        span,
        "bed",
        "BI",
        Key(9, "aeolian"),
        tempo(seconds),
        "ring_out",
        hits_of(span.start, hits),
        parts=parts_of(seconds, hits) if parts is None else parts,
        silences=silences,
    )


def score_of(
    cues: tuple[Cue, ...],
    seconds: int,
    speech: tuple[tuple[int, int, float], ...] = (),
    silences: tuple[Span, ...] = (),
    delivery: Delivery | None = None,
    room: str = "hall",
    start_frame: int = 90_000,
) -> Score:
    edit = Edit("film", RATE, seconds * 25, start_frame)
    return Score(
        edit,
        Brief(delivery=delivery or Delivery()),
        "orchestral",
        0,
        0,
        cues,
        (),
        speech,
        room,
        silences,
    )


def example(seconds: int = 16, **kinds: object) -> Score:
    """One cue over the whole edit with two hits."""
    cue = cue_of("1m1", Span(0, seconds * 25), (4.04, 10.0))
    return score_of((cue,), seconds, **kinds)  # type: ignore[arg-type]  # passes named options on
